import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../tests/harness/postgres.ts'
import { type Reaction, startConsumer } from './consumer.ts'
import { type Database, openDatabase } from './database.ts'
import { appendEvents, type EventType, type StoredEvent, startAnnouncer } from './events.ts'
import { createLogTo } from './log.ts'

const silent = createLogTo({ write: () => true }, 'fatal')

async function startDatabase() {
  const { url, drop } = await createTestDatabase()
  const database = openDatabase(url)
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  await sql`insert into installation (secret_fingerprint, file_store_id) values ('x', gen_random_uuid())`.execute(
    database.db,
  )
  const { rows } = await sql<{ id: string }>`
    insert into account (name, plan, subdomain) values ('Solvik Varme', 'free', 'solvik') returning id`.execute(
    database.db,
  )
  const announcer = await startAnnouncer(database, false)
  onTestFinished(() => announcer.close())
  return { database, announcer, accountId: rows[0]?.id ?? '' }
}

type Started = Awaited<ReturnType<typeof startDatabase>>

async function start({ database, announcer }: Started, reaction: Partial<Reaction> & Pick<Reaction, 'react'>) {
  const consumer = await startConsumer(
    { database, announcer, log: silent, firstPauseMs: 1 },
    { name: 'numbers', types: ['thread.opened'], ...reaction },
  )
  onTestFinished(() => consumer.close())
  return consumer
}

const append = ({ database, accountId }: Started, numbers: readonly number[], type: EventType = 'thread.opened') =>
  database.transaction((tx) =>
    appendEvents(
      tx,
      numbers.map((number) => ({ accountId, type, payload: { number } })),
    ),
  )

const numberOf = (event: StoredEvent) => Number(event.payload.number)

/** Resolves once the cursor stands at the end of the stream. */
const caughtUp = (database: Database) =>
  expect
    .poll(
      async () => {
        const { rows } = await sql<{ isBehind: boolean }>`
          select exists (select from event e, consumer c where (e.xid, e.id) > (c.xid, c.event_id)) as "isBehind"`.execute(
          database.db,
        )
        return rows[0]?.isBehind
      },
      { timeout: 10_000, interval: 5 },
    )
    .toBe(false)

test('reacts once to each event of its types, in their order, from the moment it first started', async () => {
  const started = await startDatabase()
  await append(started, [0])
  const seen: number[] = []
  const consumer = await start(started, { react: async (_tx, events) => void seen.push(...events.map(numberOf)) })
  await append(started, [1, 2])
  await append(started, [99], 'thread.read')
  await append(started, [3])
  await caughtUp(started.database)
  expect(seen).toEqual([1, 2, 3])
  await consumer.close()

  // What happens while nobody looks is found at the next start.
  await append(started, [4])
  await start(started, { react: async (_tx, events) => void seen.push(...events.map(numberOf)) })
  await caughtUp(started.database)
  expect(seen).toEqual([1, 2, 3, 4])
})

test('an event that cannot be done is set aside after its last attempt, and the rest is done once', async () => {
  const started = await startDatabase()
  await sql`create table done (number integer)`.execute(started.database.db)
  let attempts = 0
  await start(started, {
    async react(tx, events) {
      for (const event of events) {
        await sql`insert into done values (${numberOf(event)})`.execute(tx)
        if (numberOf(event) === 3) {
          attempts++
          throw new Error('three is poisoned')
        }
      }
    },
  })
  await append(started, [1, 2, 3, 4, 5])
  await caughtUp(started.database)
  const { rows } = await sql<{ number: number }>`select number from done order by number`.execute(started.database.db)
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 4, 5])
  const failures = await sql<{ attempts: number; is_set_aside: boolean; error: string }>`
    select attempts, is_set_aside, error from consumer_failure`.execute(started.database.db)
  expect(failures.rows).toEqual([{ attempts: 5, is_set_aside: true, error: 'Error: three is poisoned' }])
  // Once more in the batch that failed first.
  expect(attempts).toBe(6)
})

test('several processes on one cursor: each event is done by one of them, with all that it writes', async () => {
  const started = await startDatabase()
  await sql`create table done (number integer)`.execute(started.database.db)
  const react: Reaction['react'] = async (tx, events) => {
    for (const event of events) await sql`insert into done values (${numberOf(event)})`.execute(tx)
  }
  for (let i = 0; i < 3; i++) await start(started, { react })
  const numbers = Array.from({ length: 300 }, (_, i) => i)
  await Promise.all(numbers.map((number) => append(started, [number])))
  await caughtUp(started.database)
  const { rows } = await sql<{ number: number }>`select number from done order by number`.execute(started.database.db)
  expect(rows.map(({ number }) => number)).toEqual(numbers)
})

test('a database that was restored has another epoch: the cursor begins at its end', async () => {
  const started = await startDatabase()
  const first = await start(started, { react: async () => {} })
  await first.close()
  await append(started, [1])
  await sql`update installation set epoch = gen_random_uuid()`.execute(started.database.db)
  const seen: number[] = []
  await start(started, { react: async (_tx, events) => void seen.push(...events.map(numberOf)) })
  await append(started, [2])
  await caughtUp(started.database)
  expect(seen).toEqual([2])
})
