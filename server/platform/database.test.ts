import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../tests/harness/postgres.ts'
import { openDatabase } from './database.ts'

test('a database that is closed has no connection left, so that its server can be stopped', async () => {
  const { url, drop } = await createTestDatabase()
  const watching = openDatabase(url, { maxConnections: 1 })
  onTestFinished(async () => {
    await watching.close()
    await drop()
  })
  const connections = async () => {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'`.execute(watching.db)
    return rows.length
  }
  await connections()
  for (let turn = 0; turn < 5; turn++) {
    const database = openDatabase(url)
    await Promise.all(Array.from({ length: 10 }, () => sql`select pg_sleep(0.01)`.execute(database.db)))
    expect(await connections()).toBe(10)
    await database.close()
    expect(await connections()).toBe(0)
  }
})
