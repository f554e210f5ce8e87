import { type ChildProcess, spawn } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { diskFull, prepareDataFolder } from './data-folder.ts'
import type { Log } from './log.ts'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import {
  clusterFolderOf,
  lastLine,
  postgresEnvironment,
  prepareCluster,
  readPassword,
  superuser,
} from './postgres-cluster.ts'
import { choosePostgresUser, commandAs, type PostgresUser } from './postgres-user.ts'
import { clearDeadPostmaster, findPostmaster } from './postmaster.ts'
import { StartError } from './start-error.ts'

export type EmbeddedPostgres = {
  /** With the password; stays the same when PostgreSQL is restarted. */
  url: string
  /** Whether it was found running, left by a killed start. */
  isAdopted: boolean
  /** Ends it in order: open transactions are rolled back, everything is written. Can be called twice. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  dataFolder: string
  log: Log
  /** Short sentences for the person who waits. */
  onProgress: (sentence: string) => void
  /** PostgreSQL died again and again while we ran, and is not started any more. The process should end. */
  onFailed: (error: StartError) => void
  /** Settings of PostgreSQL over the default ones: tests turn `fsync` off. */
  flags?: Record<string, string>
}

/**
 * Sized for a company's inbox on a small machine: the whole system is to idle in 250 MiB. What does not fit in
 * `shared_buffers` the system's page cache holds.
 */
const defaultFlags: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '64MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  random_page_cost: '1.1',
  // Compiling pays for reports of seconds; ours are index scans of milliseconds.
  jit: 'off',
  // Spares three processes; the others read by index, which 18 does not read ahead.
  io_method: 'sync',
  max_wal_size: '1GB',
  checkpoint_completion_target: '0.9',
  // A writer that hangs holds the event stream of everybody back.
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Errors reach the client that caused them. In the log they would quote statements and rows, customers' data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_line_prefix: '',
}

/** A PostgreSQL that runs: one that we started, or one that we found. `ended` yields why, for the log. */
type Server = { pid: number; port: number; ended: Promise<string> }

/** The options with what was found out about this machine. `dataFolder` has no links in it. */
type Plan = EmbeddedPostgresOptions & {
  flags: Record<string, string>
  clusterFolder: string
  binaries: PostgresBinaries
  user: PostgresUser
}

/**
 * Starts the PostgreSQL of the data folder, or takes over the one that a killed start left running, and keeps it
 * running. Whoever calls holds the instance lock of the folder: two would stop each other's server.
 *
 * @throws {StartError}
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const plan = await makePlan(options)
  const adopted = await adopt(plan.clusterFolder)
  if (adopted) options.log.info({ pid: adopted.pid }, 'PostgreSQL was still running and is used again')
  const server = adopted ?? (await launchOnFreePort(plan))
  const password = await readPassword(plan.dataFolder)
  return { url: urlOf(server.port, password), isAdopted: adopted !== null, stop: keepRunning(server, plan) }
}

/** The URL of the PostgreSQL that runs in this data folder, for a second process beside the one that started it. */
export async function findRunningPostgres(dataFolder: string): Promise<string | null> {
  const folder = await realpath(dataFolder).catch(() => null)
  if (!folder) return null
  const postmaster = await findPostmaster(clusterFolderOf(folder))
  if (postmaster?.status !== 'ready') return null
  return urlOf(postmaster.port, await readPassword(folder))
}

async function makePlan(options: EmbeddedPostgresOptions): Promise<Plan> {
  await prepareDataFolder(options.dataFolder)
  const dataFolder = await realpath(options.dataFolder)
  const clusterFolder = clusterFolderOf(dataFolder)
  const binaries = await findPostgresBinaries()
  const user = await choosePostgresUser(clusterFolder, dataFolder, binaries, options.log)
  return { ...options, dataFolder, clusterFolder, binaries, user, flags: { ...defaultFlags, ...options.flags } }
}

/** The one that a killed start left running; one that is just stopping is waited for and yields null. */
async function adopt(clusterFolder: string): Promise<Server | null> {
  for (;;) {
    const found = await findPostmaster(clusterFolder)
    if (!found) return null
    if (found.status === 'ready') return { pid: found.pid, port: found.port, ended: gone(clusterFolder, found.pid) }
    await sleep(50)
  }
}

/** No event tells of the end of a process that is not our child. */
async function gone(clusterFolder: string, pid: number): Promise<string> {
  while ((await findPostmaster(clusterFolder))?.pid === pid) await sleep(250, undefined, { ref: false })
  return 'it was gone'
}

async function launchOnFreePort(plan: Plan): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(plan, await freePort())
    } catch (error) {
      // Another program may take the port between the question and PostgreSQL's bind.
      if (attempt === 3 || !(error instanceof PortTaken)) throw error
    }
  }
}

