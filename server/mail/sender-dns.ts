import { DnsError, type DnsResolver } from '../platform/dns.ts'
import { type DmarcPolicy, organisationOf } from './authenticity.ts'

/** A key that signs, as a domain has to publish it (RFC 6376 §3.6.1). `publicKey`: base64. */
export type PublishedKey = { selector: string; publicKey: string }

/**
 * What happens to mail that we send from a domain that is not ours. `signed`: the domain publishes our key, so that DMARC
 * passes. Without it our signature and our envelope are of another domain, and its policy says what servers do:
 * `refused`, `spam`, or `unsigned`, which most servers take. `notChecked`: DNS did not answer.
 */
export type Outlook = { state: 'signed' | 'refused' | 'spam' | 'unsigned' | 'notChecked'; policy: DmarcPolicy | null }

/** As long as the slowest of a few questions that are asked together. */
export async function outlookOf(dns: DnsResolver, domain: string, key: PublishedKey): Promise<Outlook> {
  try {
    const [isSigned, policy] = await Promise.all([isPublished(dns, domain, key), findPolicy(dns, domain)])
    if (isSigned) return { state: 'signed', policy }
    return { state: policy === 'reject' ? 'refused' : policy === 'quarantine' ? 'spam' : 'unsigned', policy }
  } catch (error) {
    if (error instanceof DnsError) return { state: 'notChecked', policy: null }
    throw error
  }
}

/** Whether the domain lets this key sign for it. @throws {DnsError} where nobody knows */
export async function isPublished(dns: DnsResolver, domain: string, key: PublishedKey): Promise<boolean> {
  const records = await textsOf(dns, keyName(domain, key))
  return records.some((record) => tagOf(record, 'p')?.replace(/\s/g, '') === key.publicKey)
}

export const keyName = (domain: string, { selector }: PublishedKey) => `${selector}._domainkey.${domain}`
export const keyRecord = ({ publicKey }: PublishedKey) => `v=DKIM1; k=rsa; p=${publicKey}`

/** Of the domain, else of its organisation for what lies under it (RFC 7489 §6.6.3); null: none is published. */
async function findPolicy(dns: DnsResolver, domain: string): Promise<DmarcPolicy | null> {
  const organisation = organisationOf(domain)
  const [own, above] = await Promise.all([
    dmarcRecord(dns, domain),
    organisation === domain ? null : dmarcRecord(dns, organisation),
  ])
  if (own !== null) return policyIn(tagOf(own, 'p'))
  return above === null ? null : policyIn(tagOf(above, 'sp') ?? tagOf(above, 'p'))
}

/** More than one is none. */
async function dmarcRecord(dns: DnsResolver, domain: string): Promise<string | null> {
  const records = (await textsOf(dns, `_dmarc.${domain}`)).filter((one) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(one))
  return records.length === 1 ? (records[0] ?? null) : null
}

function policyIn(text: string | null): DmarcPolicy {
  const policy = text?.toLowerCase()
  return policy === 'reject' || policy === 'quarantine' ? policy : 'none'
}

function tagOf(record: string, tag: string): string | null {
  const found = record.split(';').find((one) => one.split('=', 1)[0]?.trim().toLowerCase() === tag)
  return found === undefined ? null : found.slice(found.indexOf('=') + 1).trim()
}

/** Each text whole; none where the name has none. */
async function textsOf(dns: DnsResolver, name: string): Promise<string[]> {
  try {
    const records = await dns.resolve(name, 'TXT')
    return records.map((pieces) => (Array.isArray(pieces) ? pieces.join('') : String(pieces)))
  } catch (error) {
    if (error instanceof DnsError && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')) return []
    throw error
  }
}
