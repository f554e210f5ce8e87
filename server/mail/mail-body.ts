import { decodeBytes } from './charset.ts'
import { parseParameters } from './header-text.ts'
import { htmlLines, type MailLine, textOfLines } from './html-lines.ts'
import { headerOf, type MimePart } from './mime-tree.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { textLines, unflow } from './text-lines.ts'
import { decodeTransfer } from './transfer-encoding.ts'

export type MailBody = {
  text: string
  /** Sanitised; null without an HTML part. */
  html: string | null
  /** What the mail says with what markup and `>` tell about quotes; null when it is longer than a letter. */
  lines: MailLine[] | null
  /** Each line of `text`; the same as `lines` unless markup tells more, or `text` holds what the HTML does not say. */
  ownLines: MailLine[] | null
  /** The text part and the HTML say different things: `text` holds both, `lines` what the HTML says. */
  isTwofold: boolean
  /** Parts that are files, in their order. */
  attachments: MimePart[]
  /** Of the first text part: how raw 8-bit headers are most likely written too. */
  charset: string | null
}

/** A stretch of the mail as its author ordered it: as text, as HTML, or, from multipart/alternative, as both. */
type Segment = { text: string | null; html: string | null }

/** Much larger HTML is no letter. Sanitising it would outlast the parser's time; it is offered as a file instead. */
const maxHtmlBytes = 4_000_000

/** Divides a mail into what is read and what is a file, and decodes what is read. */
export function readBody(bytes: Buffer, root: MimePart): MailBody {
  const attachments: MimePart[] = []
  const segments: Segment[] = []
  let charset: string | null = null

  const textOf = (part: MimePart): string => {
    const { text, declared } = decodeText(bytes, part)
    charset ??= declared
    return text
  }

  function visit(part: MimePart): void {
    const type = part.contentType.value
    if (part.children.length > 0) {
      if (type === 'multipart/alternative') visitAlternatives(part)
      else part.children.forEach(visit)
      return
    }
    const isHtml = type === 'text/html' || type === 'application/xhtml+xml'
    const isReadable = isHtml || type === 'text/plain' || type.startsWith('multipart/') || type === 'text/enriched'
    const isTooLarge = isHtml && part.bodyEnd - part.bodyStart > maxHtmlBytes
    if (!isReadable || isTooLarge || isFile(part, segments.length > 0)) {
      if (!isAlternativeFormat(type)) attachments.push(part)
      return
    }
    const text = textOf(part)
    if (text.trim() === '') return
    segments.push(
      isHtml
        ? { text: null, html: sanitiseHtml(text) }
        : { text: type === 'text/enriched' ? stripEnriched(text) : text, html: null },
    )
  }

  /** The last is the richest (RFC 2046 §5.1.4). Text and HTML say the same: they make one segment. */
  function visitAlternatives(part: MimePart): void {
    const start = segments.length
    part.children.forEach(visit)
    const added = segments.splice(start)
    const texts = added.filter(({ html }) => html === null).map(({ text }) => text)
    const htmls = added.filter(({ html }) => html !== null)
    if (htmls.length === 0) {
      segments.push(...added)
      return
    }
    const text = texts.length > 0 ? texts.join('\n') : null
    const [first, ...others] = htmls
    segments.push({ text: text ?? first?.text ?? null, html: first?.html ?? null }, ...others)
  }

  visit(root)
  const written = segments.map(writeSegment)
  const hasHtml = segments.some(({ html }) => html !== null)
  const whole = written.map(({ text }) => text).join('\n\n')
  const lines = joinedLines(written.map((one) => one.lines))
  const isOwn = written.every((one) => one.ownLines === one.lines) && !whole.startsWith('\n')
  return {
    text: withoutEmptyEnds(whole),
    html: hasHtml ? segments.map(({ html, text }) => html ?? textToHtml(text ?? '')).join('\n') : null,
    lines,
    ownLines: isOwn ? lines : (joinedLines(written.map((one) => one.ownLines))?.slice(emptyStart(whole)) ?? null),
    isTwofold: written.some((one) => one.isTwofold),
    attachments,
    charset,
  }
}

/** Beyond this no reply, forward or quote is looked for: the text is shown as it is. */
const maxLines = 20_000

/** Without empty lines before and white space after. No expression: `\s+$` is quadratic in a run of blanks. */
function withoutEmptyEnds(text: string): string {
  return text.slice(emptyStart(text)).trimEnd()
}

/** How many empty lines the text begins with. */
function emptyStart(text: string): number {
  let start = 0
  while (text[start] === '\n') start++
  return start
}

const emptyLine: MailLine = { text: '', depth: 0, mark: null }

