import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'
import type { AuthResult, SenderState } from '../../shared/sender-truth.ts'

/** What the checks of one mail came to. */
export type Findings = {
  spf: { result: AuthResult; domain: string }
  /** Of the signatures whose domain aligns with a From; others prove nothing about it. */
  dkim: readonly { result: AuthResult; domain: string }[]
  /** One for each domain that a From names. */
  dmarc: readonly { domain: string; result: AuthResult; policy: DmarcPolicy | null }[]
  /** `claims`: what the first of the sealers saw. */
  arc: { result: AuthResult; sealers: readonly string[]; claims: { dmarc: string; from: string } | null }
}

export type DmarcPolicy = 'none' | 'quarantine' | 'reject'

export type SenderVerdict = {
  state: Exclude<SenderState, 'checking'>
  spf: AuthResult
  dkim: AuthResult
  dmarc: AuthResult
  arc: AuthResult
  /** Of the domain, as far as it applies to this mail. */
  policy: DmarcPolicy | null
  /** The domain of From. */
  domain: string
  /** Which of them proved it; null: none. */
  by: 'dmarc' | 'dkim' | 'spf' | 'arc' | null
  /** Why it was not checked. `timeUp`: the mail itself takes too long to check, which its writer may want. */
  because: 'noDns' | 'timeUp' | null
}

/**
 * Who may vouch for a mail that he passed on (RFC 8617 §7.2): large hosts that check what they receive, as the lists of
 * other mail programs have them.
 */
const trustedSealers: ReadonlySet<string> = new Set([
  'google.com',
  'gmail.com',
  'googlegroups.com',
  'microsoft.com',
  'messagingengine.com',
  'fastmail.com',
  'pobox.com',
  'one.com',
  'zone.eu',
  'forwardemail.net',
])

export const isTrustedSealer = (domain: string) => trustedSealers.has(domain.toLowerCase())

/** Lower case and ASCII; '' for what is no domain. */
export function domainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1).trim()).toLowerCase()
}

/** The organisation's domain, under which its others stand; the domain itself where that is not known. */
export function organisationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain
}

export function isAligned(one: string, other: string): boolean {
  return one !== '' && organisationOf(one.toLowerCase()) === organisationOf(other.toLowerCase())
}

/**
 * What the findings mean for the sender. Pure. A mail that names several senders is only as good as the worst of them.
 * A fault of DNS counts only where it is the sender's own domain that could not be asked: who forges a mail chooses the
 * other names in it, and must not get anything for having them fail.
 */
export function judge(findings: Findings): SenderVerdict {
  const verdicts = findings.dmarc.map((one) => judgeDomain(findings, one))
  const worst = verdicts.toSorted((a, b) => badness.indexOf(a.state) - badness.indexOf(b.state))[0]
  return worst ?? verdictOf(findings, { domain: '', result: 'none', policy: null }, { state: 'unproven' })
}

const badness: readonly SenderState[] = ['failed', 'notChecked', 'unproven', 'verified']

type Dmarc = Findings['dmarc'][number]

function judgeDomain(findings: Findings, dmarc: Dmarc): SenderVerdict {
  const { domain } = dmarc
  const proof = proofOf(findings, dmarc)
  if (proof) return verdictOf(findings, dmarc, { state: 'verified', by: proof })
  const own = [findings.spf, ...findings.dkim].filter((one) => isAligned(one.domain, domain))
  if (dmarc.result === 'temperror' || own.some((one) => one.result === 'temperror'))
    return verdictOf(findings, dmarc, { state: 'notChecked', because: 'noDns' })
  const asksForMore = dmarc.policy === 'quarantine' || dmarc.policy === 'reject'
  return verdictOf(findings, dmarc, { state: dmarc.result === 'fail' && asksForMore ? 'failed' : 'unproven' })
}

function proofOf({ spf, dkim, arc }: Findings, { domain, result }: Dmarc): SenderVerdict['by'] {
  if (result === 'pass') return 'dmarc'
  if (arc.result === 'pass' && arc.sealers.every(isTrustedSealer) && arc.claims?.dmarc === 'pass') {
    // What was forwarded has another envelope and perhaps a changed body: who passed it on has seen the proof.
    if (isAligned(arc.claims.from, domain)) return 'arc'
  }
  if (result !== 'none') return null
  const passes = (one: { result: AuthResult; domain: string }) => one.result === 'pass' && isAligned(one.domain, domain)
  if (dkim.some(passes)) return 'dkim'
  return passes(spf) ? 'spf' : null
}

function verdictOf(
  { spf, dkim, arc }: Findings,
  dmarc: Dmarc,
  { state, by = null, because = null }: Pick<SenderVerdict, 'state'> & Partial<SenderVerdict>,
): SenderVerdict {
  const signed = dkim.filter((one) => isAligned(one.domain, dmarc.domain)).map((one) => one.result)
  return {
    state,
    spf: spf.result,
    dkim: signed.find((result) => result === 'pass') ?? signed[0] ?? 'none',
    dmarc: dmarc.result,
    arc: arc.result,
    policy: dmarc.policy,
    domain: dmarc.domain,
    by,
    because,
  }
}

/** What is said of a mail that could not be checked. */
export function notChecked(domain: string, because: NonNullable<SenderVerdict['because']>): SenderVerdict {
  const result = 'temperror'
  return {
    state: 'notChecked',
    spf: result,
    dkim: result,
    dmarc: result,
    arc: 'none',
    policy: null,
    domain,
    by: null,
    because,
  }
}
