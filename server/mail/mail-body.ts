import { decodeBytes } from './charset.ts'
import { parseParameters } from './header-text.ts'
import { htmlLines, type MailLine, textOfLines } from './html-lines.ts'
import { contentOf, headerOf, type MimePart } from './mime-tree.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { readMailStyle } from './sanitise-style-sheet.ts'
import { textLines, unflow } from './text-lines.ts'
import { readTnef, type Tnef, type TnefFile } from './tnef.ts'
import { splitUuencoded } from './uuencoded.ts'

export type MailBody = {
  text: string
  /** Sanitised; null without an HTML part. */
  html: string | null
  /** What its style sheets say, sanitised; '' without any. */
  style: string
  /** What the mail says with what markup and `>` tell about quotes; null when it is longer than a letter. */
  lines: MailLine[] | null
  /** Each line of `text`; the same as `lines` unless markup tells more, or `text` holds what the HTML does not say. */
  ownLines: MailLine[] | null
  /** The text part and the HTML say different things: `text` holds both, `lines` what the HTML says. */
  isTwofold: boolean
  /** What is a file, in its order. */
  files: BodyFile[]
  /** Of the first text part: how raw 8-bit headers are most likely written too. */
  charset: string | null
}

/** A part that is a file; one that only the mail's envelope needs (a signature, a resource fork) is not its writer's. */
type FilePart = { part: MimePart; isEnvelope: boolean }
/** A file that lay within a part: in a winmail.dat, or uuencoded in the text. */
type LooseFile = { loose: TnefFile }
export type BodyFile = FilePart | LooseFile

/** A stretch of the mail as its author ordered it: as text, as HTML, or, from multipart/alternative, as both. */
type Segment = { text: string | null; html: string | null }

/** Much larger HTML is no letter. Sanitising it would outlast the parser's time; it is offered as a file instead. */
const maxHtmlBytes = 4_000_000

/** Divides a mail into what is read and what is a file, and decodes what is read. */
export function readBody(bytes: Buffer, root: MimePart): MailBody {
  const files: BodyFile[] = []
  const envelopes: Tnef[] = []
  const segments: Segment[] = []
  const styles: string[] = []
  let charset: string | null = null

  const hint = headerCharset(root)

  const textOf = (part: MimePart): string => {
    const { text, declared } = decodeText(bytes, part, hint)
    charset ??= declared
    if (part.contentType.value === 'text/html') return text
    const split = splitUuencoded(text)
    for (const { filename, content } of split.files) {
      files.push({ loose: { filename, content, contentType: '', contentId: null } })
    }
    return split.text
  }

  function visitFile(part: MimePart, parentType: string): void {
    const tnef = isTnef(part) ? readTnef(contentOf(bytes, part)) : null
    files.push(...(tnef?.files ?? []).map((loose) => ({ loose })))
    if (tnef) envelopes.push(tnef)
    const isTakenOut = tnef?.isComplete && (tnef.files.length > 0 || (tnef.html ?? tnef.text ?? '').trim() !== '')
    if (!isTakenOut) files.push({ part, isEnvelope: isEnvelopePart(part.contentType.value, parentType) })
  }

  function visit(part: MimePart, parentType = ''): void {
    const type = part.contentType.value
    if (part.children.length > 0) {
      if (type === 'multipart/alternative') visitAlternatives(part)
      else for (const child of inReadingOrder(part)) visit(child, type)
      return
    }
    const isHtml = type === 'text/html' || type === 'application/xhtml+xml'
    const isReadable = isHtml || type === 'text/plain' || type.startsWith('multipart/') || type === 'text/enriched'
    const isTooLarge = isHtml && part.bodyEnd - part.bodyStart > maxHtmlBytes
    if (!isReadable || isTooLarge || isFile(part, segments.length > 0)) {
      if (!isAlternativeFormat(type)) visitFile(part, parentType)
      return
    }
    const text = textOf(part)
    if (text.trim() === '') return
    if (isHtml) {
      const { css, names } = readMailStyle(text)
      if (css !== '') styles.push(css)
      segments.push({ text: null, html: sanitiseHtml(text, names) })
    } else segments.push({ text: type === 'text/enriched' ? stripEnriched(text) : text, html: null })
  }

  /** The last is the richest (RFC 2046 §5.1.4). Text and HTML say the same: they make one segment. */
  function visitAlternatives(part: MimePart): void {
    const start = segments.length
    for (const child of part.children) visit(child, part.contentType.value)
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
  if (segments.length === 0) segments.push(...envelopes.flatMap(writtenInside))
  const written = segments.map(writeSegment)
  const hasHtml = segments.some(({ html }) => html !== null)
  const whole = written.map(({ text }) => text).join('\n\n')
  const lines = joinedLines(written.map((one) => one.lines))
  const isOwn = written.every((one) => one.ownLines === one.lines) && !whole.startsWith('\n')
  return {
    text: withoutEmptyEnds(whole),
    html: hasHtml ? segments.map(({ html, text }) => html ?? textToHtml(text ?? '')).join('\n') : null,
    style: styles.join('\n'),
    lines,
    ownLines: isOwn ? lines : (joinedLines(written.map((one) => one.ownLines))?.slice(emptyStart(whole)) ?? null),
    isTwofold: written.some((one) => one.isTwofold),
    files,
    charset: charset ?? hint,
  }
}

/** What Outlook's own envelope says, in a mail that says nothing beside it. */
function writtenInside({ text, html }: Tnef): Segment[] {
  if (html !== null && html.length <= maxHtmlBytes)
    return [{ text: text?.trim() ? text : null, html: sanitiseHtml(html) }]
  return text?.trim() ? [{ text: text.replace(/\r\n?/g, '\n').replaceAll('\0', ''), html: null }] : []
}

/** The part that `start` names is the one to read, the others belong to it (RFC 2387 §3.2). */
function inReadingOrder({ contentType, children }: MimePart): readonly MimePart[] {
  const start = contentType.value === 'multipart/related' ? contentType.params.get('start') : undefined
  const first = start && children.find((child) => headerOf(child, 'content-id').trim() === start.trim())
  return first ? [first, ...children.filter((child) => child !== first)] : children
}

function isTnef({ contentType, headers }: MimePart): boolean {
  if (/^application\/(?:vnd\.)?ms-tnef$/.test(contentType.value)) return true
  const names = [
    contentType.params.get('name'),
    parseParameters(headerOf({ headers }, 'content-disposition'), null).params.get('filename'),
  ]
  return names.some((name) => name !== undefined && /^win(?:mail)?\.dat$/i.test(name))
}

function isEnvelopePart(type: string, parentType: string): boolean {
  if (parentType === 'multipart/signed') return /^application\/(?:(?:x-)?pkcs7|pgp)-signature$/.test(type)
  if (parentType === 'multipart/encrypted') return type === 'application/pgp-encrypted'
  return parentType === 'multipart/appledouble' && type === 'application/applefile'
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

/** What the sender's program writes its headers in: the best guess for a body that does not say. */
function headerCharset(root: MimePart): string | null {
  const values = ['subject', 'from'].map((name) => headerOf(root, name))
  return values.map((value) => /=\?([^?*\s]{1,60})[?*]/.exec(value)?.[1]).find((charset) => charset) ?? null
}

function decodeText(bytes: Buffer, part: MimePart, hint: string | null): { text: string; declared: string | null } {
  const content = contentOf(bytes, part)
  const { value, params } = part.contentType
  const declared = params.get('charset') ?? (value === 'text/html' ? metaCharset(content) : null)
  const decoded = decodeBytes(withoutCarriageReturns(content), declared, hint)
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
