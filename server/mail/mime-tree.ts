import { type ParameterisedValue, parseParameters, type RawHeader } from './header-text.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { UnreadableMail } from './unreadable-mail.ts'

/** One node of a mail: its headers, and where its body lies in the raw bytes. Nothing is copied or decoded here. */
export type MimePart = {
  headers: readonly RawHeader[]
  contentType: ParameterisedValue
  /** Offsets into the raw mail, end exclusive, without the line break that belongs to the boundary. */
  bodyStart: number
  bodyEnd: number
  children: readonly MimePart[]
}

export type MimeLimits = { maxParts: number; maxDepth: number; maxHeaderBytes: number }

/** What `interfaces.md` promises: at most 1,000 parts and 100 levels are taken apart. */
export const mimeLimits: MimeLimits = { maxParts: 1_000, maxDepth: 100, maxHeaderBytes: 1_000_000 }

const lf = 0x0a
const cr = 0x0d
const dash = 0x2d

/**
 * The tree of a mail (RFC 2046), in one pass over its bytes for every level. Forgives what is common in the wild: bare
 * LF, a missing closing boundary, a boundary that never comes, headers without a blank line after them.
 * @throws UnreadableMail beyond the limits
 */
export function parseMimeTree(raw: Buffer, limits: MimeLimits = mimeLimits): MimePart {
  let parts = 0

  function parsePart(start: number, end: number, depth: number, defaultType: string): MimePart {
    if (++parts > limits.maxParts) {
      throw new UnreadableMail('tooManyParts', `It has more than ${limits.maxParts} parts.`)
    }
    if (depth > limits.maxDepth) {
      throw new UnreadableMail('tooDeep', `Its parts are nested more than ${limits.maxDepth} levels deep.`)
    }
    const { headers, bodyStart } = readHeaders(raw, start, end, limits.maxHeaderBytes)
    const declared = headers.find((header) => header.name === 'content-type')?.value
    const contentType = typeOf(declared, defaultType)
    const children: MimePart[] = []
    if (contentType.value.startsWith('multipart/')) {
      const childType = contentType.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
      for (const [from, to] of childRanges(raw, bodyStart, end, contentType.params.get('boundary'))) {
        children.push(parsePart(from, to, depth + 1, childType))
      }
    }
    return { headers, contentType, bodyStart, bodyEnd: end, children }
  }

  return parsePart(skipEnvelopeLine(raw), raw.length, 1, 'text/plain')
}

function typeOf(declared: string | undefined, defaultType: string): ParameterisedValue {
  const parsed = declared === undefined ? null : parseParameters(declared, null)
  // RFC 2045 §5.2: what is no type at all is read as if it were absent.
  if (parsed && /^[\w.+-]+\/[\w.+-]+$/.test(parsed.value)) return parsed
  return { value: parsed?.value === 'text' ? 'text/plain' : defaultType, params: parsed?.params ?? new Map() }
}

/** mbox files and some servers put `From sender date` before the first header. */
function skipEnvelopeLine(raw: Buffer): number {
  let start = 0
  while (raw[start] === lf || raw[start] === cr) start++
  const isEnvelope =
    raw.toString('latin1', start, start + 5) === 'From ' || raw.toString('latin1', start, start + 6) === '>From '
  return isEnvelope ? lineEnd(raw, start, raw.length) : start
}

/** Headers between `start` and the first empty line; a line that is no header ends them too, and is body. */
function readHeaders(raw: Buffer, start: number, end: number, maxBytes: number) {
  const headers: RawHeader[] = []
  let at = start
  let current: { name: string; pieces: string[] } | null = null
  const keep = () => {
    if (current) headers.push({ name: current.name, value: current.pieces.join(' ').trim() })
    current = null
  }
  while (at < end) {
    if (at - start > maxBytes) {
      throw new UnreadableMail('malformed', `The header of a part is longer than ${maxBytes / 1_000_000} MB.`)
    }
    const next = lineEnd(raw, at, end)
    const line = raw.toString('latin1', at, trimLineBreak(raw, at, next))
    if (line === '') {
      at = next
      break
    }
    const first = line.charCodeAt(0)
    if ((first === 0x20 || first === 0x09) && current) {
      current.pieces.push(line.trim())
    } else {
      const colon = line.indexOf(':')
      const name = colon > 0 ? line.slice(0, colon).trimEnd() : ''
      if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) {
        // Stray text among headers (a line that lost its indentation on the way) is skipped; else the body begins here.
        if (line.trim() === '' || !isHeaderBelow(raw, next, end)) {
          at = line.trim() === '' ? next : at
          break
        }
        at = next
        continue
      }
      keep()
      current = { name: name.toLowerCase(), pieces: [line.slice(colon + 1).trim()] }
    }
    at = next
  }
  keep()
  return { headers, bodyStart: Math.min(at, end) }
}

