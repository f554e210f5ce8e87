/** What an `application/pkcs7-mime` part is (RFC 8551): its content where it is only signed, which hides nothing. */
export type Pkcs7 = { kind: 'signed'; content: Buffer | null } | { kind: 'encrypted' } | { kind: 'other' }

type Element = { tag: number; isConstructed: boolean; start: number; end: number; next: number }

const signedData = '2a864886f70d010702'
const envelopes = new Set(['2a864886f70d010703', '2a864886f70d010706', '2a864886f70d0109100117'])
/** A signed mail nests eight deep; a walk that goes on is led by a stranger. */
const maxDepth = 12
const maxElements = 100_000

/**
 * Reads DER, and BER with its open lengths, as far as the content. Bounded in depth and steps; checks no signature.
 * Never throws: what does not fit is `other`.
 */
export function readPkcs7(bytes: Buffer): Pkcs7 {
  const walk = new BerWalk(bytes)
  const info = walk.children(walk.read(0, bytes.length))
  const oid = info[0] ? bytes.toString('hex', info[0].start, Math.min(info[0].end, info[0].start + 20)) : ''
  if (envelopes.has(oid)) return { kind: 'encrypted' }
  if (oid !== signedData) return { kind: 'other' }
  const signed = walk.children(walk.children(info[1] ?? null)[0] ?? null)
  const encapsulated = walk.children(signed[2] ?? null)
  const octets = walk.children(encapsulated[1] ?? null)[0]
  return { kind: 'signed', content: octets ? walk.octets(octets) : null }
}

class BerWalk {
  readonly #bytes: Buffer
  #elements = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  read(at: number, end: number, depth = 0): Element | null {
    if (++this.#elements > maxElements || depth > maxDepth || at + 2 > end) return null
    const tag = this.#bytes[at] as number
    const first = this.#bytes[at + 1] as number
    const isConstructed = (tag & 0x20) !== 0
    if ((tag & 0x1f) === 0x1f) return null
    if (first === 0x80) return isConstructed ? this.#readOpen(tag, at + 2, end, depth) : null
    const size = first & 0x7f
    const start = at + 2 + (first < 0x80 ? 0 : size)
    if (first >= 0x80 && (size > 4 || start > end)) return null
    const length = first < 0x80 ? first : this.#bytes.readUIntBE(at + 2, size)
    // Cut off on the way: what is there is what there is.
    const stop = Math.min(end, start + length)
    return { tag, isConstructed, start, end: stop, next: stop }
  }

  /** An element of open length ends at the first two zero bytes among its children. */
  #readOpen(tag: number, start: number, end: number, depth: number): Element {
    let at = start
    while (at + 2 <= end && !(this.#bytes[at] === 0 && this.#bytes[at + 1] === 0)) {
      const child = this.read(at, end, depth + 1)
      if (!child || child.next <= at) break
      at = child.next
    }
    const isClosed = at + 2 <= end && this.#bytes[at] === 0 && this.#bytes[at + 1] === 0
    return { tag, isConstructed: true, start, end: at, next: isClosed ? at + 2 : end }
  }

  children(parent: Element | null): Element[] {
    const found: Element[] = []
    if (!parent?.isConstructed) return found
    for (let at = parent.start; at < parent.end; ) {
      const child = this.read(at, parent.end)
      if (!child || child.next <= at) break
      found.push(child)
      at = child.next
    }
    return found
  }

  /** An OCTET STRING, which may come in pieces. */
  octets(element: Element, depth = 0): Buffer {
    if (!element.isConstructed) return this.#bytes.subarray(element.start, element.end)
    if (depth > maxDepth) return Buffer.alloc(0)
    return Buffer.concat(this.children(element).map((piece) => this.octets(piece, depth + 1)))
  }
}
