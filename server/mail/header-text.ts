import { isUtf8 } from 'node:buffer'
import { decodeBytes, isSameCharset } from './charset.ts'

/** A header field as it stands in the mail: name in lower case, value unfolded, one char per byte (latin1). */
export type RawHeader = { name: string; value: string }

/** A structured value: `text/plain; charset=utf-8`. Both lower-cased but for the values of parameters. */
export type ParameterisedValue = { value: string; params: ReadonlyMap<string, string> }

const maxDecodedChars = 200_000

/**
 * Text of an unstructured header. Encoded words (RFC 2047) are decoded; neighbours of one charset are joined before
 * decoding, since senders split characters over two words. Raw 8-bit bytes are read as UTF-8, else as `charset8bit`
 * (the body's), else as windows-1252.
 */
export function decodeHeader(value: string, charset8bit: string | null): string {
  const bounded = value.slice(0, maxDecodedChars)
  return cleanHeaderText(decodeEncodedWords(bounded, (raw) => decodeRaw(raw, charset8bit)))
}

/** Replaces the encoded words within a text; `decodeRest` reads what stands between them. */
export function decodeEncodedWords(text: string, decodeRest: (rest: string) => string = (rest) => rest): string {
  if (!text.includes('=?')) return decodeRest(text)
  let result = ''
  let end = 0
  let pending: { charset: string; chunks: Buffer[] } | null = null
  const flush = () => {
    if (pending) result += decodeBytes(Buffer.concat(pending.chunks), pending.charset)
    pending = null
  }
  for (const { start, stop, charsetAndLanguage, encoding, content } of encodedWords(text)) {
    const between = text.slice(end, start)
    // RFC 2231 §5: `utf-8*nb` names a language too. White space between two encoded words is not shown (RFC 2047 §6.2).
    const charset = charsetAndLanguage.split('*', 1)[0] ?? ''
    const isNeighbour = end > 0 && between.trim() === ''
    if (!isNeighbour || !pending || !isSameCharset(pending.charset, charset)) flush()
    if (!isNeighbour) result += decodeRest(between)
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : decodeQ(content)
    if (pending) pending.chunks.push(bytes)
    else pending = { charset, chunks: [bytes] }
    end = stop
  }
  flush()
  return result + decodeRest(text.slice(end))
}

type EncodedWord = { start: number; stop: number; charsetAndLanguage: string; encoding: string; content: string }

/**
 * The encoded words of a text, in one pass. A word ends with `?=`; before that its content may hold a `?` that a program
 * forgot to encode, and never the beginning of another word: the one that was not ended is text then.
 */
function* encodedWords(text: string): Generator<EncodedWord> {
  const opening = /=\?([^?\s]{1,60})\?([bBqQ])\?/y
  let closing = 0
  for (let start = text.indexOf('=?'); start >= 0; ) {
    opening.lastIndex = start
    const [all, charsetAndLanguage = '', encoding = ''] = opening.exec(text) ?? []
    const from = start + (all?.length ?? 2)
    const next = text.indexOf('=?', from)
    if (closing < from) closing = text.indexOf('?=', from)
    if (closing < 0) return
    // `a=?=` ends a word whose last letter is an equals sign.
    if (all === undefined || (next >= 0 && next < closing - 1)) {
      start = all === undefined ? text.indexOf('=?', start + 1) : next
      continue
    }
    yield { start, stop: closing + 2, charsetAndLanguage, encoding, content: text.slice(from, closing) }
    start = text.indexOf('=?', closing + 2)
  }
}

function decodeQ(content: string): Buffer {
  const bytes = Buffer.alloc(content.length * 3)
  let length = 0
  for (let i = 0; i < content.length; i++) {
    const char = content[i] as string
    const hex = char === '=' ? content.slice(i + 1, i + 3) : ''
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      bytes[length++] = Number.parseInt(hex, 16)
      i += 2
    } else if (char === '_') {
      bytes[length++] = 0x20
    } else {
      // One char per byte where the header held raw bytes within the word, against the rules.
      length += bytes.write(char, length, char.charCodeAt(0) > 0xff ? 'utf8' : 'latin1')
    }
  }
  return bytes.subarray(0, length)
}

