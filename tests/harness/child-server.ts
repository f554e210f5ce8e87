import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { familyOf } from '../../bench/processes.ts'
import { scopes } from '../../server/account/actor.ts'
import { createAppToken } from '../../server/account/app-token.ts'
import { openAccount } from '../../server/inbox/open-account.ts'
import { type Database, openDatabase } from '../../server/platform/database.ts'
import { findRunningPostgres } from '../../server/platform/embedded-postgres.ts'
import { clusterFolderOf } from '../../server/platform/postgres-cluster.ts'
import { findPostmaster } from '../../server/platform/postmaster.ts'
import { apiClient, type Client } from './api-client.ts'
import { isAlive, plainEnvironment, root, type Started, startProgram } from './checkout.ts'
import { password, type TestAccount } from './samtale.ts'

/**
 * What a kill takes: the server alone (its PostgreSQL runs on and is adopted), its PostgreSQL with all its processes (the
 * server starts it again), or both.
 */
export type KillScope = 'server' | 'database' | 'everything'

/**
 * `server/main.ts` in a process of its own, so that it can be killed. The addresses stay the same over restarts, as the
 * people who write to it expect.
 */
export type ChildServer = {
  /** '' where it does not run `web`. */
  origin: string
  /** 0 where it does not run `smtp`. */
  smtpPort: number
  dataFolder: string
  pid(): number
  isRunning(): boolean
  said(): string
  /** Sends SIGKILL now, without waiting: for the middle of something. */
  killNow(): void
  /** SIGKILL; resolves once what was killed is gone. */
  kill(scope: KillScope): Promise<void>
  /** Starts it again on its folder and ports; resolves when it is ready. */
  restart(): Promise<void>
  /** SIGTERM; answers its exit status. */
  stop(): Promise<number | NodeJS.Signals | null>
}

type Options = {
  /** Kept by the caller; without it a new one, removed when the test is over. */
  dataFolder?: string
  env?: Record<string, string>
}

/** Starts it on an embedded PostgreSQL with real fsync, or on the DATABASE_URL of `env`; it is gone when the test is. */
export async function startChildServer({ dataFolder, env = {} }: Options = {}): Promise<ChildServer> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'samtale-child-')))
  const roles = (env.SAMTALE_ROLES ?? 'web,smtp,worker').split(',')
  const dns = inject('dnsServer')
  let ports = { PORT: '0', SMTP_PORT: '0' }
  let program = run()

  function run(): Started {
    const settings = {
      SAMTALE_DATA: folder,
      LOG_LEVEL: 'warn',
      API_RATE_LIMIT: '0',
      DNS_SERVERS: dns,
      ...ports,
      ...env,
    }
    // A test run that is killed itself leaves nothing running.
    const args = ['--import', join(root, 'scripts/boot/end-with-parent.mjs'), join(root, 'server/main.ts')]
    return startProgram(process.execPath, args, {
      cwd: root,
      env: plainEnvironment(settings),
    })
  }
  const isRunning = () => program.child.exitCode === null && program.child.signalCode === null
  async function ready(): Promise<{ origin: string; smtpPort: number }> {
    const untilSaid = async (pattern: RegExp) => (await Promise.race([program.says(pattern), gone()]))[1] ?? ''
    // A worker has no door to announce: that its work gets done shows that it runs.
    const origin = roles.includes('web') ? await untilSaid(/Samtale is ready: (\S+)/) : ''
    const smtpPort = roles.includes('smtp') ? await untilSaid(/Mail is received on port (\d+)/) : '0'
    return { origin: origin && new URL(origin).origin, smtpPort: Number(smtpPort) }
  }
  async function gone(): Promise<never> {
    const status = await program.ended
    throw new Error(`Samtale ended with ${status} before it was ready:\n${program.said()}`)
  }
  async function kill(scope: KillScope): Promise<void> {
    const postmaster = scope === 'server' ? null : await findPostmaster(clusterFolderOf(folder))
    const postgres = postmaster ? postgresProcesses(postmaster.pid) : []
    // The server first: it would start its PostgreSQL again.
    const server = scope === 'database' ? [] : [program.child.pid ?? 0]
    for (const pid of [...server, ...postgres]) killPid(pid)
    if (scope !== 'database') await program.ended
    while (postgres.some(isAlive)) await new Promise(setImmediate)
  }

  onTestFinished(async () => {
    if (isRunning()) {
      program.child.kill('SIGTERM')
      await program.ended
    }
    // A PostgreSQL that outlived its killed server.
    const postmaster = await findPostmaster(clusterFolderOf(folder))
    if (postmaster) killPid(postmaster.pid, 'SIGQUIT')
    while (postmaster && isAlive(postmaster.pid)) await new Promise(setImmediate)
    if (dataFolder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  })
  const { origin, smtpPort } = await ready()
  if (origin) ports = { ...ports, PORT: new URL(origin).port }
  if (smtpPort) ports = { ...ports, SMTP_PORT: String(smtpPort) }
  return {
    origin,
    smtpPort,
    dataFolder: folder,
    pid: () => program.child.pid ?? 0,
    isRunning,
    said: () => program.said(),
    killNow: () => killPid(program.child.pid ?? 0),
    kill,
    async restart() {
      if (isRunning()) throw new Error('It still runs.')
      program = run()
      await ready()
    },
    async stop() {
      if (isRunning()) program.child.kill('SIGTERM')
      return program.ended
    },
  }
}

function postgresProcesses(postmaster: number): number[] {
  return process.platform === 'linux' ? familyOf(postmaster) : [postmaster]
}

function killPid(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    if (pid > 0) process.kill(pid, signal)
  } catch (error) {
    // It was quicker.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Looks into the database of a running child; nothing is kept open, so that it can be killed again.
 * `url`: its DATABASE_URL where it has one.
 */
export async function inDatabase<Answer>(
  child: ChildServer,
  work: (database: Database) => Promise<Answer>,
  url?: string,
): Promise<Answer> {
  const found = url ?? (await findRunningPostgres(child.dataFolder))
  if (!found) throw new Error('Its PostgreSQL does not run.')
  const database = openDatabase(found, { maxConnections: 2, onError: () => {} })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** An account with a super admin, made beside the running server as the command line does. */
export async function openTestAccount(database: Database): Promise<TestAccount> {
  const domains = { paid: 'inbox.localhost', free: 'free.inbox.localhost' }
  const email = 'kari@solvik.example'
  const person = { companyName: 'Solvik Varme', name: 'Kari Solheim', email, password, plan: 'enterprise' as const }
  const opened = await openAccount(database, domains, person)
  const token = await database.transaction((tx) => createAppToken(tx, opened.accountId, 'test', scopes))
  return { ...opened, email, token }
}

export async function signIn(origin: string, email: string): Promise<Client> {
  const client = apiClient(origin, {})
  await client.post('/api/session', { email, password }, { expects: 201 })
  return client
}
