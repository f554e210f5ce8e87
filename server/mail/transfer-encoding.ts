import { decodeUuLine } from './uuencoded.ts'

/** Undoes a Content-Transfer-Encoding (RFC 2045 §6). Unknown encodings are taken as they are. Never throws. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase().split(/[\s;]/, 1)[0]) {
    case 'base64':
      return decodeBase64(body)
    case 'quoted-printable':
      return decodeQuotedPrintable(body)
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return decodeUu(body)
    default:
      return body
  }
}

/**
 * Several padded pieces one after the other (seen where a gateway joined two parts) are all read: Buffer stops at the
 * first `=`. Done in slices of whole quanta so that a 50 MB part needs no 50 MB string.
 */
function decodeBase64(body: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(Math.ceil((body.length * 3) / 4) + 3)
  let length = 0
  let carry = ''
  const step = 1 << 20
  for (let at = 0; at < body.length; at += step) {
    const clean = carry + body.toString('latin1', at, Math.min(body.length, at + step)).replace(/[^A-Za-z0-9+/=]+/g, '')
    const isLast = at + step >= body.length
    const whole = isLast ? clean.length : clean.length - (clean.length % 4)
    carry = clean.slice(whole)
    const text = clean.slice(0, whole)
    if (!text.includes('=')) {
      length += decoded.write(text, length, 'base64')
    } else {
      for (const piece of text.split(/=+/)) length += decoded.write(piece, length, 'base64')
    }
  }
  return decoded.subarray(0, length)
}

function decodeQuotedPrintable(body: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(body.length)
  let length = 0
  for (let i = 0; i < body.length; i++) {
    const byte = body[i] as number
    if (byte === 0x0a || byte === 0x0d) {
      // White space at the end of a line was added on the way (RFC 2045 §6.7 rule 3).
      if (byte === 0x0d || body[i - 1] !== 0x0d) length = trimmedLength(decoded, length)
      decoded[length++] = byte
      continue
    }
    if (byte !== 0x3d) {
      decoded[length++] = byte
      continue
    }
    const high = hexValue(body[i + 1])
    const low = hexValue(body[i + 2])
    if (high >= 0 && low >= 0) {
      // An encoded space at the end of a line is meant: protected from the trim above by the soft break that follows it.
      decoded[length++] = high * 16 + low
      i += 2
      continue
    }
    const skip = softBreakLength(body, i + 1)
    if (skip > 0) i += skip
    else decoded[length++] = byte
  }
  return decoded.subarray(0, length)
}

function trimmedLength(bytes: Buffer, length: number): number {
  let end = length
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x09)) end--
  return end
}

/** Length of `[blanks] CRLF` or `[blanks] LF` at `at`, or of blanks up to the end; 0 when it is no soft line break. */
function softBreakLength(body: Buffer, at: number): number {
  let i = at
  while (body[i] === 0x20 || body[i] === 0x09) i++
  if (body[i] === 0x0d && body[i + 1] === 0x0a) return i + 2 - at
  if (body[i] === 0x0a || body[i] === 0x0d) return i + 1 - at
  return i >= body.length ? Math.max(1, i - at) : 0
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57
  return -1
}

function decodeUu(body: Buffer): Buffer {
  const chunks: Buffer[] = []
  let inside = false
  for (const line of body.toString('latin1').split(/\r?\n/)) {
    if (/^begin [0-7]{3,4} /.test(line)) inside = true
    else if (line === 'end') break
    else if (inside) chunks.push(decodeUuLine(line))
  }
  return inside ? Buffer.concat(chunks) : body
}
