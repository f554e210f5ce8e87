/** A line of a mail's text, with what is known of it from the markup around or the `>` before it. */
export type MailLine = {
  text: string
  /** How many levels of quoting it stands in; 0: written for this mail. */
  depth: number
  /**
   * Within an element that a mail program marked: `quote` holds the quoted mail, `quoteAround` its introduction, the
   * quote in a blockquote and what its reader wrote below, `quoteBelow` stands above it, `quoteRule` does if a header
   * block follows. See `quote-elements.ts`.
   */
  mark: 'quote' | 'quoteAround' | 'quoteBelow' | 'quoteRule' | 'signature' | null
  /** Holds a picture: content, even where there are no words. */
  isPicture?: boolean
}

/** `start`, `end`: where in the HTML its first word or picture begins and its last ends. */
export type HtmlLine = MailLine & { start: number; end: number }

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
export function htmlLines(html: string): HtmlLine[] {
  const lines: HtmlLine[] = []
  const open: Open[] = []
  let text = ''
  let blank = false
  let isPicture = false
  /** Of the words and pictures of the line so far; -1: none yet. */
  let start = -1
  let end = 0
  /** What is known of where the line's first word stands: an inline element may end before the line does. */
  let held: Pick<MailLine, 'depth' | 'mark'> | null = null

  const state = () => ({
    depth: open.reduce((sum, element) => sum + (element.isQuote ? 1 : 0), 0),
    mark: open.find((element) => element.mark)?.mark ?? null,
  })
  const push = (line: string) => {
    const place = start < 0 ? { start: end, end } : { start, end }
    lines.push({ text: line, ...(held ?? state()), ...place, ...(isPicture ? { isPicture } : {}) })
  }
  const endLine = () => {
    const line = text.trimEnd()
    text = ''
    const isApart = lines.length > 0 && lines.at(-1)?.text !== ''
    const last = lines.at(-1)
    // Pictures in a row are one line, however many.
    if (line === '' && isPicture && last?.isPicture && last.text === '') last.end = end
    else if (line !== '' || isPicture || (blank && isApart)) push(line)
    blank = false
    isPicture = false
    start = -1
    held = null
  }
  const gap = () => {
    if (lines.length > 0 && lines.at(-1)?.text !== '') push('')
  }
  const hold = (from: number, to: number) => {
    if (start < 0) {
      start = from
      held = state()
    }
    end = to
  }

  const addText = (raw: string, at: number) => {
    if (!open.some((element) => element.isPre)) {
      if (raw.trim() !== '') hold(at, at + raw.length)
      const flat = decodeEntities(raw).replace(/[ \t\r\n\f\u00a0]+/g, ' ')
      text += text === '' || text.endsWith(' ') ? flat.trimStart() : flat
      return
    }
    let from = at
    for (const [i, piece] of raw.split('\n').entries()) {
      if (i > 0) {
        blank = true
        endLine()
      }
      if (piece.trim() !== '') hold(from, from + piece.length)
      text += decodeEntities(piece)
      from += piece.length + 1
    }
  }

  for (const { 0: token, index } of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      addText(token, index)
      continue
    }
    const name = /^<\/?([a-z0-9]+)/.exec(token)?.[1] ?? ''
    const isClosing = token.startsWith('</')
    if (name === 'br') {
      blank = true
      endLine()
    } else if (name === 'img') {
      const alt = attributeOf(token, 'alt')
      if (alt) text += `[${alt.replace(/\s+/g, ' ')}]`
      hold(index, index + token.length)
      isPicture = true
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
  while (lines.at(-1)?.text === '' && !lines.at(-1)?.isPicture) lines.pop()
  return lines
}

const quoteMarks: Record<string, MailLine['mark']> = {
  '': 'quote',
  around: 'quoteAround',
  below: 'quoteBelow',
  rule: 'quoteRule',
}

function openElement(name: string, token: string): Open {
  const href = name === 'a' ? attributeOf(token, 'href') : ''
  const isSignature = token.includes(' data-signature')
  const quoteMark = token.includes(' data-quote') ? quoteMarks[attributeOf(token, 'data-quote')] : null
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
