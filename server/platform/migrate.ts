import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'
import { StartError } from './start-error.ts'

const folder = path.join(import.meta.dirname, '../../migrations')

/**
 * Brings a database to the schema of this version: `migrations/*.sql` in order, in one transaction under an advisory
 * lock, so that of several processes that start together one works and the others wait.
 * Throws a `StartError` where the database is newer than this version.
 */
export async function migrate(databaseUrl: string, onProgress: (step: string) => void = () => {}): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: 'samtale migrate' })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrator = new Migrator({
      db,
      provider: sqlFiles(onProgress),
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_lock',
    })
    const { error } = await migrator.migrateToLatest()
    if (!error) return
    if (error instanceof Error && /corrupted migrations: previously executed/.test(error.message)) {
      throw new StartError(
        'The database was written by a newer version of Samtale: start that version, or restore a backup of this one.',
      )
    }
    throw error
  } finally {
    await db.destroy()
  }
}

function sqlFiles(onProgress: (step: string) => void): MigrationProvider {
  return {
    async getMigrations() {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
      const entries = names.map(async (name): Promise<[string, Migration]> => {
        const text = await readFile(path.join(folder, name), 'utf8')
        return [
          name.slice(0, -'.sql'.length),
          {
            async up(db) {
              onProgress(`Preparing the database: ${name}`)
              await sql.raw(text).execute(db)
            },
          },
        ]
      })
      return Object.fromEntries(await Promise.all(entries))
    },
  }
}
