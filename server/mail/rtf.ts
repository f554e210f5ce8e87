import { decodeBytes } from './charset.ts'
import { charsetOfCodePage } from './code-pages.ts'

const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor ' +
  'MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par ' +
  '\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const compressed = 0x75465a4c
const uncompressed = 0x414c454d
/** A letter of more is cut: each byte in can stand for seventeen out. */
const maxRtfBytes = 4_000_000

/** Outlook's compressed RTF (MS-OXRTFCP) as RTF, one char per byte; null when it is none. */
export function decompressRtf(bytes: Buffer): string | null {
  if (bytes.length < 16) return null
  const rawSize = Math.min(bytes.readUInt32LE(4), maxRtfBytes)
  const kind = bytes.readUInt32LE(8)
  if (kind === uncompressed) return bytes.toString('latin1', 16, 16 + rawSize)
  return kind === compressed ? decompress(bytes, rawSize) : null
}

function decompress(bytes: Buffer, rawSize: number): string {
  const window = Buffer.alloc(4096, 0x20)
  window.write(dictionary, 'latin1')
  const out = Buffer.alloc(rawSize)
  let written = 0
  let place = dictionary.length
  const put = (byte: number) => {
    if (written < rawSize) out[written++] = byte
    window[place] = byte
    place = (place + 1) % 4096
  }
  let at = 16
  while (at < bytes.length && written < rawSize) {
    const flags = bytes[at++] as number
    for (let bit = 0; bit < 8 && at < bytes.length && written < rawSize; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++] as number)
        continue
      }
      if (at + 1 >= bytes.length) return out.toString('latin1', 0, written)
      const token = bytes.readUInt16BE(at)
      at += 2
      const offset = token >> 4
      // A reference to the place that is written next is the end.
      if (offset === place) return out.toString('latin1', 0, written)
      const length = (token & 15) + 2
      for (let i = 0; i < length; i++) put(window[(offset + i) % 4096] as number)
    }
  }
  return out.toString('latin1', 0, written)
}

/** What a group of RTF means for its words; inner groups inherit it. */
type Group = { isSkipped: boolean; isRtfOnly: boolean; unicodeSkip: number }

const silentDestinations = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
  'listtable',
  'listoverridetable',
  'generator',
  'themedata',
])
const characters: Record<string, string> = {
  par: '\n',
  line: '\n',
  row: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
}

const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|[^\\{}\r\n]+/g

/**
 * The words of an RTF text, or the HTML that Outlook put into it (`\fromhtml`, MS-OXRTFEX). Linear; fonts, pictures and
 * what else is no word is left out.
 */
export function readRtf(rtf: string): { html: string | null; text: string } {
  const isHtml = /\\fromhtml1?\b/.test(rtf.slice(0, 1_000))
  const charset = charsetOfCodePage(Number(/\\ansicpg(\d{1,5})/.exec(rtf.slice(0, 1_000))?.[1] ?? 1252))
  const written: string[] = []
  let bytes: number[] = []
  let group: Group = { isSkipped: false, isRtfOnly: false, unicodeSkip: 1 }
  const outer: Group[] = []
  let unicodeLeft = 0
  let isStarred = false
  const flush = () => {
    if (bytes.length > 0) written.push(decodeBytes(Buffer.from(bytes), charset))
    bytes = []
  }
  const write = (text: string) => {
    if (group.isSkipped || (isHtml && group.isRtfOnly)) return
    flush()
    written.push(text)
  }
  for (const [all, word, number, hex, symbol, brace] of rtf.matchAll(token)) {
    if (brace === '{') {
      // Beyond any depth that a letter has, a group is not told apart from the one around it.
      if (outer.length < 500) outer.push(group)
      group = { ...group }
    } else if (brace === '}') {
      group = outer.pop() ?? group
      unicodeLeft = 0
    } else if (hex !== undefined) {
      if (unicodeLeft > 0) unicodeLeft--
      else if (!group.isSkipped && !(isHtml && group.isRtfOnly)) bytes.push(Number.parseInt(hex, 16))
    } else if (word !== undefined) {
      const isHtmlTag = word === 'htmltag' && isStarred
      if (!isHtmlTag && (isStarred || silentDestinations.has(word))) group.isSkipped = true
      else if (word === 'htmlrtf') group.isRtfOnly = number !== '0'
      else if (word === 'uc') group.unicodeSkip = Math.min(Number(number ?? 1), 10)
      else if (word === 'u' && number !== undefined) {
        write(String.fromCharCode(Number(number) & 0xffff))
        unicodeLeft = group.unicodeSkip
      } else if (word in characters) write(characters[word] ?? '')
    } else if (symbol !== undefined) {
      if (symbol === '~') write('\u00a0')
      else if (symbol === '_') write('-')
      else if ('\\{}'.includes(symbol)) write(symbol)
    } else if (!/^[\r\n]/.test(all)) {
      write(unicodeLeft > 0 ? all.slice(unicodeLeft) : all)
      unicodeLeft = 0
    }
    isStarred = symbol === '*'
  }
  flush()
  const text = written.join('')
  return isHtml ? { html: text, text: '' } : { html: null, text: text.trim() }
}
