import type { ReactNode } from 'react'
import { unquote } from '../../shared/quoted-line.ts'
import styles from './plain-text.module.css'

/**
 * Text as it was written: `pre-wrap` keeps lines and spaces, addresses of pages and people are links, and bars stand for
 * the `>` of quoted lines.
 */
export function PlainText({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <div className={className}>
      {quotedBlocks(text).map((block, at) => {
        const content = (
          <div className={styles.text} dir="auto">
            <Linked text={block.text} />
          </div>
        )
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one unchanging text
        return <Quoted key={at} depth={block.depth} content={content} />
      })}
    </div>
  )
}

/** Deeper bars would leave no room for words. */
const maxBars = 6

function Quoted({ depth, content }: { depth: number; content: ReactNode }): ReactNode {
  let quoted = content
  for (let level = 0; level < Math.min(depth, maxBars); level++) {
    quoted = <blockquote className={styles.quote}>{quoted}</blockquote>
  }
  return quoted
}

function Linked({ text }: { text: string }) {
  return linkParts(text).map((part, at) =>
    part.href ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text
      <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    ) : (
      part.text
    ),
  )
}

/** The text in stretches of equal quoting, without the `>`. */
export function quotedBlocks(text: string): { depth: number; text: string }[] {
  if (!text.includes('>')) return [{ depth: 0, text }]
  const blocks: { depth: number; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const { depth, rest } = unquote(line)
    const last = blocks.at(-1)
    if (last?.depth === depth) last.lines.push(rest)
    else blocks.push({ depth, lines: [rest] })
  }
  return blocks.map(({ depth, lines }) => ({ depth, text: lines.join('\n') }))
}

/** http(s) and `www.` addresses, and mail addresses. Each begins where no letter stands before it, so no part is read twice. */
const addresses =
  /(?<![\w.+-])(?:https?:\/\/[^\s<>"]{1,2000}|www\.[^\s<>"]{1,2000}|[\w.+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8})/giu

/** Cuts a text at its addresses. Linear; the sentence's own punctuation after an address stays outside it. */
export function linkParts(text: string): { text: string; href: string | null }[] {
  const parts: { text: string; href: string | null }[] = []
  let from = 0
  for (const match of text.matchAll(addresses)) {
    const address = withoutPunctuation(match[0])
    const href = hrefOf(address)
    if (href === null) continue
    parts.push({ text: text.slice(from, match.index), href: null }, { text: address, href })
    from = match.index + address.length
  }
  parts.push({ text: text.slice(from), href: null })
  return parts.filter((part) => part.text !== '')
}

function hrefOf(address: string): string | null {
  if (/^https?:/i.test(address)) return URL.canParse(address) ? address : null
  if (/^www\./i.test(address))
    return /^www\.[^.\s/]+\.[^.\s]/i.test(address) && URL.canParse(`https://${address}`) ? `https://${address}` : null
  return `mailto:${address}`
}

/** A closing bracket belongs to the address where it was opened in it, as in encyclopedias. */
function withoutPunctuation(match: string): string {
  let end = match.length
  for (; end > 0; end--) {
    const last = match[end - 1] ?? ''
    const isOwn = last === ')' && match.lastIndexOf('(', end - 1) > match.lastIndexOf(')', end - 2)
    if (isOwn || !/[.,;:!?)\]}'»”]/.test(last)) break
  }
  return match.slice(0, end)
}
