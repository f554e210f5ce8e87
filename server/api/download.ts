import type { Readable } from 'node:stream'

type Sent = { code(status: number): Sent; headers(values: Record<string, string>): Sent; send(body: unknown): Sent }

/** Never shown by the browser itself, whatever the type: it would run what it knows to run. */
export function download(
  reply: Sent,
  file: { name: string; mediaType: string; size: number },
  body: Readable | Uint8Array,
): Sent {
  return reply
    .headers({
      'content-type': file.mediaType === 'message/rfc822' ? file.mediaType : safeType(file.mediaType),
      'content-length': String(file.size),
      'content-disposition': attachmentDisposition(file.name),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
    })
    .send(body)
}

/** For programs that know no more than ASCII, and for all others (RFC 6266, RFC 8187). */
export function attachmentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%;]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

const safeType = (mediaType: string) =>
  /^(image|audio|video)\/[\w.+-]+$|^application\/pdf$|^text\/plain$/.test(mediaType) && mediaType !== 'image/svg+xml'
    ? mediaType
    : 'application/octet-stream'
