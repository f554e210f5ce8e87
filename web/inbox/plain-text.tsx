import styles from './plain-text.module.css'

/** Text as it was written, its web addresses made links. `pre-wrap` keeps lines and spaces. */
export function PlainText({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <div className={className}>
      <div className={styles.text} dir="auto">
        {linkParts(text).map((part, at) =>
          part.href ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text
            <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </div>
    </div>
  )
}

/** Cuts a text at its http(s) addresses. Linear; the sentence's own punctuation after an address stays outside it. */
export function linkParts(text: string): { text: string; href: string | null }[] {
  const parts: { text: string; href: string | null }[] = []
  let from = 0
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]{1,2000}/gi)) {
    const address = match[0].replace(/[.,;:!?)\]}'»”]+$/, '')
    if (!URL.canParse(address)) continue
    parts.push({ text: text.slice(from, match.index), href: null }, { text: address, href: address })
    from = match.index + address.length
  }
  parts.push({ text: text.slice(from), href: null })
  return parts.filter((part) => part.text !== '')
}