function joinedLines(lists: readonly MailLine[][]): MailLine[] | null {
  const lines = lists.flatMap((list, i) => (i > 0 ? [emptyLine, ...list] : list))
  return lines.length >= maxLines ? null : lines
}

/** A text part that is a file: it says so, or it has a name and is not the first thing to read. */
function isFile(part: MimePart, hasText: boolean): boolean {
  const disposition = parseParameters(headerOf(part, 'content-disposition'), null)
  if (disposition.value === 'attachment' || disposition.params.has('filename')) return true
  return part.contentType.params.has('name') && hasText
}

/** Further renderings of what another part says, for watches and the like. */
function isAlternativeFormat(type: string): boolean {
  return type === 'text/x-amp-html' || type === 'text/watch-html'
}

function decodeText(bytes: Buffer, part: MimePart): { text: string; declared: string | null } {
  const content = decodeTransfer(
    bytes.subarray(part.bodyStart, part.bodyEnd),
    headerOf(part, 'content-transfer-encoding'),
  )
  const { value, params } = part.contentType
  const declared = params.get('charset') ?? (value === 'text/html' ? metaCharset(content) : null)
  const decoded = decodeBytes(withoutCarriageReturns(content), declared)
  // The few that are left: a bare CR is a line break too.
  const text = (decoded.includes('\r') ? decoded.replace(/\r\n?/g, '\n') : decoded).replaceAll('\0', '')
  const isFlowed = text.length < 2_000_000 && value === 'text/plain' && params.get('format')?.toLowerCase() === 'flowed'
  return { text: isFlowed ? unflow(text, params.get('delsp')?.toLowerCase() === 'yes') : text, declared }
}

/** CRLF → LF on the bytes: on the text, a replace of a million line breaks costs a hundred megabytes. */
function withoutCarriageReturns(content: Buffer): Buffer {
  if (!content.includes('\r\n')) return content
  const result = Buffer.allocUnsafe(content.length)
  let length = 0
  for (let i = 0; i < content.length; i++) {
    const byte = content[i] as number
    if (byte !== 0x0d || content[i + 1] !== 0x0a) result[length++] = byte
  }
  return result.subarray(0, length)
}

function metaCharset(content: Buffer): string | null {
  return /<meta[^>]{0,200}charset=["']?([\w-]{1,40})/i.exec(content.toString('latin1', 0, 2_000))?.[1] ?? null
}

type Written = { text: string; lines: MailLine[]; ownLines: MailLine[]; isTwofold: boolean }

function writeSegment({ text, html }: Segment): Written {
  if (html === null) return written(text ?? '', textLines(text ?? '', maxLines))
  const lines = htmlLines(html)
  const fromHtml = textOfLines(lines)
  if (text === null) return written(fromHtml, lines)
  if (!coversWords(text, fromHtml)) {
    if (coversWords(fromHtml, text)) return written(fromHtml, lines)
    // Each says something that the other does not: both stay (the search must find either), the reply is the HTML's.
    const ownLines = [...textLines(text.trim(), maxLines), emptyLine, ...lines]
    return { text: `${text.trim()}\n\n${fromHtml}`, lines, ownLines, isTwofold: true }
  }
  const ownLines = textLines(text, maxLines)
  // Markup tells quotes better than `>`: where it does, the reply is read from it.
  const isMarked = lines.some(({ mark, depth }) => mark !== null || depth > 0)
  return { text, lines: isMarked ? lines : ownLines, ownLines, isTwofold: false }
}

function written(text: string, lines: MailLine[]): Written {
  return { text, lines, ownLines: lines, isTwofold: false }
}

/**
 * Whether a text part says what the HTML beside it says. Many senders put "this mail needs an HTML reader" there, or
 * only the first line.
 */
function coversWords(text: string, fromHtml: string): boolean {
  const said = new Set(wordsOf(text))
  const meant = wordsOf(fromHtml)
  if (meant.length === 0) return true
  const missing = meant.reduce((count, word) => count + (said.has(word) ? 0 : 1), 0)
  return missing / meant.length < 0.4
}

function wordsOf(text: string): string[] {
  return (
    text
      .slice(0, 50_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,40}/gu) ?? []
  )
}

/** Plain text that stands between HTML parts. */
function textToHtml(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  return `<div style="white-space:pre-wrap">${escaped}</div>`
}

/** RFC 1896: `<bold>…</bold>`, `<<` is a `<`, one line break is a blank. */
function stripEnriched(text: string): string {
  return text
    .replace(/<param>[^<]*<\/param>/gi, '')
    .replace(/<<|<[^<>]{0,100}>/g, (found) => (found === '<<' ? '<' : ''))
    .replace(/\n(\n*)/g, (_all, more: string) => more || ' ')
}
