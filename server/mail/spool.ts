import { createHash, type Hash, randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A mail in hand between DATA and 250. Who gets a file owns it and moves or removes it. */
export type SpooledMail =
  | { kind: 'memory'; bytes: Buffer; size: number; sha256: string }
  | { kind: 'file'; path: string; size: number; sha256: string }

/** Up to this many bytes a mail stays in memory and goes into the transaction itself (law 1). */
export const maxMemoryBytes = 256 * 1024

/**
 * Collects a mail of unknown size: small ones in memory, larger ones in a file of `folder`, flushed to the disk by
 * `finish`. `discard` leaves nothing behind and may be called at any time.
 */
export function createSpool(folder: string) {
  const hash: Hash = createHash('sha256')
  let chunks: Buffer[] = []
  let size = 0
  let file: { handle: FileHandle; path: string } | null = null

  async function write(chunk: Buffer): Promise<void> {
    hash.update(chunk)
    size += chunk.length
    if (!file && size <= maxMemoryBytes) {
      chunks.push(chunk)
      return
    }
    if (!file) {
      const path = join(folder, `${randomUUID()}.eml`)
      file = { handle: await open(path, 'wx', 0o600), path }
      const pending = Buffer.concat(chunks)
      chunks = []
      await file.handle.appendFile(pending)
    }
    await file.handle.appendFile(chunk)
  }

  async function finish(): Promise<SpooledMail> {
    const sha256 = hash.digest('hex')
    if (!file) return { kind: 'memory', bytes: Buffer.concat(chunks), size, sha256 }
    const { handle, path } = file
    await handle.sync()
    await handle.close()
    file = null
    return { kind: 'file', path, size, sha256 }
  }

  async function discard(): Promise<void> {
    chunks = []
    if (!file) return
    const { handle, path } = file
    file = null
    await handle.close().catch(() => undefined)
    await rm(path, { force: true })
  }

  return { write, finish, discard, size: () => size }
}
