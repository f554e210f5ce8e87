/** What a stranger's file says of its own lengths is not true until it is checked. */
export class BeyondTheEnd extends Error {}

/** Little-endian numbers and stretches, one after the other. @throws BeyondTheEnd where the bytes are fewer than claimed */
export class ByteReader {
  readonly #bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.at
  }

  u8(): number {
    return this.take(1).readUInt8()
  }

  u16(): number {
    return this.take(2).readUInt16LE()
  }

  u32(): number {
    return this.take(4).readUInt32LE()
  }

  /** The next bytes, not copied. */
  take(length: number): Buffer {
    if (length > this.left) throw new BeyondTheEnd(`${length} bytes wanted, ${this.left} left`)
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }

  /** On to the next multiple of four, or to the end. */
  align(length: number): void {
    this.at = Math.min(this.#bytes.length, this.at + ((4 - (length % 4)) % 4))
  }
}
