import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../../shared/problems.ts'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

export const cookieName = (publicUrl: URL) => (publicUrl.protocol === 'https:' ? '__Host-samtale' : 'samtale')

/** Whether an Origin is the app's own: PUBLIC_URL's, or while that is a loopback address, any loopback name with its port. */
export function isOwnOrigin(origin: string, publicUrl: URL): boolean {
  if (origin === publicUrl.origin) return true
  const url = URL.parse(origin)
  return (
    url !== null &&
    loopbackNames.has(publicUrl.hostname) &&
    loopbackNames.has(url.hostname) &&
    url.protocol === publicUrl.protocol &&
    url.port === publicUrl.port
  )
}

/**
 * Refuses a write that another website made a browser send (abuse-38). Browsers name the origin of every write that a page
 * makes; without one it is a program, and then the request must be of a kind that no foreign page's form can make.
 * @throws {Problem} `crossSite`
 */
export function requireSameSite(request: FastifyRequest, publicUrl: URL): void {
  const { origin } = request.headers
  if (origin !== undefined) {
    if (isOwnOrigin(origin, publicUrl)) return
    throw new Problem('crossSite', { origin: publicUrl.origin })
  }
  const site = request.headers['sec-fetch-site']
  const isForm =
    request.method === 'POST' && !/^application\/json\b/i.test(request.headers['content-type'] ?? 'application/json')
  if (isForm || (site !== undefined && site !== 'same-origin'))
    throw new Problem('crossSite', { origin: publicUrl.origin })
}

export function readSessionCookie(request: FastifyRequest | IncomingMessage, publicUrl: URL): string | null {
  const name = cookieName(publicUrl)
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name && value && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

/** `value` null takes the cookie away. Strict enough for links from mail to work: Lax. */
export function sessionCookie(publicUrl: URL, value: string | null): string {
  const parts = [`${cookieName(publicUrl)}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  if (publicUrl.protocol === 'https:') parts.push('Secure')
  parts.push(value === null ? 'Max-Age=0' : `Max-Age=${30 * 86_400}`)
  return parts.join('; ')
}
