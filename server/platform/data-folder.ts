import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

/**
 * Makes the data folder and tries that it can be written, so that a wrong path, a foreign owner or a full disk is told
 * before anything else is begun.
 *
 * A new folder is 0711 when root starts Samtale, because PostgreSQL, which runs as another user, must pass through it;
 * else 0700. So whatever is put in it guards itself: files 0600, folders 0700.
 *
 * @throws {StartError}
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    const probe = join(folder, `probe-${process.pid}`)
    const file = await open(probe, 'w', 0o600)
    try {
      // Only bytes find a full disk: an empty file still fits into the folder's own block.
      await file.writeFile(Buffer.alloc(8192))
      await file.sync()
    } finally {
      await file.close()
      await rm(probe, { force: true })
    }
  } catch (error) {
    throw asStartError(error, folder)
  }
}

/** A fault of the file system as a sentence for the person who starts Samtale; any other error as it is. */
export function asStartError(error: unknown, folder: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder, error)
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `The data folder ${folder} cannot be written by this user: change its owner or SAMTALE_DATA.`,
        {
          cause: error,
        },
      )
    case 'EROFS':
      return new StartError(`The data folder ${folder} is on a read-only disk: choose another with SAMTALE_DATA.`, {
        cause: error,
      })
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartError(`SAMTALE_DATA takes a folder, and ${folder} is a file or lies below one.`, { cause: error })
    default:
      return error
  }
}

export function diskFull(folder: string, cause?: unknown): StartError {
  return new StartError(`The disk that holds ${folder} is full: make room there and start again.`, { cause })
}
