import { createHash, createPublicKey, verify } from 'node:crypto'

/** A DKIM-Signature header as tag → value (RFC 6376 §3.5), with folding and blanks taken out. */
export function readDkimTags(raw: string): Record<string, string> {
  const header = headersOf(raw).find((one) => /^dkim-signature:/i.test(one)) ?? ''
  const value = header.slice(header.indexOf(':') + 1).replace(/\s+/g, '')
  return Object.fromEntries(
    value
      .split(';')
      .filter((tag) => tag !== '')
      .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  )
}

/**
 * Whether a mail's signature is right, worked out anew from RFC 6376 with node:crypto: rsa-sha256, relaxed/relaxed.
 * `publicKey`: what the DNS record's `p=` would hold, base64 of the SPKI.
 */
export function isDkimValid(raw: string, publicKey: string): boolean {
  const tags = readDkimTags(raw)
  if (tags.a !== 'rsa-sha256' || tags.c !== 'relaxed/relaxed') return false
  const bodyHash = createHash('sha256').update(relaxedBody(raw), 'latin1').digest('base64')
  if (bodyHash !== tags.bh) return false
  const headers = headersOf(raw)
  const signature = headers.findIndex((header) => /^dkim-signature:/i.test(header))
  const rest = headers.toSpliced(signature, 1)
  const signed = (tags.h ?? '').split(':').flatMap((name) => {
    // Of headers with the same name the lowest is signed first (§5.4.2); one that is not there is signed as nothing.
    const at = rest.findLastIndex((header) => header.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    return at < 0 ? [] : rest.splice(at, 1)
  })
  const own = relaxedHeader((headers[signature] ?? '').replace(/(;\s*b=)[^;]*/, '$1'))
  const text = `${signed.map((header) => `${relaxedHeader(header)}\r\n`).join('')}${own}`
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  return verify('RSA-SHA256', Buffer.from(text, 'latin1'), key, Buffer.from(tags.b ?? '', 'base64'))
}

/** The headers of a mail, each with its folded lines. */
export function headersOf(raw: string): string[] {
  return raw.slice(0, raw.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/)
}

function relaxedHeader(header: string): string {
  const colon = header.indexOf(':')
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()
  return `${header.slice(0, colon).trim().toLowerCase()}:${value}`
}

function relaxedBody(raw: string): string {
  const lines = raw
    .slice(raw.indexOf('\r\n\r\n') + 4)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
  while (lines.at(-1) === '') lines.pop()
  return lines.map((line) => `${line}\r\n`).join('')
}
