import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { asStartError, diskFull } from './data-folder.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { clusterOwner, initdbCommand, initdbOwner, type PostgresUser } from './postgres-user.ts'
import { StartError } from './start-error.ts'

/** The role that owns everything in the embedded database. */
export const superuser = 'samtale'

export const clusterFolderOf = (dataFolder: string): string => join(dataFolder, 'pg')
const passwordFileOf = (dataFolder: string): string => join(dataFolder, 'pg.secret')

/** PostgreSQL's programs start without our environment, which holds secrets. The rest of it would change how they work. */
export const postgresEnvironment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

const majorVersion = '18'

/**
 * Makes the cluster where there is none and sees to its owner. An interrupted first start leaves `pg.new` only, which
 * the next one makes anew.
 *
 * @param options.durable false leaves the new files to the system's own time of writing them: for tests
 * @throws {StartError}
 */
export async function prepareCluster(options: {
  dataFolder: string
  binaries: PostgresBinaries
  user: PostgresUser
  durable: boolean
  onProgress: (sentence: string) => void
}): Promise<void> {
  const { dataFolder, user } = options
  const cluster = clusterFolderOf(dataFolder)
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version === null) {
    options.onProgress('Creating the database (first time) …')
    await makeCluster(options)
  } else if (version.trim() !== majorVersion) {
    throw new StartError(
      `The data folder ${dataFolder} holds a database of PostgreSQL ${version.trim()}, and this version needs ${majorVersion}.`,
    )
  }
  const owner = clusterOwner(user)
  if (owner && (await stat(cluster)).uid !== owner.uid) await chownTree(cluster, owner)
}

/** @throws {StartError} when the file is gone: nothing else knows the password */
export async function readPassword(dataFolder: string): Promise<string> {
  const file = passwordFileOf(dataFolder)
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text.trim() === '')
    throw new StartError(`${file}, the password of the database beside it, is missing: restore it.`)
  return text.trim()
}

async function makeCluster({ dataFolder, binaries, user, durable }: Parameters<typeof prepareCluster>[0]) {
  const cluster = clusterFolderOf(dataFolder)
  const unfinished = `${cluster}.new`
  const passwordFile = join(dataFolder, 'pg.secret.new')
  try {
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished, { mode: 0o700 })
    await writeDurably(passwordFile, `${randomBytes(24).toString('base64url')}\n`)
    const maker = initdbOwner(user)
    if (maker) {
      await chown(unfinished, maker.uid, maker.gid)
      await chown(passwordFile, maker.uid, maker.gid)
    }
    await runInitdb({ dataFolder, binaries, user, durable, unfinished, passwordFile })
    const owner = clusterOwner(user)
    if (owner) await chownTree(unfinished, owner)
    if (maker) await chown(passwordFile, process.getuid?.() ?? 0, process.getgid?.() ?? 0)
    // In this order: a cluster without its password could never be opened.
    await rename(passwordFile, passwordFileOf(dataFolder))
    await rename(unfinished, cluster)
  } catch (error) {
    throw asStartError(error, dataFolder)
  }
}

async function runInitdb(options: {
  dataFolder: string
  binaries: PostgresBinaries
  user: PostgresUser
  durable: boolean
  unfinished: string
  passwordFile: string
}): Promise<void> {
  const {
    file,
    args,
    options: as,
  } = initdbCommand(options.user, options.binaries.initdb, [
    ...['--pgdata', options.unfinished, '--username', superuser, '--pwfile', options.passwordFile],
    ...['--auth-local=scram-sha-256', '--auth-host=scram-sha-256'],
    // Named outright: else the host's locale decides, and without one the database would be SQL_ASCII.
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    '--no-instructions',
    ...(options.durable ? [] : ['--no-sync']),
  ])
  const child = spawn(file, args, {
    ...as,
    env: postgresEnvironment,
    cwd: options.dataFolder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000)
  })
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (status === 0) return
  if (/No space left on device|Disk quota exceeded/.test(said)) throw diskFull(options.dataFolder)
  throw new StartError(`The database could not be created: ${lastLine(said) || `initdb ended with ${status}`}.`)
}

/** The last line that is not a hint, without PostgreSQL's prefix. */
export function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/ HINT: |^initdb: (removing|hint)/.test(line))
  const fatal = lines.findLast((line) => /FATAL|PANIC|error:|could not/.test(line)) ?? lines.at(-1) ?? ''
  return fatal.replace(/^.*?(FATAL|PANIC|error): +/, '').trim()
}

async function writeDurably(path: string, text: string): Promise<void> {
  await rm(path, { force: true })
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function chownTree(path: string, owner: { uid: number; gid: number }): Promise<void> {
  await lchown(path, owner.uid, owner.gid)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const below = join(path, entry.name)
    if (entry.isDirectory()) await chownTree(below, owner)
    else await lchown(below, owner.uid, owner.gid)
  }
}
