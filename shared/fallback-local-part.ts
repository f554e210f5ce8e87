import { cleanInboxAddress } from './inbox-address.ts'

/** Names that every mail domain has for itself (RFC 5321 §4.5.1, RFC 2142), and `bounces`, to which reports come back. */
const reserved: ReadonlySet<string> = new Set([
  'postmaster',
  'abuse',
  'bounces',
  'hostmaster',
  'webmaster',
  'mailer-daemon',
])

/** What is left of a text as the part before the @ of a fallback address: as for a subdomain; empty when nothing is. */
export const cleanLocalPart = (text: string) => cleanInboxAddress(text)

/** Likewise, never empty and never a name that is reserved. */
export function localPartFrom(text: string): string {
  const cleaned = cleanLocalPart(text)
  if (cleaned === '') return 'inbox'
  return reserved.has(cleaned) ? `${cleaned}-inbox` : cleaned
}
