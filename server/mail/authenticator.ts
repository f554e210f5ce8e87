import { Worker } from 'node:worker_threads'
import { DnsError, type DnsResolver, type DnsType } from '../platform/dns.ts'
import { domainOf, type Findings, judge, notChecked, type SenderVerdict } from './authenticity.ts'
import type { RawMail } from './mail-parser.ts'

/** What is asked of: who handed the mail over, as what, and in whose name. */
export type MailToCheck = {
  raw: RawMail
  /** Carries DKIM or ARC signatures; else its bytes are not looked at. */
  isSigned: boolean
  /** Every address that a From names. */
  froms: readonly string[]
  ip: string
  helo: string
  /** '' for the null sender. */
  envelopeFrom: string
}

export type Authenticator = {
  /** Never rejects; within `timeoutMs`. */
  check(mail: MailToCheck): Promise<SenderVerdict>
  close(): Promise<void>
}

export type CheckRequest = {
  id: number
  mail: { raw: RawMail | null; domains: string[]; ip: string; helo: string; envelopeFrom: string }
}
export type CheckAnswer = { id: number } & ({ findings: Findings; usesLocalPart: boolean } | { fault: string })
export type DnsQuestion = { question: number; name: string; type: string }
export type DnsAnswer = { question: number } & ({ records: readonly unknown[] } | { code: string })

type Options = { dns: DnsResolver; timeoutMs?: number; now?: () => number }

/** More From domains than that are no letter's. */
const maxDomains = 5
/** The same sender from the same server says the same for a while: what a burst of one sender costs is a look-up. */
const rememberMs = 60_000
const maxRemembered = 10_000

/**
 * Finds out whether a mail is from whom it says. The work is done in worker threads, since signatures are a stranger's
 * and bodies are long; most mail from domains that publish nothing, or whose sender was just judged, needs none.
 */
export function createAuthenticator({ dns, timeoutMs = 2_000, now = Date.now }: Options): Authenticator {
  // Long ones wait for each other only: hashing 50 MB takes as long as hundreds of letters.
  const letters = createLane(dns)
  const parcels = createLane(dns)
  const remembered = new Map<string, { until: number; verdict: SenderVerdict }>()

  function remember(key: string, verdict: SenderVerdict): void {
    remembered.set(key, { until: now() + rememberMs, verdict })
    if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value ?? '')
  }

  async function judgeMail(mail: MailToCheck, domains: string[], until: number): Promise<SenderVerdict> {
    if (mail.isSigned) {
      const lane = mail.raw instanceof Uint8Array ? letters : parcels
      return judge((await lane.check({ ...mail, domains }, until)).findings)
    }
    if (await publishNothing(dns, mail, domains)) return judge(nothingFound(mail, domains))
    const { findings, usesLocalPart } = await letters.check({ ...mail, raw: null, domains }, until)
    const verdict = judge(findings)
    if (!usesLocalPart && verdict.state !== 'notChecked') remember(keyOf(mail, domains), verdict)
    return verdict
  }

  return {
    async check(mail) {
      const domains = [...new Set(mail.froms.map(domainOf))].filter((one) => one !== '').slice(0, maxDomains)
      const [domain = ''] = domains
      const known = mail.isSigned ? undefined : remembered.get(keyOf(mail, domains))
      if (known && known.until > now()) return known.verdict
      try {
        return await judgeMail(mail, domains, performance.now() + timeoutMs)
      } catch (error) {
        return notChecked(domain, error instanceof DnsError ? 'noDns' : 'timeUp')
      }
    },
    async close() {
      await Promise.all([letters.close(), parcels.close()])
    },
  }
}

const keyOf = ({ ip, helo, envelopeFrom }: MailToCheck, domains: readonly string[]) =>
  [ip, helo, domainOf(envelopeFrom), ...domains].join(' ').toLowerCase()

/**
 * True where neither the envelope's domain has an SPF record nor From's, or one above it, a DMARC record: then there is
 * nothing to judge by.
 * @throws {DnsError} where From's domain cannot be asked
 */
async function publishNothing(dns: DnsResolver, mail: MailToCheck, domains: readonly string[]): Promise<boolean> {
  const spfDomain = mail.envelopeFrom === '' ? mail.helo : domainOf(mail.envelopeFrom)
  const [hasSpf, ...haveDmarc] = await Promise.all([
    // Whether it can be asked or not: only the full check knows whether it matters.
    hasText(dns, spfDomain, /^v=spf1\b/i).catch(() => true),
    ...domains.flatMap(dmarcNames).map((name) => hasText(dns, name, /^v\s*=\s*DMARC1/i)),
  ])
  return !hasSpf && !haveDmarc.includes(true)
}