/** Whether, before the next empty line, a header stands that no letter would begin a line with. */
function isHeaderBelow(raw: Buffer, from: number, end: number): boolean {
  let at = from
  for (let i = 0; i < 60 && at < end; i++) {
    const next = lineEnd(raw, at, end)
    const line = raw.toString('latin1', at, Math.min(trimLineBreak(raw, at, next), at + 40))
    if (line === '') return false
    if (/^(?:received|return-path|message-id|mime-version|content-type|x-[a-z-]{2,30}):/i.test(line)) return true
    at = next
  }
  return false
}

/** By the boundary that is declared; where that never comes, by the one that the body itself begins with. */
function childRanges(raw: Buffer, start: number, end: number, declared: string | undefined): [number, number][] {
  const ranges = declared ? splitAtBoundary(raw, start, end, declared) : []
  if (ranges.length > 0) return ranges
  const head = raw.toString('latin1', start, Math.min(end, start + 10_000))
  const seen = /(?:^|\n)--([^\s-][^\r\n]{0,99})\r?\ncontent-[a-z-]{4,30}:/i.exec(head)?.[1]?.trimEnd()
  return seen ? splitAtBoundary(raw, start, end, seen) : []
}

/** The ranges of the children of a multipart body. Preamble and epilogue are not among them (RFC 2046 §5.1.1). */
function splitAtBoundary(raw: Buffer, start: number, end: number, boundary: string): [number, number][] {
  const marker = Buffer.from(`--${boundary}`, 'latin1')
  const ranges: [number, number][] = []
  let partStart = -1
  let at = start
  while (at < end) {
    const found = raw.indexOf(marker, at)
    if (found < 0 || found + marker.length > end) break
    const after = found + marker.length
    if (!isLineStart(raw, found, start) || !isBoundaryEnd(raw, after, end)) {
      at = found + 1
      continue
    }
    if (partStart >= 0) ranges.push([partStart, Math.max(partStart, trimLineBreak(raw, partStart, found))])
    const isClosing = raw[after] === dash && raw[after + 1] === dash
    partStart = isClosing ? -1 : lineEnd(raw, after, end)
    at = lineEnd(raw, after, end)
    if (isClosing) break
  }
  // Cut off on its way, or closed by nobody: what is there is shown.
  if (partStart >= 0 && partStart <= end) ranges.push([partStart, end])
  return ranges
}

function isLineStart(raw: Buffer, at: number, start: number): boolean {
  return at === start || raw[at - 1] === lf
}

/** After the boundary only `--` and white space may stand, else it is a longer boundary that begins alike. */
function isBoundaryEnd(raw: Buffer, at: number, end: number): boolean {
  let i = raw[at] === dash && raw[at + 1] === dash ? at + 2 : at
  while (i < end && (raw[i] === 0x20 || raw[i] === 0x09)) i++
  return i >= end || raw[i] === lf || raw[i] === cr || i === at + 2
}

/** Offset after the line break of the line at `at`. */
function lineEnd(raw: Buffer, at: number, end: number): number {
  const newline = raw.indexOf(lf, at)
  return newline < 0 || newline >= end ? end : newline + 1
}

/** `to` without the CRLF or LF just before it. */
function trimLineBreak(raw: Buffer, from: number, to: number): number {
  if (to <= from || raw[to - 1] !== lf) return to
  return to - 1 > from && raw[to - 2] === cr ? to - 2 : to - 1
}

/** The first header of a name (lower case), or ''. */
export function headerOf(part: Pick<MimePart, 'headers'>, name: string): string {
  return part.headers.find((header) => header.name === name)?.value ?? ''
}

/** The decoded body of a part. */
export function contentOf(raw: Buffer, part: MimePart): Buffer {
  return decodeTransfer(raw.subarray(part.bodyStart, part.bodyEnd), headerOf(part, 'content-transfer-encoding'))
}
