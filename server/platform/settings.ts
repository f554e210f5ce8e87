import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { domainToASCII } from 'node:url'
import { StartError } from './start-error.ts'

export type Role = 'web' | 'smtp' | 'worker'
export type Plan = 'free' | 'starter' | 'professional' | 'enterprise'
export type SignupMode = 'first' | 'open' | 'closed'
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

/** The relay that outgoing mail goes through. `secure`: TLS from the first byte (smtps), else STARTTLS where offered. */
export type SmtpRelay = { host: string; port: number; secure: boolean; user: string | null; password: string | null }

export type Settings = {
  /** Absolute. */
  dataFolder: string
  host: string
  /** 0 asks the system for a free one; `withListeningPort` then fills in what it gave. */
  port: number
  publicUrl: URL
  smtpHost: string
  smtpPort: number
  mailDomains: { paid: string; free: string }
  /** null: outgoing mail waits. */
  smtpRelay: SmtpRelay | null
  /** null: the embedded PostgreSQL. */
  databaseUrl: string | null
  /** Names, addresses and CIDRs, lower-case. */
  allowPrivate: readonly string[]
  defaultPlan: Plan
  signup: SignupMode
  roles: ReadonlySet<Role>
  /** 32 bytes; null: the one in the data folder. */
  secret: Buffer | null
  /** Addresses and CIDRs. */
  trustedProxies: readonly string[]
  /** PEM files; null: the self-signed pair in the data folder. */
  smtpTls: { certFile: string; keyFile: string } | null
  /** `address` or `address:port`; empty: the machine's own. */
  dnsServers: readonly string[]
  metricsToken: string | null
  /** Requests per 10 s and token; 0: no limit. */
  apiRateLimit: number
  maxMessageBytes: number
  logLevel: LogLevel
}

/** A setting with a wrong value. Its message names the setting and what it takes, and never repeats a secret value. */
export class SettingsError extends StartError {
  override name = 'SettingsError'
}

const allRoles: readonly Role[] = ['web', 'smtp', 'worker']
const plans: readonly Plan[] = ['free', 'starter', 'professional', 'enterprise']
const logLevels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * Reads the environment; an empty value counts as none. A relative SAMTALE_DATA starts from the working directory.
 * @throws {SettingsError} for the first wrong value
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const read = reader(env)
  refuseUnavailable(read)
  const host = read('HOST', hostName) ?? '127.0.0.1'
  const port = read('PORT', portNumber) ?? 3000
  const databaseUrl = read('DATABASE_URL', postgresUrl) ?? null
  return {
    dataFolder: resolve(read('SAMTALE_DATA', (value) => value) ?? 'data'),
    host,
    port,
    publicUrl: read('PUBLIC_URL', publicUrl) ?? defaultPublicUrl(port),
    smtpHost: read('SMTP_HOST', hostName) ?? host,
    smtpPort: read('SMTP_PORT', portNumber) ?? 2525,
    mailDomains: mailDomains(read),
    smtpRelay: read('SMTP_URL', smtpRelay) ?? null,
    databaseUrl,
    allowPrivate: read('SAMTALE_ALLOW_PRIVATE', listOf(hostOrNetwork)) ?? [],
    defaultPlan: read('SAMTALE_DEFAULT_PLAN', oneOf(plans)) ?? 'enterprise',
    signup: read('SAMTALE_SIGNUP', oneOf<SignupMode>(['first', 'open', 'closed'])) ?? 'first',
    roles: roles(read, databaseUrl),
    secret: read('SAMTALE_SECRET', secretBytes) ?? null,
    trustedProxies: read('TRUSTED_PROXIES', listOf(network)) ?? [],
    smtpTls: smtpTls(read),
    dnsServers: read('DNS_SERVERS', listOf(dnsServer)) ?? [],
    metricsToken: read('METRICS_TOKEN', metricsToken) ?? null,
    apiRateLimit: read('API_RATE_LIMIT', wholeNumber(0, 1_000_000_000)) ?? 20_000,
    maxMessageBytes: read('SMTP_MAX_BYTES', wholeNumber(65_536, 1_073_741_824)) ?? 50 * 1024 * 1024,
    logLevel: read('LOG_LEVEL', oneOf(logLevels)) ?? 'info',
  }
}

/** The settings once the web port is known: PORT=0 was a question, and a default PUBLIC_URL follows the answer. */
export function withListeningPort(settings: Settings, port: number): Settings {
  const isDefault = settings.port === 0 && settings.publicUrl.href === defaultPublicUrl(0).href
  return { ...settings, port, publicUrl: isDefault ? defaultPublicUrl(port) : settings.publicUrl }
}

function defaultPublicUrl(port: number): URL {
  return new URL(`http://localhost:${port}`)
}

/** What a parser throws: the rest of the sentence "NAME …". The reader puts the name before it. */
class Refusal extends Error {}

type Read = <T>(name: string, parse: (value: string) => T) => T | undefined

function reader(env: NodeJS.ProcessEnv): Read {
  return (name, parse) => {
    const value = env[name]?.trim()
    if (!value) return undefined
    try {
      return parse(value)
    } catch (error) {
      if (error instanceof Refusal) throw new SettingsError(`${name} ${error.message}`)
      throw error
    }
  }
}

function refuseUnavailable(read: Read): void {
  read('REDIS_URL', () => {
    throw new Refusal('is not available in this version: PostgreSQL carries realtime events, so leave it unset.')
  })
  read('FILES_URL', () => {
    throw new Refusal('is not available in this version: files are kept in SAMTALE_DATA, so leave it unset.')
  })
}