class PortTaken extends StartError {}

async function launch(plan: Plan, port: number): Promise<Server> {
  await prepareCluster({ ...plan, durable: plan.flags.fsync !== 'off' })
  await clearDeadPostmaster(plan.clusterFolder)
  plan.onProgress('Starting the database …')
  const flags = Object.entries({ ...plan.flags, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args, options } = commandAs(plan.user, plan.binaries.postgres, ['-D', plan.clusterFolder, ...flags])
  const child = spawn(file, args, {
    ...options,
    env: postgresEnvironment,
    cwd: plan.dataFolder,
    // A group of its own: Ctrl-C in the terminal must not stop it under our feet.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = passOnLog(child, plan.log)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (status, signal) => resolve(signal ? `signal ${signal}` : `status ${status}`))
  })
  const reason = await Promise.race([ended, untilReady(plan, child)])
  if (reason !== 'ready') throw startFailure(plan.dataFolder, said(), reason)
  return { pid: child.pid ?? 0, port, ended }
}

async function untilReady(plan: Plan, child: ChildProcess): Promise<'ready'> {
  const begun = Date.now()
  let isTold = false
  for (;;) {
    const found = await findPostmaster(plan.clusterFolder)
    if (found?.pid === child.pid && found?.status === 'ready') return 'ready'
    // After a crash it first replays what was written since the last checkpoint, for minutes in the worst case.
    if (!isTold && Date.now() - begun > 3_000) {
      plan.onProgress('The database is recovering what was written before it stopped …')
      isTold = true
    }
    // Ended before it was ready: the race is decided by `ended`.
    if (child.exitCode !== null || child.signalCode !== null) return new Promise<never>(() => {})
    await sleep(10)
  }
}

/** Passes PostgreSQL's lines on to our log; yields a function that gives back the last of them. */
function passOnLog(child: ChildProcess, log: Log): () => string {
  let tail = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = `${tail}${text}`.slice(-4_000)
    for (const line of text.split('\n')) if (line.trim() !== '') log[levelOf(line)](`PostgreSQL: ${line.trim()}`)
  })
  return () => tail
}

function levelOf(line: string): 'debug' | 'warn' | 'error' {
  if (line.startsWith('PANIC')) return 'error'
  return line.startsWith('FATAL') ? 'warn' : 'debug'
}

function startFailure(dataFolder: string, said: string, reason: string): StartError {
  if (/No space left on device|Disk quota exceeded/.test(said)) return diskFull(dataFolder)
  if (/could not bind|could not create any TCP/.test(said)) return new PortTaken('PostgreSQL found its port taken.')
  return new StartError(`PostgreSQL did not start: ${lastLine(said) || reason}.`)
}

/**
 * Starts PostgreSQL again whenever it ends by itself, on the same port, since clients hold the URL. Yields the function
 * that stops both.
 */
function keepRunning(first: Server, plan: Plan): () => Promise<void> {
  let server: Server | null = first
  let isStopping = false
  const watched = watch()
  return async () => {
    isStopping = true
    if (server) await shutDown(server)
    await watched
  }

  async function watch(): Promise<void> {
    const failures: number[] = []
    for (;;) {
      const reason = server ? await server.ended : 'it did not start'
      if (isStopping) return
      failures.push(Date.now())
      const recent = failures.filter((at) => at > Date.now() - failureWindowMs)
      if (recent.length >= maxFailures) {
        plan.onFailed(
          new StartError(`PostgreSQL stopped ${maxFailures} times within minutes, the last time: ${reason}.`),
        )
        return
      }
      plan.log.error({ reason }, 'PostgreSQL stopped by itself and is started again')
      server = null
      server = await launch(plan, first.port).catch((error: unknown) => {
        plan.log.error({ err: error }, 'PostgreSQL could not be started again')
        return null
      })
      if (!server) await sleep(retryPauseMs)
      else if (isStopping) await shutDown(server)
    }
  }
}

const maxFailures = 5
const failureWindowMs = 5 * 60_000
const retryPauseMs = 1_000

async function shutDown(server: Server): Promise<void> {
  const patienceMs = 60_000
  send(server.pid, 'SIGINT')
  const isSlow = await Promise.race([server.ended.then(() => false), sleep(patienceMs, true, { ref: false })])
  // Its checkpoint does not end, on a disk that hangs perhaps. This way loses nothing: the next start replays the log.
  if (isSlow) send(server.pid, 'SIGQUIT')
  await server.ended
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** The database `postgres` is the one that initdb makes. */
function urlOf(port: number, password: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`
}
