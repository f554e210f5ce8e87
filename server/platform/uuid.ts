import { randomBytes } from 'node:crypto'

let lastMs = 0
let counter = 0

/**
 * A UUID version 7 (RFC 9562 §5.7) that is greater than every one this process made before: its 12 random bits behind
 * the millisecond are a counter (§6.2, method 1), so ids order what happened within a millisecond too.
 */
export function newUuid(now = Date.now()): string {
  if (now > lastMs) {
    lastMs = now
    counter = randomBytes(1).readUInt8()
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
