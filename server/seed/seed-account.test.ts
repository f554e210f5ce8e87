import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/harness/postgres.ts'
import { countersFor, loadCountCells } from '../conversation/counters.ts'
import { listThreads } from '../conversation/thread-rows.ts'
import { loadAsker } from '../inbox/asker.ts'
import { type OpenedAccount, openAccount } from '../inbox/open-account.ts'
import { type Database, openDatabase } from '../platform/database.ts'
import { seedAccount } from './seed-account.ts'

let testDatabase: TestDatabase
let database: Database
let account: OpenedAccount

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url)
  account = await openAccount(
    database,
    { paid: 'inbox.localhost', free: 'free.inbox.localhost' },
    {
      companyName: 'Solvik Varme',
      name: 'Kari Solheim',
      email: 'kari@solvik.example',
      password: 'varme i hele huset',
      plan: 'enterprise',
    },
  )
  const seeded = await seedAccount(testDatabase.url, account.accountId, {
    conversations: 601,
    messages: 1805,
    contacts: 50,
  })
  expect(seeded).toMatchObject({ conversations: 601, messages: 1805 })
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

test('there is exactly what was asked for, also by a second seeding', async () => {
  const counts = async () => {
    const { rows } = await sql<Record<string, number>>`
      select (select count(*)::int from thread) as threads, (select count(*)::int from message) as messages,
        (select count(*)::int from contact) as contacts`.execute(database.db)
    return rows[0]
  }
  expect(await counts()).toEqual({ threads: 601, messages: 1805, contacts: 50 })
  await seedAccount(testDatabase.url, account.accountId, { conversations: 1, messages: 40, contacts: 1 })
  expect(await counts()).toEqual({ threads: 602, messages: 1845, contacts: 51 })
})

test('the list and the counters agree', async () => {
  const { accountId, userId, inboxId } = account
  const actor = {
    kind: 'user' as const,
    accountId,
    userId,
    name: '',
    role: 'super-admin' as const,
    seat: 'none' as const,
    teamIds: new Set<string>(),
  }
  const counters = countersFor(await loadAsker(database.db, actor), await loadCountCells(database.db, accountId)).all
  for (const view of ['open', 'mine', 'unassigned', 'closed'] as const) {
    const { results } = await listThreads(database.db, {
      accountId,
      userId,
      inboxIds: [inboxId],
      view,
      limit: 1000,
      after: null,
    })
    expect(JSON.parse(results), view).toHaveLength(counters[view])
    expect(counters[view], view).toBeGreaterThan(0)
  }
})

test.each([
  {
    because: 'the list has a row for each thread',
    wrong: sql`select id from thread except select thread_id from thread_inbox`,
  },
  {
    because: 'a thread knows how many messages it has and when the last came',
    wrong: sql`select t.id from thread t join message m on m.thread_id = t.id
      group by t.account_id, t.id having count(*) <> t.message_count or max(m.at) <> t.latest_message_at or max(m.seq) > t.seq`,
  },
  {
    because: 'what waits is open and was written by the contact last',
    wrong: sql`select id from thread where (waiting_since is not null) <> (status = 'open' and latest_received_at = latest_message_at)`,
  },
  { because: 'each message has a body', wrong: sql`select id from message except select message_id from message_body` },
  {
    because: 'what came in has a key, so that it is never a new mail again',
    wrong: sql`select id from message where direction = 'incoming' except select message_id from message_key`,
  },
  {
    because: 'what went out has a recipient, and waits for nothing',
    wrong: sql`select m.id from message m left join recipient r on r.message_id = m.id and r.state = 'sent'
      where m.direction = 'outgoing' and r.id is null`,
  },
  {
    because: 'the contact of a thread takes part in it',
    wrong: sql`select t.id from thread t join contact c on c.id = t.contact_id
      where not exists (select from thread_participant p where p.thread_id = t.id and p.address = c.email)`,
  },
  {
    because: 'contacts are found by their address',
    wrong: sql`select id from contact c where not exists (select from contact_identity i where i.contact_id = c.id and i.value = c.email)`,
  },
  {
    because: 'ids of messages follow time',
    wrong: sql`select id from (select id, at, lag(at) over (partition by thread_id order by id) as before from message) m where at < before`,
  },
  { because: 'nothing lies in the future', wrong: sql`select id from message where at > now()` },
  {
    because: 'the sequences have moved on',
    wrong: sql`select id from thread where id > (select last_value from thread_id_seq)
      union all select id from contact where id > (select last_value from contact_id_seq)`,
  },
  { because: 'the counters are folded', wrong: sql`select id from thread_count_delta` },
])('$because', async ({ wrong }) => {
  expect((await wrong.execute(database.db)).rows).toEqual([])
})

test.each([
  { because: 'fewer messages than conversations', options: { conversations: 10, messages: 5 }, code: 'invalid' },
  {
    because: 'more than one statement can write in a second',
    options: { conversations: 1, messages: 20_000 },
    code: 'invalid',
  },
])('refuses $because', async ({ options, code }) => {
  await expect(seedAccount(testDatabase.url, account.accountId, options)).rejects.toMatchObject({ code })
})

test('an account that is not there is not filled', async () => {
  await expect(seedAccount(testDatabase.url, '999', { conversations: 1 })).rejects.toMatchObject({ code: 'notFound' })
})
