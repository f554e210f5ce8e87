/**
 * Charsets of seven bits that say with escapes what the bytes behind them are (ISO 2022, RFC 1843), and that TextDecoder
 * lacks or knows only in part.
 */

type Reading = { decoder: string; lead: number[] }

/** What stands behind ESC: which table, and what turns its seven-bit pairs into bytes of an encoding that is known. */
const escapes: [string, Reading | null][] = [
  ['(B', null],
  ['(J', null],
  ['$@', { decoder: 'euc-jp', lead: [] }],
  ['$B', { decoder: 'euc-jp', lead: [] }],
  ['$(D', { decoder: 'euc-jp', lead: [0x8f] }],
  ['$A', { decoder: 'gb18030', lead: [] }],
  ['$(C', { decoder: 'euc-kr', lead: [] }],
]

export function isShifted(name: string): boolean {
  return /^(?:iso-2022-(?:jp-2|jp-3|jp-2004|kr|cn)|hz)$/.test(name)
}

/** Text of bytes in ISO-2022-JP-2, ISO-2022-KR, ISO-2022-CN or HZ. Linear; never throws. */
export function decodeShifted(bytes: Uint8Array, name: string): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (name === 'hz') return decodeHz(raw)
  return name === 'iso-2022-kr' || name === 'iso-2022-cn' ? decodeShiftOut(raw, name) : decodeEscaped(raw)
}

function decodeEscaped(raw: string): string {
  const [first = '', ...stretches] = raw.split('\u001b')
  return stretches.reduce((text, stretch) => {
    const found = escapes.find(([sign]) => stretch.startsWith(sign))
    if (!found) return text + stretch
    const [sign, reading] = found
    const content = stretch.slice(sign.length)
    // A line break ends every table, whatever the sender thought (RFC 1554).
    const end = content.search(/[\r\n]/)
    const inTable = end < 0 ? content : content.slice(0, end)
    return text + (reading ? pairs(inTable, reading) : inTable) + (end < 0 ? '' : content.slice(end))
  }, first)
}

/** Shift out and shift in around what is not ASCII; the announcement of the table (`ESC $ ) C`) is no text. */
function decodeShiftOut(raw: string, name: string): string {
  const reading = { decoder: name === 'iso-2022-kr' ? 'euc-kr' : 'gb18030', lead: [] }
  const announced = raw.replaceAll('\u001b$)C', '').replaceAll('\u001b$)A', '')
  return announced
    .split('\u000e')
    .map((stretch, i) => {
      if (i === 0) return stretch
      const end = stretch.indexOf('\u000f')
      return end < 0 ? pairs(stretch, reading) : pairs(stretch.slice(0, end), reading) + stretch.slice(end + 1)
    })
    .join('')
}

/** `~{` and `~}` around GB 2312; `~~` is a tilde, `~` at the end of a line goes on with the next. */
function decodeHz(raw: string): string {
  const reading = { decoder: 'gb18030', lead: [] }
  return raw
    .split('~{')
    .map((stretch, i) => {
      const end = i === 0 ? 0 : stretch.indexOf('~}')
      const inTable = i === 0 ? '' : end < 0 ? stretch : stretch.slice(0, end)
      const after = i === 0 ? stretch : end < 0 ? '' : stretch.slice(end + 2)
      return pairs(inTable, reading) + after.replaceAll('~\n', '').replaceAll('~~', '~')
    })
    .join('')
}

function pairs(text: string, { decoder, lead }: Reading): string {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x21 || code > 0x7e || i + 1 >= text.length) bytes.push(code & 0x7f)
    else bytes.push(...lead, code | 0x80, text.charCodeAt(++i) | 0x80)
  }
  return new TextDecoder(decoder).decode(Uint8Array.from(bytes))
}
