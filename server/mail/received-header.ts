export type Trace = {
  helo: string
  remoteAddress: string
  /** Our own name. */
  hostname: string
  isSecure: boolean
  isExtended: boolean
  isUtf8: boolean
  id: string
  at: Date
}

/**
 * The trace line that every server puts on top (RFC 5321 §4.4), folded, with CRLF. No `for`: it would tell one
 * recipient of another.
 */
export function receivedHeader({ helo, remoteAddress, hostname, isSecure, isExtended, isUtf8, id, at }: Trace): string {
  const name = /^[\w.:[\]-]{1,255}$/.test(helo) ? helo : 'unknown'
  const address = remoteAddress.includes(':') ? `IPv6:${remoteAddress}` : remoteAddress
  const protocol = `${isUtf8 ? 'UTF8' : ''}${isExtended ? (isUtf8 ? 'SMTP' : 'ESMTP') : 'SMTP'}${isSecure ? 'S' : ''}`
  return `Received: from ${name} ([${address}])\r\n\tby ${hostname} with ${protocol} id ${id};\r\n\t${rfcDate(at)}\r\n`
}

/** `Tue, 24 Nov 2026 09:08:23 +0000` */
export function rfcDate(at: Date): string {
  return at.toUTCString().replace(/GMT$/, '+0000')
}
