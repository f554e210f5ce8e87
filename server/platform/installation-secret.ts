import { randomBytes, randomUUID } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { asStartError } from './data-folder.ts'
import { StartError } from './start-error.ts'

const secretBytes = 32

/**
 * The installation's secret: the setting, else the file `secret` of the data folder, made at the first start and
 * readable by its owner alone. Several processes that start together end up with the same one.
 *
 * @returns 32 bytes
 * @throws {StartError} where the file is damaged: guessing a new secret would leave everything sealed unreadable
 */
export async function loadInstallationSecret(fromSettings: Buffer | null, dataFolder: string): Promise<Buffer> {
  if (fromSettings) return fromSettings
  const file = join(dataFolder, 'secret')
  const kept = await read(file)
  if (kept) return kept
  try {
    await create(file)
  } catch (error) {
    throw asStartError(error, dataFolder)
  }
  const made = await read(file)
  if (!made) throw new StartError(`${file}, the secret of this installation, could not be made.`)
  return made
}

async function read(file: string): Promise<Buffer | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new StartError(`${file}, the secret of this installation, cannot be read by this user: change its owner.`, {
      cause: error,
    })
  }
  const secret = Buffer.from(text.trim(), 'base64')
  if (secret.length === secretBytes) return secret
  throw new StartError(`${file}, the secret of this installation, is damaged: restore it, or set SAMTALE_SECRET.`)
}

async function create(path: string): Promise<void> {
  // Not by the process id: in containers that share the folder, two may have the same.
  const unfinished = `${path}.${randomUUID()}`
  const file = await open(unfinished, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(secretBytes).toString('base64')}\n`)
    await file.sync()
    // A link appears whole or not at all, and fails where another process was quicker.
    await link(unfinished, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await file.close()
    await rm(unfinished, { force: true })
  }
}
