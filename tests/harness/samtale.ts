import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, inject, onTestFinished } from 'vitest'
import { scopes } from '../../server/account/actor.ts'
import { createAppToken } from '../../server/account/app-token.ts'
import { insertLogin } from '../../server/account/login-store.ts'
import { hashPassword } from '../../server/account/password.ts'
import { insertUser } from '../../server/account/user-store.ts'
import { openAccount } from '../../server/inbox/open-account.ts'
import { type Database, openDatabase } from '../../server/platform/database.ts'
import { createLogTo } from '../../server/platform/log.ts'
import { readSettings } from '../../server/platform/settings.ts'
import { type RunningServer, startServer } from '../../server/start-server.ts'
import { apiClient, type Client } from './api-client.ts'
import { createTestDatabase } from './postgres.ts'
import { type Answer, deliverMail } from './smtp-client.ts'

export const password = 'correct horse battery'

export type TestAccount = {
  accountId: string
  userId: string
  inboxId: string
  fallbackAddress: string
  email: string
  /** all scopes */
  token: string
}

export type Samtale = {
  server: RunningServer
  database: Database
  origin: string
  smtpPort: number
  account: TestAccount
  /** signed in as the account's super admin */
  admin: Client
  openAccount(companyName: string): Promise<TestAccount>
  addUser(user?: {
    accountId?: string
    name?: string
    role?: string
    seat?: string
  }): Promise<{ userId: string; email: string }>
  signIn(email: string): Promise<Client>
  /** bearer client */
  withToken(token: string): Client
  /** Hands a mail to the SMTP port; answers what the server said to each command's end. */
  deliver(mail: string | Buffer, envelope?: { from?: string; to?: string | string[] }): Promise<Answer>
  /** Waits until nothing that arrived or is due waits any more. */
  settled(): Promise<void>
  counts(accountId?: string): Promise<{ threads: number; messages: number }>
}

export type Options = {
  /** settings of the environment over the test's own */
  env?: Record<string, string>
  /** without an account: the sign-up screen */
  isEmpty?: boolean
  databaseUrl?: string
  /** what decides by the hour asks this instead of the machine's clock */
  now?: () => number
}

/** A whole Samtale of its own, in this process, on a fresh database and folder; gone when the test is. */
export function startSamtale(options: Options = {}): Promise<Samtale> {
  return start(options, onTestFinished)
}

/** Likewise, for all tests of a file, where they do not disturb each other: awaited at the file's top. */
export function startSharedSamtale(options: Options = {}): Promise<Samtale> {
  return start(options, afterAll)
}

async function start(
  { env = {}, isEmpty = false, databaseUrl, now }: Options,
  atTheEnd: (close: () => Promise<void>) => void,
): Promise<Samtale> {
  const folder = await mkdtemp(path.join(tmpdir(), 'samtale-data-'))
  const created = databaseUrl === undefined ? await createTestDatabase() : null
  const url = databaseUrl ?? created?.url ?? ''
  const settings = readSettings({
    SAMTALE_DATA: folder,
    DATABASE_URL: url,
    PORT: '0',
    SMTP_PORT: '0',
    DNS_SERVERS: inject('dnsServer'),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
    ...env,
  })
  const log = createLogTo(process.stderr, settings.logLevel)
  const server = await startServer({ settings, log, onProgress: () => {}, onFailed: () => {}, ...(now ? { now } : {}) })
  const database = openDatabase(url, { maxConnections: 4 })
  atTheEnd(async () => {
    await server.close()
    await database.close()
    await created?.drop()
    await rm(folder, { recursive: true, force: true })
  })
  const origin = server.address?.origin ?? ''
  const samtale = tools(server, database, origin)
  if (isEmpty) return { ...samtale, account: nobody, admin: apiClient(origin, {}) }
  const account = await samtale.openAccount('Solvik Varme')
  return { ...samtale, account, admin: await samtale.signIn(account.email) }
}

const nobody: TestAccount = { accountId: '', userId: '', inboxId: '', fallbackAddress: '', email: '', token: '' }

function tools(server: RunningServer, database: Database, origin: string): Omit<Samtale, 'account' | 'admin'> {
  let number = 0
  let firstAccountId = ''
  const domains = server.settings.mailDomains
  const smtpPort = server.smtpPort ?? 0
  let firstAddress = ''
  /** Tests that are not about undoing do not wait for it. */
  const leaveAtOnce = (userId: string) =>
    database.pool.query('update "user" set undo_seconds = 0 where id = $1', [userId])
  return {
    server,
    database,
    origin,
    smtpPort,
    async openAccount(companyName) {
      const email = `kari${++number}@solvik.example`
      const opened = await openAccount(database, domains, {
        companyName,
        name: 'Kari Solheim',
        email,
        password,
        plan: 'enterprise',
      })
      const token = await database.transaction((tx) => createAppToken(tx, opened.accountId, 'test', scopes))
      await leaveAtOnce(opened.userId)
      firstAccountId ||= opened.accountId
      firstAddress ||= opened.fallbackAddress
      return { ...opened, email, token }
    },
    async addUser({ accountId = firstAccountId, name = 'Jonas Berg', role = 'user', seat = 'service' } = {}) {
      const email = `user${++number}@solvik.example`
      const passwordHash = await hashPassword(password)
      const userId = await database.transaction(async (tx) => {
        const loginId = await insertLogin(tx, { email, key: email, passwordHash })
        return insertUser(tx, { accountId, loginId, name, role: role as 'user', seat: seat as 'service' })
      })
      await leaveAtOnce(userId)
      return { userId, email }
    },
    async signIn(email) {
      const client = apiClient(origin, {})
      await client.post('/api/session', { email, password }, { expects: 201 })
      return client
    },
    withToken: (token) => apiClient(origin, { authorization: `Bearer ${token}` }),
    deliver: (mail, envelope = {}) =>
      deliverMail(smtpPort, mail, {
        from: envelope.from ?? 'ingrid@nordmark.example',
        to: envelope.to ?? firstAddress,
      }),
    async settled() {
      for (;;) {
        const { rows } = await sql<{ waiting: number }>`
          select ((select count(*) from arrival where state = 'received' or is_checking)
            + (select count(*) from recipient where state in ('queued', 'sending') and due_at <= now()
                and ${server.settings.smtpRelay !== null})
            + (select count(*) from consumer c
              where exists (select from event e where (e.xid, e.id) > (c.xid, c.event_id))))::int as waiting`.execute(
          database.db,
        )
        if (rows[0]?.waiting === 0) return
        await sleep(10)
      }
    },
    async counts(accountId) {
      const { rows } = await sql<{ threads: number; messages: number }>`
        select (select count(*) from thread where joined_into_id is null
            and (${accountId ?? null}::bigint is null or account_id = ${accountId ?? null}))::int as threads,
          (select count(*) from message where kind = 'message'
            and (${accountId ?? null}::bigint is null or account_id = ${accountId ?? null}))::int as messages`.execute(
        database.db,
      )
      return rows[0] ?? { threads: 0, messages: 0 }
    },
  }
}
