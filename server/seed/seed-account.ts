import pg from 'pg'
import { invalid, Problem } from '../../shared/problems.ts'
import { foldCounts } from '../conversation/counters.ts'
import { noteLastReceived } from '../inbox/channel-activity.ts'
import { openDatabase } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { contactsStatement, conversationsStatement, nameLists, textLists } from './seed-statements.ts'

export type SeedOptions = {
  conversations: number
  /** In all; three for each conversation unless said otherwise. */
  messages?: number
  /** Two for every five conversations unless said otherwise. */
  contacts?: number
}

export type Seeded = { conversations: number; messages: number; seconds: number }

/**
 * Fills an account with believable conversations of the last two years: English and Norwegian, 8 % of them open, answered
 * by the account's people. The server makes the rows itself, in statements that each commit within a second, so that the
 * event stream of everybody else goes on meanwhile.
 * @throws {Problem} `notFound` for an account that is not there, `invalid` for numbers that do not go together
 */
export async function seedAccount(
  databaseUrl: string,
  accountId: string,
  options: SeedOptions,
  onProgress: (sentence: string) => void = () => {},
): Promise<Seeded> {
  const startedAt = performance.now()
  const { conversations, messages, contacts } = readOptions(options)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: writers, application_name: 'samtale seed' })
  try {
    const { rowCount } = await pool.query('select from account where id = $1', [accountId])
    if (rowCount === 0) throw new Problem('notFound')
    const people = await addContacts(pool, accountId, contacts)
    await inBatches(conversations, messages / conversations, async (from, to) => {
      await pool.query({
        name: 'seed-conversations',
        text: conversationsStatement,
        values: [accountId, from, to, conversations, messages, people.first, people.last, ...textLists],
      })
      if (from % 50_000 > to % 50_000) onProgress(`${to.toLocaleString('en')} conversations …`)
    })
    for (const table of seededTables) await pool.query(`analyze ${table}`)
  } finally {
    await pool.end()
  }
  await settle(databaseUrl, accountId)
  return { conversations, messages, seconds: (performance.now() - startedAt) / 1000 }
}

/** PostgreSQL and the disk take turns waiting for each other; more than two writers only wait for the log. */
const writers = 3
/** A conversation is written in one statement: more would take longer than a second. */
const maxMessagesEach = 10_000
const seededTables = [
  'contact',
  'contact_identity',
  'thread',
  'thread_inbox',
  'thread_participant',
  'thread_read',
].concat(['message', 'message_body', 'message_key', 'recipient'])

function readOptions({ conversations, messages = conversations * 3, contacts }: SeedOptions): Required<SeedOptions> {
  if (messages < conversations)
    throw invalid('messages', `takes at least one for each of the ${conversations} conversations`)
  if (messages > conversations * maxMessagesEach)
    throw invalid('messages', `takes at most ${maxMessagesEach} for each conversation`)
  return { conversations, messages, contacts: Math.max(1, contacts ?? Math.round(conversations * 0.4)) }
}

/** Their ids lie between `first` and `last`; others may lie between as well, where mail came in meanwhile. */
async function addContacts(pool: pg.Pool, accountId: string, count: number): Promise<{ first: string; last: string }> {
  let first: bigint | null = null
  let last = 0n
  await inBatches(count, 1, async (from, to) => {
    const values = [accountId, to - from, ...nameLists]
    const { rows } = await pool.query<{ first: string; last: string }>({ text: contactsStatement, values })
    const batch = { first: BigInt(rows[0]?.first ?? 0), last: BigInt(rows[0]?.last ?? 0) }
    if (first === null || batch.first < first) first = batch.first
    if (batch.last > last) last = batch.last
  })
  return { first: String(first), last: String(last) }
}

/**
 * Calls `work` for consecutive ranges, a few at a time, each as long as takes a third of a second: an open transaction
 * holds the event stream back. `weight`: how many rows of the largest kind one item makes.
 */
async function inBatches(count: number, weight: number, work: (from: number, to: number) => Promise<void>) {
  const targetMs = 300
  let size = Math.max(1, Math.floor(600 / weight))
  let next = 0
  const write = async () => {
    while (next < count) {
      const from = next
      const to = Math.min(count, from + size)
      next = to
      const begunAt = performance.now()
      await work(from, to)
      const fitting = ((to - from) * targetMs) / (performance.now() - begunAt)
      size = Math.max(1, Math.min(Math.round(fitting), size * 2, Math.ceil(count / writers)))
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
}

/** Folds the counters' deltas, notes when each channel last received, and tells open browsers that the overview has changed. */
async function settle(databaseUrl: string, accountId: string): Promise<void> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 })
  try {
    while ((await foldCounts(database.db)) > 0);
    await noteLastReceived(database.db, accountId)
    await database.transaction((tx) => appendEvents(tx, [{ accountId, type: 'inbox.changed' }]))
  } finally {
    await database.close()
  }
}