/** No line break or other control character survives in what a header says: it ends up in rows, lists and headers. */
export function cleanHeaderText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
}

/** Raw bytes of a header (one char each): UTF-8 when they are, else the charset given. */
export function decodeRaw(raw: string, charset8bit: string | null): string {
  if (!hasHighByte(raw)) return raw
  const bytes = Buffer.from(raw, 'latin1')
  return decodeBytes(bytes, isUtf8(bytes) ? 'utf-8' : charset8bit)
}

function hasHighByte(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0x7f) return true
  return false
}

/**
 * Content-Type and Content-Disposition: value and parameters, with the continuations and charsets of RFC 2231, comments
 * dropped, and the mistakes of the wild (unquoted blanks, encoded words within quotes) read as they were meant.
 */
export function parseParameters(header: string, charset8bit: string | null): ParameterisedValue {
  const [first = '', ...rest] = splitOutsideQuotes(stripComments(header))
  const plain = new Map<string, string>()
  const pieces = new Map<string, { index: number; encoded: boolean; text: string }[]>()
  for (const piece of rest) {
    const equals = piece.indexOf('=')
    if (equals < 0) continue
    const name = piece.slice(0, equals).trim().toLowerCase()
    const text = unquote(piece.slice(equals + 1).trim())
    const continued = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(name)
    const base = continued?.[1]
    if (base && name.includes('*')) {
      const list = pieces.get(base) ?? []
      list.push({ index: Number(continued[2] ?? 0), encoded: continued[3] === '*', text })
      pieces.set(base, list)
    } else if (name && !plain.has(name)) {
      plain.set(name, decodeHeader(text, charset8bit))
    }
  }
  for (const [name, list] of pieces) plain.set(name, joinContinuations(list, charset8bit))
  return { value: first.trim().toLowerCase(), params: plain }
}

function joinContinuations(list: { index: number; encoded: boolean; text: string }[], charset8bit: string | null) {
  const ordered = list.toSorted((a, b) => a.index - b.index)
  const chunks: Buffer[] = []
  let charset: string | null = null
  for (const [position, piece] of ordered.entries()) {
    let { text } = piece
    if (position === 0 && piece.encoded) {
      const parts = /^([^']*)'[^']*'([\s\S]*)$/.exec(text)
      if (parts) [charset, text] = [parts[1] ?? '', parts[2] ?? '']
    }
    chunks.push(piece.encoded ? percentDecoded(text) : Buffer.from(text, 'latin1'))
  }
  const decoded = decodeBytes(Buffer.concat(chunks), charset ?? charset8bit)
  return cleanHeaderText(charset === null ? decodeEncodedWords(decoded) : decoded)
}

function percentDecoded(text: string): Buffer {
  const binary = text.replace(/%([0-9a-fA-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(binary, 'latin1')
}

/** Splits at `;` that stand outside of double quotes. */
function splitOutsideQuotes(text: string): string[] {
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '\\' && quoted) i++
    else if (char === '"') quoted = !quoted
    else if (char === ';' && !quoted) {
      pieces.push(text.slice(start, i))
      start = i + 1
    }
  }
  pieces.push(text.slice(start))
  return pieces
}

/** Text without RFC 5322 comments; a parenthesis within quotes stays, as does one that is never closed. */
export function stripComments(text: string): string {
  if (!text.includes('(')) return text
  let result = ''
  let depth = 0
  let quoted = false
  let opened = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (char === '\\' && (quoted || depth > 0)) {
      if (depth === 0) result += text.slice(i, i + 2)
      i++
    } else if (char === '"' && depth === 0) {
      quoted = !quoted
      result += char
    } else if (char === '(' && !quoted) {
      if (depth++ === 0) opened = i
    } else if (char === ')' && depth > 0) {
      depth--
    } else if (depth === 0) {
      result += char
    }
  }
  return depth > 0 ? result + text.slice(opened) : result
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text
  const body = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1)
  return body.replace(/\\(["\\])/g, '$1')
}