/** Where a policy may stand (RFC 9989 §4.10): at the domain and, by way of at most seven labels, above it. */
function dmarcNames(domain: string): string[] {
  const labels = domain.split('.')
  const above = labels.map((_, from) => labels.slice(from).join('.')).slice(1)
  return [domain, ...above.slice(-7)].map((name) => `_dmarc.${name}`)
}

async function hasText(dns: DnsResolver, name: string, pattern: RegExp): Promise<boolean> {
  try {
    const texts = (await dns.resolve(name, 'TXT')) as string[][]
    return texts.some((pieces) => pattern.test(pieces.join('')))
  } catch (error) {
    if (error instanceof DnsError && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')) return false
    // A name that cannot be in DNS has nothing there.
    if (error instanceof DnsError && error.code === 'EBADNAME') return false
    throw error
  }
}

function nothingFound({ envelopeFrom, helo }: MailToCheck, domains: readonly string[]): Findings {
  return {
    spf: { result: 'none', domain: envelopeFrom === '' ? helo : domainOf(envelopeFrom) },
    dkim: [],
    dmarc: domains.map((domain) => ({ domain, result: 'none', policy: null })),
    arc: { result: 'none', sealers: [], claims: null },
  }
}

type Checked = Extract<CheckAnswer, { findings: Findings }>
type Job = { resolve(answer: Checked): void; reject(error: Error): void; timer: NodeJS.Timeout }
type Lane = {
  /** @throws {Error} after `until` (`performance.now()`), at the earliest when the thread has started */
  check(mail: CheckRequest['mail'], until: number): Promise<Checked>
  close(): Promise<unknown>
}

const workerFile = new URL('./authenticator-worker.ts', import.meta.url)
/** A thread that has not answered by then is stuck in one of its mails. A new one loads its modules first. */
const stuckMs = 15_000
const idleMs = 300_000

/** One worker thread, started when it is first needed, ended when it is stuck or has had nothing to do for long. */
function createLane(dns: DnsResolver): Lane {
  const jobs = new Map<number, Job>()
  let worker: Worker | null = null
  let ready: Promise<unknown> = Promise.resolve()
  let idleTimer: NodeJS.Timeout | undefined
  let lastId = 0

  function start(): Worker {
    const started = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: 150, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    })
    ready = new Promise((resolve) => {
      started.once('message', resolve).once('exit', resolve)
    })
    started.on('message', (message: CheckAnswer | DnsQuestion | 'ready') => {
      if (message === 'ready') return
      if ('question' in message) void answerQuestion(started, message)
      else finish(message)
    })
    started.on('error', (error: Error) => end(started, error))
    started.on('exit', () => end(started, new Error('The thread that checked it ended.')))
    return started
  }

  async function answerQuestion(asking: Worker, { question, name, type }: DnsQuestion): Promise<void> {
    const given: DnsAnswer = await dns.resolve(name, type as DnsType).then(
      (records) => ({ question, records }),
      (error: unknown) => ({ question, code: error instanceof DnsError ? error.code : 'ESERVFAIL' }),
    )
    asking.postMessage(given)
  }

  function finish(answer: CheckAnswer): void {
    const job = jobs.get(answer.id)
    jobs.delete(answer.id)
    clearTimeout(job?.timer)
    if ('fault' in answer) job?.reject(new Error(answer.fault))
    else job?.resolve(answer)
    if (jobs.size > 0) return
    worker?.unref()
    idleTimer = setTimeout(() => void close(), idleMs)
    idleTimer.unref()
  }

  function end(ended: Worker, error: Error): void {
    if (ended !== worker) return
    worker = null
    void ended.terminate()
    for (const job of jobs.values()) {
      clearTimeout(job.timer)
      job.reject(error)
    }
    jobs.clear()
  }

  async function close(): Promise<unknown> {
    clearTimeout(idleTimer)
    const ending = worker
    if (ending) end(ending, new Error('Checking has stopped.'))
    return ending?.terminate()
  }

  return {
    check({ raw, domains, ip, helo, envelopeFrom }, until) {
      return new Promise((resolve, reject) => {
        clearTimeout(idleTimer)
        worker ??= start()
        worker.ref()
        const asked = worker
        const id = ++lastId
        const timer = setTimeout(() => end(asked, new Error('A mail has stopped the thread that checked it.')), stuckMs)
        jobs.set(id, { resolve, reject, timer })
        asked.postMessage({ id, mail: { raw, domains, ip, helo, envelopeFrom } } satisfies CheckRequest)
        // That the thread has to start first is not the mail's time.
        void ready.then(() => {
          const late = setTimeout(
            () => reject(new Error('Checking it took too long.')),
            Math.max(0, until - performance.now()),
          )
          late.unref()
        })
      })
    },
    close,
  }
}
