import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, chown, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import type { Log } from './log.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { StartError } from './start-error.ts'

/** How one program is started: what `child_process.spawn` takes. */
export type Command = { file: string; args: readonly string[]; options: { uid?: number; gid?: number } }

/**
 * Who PostgreSQL runs as.
 * - `self`: the user who started Samtale.
 * - `other`: root started it, and the program drops to this user, which owns the cluster.
 * - `namespace`: root started it where no other user can reach the files; a user namespace hides root from PostgreSQL,
 *   and the files stay root's.
 */
export type PostgresUser =
  | { kind: 'self' }
  | { kind: 'other'; uid: number; gid: number }
  | { kind: 'namespace'; insideUid: number }

type Account = { name: string; uid: number }

/**
 * PostgreSQL refuses to run as root, and rightly: who breaks into it must not get more than its own files. So when root
 * starts Samtale, PostgreSQL gets a user id of its own, one that has no name, no login and no other files. Such ids
 * need no `useradd`: nothing on the host is changed. The cluster's owner remembers the choice.
 *
 * @param clusterFolder need not exist yet; its parent, the data folder, does
 * @throws {StartError} where root has nobody to drop to
 */
export async function choosePostgresUser(
  clusterFolder: string,
  dataFolder: string,
  binaries: PostgresBinaries,
  log: Log,
): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  if (process.platform !== 'linux') throw new StartError('PostgreSQL does not run as root: start as an ordinary user.')
  const user = (await ownerOf(clusterFolder)) ?? unownedUser(dataFolder) ?? nobody(log)
  if (!user) return behindNamespace(log, 'this container knows no user but root')
  const closed = (await closedParent(dataFolder, user)) ?? (canRun(binaries.postgres, user) ? null : binaries.postgres)
  if (closed) return behindNamespace(log, `${closed} is closed to other users`)
  await letThrough(dataFolder, user.gid)
  return { kind: 'other', ...user }
}

/** The command that starts `file` as `user`. */
export function commandAs(user: PostgresUser, file: string, args: readonly string[]): Command {
  switch (user.kind) {
    case 'self':
      return { file, args, options: {} }
    case 'other':
      return { file, args, options: { uid: user.uid, gid: user.gid } }
    case 'namespace':
      return inNamespace(user.insideUid, file, args)
  }
}

/**
 * As `commandAs`, for initdb, which insists that its user has a name. Where `user` has none, one with a name makes the
 * cluster, in the group of `user`, and the caller hands the files over.
 */
export function initdbCommand(user: PostgresUser, file: string, args: readonly string[]): Command {
  if (user.kind === 'other') return { file, args, options: { uid: namedUid(), gid: user.gid } }
  if (user.kind === 'self' && !hasName()) return inNamespace(namedUid(), file, args)
  return commandAs(user, file, args)
}

/** Who must own the cluster's files before PostgreSQL starts; null: nothing to hand over. */
export function clusterOwner(user: PostgresUser): { uid: number; gid: number } | null {
  if (user.kind === 'self') return null
  return user.kind === 'other' ? { uid: user.uid, gid: user.gid } : { uid: 0, gid: 0 }
}

/** Who must own what initdb writes into, its password file too. */
export function initdbOwner(user: PostgresUser): { uid: number; gid: number } | null {
  return user.kind === 'other' ? { uid: namedUid(), gid: user.gid } : null
}

async function ownerOf(clusterFolder: string): Promise<{ uid: number; gid: number } | null> {
  const found = await stat(clusterFolder).catch(() => null)
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : null
}

/**
 * An id that no account of the host has. 60578 to 61183 is the range that systemd's list of ids leaves to nobody (its
 * "Users, Groups, UIDs and GIDs"), and containers map it as well. The folder's path picks the place to begin, so
 * that two installations on one host seldom share an id.
 */
function unownedUser(dataFolder: string): { uid: number; gid: number } | null {
  const first = 60_578
  const count = 606
  const taken = new Set([...idsIn('/etc/passwd'), ...idsIn('/etc/group')])
  const start = createHash('sha256').update(dataFolder).digest().readUInt32BE() % count
  for (let step = 0; step < count; step++) {
    const id = first + ((start + step) % count)
    if (!taken.has(id) && isMapped(id)) return { uid: id, gid: id }
  }
  return null
}

function nobody(log: Log): { uid: number; gid: number } | null {
  if (!isMapped(65_534)) return null
  log.warn('PostgreSQL runs as the user nobody, since no user id is free here: other services may share that user')
  return { uid: 65_534, gid: 65_534 }
}

/** Whether this user namespace has the id, for users and for groups: a rootless container may have a handful only. */
function isMapped(id: number): boolean {
  return ['/proc/self/uid_map', '/proc/self/gid_map'].every((path) =>
    linesOf(path).some((line) => {
      const [inside = 0, , count = 0] = line.trim().split(/\s+/).map(Number)
      return id >= inside && id < inside + count
    }),
  )
}

/** The first folder above `path` that this user may not pass through, or null. */
async function closedParent(path: string, user: { uid: number; gid: number }): Promise<string | null> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const mayPass = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001
    if (!mayPass) return folder
    if (folder === dirname(folder)) return null
  }
}

/** Tried, not deduced: the program also loads libraries, and the disk may forbid to execute. */
function canRun(file: string, user: { uid: number; gid: number }): boolean {
  return spawnSync(file, ['--version'], { ...user, cwd: '/', stdio: 'ignore', env: {} }).status === 0
}

/** Opens the data folder itself, and only it, for the group: to pass through, not to look around. */
async function letThrough(dataFolder: string, gid: number): Promise<void> {
  const { mode, uid } = await stat(dataFolder)
  if (mode & 0o001) return
  await chown(dataFolder, uid, gid)
  await chmod(dataFolder, (mode & 0o7777) | 0o010)
}

function behindNamespace(log: Log, reason: string): PostgresUser {
  const user: PostgresUser = { kind: 'namespace', insideUid: namedUid() }
  const { file, args } = inNamespace(user.insideUid, 'true', [])
  if (spawnSync(file, args, { stdio: 'ignore' }).status !== 0) {
    throw new StartError(
      `PostgreSQL does not run as root, and ${reason}: keep Samtale where others may pass, or start it as another user.`,
    )
  }
  log.warn({ reason }, 'PostgreSQL runs with the file rights of root, hidden from it by a user namespace')
  return user
}

/**
 * The program sees itself as `insideUid`. Capabilities such as CAP_DAC_OVERRIDE would not do instead: initdb asks
 * access(2), which ignores them.
 */
function inNamespace(insideUid: number, file: string, args: readonly string[]): Command {
  return { file: 'unshare', args: ['--user', `--map-user=${insideUid}`, '--', file, ...args], options: {} }
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** An ordinary user with a name: `nobody` where there is one. */
function namedUid(): number {
  const accounts = linesOf('/etc/passwd').flatMap((line): Account[] => {
    const [name = '', , uid = ''] = line.split(':')
    return Number(uid) > 0 ? [{ name, uid: Number(uid) }] : []
  })
  const chosen = accounts.find(({ name }) => name === 'nobody') ?? accounts[0]
  if (!chosen) throw new StartError('PostgreSQL needs a user other than root, and /etc/passwd lists none: add one.')
  return chosen.uid
}

function idsIn(path: string): number[] {
  return linesOf(path).map((line) => Number(line.split(':')[2]))
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean)
  } catch {
    // A minimal image may have none of these files.
    return []
  }
}
