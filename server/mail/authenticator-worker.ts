import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { arc } from 'mailauth/lib/arc/index.js'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js'
import { spf } from 'mailauth/lib/spf/index.js'
import type { AuthResult } from '../../shared/sender-truth.ts'
import type { CheckAnswer, CheckRequest, DnsAnswer, DnsQuestion } from './authenticator.ts'
import { domainOf, type Findings, isAligned, isTrustedSealer } from './authenticity.ts'
import { withoutUselessSignatures } from './dkim-signatures.ts'

/**
 * The thread behind `authenticator.ts`: SPF, DKIM, ARC and DMARC of mails that strangers wrote. DNS is asked in the
 * other thread, whose cache serves all.
 */

/** From the moment the check begins. Names that the writer may choose freely get less: they can prove nothing alone. */
const waitMs = { own: 1_700, foreign: 600 }

const asked = new Map<number, { resolve(records: unknown[]): void; reject(error: Error): void }>()
let lastQuestion = 0

parentPort?.on('message', (message: CheckRequest | DnsAnswer) => {
  if ('mail' in message) void answer(message)
  else {
    const question = asked.get(message.question)
    asked.delete(message.question)
    if ('records' in message) question?.resolve([...message.records])
    else question?.reject(dnsFault(message.code))
  }
})
parentPort?.postMessage('ready')

async function answer({ id, mail }: CheckRequest): Promise<void> {
  let given: CheckAnswer
  try {
    given = { id, ...(await check(mail)) }
  } catch (error) {
    given = { id, fault: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(given)
}

async function check(mail: CheckRequest['mail']): Promise<{ findings: Findings; usesLocalPart: boolean }> {
  const began = Date.now()
  const isOwn = (domain: string) => mail.domains.some((from) => isAligned(domain, from))
  const resolverFor =
    (isTrusted: (name: string) => boolean, onText?: (text: string) => void) =>
    async (name: string, type: string): Promise<string[][]> => {
      const until = began + (isTrusted(name) ? waitMs.own : waitMs.foreign)
      const records = (await askDns(name, type, until - Date.now())) as string[][]
      if (type === 'TXT') for (const pieces of records) onText?.(pieces.join(''))
      return records
    }
  let usesLocalPart = false
  const envelopeDomain = mail.envelopeFrom === '' ? mail.helo : domainOf(mail.envelopeFrom)
  const [policy, signatures] = await Promise.all([
    spf({
      ...(mail.envelopeFrom === '' ? {} : { sender: mail.envelopeFrom }),
      ip: mail.ip,
      helo: mail.helo || 'unknown.invalid',
      mta: 'samtale.invalid',
      // Where it is From's own domain, what its record names is part of it.
      resolver: resolverFor(
        () => isOwn(envelopeDomain),
        (text) => {
          usesLocalPart ||= /%\{[sl]/i.test(text)
        },
      ),
    }),
    mail.raw === null ? null : checkSignatures(mail, resolverFor),
  ])
  const spfFound = { result: policy.status.result as AuthResult, domain: policy.domain }
  const dkim = signatures?.dkim ?? []
  const passing = dkim.filter(({ result }) => result === 'pass').map(({ domain }) => domain)
  const dmarc = await Promise.all(
    mail.domains.map(async (domain) => {
      const { response } = await evaluateDmarc({
        headerFrom: [`sender@${domain}`],
        spfDomains: spfFound.result === 'pass' ? [spfFound.domain] : [],
        dkimDomains: passing.map((signer) => ({ domain: signer })),
        resolver: resolverFor(() => true),
      })
      if (!response) return { domain, result: 'none' as const, policy: null }
      const result = response.status.result as AuthResult
      return { domain, result, policy: result === 'none' ? null : ((response.policy as 'none' | undefined) ?? null) }
    }),
  )
  return {
    findings: { spf: spfFound, dkim, dmarc, arc: signatures?.arc ?? { result: 'none', sealers: [], claims: null } },
    usesLocalPart,
  }
}

type Resolver = (name: string, type: string) => Promise<string[][]>

async function checkSignatures(
  { raw, domains }: CheckRequest['mail'],
  resolverFor: (isTrusted: (name: string) => boolean) => Resolver,
): Promise<Pick<Findings, 'dkim' | 'arc'>> {
  const bytes = Buffer.from(raw instanceof Uint8Array ? raw : readFileSync(raw?.path ?? ''))
  const isOwn = (domain: string) => domains.some((from) => isAligned(domain, from))
  const resolver = resolverFor((name) => {
    const signer = name.replace(/^.*\._domainkey\./, '')
    return isOwn(signer) || isTrustedSealer(signer)
  })
  const found = await dkimVerify(withoutUselessSignatures(bytes, isOwn), { resolver, rejectRsaSha1: true })
  const dkim = found.results.flatMap(({ status, signingDomain, signingHeaders }) => {
    if (!signingDomain) return []
    const signsFrom = /(^|[:\s])from($|[:\s])/i.test(signingHeaders?.keys ?? '')
    // What stands below the signed length could be anybody's (RFC 6376 §8.2), and an unsigned From too.
    const isWhole = signsFrom && !('underSized' in status && status.underSized)
    const result = status.result as AuthResult
    return [{ result: result === 'pass' && !isWhole ? ('policy' as const) : result, domain: signingDomain }]
  })
  const chain = found.arc?.chain || []
  const sealers = chain.map((entry) => String(entry['arc-seal']?.parsed?.d?.value ?? ''))
  if (chain.length === 0) return { dkim, arc: { result: 'none', sealers: [], claims: null } }
  // The chain of somebody whose word counts for nothing is not worth asking his keys for.
  if (!sealers.every(isTrustedSealer)) return { dkim, arc: { result: 'neutral', sealers, claims: null } }
  const seen = chain[0]?.['arc-authentication-results']?.parsed?.dmarc as
    | { value?: string; header?: { from?: string } }
    | undefined
  const claims = { dmarc: String(seen?.value ?? ''), from: String(seen?.header?.from ?? '') }
  const sealed = found.arc ? await arc({ ...found.arc, chain }, { resolver }) : null
  return { dkim, arc: { result: (sealed?.status.result ?? 'fail') as AuthResult, sealers, claims } }
}

function askDns(name: string, type: string, forMs: number): Promise<unknown[]> {
  const question = ++lastQuestion
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        asked.delete(question)
        reject(dnsFault('ETIMEOUT'))
      },
      Math.max(0, forMs),
    )
    const settled =
      <Value>(then: (value: Value) => void) =>
      (value: Value) => {
        clearTimeout(timer)
        then(value)
      }
    asked.set(question, { resolve: settled(resolve), reject: settled(reject) })
    parentPort?.postMessage({ question, name, type } satisfies DnsQuestion)
  })
}

const dnsFault = (code: string) => Object.assign(new Error(`DNS: ${code}`), { code })
