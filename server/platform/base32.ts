/** RFC 4648 §6, in lower case and without padding. It survives the case folding of mail servers, unlike base64. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Eight letters for five bytes, the last group shorter. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let pending = 0
  let bits = 0
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(pending >>> (bits - 5)) & 31]
    pending &= 0xff
  }
  return bits > 0 ? text + alphabet[(pending << (5 - bits)) & 31] : text
}

/**
 * The bytes, or null where the text is not what `toBase32` yields (letters may be of either case). Strict, so that each
 * value has one spelling: a length that no bytes have, or left-over bits that are not zero, is refused.
 */
export function fromBase32(text: string): Buffer | null {
  const bytes = Buffer.alloc(Math.floor((text.length * 5) / 8))
  let length = 0
  let pending = 0
  let bits = 0
  for (const letter of text.toLowerCase()) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return null
    pending = ((pending << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[length++] = (pending >>> bits) & 0xff
  }
  const isCanonical = bits < 5 && (pending & ((1 << bits) - 1)) === 0
  return isCanonical ? bytes : null
}
