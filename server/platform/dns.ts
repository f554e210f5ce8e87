import { Resolver } from 'node:dns/promises'

export type DnsType = 'A' | 'AAAA' | 'MX' | 'PTR' | 'TXT'

/** As `node:dns` gives them: TXT as lists of strings, MX as objects, the rest as strings. */
export type DnsRecords = readonly unknown[]

/** `ENOTFOUND` and `ENODATA` are answers (there is none); every other code means that nobody knows. */
export class DnsError extends Error {
  override name = 'DnsError'
  readonly code: string
  constructor(code: string) {
    super(`DNS: ${code}`)
    this.code = code
  }
}

export type DnsResolver = {
  /** @throws {DnsError} within `timeoutMs` at most */
  resolve(name: string, type: DnsType): Promise<DnsRecords>
  close(): void
}

export type DnsOptions = {
  /** `address` or `address:port`; empty: the machine's own. */
  servers?: readonly string[]
  /** For one question, all tries together. */
  timeoutMs?: number
  maxEntries?: number
  now?: () => number
}

/** How long an answer is kept. `node:dns` does not tell the TTL of texts, so these bounds stand for it. */
const keepMs = { found: 300_000, missing: 60_000, fault: 5_000 }
const maxInFlight = 5_000
/** So many questions in a row without any answer, and the resolver itself is asked whether it lives. */
const silentBeforeProbe = 6
const probeEveryMs = 2_000

type Entry = { until: number; records: DnsRecords } | { until: number; code: string }

const isAnswer = (code: string) => code === 'ENOTFOUND' || code === 'ENODATA'
const isSilence = (code: string) => ['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED', 'EHOSTUNREACH'].includes(code)

/**
 * DNS for what a mail names, which any stranger chooses: each question is asked once however many mails ask it, answers
 * and their absence are kept for a while, and a resolver that is away is not asked until it lives again. Whether it is
 * away is found out by a question of ours: who sends names whose servers are silent must not switch it off for all.
 */
export function createDnsResolver({
  servers = [],
  timeoutMs = 1_500,
  maxEntries = 20_000,
  now = Date.now,
}: DnsOptions = {}): DnsResolver {
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs * 0.6), tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  const kept = new Map<string, Entry>()
  const inFlight = new Map<string, Promise<DnsRecords>>()
  let silent = 0
  let isAway = false
  let timer: NodeJS.Timeout | undefined

  async function resolve(name: string, type: DnsType): Promise<DnsRecords> {
    const key = `${type} ${name.toLowerCase().replace(/\.$/, '')}`
    if (isNeverPublic(name)) throw new DnsError('ENOTFOUND')
    const entry = kept.get(key)
    if (entry && entry.until > now()) return answerOf(entry)
    const asked = inFlight.get(key)
    if (asked !== undefined) return await asked
    if (isAway || inFlight.size >= maxInFlight) throw new DnsError('EREFUSED')
    const question = ask(key, name, type).finally(() => inFlight.delete(key))
    inFlight.set(key, question)
    return await question
  }

  async function ask(key: string, name: string, type: DnsType): Promise<DnsRecords> {
    try {
      const records = (await withinTime(resolver.resolve(name, type), timeoutMs)) as DnsRecords
      heard()
      keep(key, { until: now() + keepMs.found, records })
      return records
    } catch (error) {
      const code = codeOf(error)
      if (isSilence(code)) unheard()
      else heard()
      keep(key, { until: now() + (isAnswer(code) ? keepMs.missing : keepMs.fault), code })
      throw new DnsError(code)
    }
  }

  function keep(key: string, entry: Entry): void {
    kept.delete(key)
    kept.set(key, entry)
    if (kept.size > maxEntries) kept.delete(kept.keys().next().value ?? '')
  }

  function heard(): void {
    silent = 0
    isAway = false
  }

  function unheard(): void {
    silent++
    if (silent === silentBeforeProbe) void probe()
  }

  async function probe(): Promise<void> {
    clearTimeout(timer)
    // Any answer will do; every resolver has the root's at hand.
    const code = await withinTime(resolver.resolveNs('.'), timeoutMs).then(() => null, codeOf)
    if (code === null || !isSilence(code)) return heard()
    isAway = true
    timer = setTimeout(() => void probe(), probeEveryMs)
    timer.unref()
  }

  return {
    resolve,
    close() {
      clearTimeout(timer)
      resolver.cancel()
    },
  }
}

function answerOf(entry: Entry): DnsRecords {
  if ('records' in entry) return entry.records
  throw new DnsError(entry.code)
}

/** Names that no resolver may be asked for (RFC 6761 §6.3, §6.4; RFC 7686 §2), and what is no name. */
function isNeverPublic(name: string): boolean {
  return name.length > 253 || /(^|\.)(localhost|invalid|onion)\.?$/i.test(name)
}

function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DnsError('ETIMEOUT')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'ESERVFAIL'
}
