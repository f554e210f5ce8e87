import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAppToken } from '../server/account/app-token.ts'
import { insertLogin } from '../server/account/login-store.ts'
import { openSession } from '../server/account/session-store.ts'
import { insertUser } from '../server/account/user-store.ts'
import { openAccount } from '../server/inbox/open-account.ts'
import { type Database, openDatabase } from '../server/platform/database.ts'
import { findRunningPostgres } from '../server/platform/embedded-postgres.ts'
import { startDnsServer } from '../tests/harness/dns-server.ts'
import { endProcess } from './processes.ts'

const root = join(import.meta.dirname, '..')

export type Samtale = {
  address: URL
  smtpPort: number
  database: Database
  dataFolder: string
  child: ChildProcess
  pid: number
  /** Stops it; the data folder stays for another start. */
  stop(): Promise<void>
  /** Stops it and removes its data. */
  remove(): Promise<void>
}

type Start = {
  /** Kept from an earlier start; without it a new one is made. */
  dataFolder?: string
  env?: Record<string, string>
  /** `npm start` as a person types it, instead of the server alone. */
  byNpm?: boolean
}

/** What the senders of the bench publish, as most who send mail do: so each mail is judged by SPF and DMARC. */
const senderDomains = () =>
  startDnsServer({
    'customer.example': { TXT: ['v=spf1 ip4:127.0.0.1 -all'] },
    '_dmarc.customer.example': { TXT: ['v=DMARC1; p=reject'] },
  })

/** Starts Samtale as its users do: embedded PostgreSQL, default settings, free ports. Resolves when it says that it is ready. */
export async function startSamtale({ dataFolder, env = {}, byNpm = false }: Start = {}): Promise<Samtale> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'samtale-bench-')))
  const dns = await senderDomains()
  const settings = {
    DNS_SERVERS: dns.address,
    SAMTALE_DATA: folder,
    PORT: '0',
    SMTP_PORT: '0',
    API_RATE_LIMIT: '0',
    ...env,
  }
  const [file, args]: [string, string[]] = byNpm
    ? ['npm', ['start', '--silent']]
    : [process.execPath, [join(root, 'server/main.ts')]]
  const child = spawn(file, args, {
    cwd: root,
    env: { ...inheritedEnvironment(), ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const { address, smtpPort } = await untilReady(child)
  const databaseUrl = await findRunningPostgres(folder)
  if (databaseUrl === null) throw new Error('Samtale runs without its PostgreSQL')
  const database = openDatabase(databaseUrl, { maxConnections: 4, onError: () => {} })
  const stop = async () => {
    await database.close()
    await endProcess(child)
    await dns.close()
  }
  return {
    address,
    smtpPort,
    database,
    dataFolder: folder,
    child,
    pid: child.pid ?? 0,
    stop,
    async remove() {
      await stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Without the settings of whoever runs the bench: they would be measured too. */
function inheritedEnvironment(): Record<string, string | undefined> {
  const own = /^(SAMTALE_|SMTP_|API_|npm_|DATABASE_URL|HOST$|PORT$|PUBLIC_URL|LOG_LEVEL|NODE_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}

function untilReady(child: ChildProcess): Promise<{ address: URL; smtpPort: number }> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-20_000)
      const address = /Samtale is ready: (\S+)/.exec(said)?.[1]
      const smtpPort = /Mail is received on port (\d+)/.exec(said)?.[1]
      if (address && smtpPort) resolve({ address: new URL(address), smtpPort: Number(smtpPort) })
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Samtale ended with ${code} before it was ready:\n${said}`)))
  })
}

export type BenchAccount = {
  accountId: string
  userId: string
  inboxId: string
  mailAddress: string
  /** Of a private app with all scopes that a conversation needs. */
  token: string
  /** `Cookie` headers, one for each person. */
  cookies: string[]
}

/** An account with so many people, each signed in. Passwords are left out: hashing thousands of them would take minutes. */
export async function openBenchAccount({ database }: Samtale, people = 1): Promise<BenchAccount> {
  const tag = randomBytes(4).toString('hex')
  const domains = { paid: 'inbox.localhost', free: 'free.inbox.localhost' }
  const opened = await openAccount(database, domains, {
    companyName: 'Solvik Varme',
    name: 'Kari Solheim',
    email: `kari@${tag}.example`,
    password: randomBytes(12).toString('hex'),
    plan: 'enterprise',
    subdomain: `bench-${tag}`,
  })
  const { accountId } = opened
  return database.transaction(async (tx) => {
    const persons = [{ userId: opened.userId, loginId: opened.loginId }]
    for (let number = 1; number < people; number++) {
      const email = `agent${number}@${tag}.example`
      const loginId = await insertLogin(tx, { email, key: email, passwordHash: 'none' })
      const name = `Agent ${number}`
      const userId = await insertUser(tx, { accountId, loginId, name, role: 'user', seat: 'none', timeZone: 'UTC' })
      persons.push({ userId, loginId })
    }
    const cookies: string[] = []
    for (const person of persons) {
      const id = await openSession(tx, { accountId, ...person, userAgent: 'bench', remoteAddress: '127.0.0.1' })
      cookies.push(`samtale=${id}`)
    }
    const token = await createAppToken(tx, accountId, 'bench', ['conversations.read', 'conversations.write'])
    return {
      accountId,
      userId: opened.userId,
      inboxId: opened.inboxId,
      mailAddress: opened.fallbackAddress,
      token,
      cookies,
    }
  })
}