function mailDomains(read: Read): Settings['mailDomains'] {
  const paid = read('MAIL_DOMAIN_PAID', domain) ?? 'inbox.localhost'
  const free = read('MAIL_DOMAIN_FREE', domain) ?? 'free.inbox.localhost'
  if (paid === free) throw new SettingsError('MAIL_DOMAIN_FREE takes another domain than MAIL_DOMAIN_PAID.')
  return { paid, free }
}

function roles(read: Read, databaseUrl: string | null): ReadonlySet<Role> {
  const chosen = new Set(read('SAMTALE_ROLES', listOf(oneOf(allRoles))) ?? allRoles)
  if (chosen.size < allRoles.length && !databaseUrl) {
    throw new SettingsError(
      'SAMTALE_ROLES with less than web,smtp,worker needs DATABASE_URL, since the embedded database serves one process.',
    )
  }
  return chosen
}

function smtpTls(read: Read): Settings['smtpTls'] {
  const certFile = read('SMTP_TLS_CERT', (value) => resolve(value))
  const keyFile = read('SMTP_TLS_KEY', (value) => resolve(value))
  if (!certFile && !keyFile) return null
  if (!certFile || !keyFile)
    throw new SettingsError('SMTP_TLS_CERT and SMTP_TLS_KEY take a PEM file each, both or none.')
  return { certFile, keyFile }
}

function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (number >= min && number <= max) return number
    throw new Refusal(`takes a whole number from ${min} to ${max}, not ${quote(value)}.`)
  }
}

function portNumber(value: string): number {
  return wholeNumber(0, 65_535)(value)
}

function oneOf<T extends string>(choices: readonly T[]): (value: string) => T {
  return (value) => {
    const found = choices.find((choice) => choice === value.toLowerCase())
    if (found) return found
    throw new Refusal(`takes ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not ${quote(value)}.`)
  }
}

function listOf<T>(parse: (value: string) => T): (value: string) => T[] {
  return (value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(parse)
}

function hostName(value: string): string {
  if (isIP(value) || isDomain(value)) return value
  throw new Refusal(`takes a host name or an IP address to listen on, not ${quote(value)}.`)
}

function domain(value: string): string {
  // An internationalised domain travels in its ASCII form (RFC 5891); so it is stored and compared in that form.
  const ascii = domainToASCII(value)
  if (isDomain(ascii) && !isIP(ascii)) return ascii
  throw new Refusal(`takes a domain such as inbox.example.com, not ${quote(value)}.`)
}

/** RFC 1123 §2.1: labels of letters, digits and inner hyphens, at most 63 each and 253 together. */
function isDomain(value: string): boolean {
  return value.length <= 253 && /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/i.test(value)
}

function network(value: string): string {
  if (isNetwork(value)) return value.toLowerCase()
  throw new Refusal(`takes addresses or CIDRs such as 10.0.0.0/8, separated by commas, not ${quote(value)}.`)
}

function hostOrNetwork(value: string): string {
  if (isNetwork(value) || isDomain(value)) return value.toLowerCase()
  throw new Refusal(`takes host names or CIDRs such as 127.0.0.1/32, separated by commas, not ${quote(value)}.`)
}

function isNetwork(value: string): boolean {
  const [address = '', bits, ...more] = value.split('/')
  const family = isIP(address)
  if (!family || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

function dnsServer(value: string): string {
  const withPort = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+))(?::(?<port>\d{1,5}))?$/.exec(value)?.groups
  const port = Number(withPort?.port ?? 53)
  if (isIP(value) || (withPort && isIP(withPort.six ?? withPort.four ?? '') && port >= 1 && port <= 65_535))
    return value
  throw new Refusal(`takes IP addresses of resolvers, with a port where it is not 53, not ${quote(value)}.`)
}

function publicUrl(value: string): URL {
  const url = parseUrl(value)
  const isPlain = url && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  if (isPlain && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new Refusal(`takes an address such as https://inbox.example.com, without a path, not ${quote(value)}.`)
}

function postgresUrl(value: string): string {
  const url = parseUrl(value)
  if (url && (url.protocol === 'postgres:' || url.protocol === 'postgresql:')) return value
  throw new Refusal('takes an address such as postgres://user:password@host:5432/database.')
}

function smtpRelay(value: string): SmtpRelay {
  const url = parseUrl(value)
  const secure = url?.protocol === 'smtps:'
  const user = url && decoded(url.username)
  const password = url && decoded(url.password)
  const isOnlyServer = url?.hostname && url.pathname.length <= 1 && !url.search && !url.hash && url.port !== '0'
  if (!url || !isOnlyServer || !(secure || url.protocol === 'smtp:') || user === null || password === null) {
    throw new Refusal('takes an address such as smtp://user:password@host:587 or smtps://host:465.')
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    user: user || null,
    password: password || null,
  }
}

function secretBytes(value: string): Buffer {
  const bytes = Buffer.from(value, 'base64')
  if (/^[\w+/-]{43}=?$/.test(value) && bytes.length === 32) return bytes
  throw new Refusal('takes 32 random bytes in base64, as `openssl rand -base64 32` prints them.')
}

function metricsToken(value: string): string {
  if (/^[\x21-\x7e]{16,}$/.test(value)) return value
  throw new Refusal('takes at least 16 letters, digits or signs without spaces.')
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** The value as the sentence shows it, short enough for one line. */
function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)
}
