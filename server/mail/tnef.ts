import { BeyondTheEnd, ByteReader } from './byte-reader.ts'
import { decodeBytes } from './charset.ts'
import { charsetOfCodePage } from './code-pages.ts'
import { type MapiProperties, readMapiProperties } from './mapi-properties.ts'
import { decompressRtf, readRtf } from './rtf.ts'

export type TnefFile = {
  filename: string
  /** As Outlook declares it; '' when it does not. */
  contentType: string
  contentId: string | null
  /** A view into the bytes that were given. */
  content: Buffer
}

export type Tnef = {
  files: TnefFile[]
  text: string | null
  html: string | null
  /** Everything was understood: what it was taken from need not be kept beside it. */
  isComplete: boolean
}

const signature = 0x223e9f78
const maxFiles = 500
/** A mail in a mail in a mail: deeper ones stay closed. */
const maxDepth = 3

const ids = {
  body: 0x800c,
  fileContent: 0x800f,
  fileTitle: 0x8010,
  fileBegins: 0x9002,
  messageProperties: 0x9003,
  fileProperties: 0x9005,
  codePage: 0x9007,
}

const props = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  fileContent: 0x3701,
  fileName: 0x3704,
  method: 0x3705,
  longFileName: 0x3707,
  mimeType: 0x370e,
  contentId: 0x3712,
  codePage: 0x3fde,
}

/** PR_ATTACH_METHOD of a mail within the mail. */
const embeddedMessage = 5

type OpenFile = { title: string; content: Buffer | null; properties: MapiProperties | null }

/**
 * The files and the body in a `winmail.dat` (MS-OXTNEF), Outlook's own envelope. null when it is none. Never throws:
 * what is cut off or lies about its lengths is read as far as it goes, and is not complete. Linear in the bytes;
 * nothing is unpacked but the RTF body, whose size is bounded.
 */
export function readTnef(bytes: Buffer, depth = 1): Tnef | null {
  const reader = new ByteReader(bytes)
  if (bytes.length < 6 || reader.u32() !== signature) return null
  reader.u16()
  const tnef: Tnef = { files: [], text: null, html: null, isComplete: true }
  const state = { charset: null as string | null, rtf: null as string | null, file: null as OpenFile | null }
  try {
    while (reader.left > 0) {
      const { id, data } = readAttribute(reader)
      if (id === ids.fileBegins) {
        keepFile(tnef, state, depth)
        state.file = { title: '', content: null, properties: null }
      } else if (state.file) readFileAttribute(state.file, id, data, state.charset)
      else readMessageAttribute(tnef, state, id, data)
      if (tnef.files.length >= maxFiles) throw new BeyondTheEnd('more files than a mail has')
    }
  } catch (error) {
    if (!(error instanceof BeyondTheEnd)) throw error
    tnef.isComplete = false
  }
  keepFile(tnef, state, depth)
  if (state.rtf !== null && tnef.html === null) {
    const { html, text } = readRtf(state.rtf)
    tnef.html = html
    tnef.text ??= text
  }
  return tnef
}

function readAttribute(reader: ByteReader): { id: number; data: Buffer } {
  reader.u8()
  const id = reader.u32() & 0xffff
  const data = reader.take(reader.u32())
  // The checksum says nothing of who wrote it, and a wrong one is no reason to lose a file.
  if (reader.left >= 2) reader.u16()
  return { id, data }
}

function readMessageAttribute(
  tnef: Tnef,
  state: { charset: string | null; rtf: string | null },
  id: number,
  data: Buffer,
): void {
  if (id === ids.codePage && data.length >= 4) state.charset = charsetOfCodePage(data.readUInt32LE())
  if (id === ids.body) tnef.text = decodeBytes(withoutNul(data), state.charset)
  if (id !== ids.messageProperties) return
  const properties = readMapiProperties(data, state.charset)
  if (!properties.isComplete) tnef.isComplete = false
  const codePage = properties.number(props.codePage)
  const htmlCharset = codePage === null ? state.charset : charsetOfCodePage(codePage)
  const html = properties.bytes(props.html)
  if (html) tnef.html = decodeBytes(withoutNul(html), htmlCharset)
  else if (properties.text(props.html)) tnef.html = properties.text(props.html)
  const body = properties.text(props.body)
  if (body) tnef.text = body
  const rtf = properties.bytes(props.rtf)
  if (rtf) state.rtf = decompressRtf(rtf)
}

function readFileAttribute(file: OpenFile, id: number, data: Buffer, charset: string | null): void {
  if (id === ids.fileTitle) file.title = decodeBytes(withoutNul(data), charset)
  else if (id === ids.fileContent) file.content = data
  else if (id === ids.fileProperties) file.properties = readMapiProperties(data, charset)
}

function keepFile(tnef: Tnef, state: { file: OpenFile | null }, depth: number): void {
  const { file } = state
  state.file = null
  if (!file) return
  const { properties } = file
  if (properties && !properties.isComplete) tnef.isComplete = false
  const filename =
    properties?.text(props.longFileName) ||
    properties?.text(props.fileName) ||
    file.title ||
    properties?.text(props.displayName) ||
    ''
  if (properties?.number(props.method) === embeddedMessage) {
    if (!keepEmbedded(tnef, properties.bytes(props.fileContent), filename, depth)) tnef.isComplete = false
    return
  }
  const content = file.content ?? properties?.bytes(props.fileContent) ?? null
  if (content === null) {
    tnef.isComplete = false
    return
  }
  tnef.files.push({
    filename,
    contentType: properties?.text(props.mimeType)?.toLowerCase() ?? '',
    contentId: properties?.text(props.contentId)?.replace(/^<|>$/g, '') || null,
    content,
  })
}

/** A mail within the mail: its words as a file of its name, its files among the others. */
function keepEmbedded(tnef: Tnef, data: Buffer | null, name: string, depth: number): boolean {
  if (!data || depth >= maxDepth) return false
  // An object begins with the id of its kind; the TNEF stands behind it.
  const inner = readTnef(data, depth + 1) ?? readTnef(data.subarray(16), depth + 1)
  if (!inner) return false
  const title = name || 'message'
  if (inner.html !== null) {
    tnef.files.push(wordsAsFile(`${title}.html`, 'text/html', inner.html))
  } else if (inner.text?.trim()) {
    tnef.files.push(wordsAsFile(`${title}.txt`, 'text/plain', inner.text))
  }
  tnef.files.push(...inner.files.slice(0, maxFiles - tnef.files.length))
  return inner.isComplete
}

function wordsAsFile(filename: string, contentType: string, words: string): TnefFile {
  return { filename, contentType, contentId: null, content: Buffer.from(words) }
}

function withoutNul(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return bytes.subarray(0, end)
}
