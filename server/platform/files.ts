import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'

/** Where raw mail and attachments lie. Keys are random and say nothing of what they hold. */
export type FileStore = {
  /** Keeps bytes durably (file and folder are synced before it resolves) and answers their key. */
  keep(bytes: Uint8Array): Promise<string>
  /** Moves a synced file of the spool folder in, durably. */
  adopt(spoolPath: string): Promise<string>
  read(key: string): Promise<Buffer>
  stream(key: string): Promise<{ stream: Readable; size: number }>
  /** Removing what is not there is no error: a sweep may come twice. */
  remove(key: string): Promise<void>
  pathOf(key: string): string
  /** Keys of one of the 256 folders (0 to 255) whose files are older than `before`; also removes spooled files that old. */
  listOlder(folderNumber: number, before: Date): Promise<string[]>
  /** On the same file system as the store, so that adopting is a rename. */
  spoolFolder: string
  /** Names this store; the database remembers it, so that a process with another folder does not start. */
  id: string
}

/** Opens the store in a folder, and makes it where it is not there yet. */
export async function openFileStore(folder: string): Promise<FileStore> {
  const spoolFolder = path.join(folder, 'spool')
  await mkdir(spoolFolder, { recursive: true, mode: 0o700 })
  const id = await storeId(path.join(folder, 'id'))

  const pathOf = (key: string) => {
    if (!/^[0-9a-f]{32}$/.test(key)) throw new Error(`not a file key: ${key}`)
    return path.join(folder, key.slice(0, 2), key.slice(2))
  }
  const place = async (source: string) => {
    const key = randomBytes(16).toString('hex')
    const target = pathOf(key)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await rename(source, target)
    await syncFolder(path.dirname(target))
    await syncFolder(folder)
    return key
  }
  return {
    id,
    spoolFolder,
    pathOf,
    async keep(bytes) {
      const spool = path.join(spoolFolder, randomBytes(16).toString('hex'))
      const file = await open(spool, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      return place(spool)
    },
    adopt: place,
    read: (key) => readFile(pathOf(key)),
    async stream(key) {
      const file = pathOf(key)
      const { size } = await stat(file)
      return { stream: createReadStream(file), size }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    async listOlder(folderNumber, before) {
      // What a killed process was receiving was never acknowledged.
      for (const name of await olderIn(spoolFolder, before)) await rm(path.join(spoolFolder, name), { force: true })
      const prefix = folderNumber.toString(16).padStart(2, '0')
      const names = await olderIn(path.join(folder, prefix), before)
      return names.map((name) => prefix + name).filter((key) => /^[0-9a-f]{32}$/.test(key))
    },
  }
}

async function olderIn(folder: string, before: Date): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const ages = await Promise.all(names.map((name) => stat(path.join(folder, name)).catch(() => null)))
  return names.filter((_, index) => (ages[index]?.mtime ?? before) < before)
}

/** SHA-256 in hex. */
export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

async function storeId(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known) return known.trim()
  const id = crypto.randomUUID()
  await writeFile(file, `${id}\n`, { flag: 'wx', mode: 0o600 })
  return id
}

/** A new name is only durable once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
