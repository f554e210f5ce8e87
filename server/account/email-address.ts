import { domainToASCII } from 'node:url'
import { invalid } from '../../shared/problems.ts'

/**
 * A person's address as it is kept (as typed, trimmed, the domain in ASCII) and as it is compared (lower case).
 * @throws {Problem} `invalid` where it cannot be an address
 */
export function readEmailAddress(field: string, text: string): { email: string; key: string } {
  const match = /^([^\s@<>()[\]\\,;:"]{1,64})@([^\s@]{1,253})$/u.exec(text.trim())
  const domain = match?.[2] ? domainToASCII(match[2]) : ''
  if (!match?.[1] || !domain)
    throw invalid(field, `takes an email address such as kari@solvik.example, not "${text.slice(0, 80)}"`)
  const email = `${match[1]}@${domain}`
  return { email, key: email.normalize('NFKC').toLowerCase() }
}
