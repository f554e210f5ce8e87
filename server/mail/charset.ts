import { isAscii, isUtf8 } from 'node:buffer'
import { decodeShifted, isShifted } from './charset-shifts.ts'
import { trimChars } from './trim-chars.ts'

/**
 * Bytes → text for whatever a mail claims its charset to be. Never throws; what cannot be read becomes U+FFFD.
 * TextDecoder carries the encodings of the WHATWG list (ISO-2022-JP, GB18030, KOI8-R … included).
 */

/** Names in use that the WHATWG list lacks. */
const aliases: Record<string, string> = {
  cp932: 'shift_jis',
  'windows-31j': 'shift_jis',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  'ks_c_5601-1987': 'euc-kr',
  cp936: 'gbk',
  ms936: 'gbk',
  cp950: 'big5',
  'hz-gb-2312': 'hz',
  'iso-2022-cn-ext': 'iso-2022-cn',
  'iso-2022-kr-1': 'iso-2022-kr',
  csiso2022kr: 'iso-2022-kr',
  gb_2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  'gb2312-80': 'gb18030',
  eucgb2312_cn: 'gb18030',
  'euc-cn': 'gb18030',
  ibm437: 'cp437',
  ibm850: 'cp850',
  ibm00858: 'cp850',
  cp858: 'cp850',
  cp866: 'ibm866',
  cp874: 'windows-874',
  'tis-620': 'windows-874',
  'utf-16': 'utf-16',
  'ucs-2': 'utf-16',
  'iso-10646-ucs-2': 'utf-16',
  unicode: 'utf-16',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  cp1253: 'windows-1253',
  cp1254: 'windows-1254',
  cp1255: 'windows-1255',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  cp1258: 'windows-1258',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'latin-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  ansi: 'windows-1252',
  'utf-8-mac': 'utf-8',
  utf8mb4: 'utf-8',
  'iso-10646-utf-8': 'utf-8',
}

/** Charsets that say nothing about bytes above 127: those are guessed. */
const silent = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'unknown',
  'unknown-8bit',
  'x-unknown',
  'default',
  '8bit',
  '7bit',
  'binary',
  'iso-8859-8-e',
])

const decoders = new Map<string, TextDecoder | null>()

/**
 * Text of `bytes`; `charset` as declared, null when the mail does not say. Unknown or absent: UTF-8, else `fallback`
 * (what the rest of the mail is written in), else windows-1252.
 */
export function decodeBytes(bytes: Uint8Array, charset: string | null, fallback: string | null = null): string {
  const name = normaliseCharset(charset ?? '')
  if (silent.has(name)) return guess(bytes, fallback)
  if (isUtf7(name)) return decodeUtf7(latin1(bytes))
  // Declared as UTF-8 and not valid as such is, in practice, windows-1252 with the wrong label.
  if (name === 'utf-8') return guess(bytes, fallback)
  // The other lie: text that happens to be UTF-8 throughout was meant to be, whatever Latin alphabet it claims.
  if (name === 'windows-1252' && isWideUtf8(bytes)) return strictUtf8.decode(bytes)
  if (isShifted(name)) return decodeShifted(bytes, name)
  const table = dosTables[name]
  if (table) return decodeByTable(bytes, table)
  if (name === 'utf-16') return decodeUtf16(bytes)
  const decoder = decoderFor(name)
  return decoder ? stripBom(decoder.decode(bytes)) : guess(bytes, fallback)
}

/** True when two encoded words of these charsets may be joined before decoding. */
export function isSameCharset(one: string, other: string): boolean {
  return normaliseCharset(one) === normaliseCharset(other)
}

function normaliseCharset(charset: string): string {
  const name = trimChars(charset.slice(0, 200).trim(), `"'`).toLowerCase()
  return aliases[name] ?? name
}

function decoderFor(name: string): TextDecoder | null {
  let decoder = decoders.get(name)
  if (decoder === undefined) {
    decoder = makeDecoder(name) ?? makeDecoder(name.replace(/^(?:x-|cs)/, '').replaceAll('_', '-'))
    // The name comes from outside: a mail must not be able to fill the map.
    if (decoders.size < 200) decoders.set(name, decoder)
  }
  return decoder
}

function makeDecoder(name: string): TextDecoder | null {
  try {
    return new TextDecoder(name)
  } catch {
    return null
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const lenientUtf8 = new TextDecoder('utf-8')
const windows1252 = new TextDecoder('windows-1252')

function isWideUtf8(bytes: Uint8Array): boolean {
  return !isAscii(bytes) && isUtf8(bytes)
}

const japaneseEscapes = ['\u001b$B', '\u001b$@', '\u001b(J']

function guess(bytes: Uint8Array, fallback: string | null): string {
  const utf16 = utf16Of(bytes)
  if (utf16) return utf16
  try {
    const text = strictUtf8.decode(bytes)
    // Seven bits and nothing declared: an escape to a Japanese table is never anything else.
    return japaneseEscapes.some((sign) => text.includes(sign)) ? decodeBytes(bytes, 'iso-2022-jp') : text
  } catch {
    if (fallback !== null && !/^utf-?8$/i.test(fallback)) return decodeBytes(bytes, fallback)
    const lenient = lenientUtf8.decode(bytes)
    // A few broken bytes in text that is UTF-8 otherwise (a mail cut in mid character) must not turn all of it to noise.
    const broken = countOf(lenient, '\uFFFD')
    const wide = countWide(lenient) - broken
    return wide > broken ? lenient : windows1252.decode(bytes)
  }
}

/** A byte order mark is the one sign of UTF-16 that is safe to act on. */
function utf16Of(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return null
}

/** Without a byte order mark: Latin letters and line breaks are zero in their high byte, which says where it stands. */
function decodeUtf16(bytes: Uint8Array): string {
  const marked = utf16Of(bytes)
  if (marked !== null) return marked
  let even = 0
  let odd = 0
  for (let i = 0; i + 1 < bytes.length && i < 4_000; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  return new TextDecoder(even > odd ? 'utf-16be' : 'utf-16le').decode(bytes)
}

const dosBoxes = '░▒▓│┤'
/** The upper halves of DOS' code pages, from 0x80. */
const dosTables: Record<string, string> = {
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»' +
    `${dosBoxes}╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀` +
    'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»' +
    `${dosBoxes}ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀` +
    'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
}

function decodeByTable(bytes: Uint8Array, table: string): string {
  return latin1(bytes).replace(/[\u0080-\u00ff]/g, (char) => table[char.charCodeAt(0) - 0x80] ?? '\uFFFD')
}

function isUtf7(name: string): boolean {
  return /^(?:(?:cs)?unicode-?1-?1-?)?utf-?7$/.test(name)
}

/**
 * RFC 2152. The text it yields is data like any other: it reaches HTML only through the sanitiser, which runs after
 * this, so that markup hidden in UTF-7 gains nothing.
 */
function decodeUtf7(text: string): string {
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_all, base64: string) => {
    if (base64 === '') return '+'
    const bytes = Buffer.from(base64, 'base64')
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le')
  })
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function stripBom(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function countOf(text: string, char: string): number {
  let count = 0
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count++
  return count
}

function countWide(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) count++
  return count
}
