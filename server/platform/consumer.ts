import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database, Tx } from './database.ts'
import { type Announcer, type Cursor, type EventType, headOfStream, readStream, type StoredEvent } from './events.ts'
import type { Log } from './log.ts'

/** Something that follows from events: an assignment, a ticket, a notice. */
export type Reaction = {
  /** Names the cursor in the database; never used for another reaction. */
  name: string
  types: readonly EventType[]
  /**
   * Does what follows from these events, in their order, within `tx`; the cursor moves in the same transaction. It may be
   * given an event again (a batch that failed is done one by one), never one whose work is committed. Everything it
   * writes is in the database; what must leave the house is a row that it makes.
   */
  react(tx: Tx, events: readonly StoredEvent[]): Promise<void>
}

/** `close` finishes the batch in hand. */
export type Consumer = { close(): Promise<void> }

type Parts = {
  database: Database
  announcer: Pick<Announcer, 'subscribe'>
  log: Log
  /** Of one event; the waits grow in between. Default: after 5 it is set aside. */
  maxAttempts?: number
  /** Before the second attempt, doubled with each further one, in ms. */
  firstPauseMs?: number
}

/** In one transaction together: short enough never to hold back the stream (no writer lasts a second). */
const batchSize = 100

type Step = 'more' | 'end' | 'heldByAnother'

/**
 * Follows the event stream behind a cursor of its own that outlives the process. Of several processes one holds the cursor
 * at a time (`for update skip locked`), the others look again. An event whose reaction fails is tried again, and set aside
 * after the last attempt where everybody who runs the installation can see it (`consumer_failure`): it must not stop the
 * rest.
 */
export async function startConsumer(parts: Parts, reaction: Reaction): Promise<Consumer> {
  const { database, announcer, log } = parts
  const types = new Set<string>(reaction.types)
  await register(database, reaction.name)
  let isClosed = false
  let mayHaveMore = true
  let working: Promise<void> | null = null

  const run = () => {
    mayHaveMore = true
    if (isClosed) return
    working ??= follow().finally(() => {
      working = null
      if (mayHaveMore && !isClosed) run()
    })
  }

  async function follow(): Promise<void> {
    while (mayHaveMore && !isClosed) {
      mayHaveMore = false
      try {
        if ((await step()) === 'more') mayHaveMore = true
      } catch (error) {
        log.error({ err: error, consumer: reaction.name }, 'A reaction failed; its events are tried one by one')
        await oneByOne()
      }
    }
  }

  /** One batch: read, react, move the cursor, in one transaction. */
  function step(limit = batchSize): Promise<Step> {
    return database.transaction(async (tx) => {
      const cursor = await hold(tx, reaction.name)
      if (!cursor) return 'heldByAnother'
      const page = await readStream(tx, cursor, limit)
      const events = page.events.filter(({ type }) => types.has(type))
      if (events.length > 0) await reaction.react(tx, events)
      if (page.events.length > 0) await moveTo(tx, reaction.name, page.cursor)
      // Committed but behind an older transaction: the next announcement, or the look each second, finds it.
      return page.hasMore && page.events.length > 0 ? 'more' : 'end'
    })
  }

  /** Over the batch that failed, so that only what cannot be done stays behind. */
  async function oneByOne(): Promise<void> {
    for (let done = 0; done < batchSize && !isClosed; done++) {
      try {
        if ((await step(1)) !== 'more') return
      } catch (error) {
        if (!(await failed(error))) return
      }
    }
    mayHaveMore = true
  }

  /** Remembers a failed attempt. False: the database is away, or nothing stands at the cursor any more. */
  async function failed(error: unknown): Promise<boolean> {
    const sentence = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : 'fault'
    try {
      const { attempts, isSetAside } = await database.transaction((tx) =>
        noteFailure(tx, reaction.name, sentence, parts.maxAttempts ?? 5),
      )
      log.error({ err: error, consumer: reaction.name, attempts, isSetAside }, 'A reaction to one event failed')
      if (!isSetAside && attempts > 0) await pause((parts.firstPauseMs ?? 250) * 2 ** (attempts - 1))
      return attempts > 0
    } catch (fault) {
      log.error({ err: fault, consumer: reaction.name }, 'A failed reaction could not be noted; looking again')
      await pause(1000)
      return false
    }
  }

  const stopped = new AbortController()
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopped.signal }).catch(() => {})

  announcer.subscribe(run)
  run()
  return {
    async close() {
      isClosed = true
      stopped.abort()
      await working
    },
  }
}

/** A new reaction begins now: what happened before it was there is nobody's to react to. So does one of another database. */
async function register(database: Database, name: string): Promise<void> {
  const head = await headOfStream(database.db)
  await sql`
    insert into consumer as c (name, epoch, xid, event_id)
    select ${name}, epoch, ${head.xid}::xid8, 0 from installation
    on conflict (name) do update set epoch = excluded.epoch, xid = excluded.xid, event_id = 0, moved_at = now()
      where c.epoch <> excluded.epoch`.execute(database.db)
}

async function hold(tx: Tx, name: string): Promise<Cursor | null> {
  const { rows } = await sql<Cursor>`
    select xid::text as xid, event_id::text as id from consumer where name = ${name} for update skip locked`.execute(tx)
  return rows[0] ?? null
}

async function moveTo(tx: Tx, name: string, { xid, id }: Cursor): Promise<void> {
  await sql`
    update consumer set xid = ${xid}::xid8, event_id = ${id}::bigint, moved_at = now() where name = ${name}`.execute(tx)
}

/** Counts the attempt on the event that stands next; the last one sets it aside and moves past it. */
async function noteFailure(
  tx: Tx,
  name: string,
  error: string,
  maxAttempts: number,
): Promise<{ attempts: number; isSetAside: boolean }> {
  const cursor = await hold(tx, name)
  const event = cursor && (await readStream(tx, cursor, 1)).events[0]
  if (!event) return { attempts: 0, isSetAside: false }
  const { rows } = await sql<{ attempts: number; isSetAside: boolean }>`
    insert into consumer_failure as f (consumer, event_id, account_id, attempts, error, is_set_aside)
    values (${name}, ${event.id}, ${event.accountId}, 1, ${error}, ${maxAttempts} <= 1)
    on conflict (consumer, event_id) do update set attempts = f.attempts + 1, error = excluded.error, failed_at = now(),
      is_set_aside = f.attempts + 1 >= ${maxAttempts}
    returning attempts, is_set_aside as "isSetAside"`.execute(tx)
  const noted = rows[0] ?? { attempts: 0, isSetAside: false }
  if (noted.isSetAside) await moveTo(tx, name, { xid: event.xid, id: event.id })
  return noted
}
