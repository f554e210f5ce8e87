/** A line of a mail's text, with what is known of it from the markup around or the `>` before it. */
export type MailLine = {
  text: string
  /** How many levels of quoting it stands in; 0: written for this mail. */
  depth: number
  /** Within an element that a mail program marked as the quoted mail, as what stands above it, or as the signature. */
  mark: 'quote' | 'quoteBelow' | 'signature' | null
}

const blocks = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'caption',
  'center',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'figcaption',
  'figure',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'tfoot',
  'thead',
  'tr',
  'ul',
])
/** Blocks that stand apart from their neighbours by an empty line. */
const spaced = new Set(['p', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'ul', 'ol', 'dl', 'table'])
const voids = new Set(['br', 'hr', 'img', 'wbr', 'col'])

type Open = { name: string; mark: MailLine['mark']; isQuote: boolean; isPre: boolean; href: string }

/**
 * The text of HTML that went through `sanitiseHtml`, line by line. It relies on what that writes: balanced tags, lower
 * case, quoted and escaped attributes. One pass, no recursion.
 */
export function htmlLines(html: string): MailLine[] {
  const lines: MailLine[] = []
  const open: Open[] = []
  let text = ''
  let blank = false

  const state = () => ({
    depth: open.reduce((sum, element) => sum + (element.isQuote ? 1 : 0), 0),
    mark: open.find((element) => element.mark)?.mark ?? null,
  })
  const endLine = () => {
    const line = text.trimEnd()
    text = ''
    if (line === '' && !blank) return
    if (line === '') {
      if (lines.length > 0 && lines.at(-1)?.text !== '') lines.push({ text: '', ...state() })
    } else {
      lines.push({ text: line, ...state() })
    }
    blank = false
  }
  const gap = () => {
    if (lines.length > 0 && lines.at(-1)?.text !== '') lines.push({ text: '', ...state() })
  }

  const addText = (more: string) => {
    if (!open.some((element) => element.isPre)) {
      const flat = more.replace(/[ \t\r\n\f\u00a0]+/g, ' ')
      text += text === '' || text.endsWith(' ') ? flat.trimStart() : flat
      return
    }
    const [first = '', ...rest] = more.split(/\r\n?|\n/)
    text += first
    for (const piece of rest) {
      blank = true
      endLine()
      text = piece
    }
  }

  for (const [token] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      addText(decodeEntities(token))
      continue
    }
    const name = /^<\/?([a-z0-9]+)/.exec(token)?.[1] ?? ''
    const isClosing = token.startsWith('</')
    if (name === 'br') {
      blank = true
      endLine()
    } else if (name === 'img') {
      const alt = attributeOf(token, 'alt')
      if (alt) text += `[${alt}]`
    } else if ((name === 'td' || name === 'th') && !isClosing && text.trim() !== '') {
      text = `${text.trimEnd()} `
    }
    if (blocks.has(name)) {
      endLine()
      if (spaced.has(name)) gap()
      if (name === 'li' && !isClosing) text = '- '
    }
    if (voids.has(name)) continue
    if (isClosing) {
      const element = open.pop()
      if (element?.href && !text.includes(element.href) && text.trim() !== '') text += ` <${element.href}>`
    } else {
      open.push(openElement(name, token))
    }
  }
  endLine()
  while (lines.at(-1)?.text === '') lines.pop()
  return lines
}

function openElement(name: string, token: string): Open {
  const href = name === 'a' ? attributeOf(token, 'href') : ''
  const isSignature = token.includes(' data-signature')
  const quoteMark = token.includes(' data-quote="below"')
    ? 'quoteBelow'
    : token.includes(' data-quote')
      ? 'quote'
      : null
  return {
    name,
    mark: quoteMark ?? (isSignature ? 'signature' : null),
    isQuote: name === 'blockquote',
    isPre: name === 'pre' || /white-space:pre/.test(attributeOf(token, 'style')),
    // The address of a link is part of what the mail says only where the words hide it.
    href: /^https?:/i.test(href) ? href : '',
  }
}

function attributeOf(token: string, name: string): string {
  const start = token.indexOf(` ${name}="`)
  if (start < 0) return ''
  const from = start + name.length + 3
  const end = token.indexOf('"', from)
  return end < 0 ? '' : decodeEntities(token.slice(from, end))
}

/** The four that `sanitiseHtml` writes. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

/** The lines as one text, with `> ` before what is quoted. */
export function textOfLines(lines: readonly MailLine[]): string {
  return lines.map(({ text, depth }) => (depth > 0 ? `${'> '.repeat(depth)}${text}`.trimEnd() : text)).join('\n')
}
