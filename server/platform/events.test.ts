import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../tests/harness/postgres.ts'
import { openDatabase } from './database.ts'
import { appendEvents, headOfStream, readStream } from './events.ts'

test('the stream is in the order of numbers where transaction ids gain a digit', async () => {
  const { url, drop } = await createTestDatabase()
  const database = openDatabase(url)
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  const { rows } = await sql<{ id: string }>`
    insert into account (name, plan, subdomain) values ('Solvik Varme', 'free', 'solvik') returning id`.execute(
    database.db,
  )
  const accountId = rows[0]?.id ?? ''
  const cursor = await headOfStream(database.db)
  await database.transaction((tx) => appendEvents(tx, [{ accountId, type: 'thread.read' }]))
  await database.transaction((tx) => appendEvents(tx, [{ accountId, type: 'thread.opened' }]))
  // Where the two stand in the life of a server is chance: their ids are set around a power of ten that is behind it.
  const [older, newer] = (await readStream(database.db, cursor)).events
  await sql`update event set xid = '9' where id = ${older?.id}`.execute(database.db)
  await sql`update event set xid = '10' where id = ${newer?.id}`.execute(database.db)
  const { events } = await readStream(database.db, { xid: '0', id: '0' }, 1)
  expect(events.map(({ type }) => type)).toEqual(['thread.read'])
})
