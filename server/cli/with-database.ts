import path from 'node:path'
import { openInstallation } from '../installation.ts'
import { type Database, openDatabase } from '../platform/database.ts'
import { findRunningPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { openFileStore } from '../platform/files.ts'
import { loadInstallationSecret } from '../platform/installation-secret.ts'
import { findInstance, takeInstanceLock } from '../platform/instance-lock.ts'
import { createKeyring } from '../platform/keyring.ts'
import { createLogTo } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { readSettings, type Settings } from '../platform/settings.ts'

export type Opened = { database: Database; settings: Settings }

/**
 * Opens the installation's database for one command: the server of DATABASE_URL, the one that a running Samtale has, or
 * the embedded one, started for the command and stopped after it (waiting up to 30 s for somebody who has the folder).
 */
export async function withDatabase<Answer>(work: (opened: Opened) => Promise<Answer>): Promise<Answer> {
  const settings = readSettings(process.env)
  const { url, release } = await findDatabase(settings)
  try {
    await migrate(url)
    const database = openDatabase(url, { maxConnections: 4 })
    try {
      const keyring = createKeyring(await loadInstallationSecret(settings.secret, settings.dataFolder))
      const files = await openFileStore(path.join(settings.dataFolder, 'files'))
      await openInstallation(database.db, keyring, files, settings.mailDomains)
      return await work({ database, settings })
    } finally {
      await database.close()
    }
  } finally {
    await release()
  }
}

async function findDatabase(settings: Settings): Promise<{ url: string; release(): Promise<void> }> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, release: async () => {} }
  if (await findInstance(settings.dataFolder)) {
    const url = await findRunningPostgres(settings.dataFolder)
    if (url !== null) return { url, release: async () => {} }
  }
  const lock = await takeInstanceLock(settings.dataFolder, { waitSeconds: 30 })
  try {
    const postgres = await startEmbeddedPostgres({
      dataFolder: settings.dataFolder,
      log: createLogTo(process.stderr, 'error'),
      onProgress: (sentence) => process.stderr.write(`${sentence}\n`),
      onFailed: (error) => {
        throw error
      },
    })
    return {
      url: postgres.url,
      release: async () => {
        await postgres.stop()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}
