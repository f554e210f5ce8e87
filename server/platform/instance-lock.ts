import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { asStartError, prepareDataFolder } from './data-folder.ts'
import { StartError } from './start-error.ts'

export type InstanceLock = {
  /** Says where this instance can be reached, for the sentence that a second start ends with. */
  announce(address: string): Promise<void>
  /** Can be called twice. */
  release(): Promise<void>
}

type Holder = { pid: number; address: string | null }

/**
 * One Samtale per data folder: two would stop each other's database.
 *
 * The kernel holds the lock, through a file that SQLite locks, so it ends with the process however that dies: there is
 * nothing stale to judge, no PID that another program or another container may have by now. `running.json` beside
 * it only tells who holds it.
 *
 * @param options.waitSeconds how long to wait for the holder to end; 0 refuses at once
 * @throws {StartError} naming the holder
 */
export async function takeInstanceLock(
  dataFolder: string,
  { waitSeconds = 0 }: { waitSeconds?: number } = {},
): Promise<InstanceLock> {
  await prepareDataFolder(dataFolder)
  const begun = Date.now()
  for (;;) {
    const lock = tryLock(join(dataFolder, 'running.lock'), dataFolder)
    if (lock) return heldLock(lock, dataFolder)
    if (Date.now() - begun >= waitSeconds * 1_000) throw await refusal(dataFolder)
    await sleep(100)
  }
}

/** The instance that works in this data folder, or null. It may end at any moment. */
export async function findInstance(dataFolder: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(join(dataFolder, 'running.json'), 'utf8')) as Holder
  } catch {
    return null
  }
}

function tryLock(file: string, dataFolder: string): DatabaseSync | null {
  let lock: DatabaseSync | null = null
  try {
    lock = new DatabaseSync(file, { timeout: 0 })
    // Nothing is ever written into it, so a full disk is no matter, and no journal appears beside it.
    lock.exec('pragma journal_mode = off; begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    const sqliteBusy = 5
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null
    throw asStartError(error, dataFolder)
  }
}

/** Keeps them from the garbage collector, which would close the file. */
const held = new Set<DatabaseSync>()

async function heldLock(lock: DatabaseSync, dataFolder: string): Promise<InstanceLock> {
  const file = join(dataFolder, 'running.json')
  held.add(lock)
  await announce(null)
  return {
    announce,
    async release() {
      if (!held.delete(lock)) return
      await rm(file, { force: true })
      lock.close()
    },
  }

  async function announce(address: string | null): Promise<void> {
    const holder: Holder = { pid: process.pid, address }
    try {
      // Renamed into place: a reader never sees half of it.
      await writeFile(`${file}.new`, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
      await rename(`${file}.new`, file)
    } catch (error) {
      throw asStartError(error, dataFolder)
    }
  }
}

async function refusal(dataFolder: string): Promise<StartError> {
  const holder = await findInstance(dataFolder)
  const who = holder ? ` (process ${holder.pid}${holder.address ? `, ${holder.address}` : ''})` : ''
  return new StartError(
    `Samtale is already running on the data folder ${dataFolder}${who}: stop it, or choose another with SAMTALE_DATA.`,
  )
}
