import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimArrivals, insertArrivals } from '../../server/channels/arrival-store.ts'
import { getContactRecord } from '../../server/conversation/contact-record.ts'
import { loadCountCells } from '../../server/conversation/counters.ts'
import { claimDue, listInterrupted, loadOutgoing } from '../../server/conversation/delivery-store.ts'
import { listDraftsOf } from '../../server/conversation/draft-store.ts'
import type { Incoming } from '../../server/conversation/incoming.ts'
import { createLinks } from '../../server/conversation/links.ts'
import { loadReceiveFacts } from '../../server/conversation/receive-facts.ts'
import { createSignedIds } from '../../server/conversation/signed-ids.ts'
import { getThreadDetails } from '../../server/conversation/thread-details.ts'
import { queryThreads } from '../../server/conversation/thread-query.ts'
import {
  findMyThreadRow,
  getThreadRows,
  listReadSeqs,
  listThreads,
  type View,
} from '../../server/conversation/thread-rows.ts'
import { getThread } from '../../server/conversation/thread-store.ts'
import { getTimelineItems, listTimeline } from '../../server/conversation/timeline.ts'
import { type Asker, loadAsker } from '../../server/inbox/asker.ts'
import { type AuditFilter, listAudit } from '../../server/inbox/audit-log.ts'
import { type OpenedAccount, openAccount } from '../../server/inbox/open-account.ts'
import { type Database, openDatabase, type Tx } from '../../server/platform/database.ts'
import { headOfStream, readStream, type StoredEvent } from '../../server/platform/events.ts'
import { createKeyring } from '../../server/platform/keyring.ts'
import { newUuid } from '../../server/platform/uuid.ts'
import { routing } from '../../server/routing/route-threads.ts'
import { noRule } from '../../server/routing/rule-store.ts'
import { tryRule } from '../../server/routing/try-rule.ts'
import { seedAccount } from '../../server/seed/seed-account.ts'
import { ticketReaction } from '../../server/ticket/make-tickets.ts'
import { getTicket, listTickets, listTicketsOf } from '../../server/ticket/ticket-store.ts'
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts'

/**
 * Every list and look-up on a filled database, in the two ways in which PostgreSQL may plan it: for these values, and for
 * any (as a prepared statement after its fifth use). What is counted is what was really read.
 */
const large = [
  'thread',
  'thread_inbox',
  'message',
  'message_body',
  'message_key',
  'contact',
  'contact_identity',
  'event',
  'audit',
  'ticket',
  'ticket_thread',
  'ticket_contact',
  'user',
  'last_assignment',
  'assignment_target',
]
/** Rows that a question may fetch: a few pages of the largest, and never the account. */
const maxFetched = 3000
const conversations = 20_000

let testDatabase: TestDatabase
let database: Database
let facts: Facts

type Facts = {
  account: OpenedAccount
  asker: Asker & { actor: { kind: 'user'; userId: string } }
  threadIds: string[]
  contactId: string
  /** who writes all day long */
  busyContactId: string
  messageIds: string[]
  /** the first of each thread */
  openingMessageIds: string[]
  channelId: string
  outgoingId: string
  keyring: ReturnType<typeof createKeyring>
}

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url, { maxConnections: 4 })
  const domains = { paid: 'inbox.localhost', free: 'free.inbox.localhost' }
  const person = { name: 'Kari Solheim', password: 'varme i hele huset', plan: 'enterprise' as const }
  const first = await openAccount(database, domains, {
    ...person,
    companyName: 'Solvik Varme',
    email: 'kari@solvik.example',
  })
  await seedAccount(testDatabase.url, first.accountId, { conversations })
  await sql`
    insert into event (account_id, type, thread_id)
    select account_id, 'message.received', id from thread`.execute(database.db)
  await sql`analyze event`.execute(database.db)
  // A younger and smaller account, of which the planner has hardly seen a row.
  const second = await openAccount(database, domains, {
    ...person,
    companyName: 'Nabo Bygg',
    email: 'kari@nabo.example',
  })
  await seedAccount(testDatabase.url, second.accountId, { conversations: conversations / 4 })
  // Ten changes an hour for a year or so, of one person's making and hardly ever of the plan.
  await sql`
    insert into audit (account_id, at, user_id, action, subject_type, subject_id)
    select a.id, now() - make_interval(mins => n * 6), u.id,
      case when n % 9000 = 0 then 'account.plan_changed' else 'user.availability_changed' end, 'user', n % 500
    from account a join "user" u on u.account_id = a.id, generate_series(1, 90000) n`.execute(database.db)
  await sql`analyze audit`.execute(database.db)
  await sql`
    with made as (
      insert into ticket (account_id, number, subject, pipeline_id, stage_id, owner_follows, owner_user_id, inbox_id, closed_at)
      select account_id, row_number() over (partition by account_id), id, '0', '1', true, assignee_user_id, inbox_id, closed_at
      from thread returning *
    ), of_thread as (
      insert into ticket_thread select account_id, id, subject::bigint, true from made
    )
    insert into ticket_contact
    select m.account_id, m.id, t.contact_id
    from made m join thread t on t.account_id = m.account_id and t.id = m.subject::bigint`.execute(database.db)
  await sql`analyze ticket, ticket_thread, ticket_contact`.execute(database.db)
  await fillPeople(first.accountId, 4000)
  await fillPeople(second.accountId, 200)
  await sql`analyze "user", last_assignment, assignment_target`.execute(database.db)
  facts = await readFacts(second)
  await sql`
    update thread set contact_id = ${facts.busyContactId} where account_id = ${second.accountId} and id % 5 > 0
      and contact_id <> ${facts.contactId}`.execute(database.db)
  await sql`
    update ticket_contact kc set contact_id = t.contact_id
    from ticket_thread kt join thread t on t.account_id = kt.account_id and t.id = kt.thread_id
    where kt.account_id = kc.account_id and kt.ticket_id = kc.ticket_id and kc.account_id = ${second.accountId}`.execute(
    database.db,
  )
  await sql`analyze thread, ticket_contact`.execute(database.db)
}, 120_000)
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

/** So many colleagues, all of them in the rule of the account's channel, each with a last automatic assignment. */
async function fillPeople(accountId: string, count: number): Promise<void> {
  await sql`
    with who as (
      insert into login (email, email_key, password_hash)
      select e, e, '' from generate_series(1, ${count}::int) n, lateral (select n || '@' || ${accountId}::text || '.example') as x (e)
      returning id
    )
    insert into "user" (account_id, login_id, name, role, seat) select ${accountId}, id, 'Jonas Berg', 'user', 'service' from who`.execute(
    database.db,
  )
  await sql`
    insert into last_assignment (account_id, user_id, turn, assigned_at)
    select account_id, id, row_number() over (), now() from "user" where account_id = ${accountId}`.execute(database.db)
  await sql`
    insert into assignment_rule (account_id, channel_account_id, is_on, assign_to, only_available, reroutes_reopened)
    select account_id, id, true, 'specific', true, true from channel_account where account_id = ${accountId}`.execute(
    database.db,
  )
  await sql`
    insert into assignment_target (account_id, channel_account_id, user_id)
    select r.account_id, r.channel_account_id, u.id from assignment_rule r join "user" u on u.account_id = r.account_id
    where r.account_id = ${accountId}`.execute(database.db)
}

async function readFacts(account: OpenedAccount): Promise<Facts> {
  const { accountId, userId } = account
  const { db } = database
  const threads = await db
    .selectFrom('thread')
    .select(['id', 'contact_id'])
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
  const messages = await db
    .selectFrom('message')
    .select(['id', 'direction'])
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
  const channel = await db
    .selectFrom('channel_account')
    .select('id')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  const { rows: opening } = await sql<{ id: string }>`
    select (select m.id from message m where m.account_id = t.account_id and m.thread_id = t.id order by m.id limit 1) as id
    from thread t where account_id = ${accountId} and id = any(${threads.map(({ id }) => id)}::bigint[])
    order by t.id desc`.execute(db)
  const actor = {
    kind: 'user',
    accountId,
    userId,
    name: '',
    role: 'user',
    seat: 'none',
    teamIds: new Set<string>(),
  } as const
  return {
    account,
    asker: { ...(await loadAsker(db, actor)), actor },
    threadIds: threads.map((row) => row.id),
    contactId: threads[0]?.contact_id ?? '',
    busyContactId: threads.at(-1)?.contact_id ?? '',
    messageIds: messages.map((row) => row.id),
    openingMessageIds: opening.map((row) => row.id),
    channelId: channel.id,
    outgoingId: messages.find((row) => row.direction === 'outgoing')?.id ?? '',
    keyring: createKeyring(Buffer.alloc(32, 1)),
  }
}

const views: View[] = ['open', 'mine', 'unassigned', 'closed']

const list = (tx: Tx, view: View, after: string | null = null) => {
  const { accountId, userId, inboxId } = facts.account
  return listThreads(tx, { accountId, userId, inboxIds: [inboxId], view, limit: 50, after })
}

const query = (tx: Tx, asked: Partial<Parameters<typeof queryThreads>[1]>) =>
  queryThreads(tx, {
    accountId: facts.account.accountId,
    visibleInboxIds: [facts.account.inboxId],
    inboxIds: [],
    status: null,
    contactId: null,
    latestMessageAfter: null,
    isArchived: false,
    sort: 'id',
    isDescending: false,
    limit: 100,
    after: null,
    ...asked,
  })

const dayMs = 86_400_000
const audit = (tx: Tx, filter: Partial<AuditFilter>) =>
  listAudit(
    tx,
    facts.account.accountId,
    { actions: [], userId: null, subjectType: null, subjectId: null, from: null, to: null, ...filter },
    { limit: 51, after: null },
  )

function aMailToStore(): Incoming {
  return {
    arrivalId: '1',
    receivedAt: new Date(),
    isExample: false,
    deliveredTo: [facts.account.fallbackAddress],
    deliveredPlus: [null],
    plusParts: [],
    key: 'new',
    from: { name: 'Ingrid Haugen', address: 'ingrid@nordlys.example' },
    to: [{ name: '', address: facts.account.fallbackAddress }],
    cc: [],
    replyTo: [],
    subject: 'Varmepumpe',
    externalId: 'a@nordlys.example',
    ancestors: ['b@nordlys.example', 'c@nordlys.example'],
    hasNullReturnPath: false,
    verdict: null,
    traits: [],
    passedOn: null,
    mayAnswer: true,
    text: '',
    visibleText: null,
    folds: [],
    html: null,
    style: '',
    hasRemoteImages: false,
    attachments: [],
    invitations: [],
    unreadable: null,
  }
}

/** Somebody without a ticket of his own. */
const nobodys = () => {
  const { actor, inboxes } = facts.asker as Parameters<typeof listTickets>[1]
  return { inboxes, actor: { ...actor, userId: '999999' } }
}

const openingEvents = (): StoredEvent[] =>
  facts.threadIds.flatMap((threadId, at) =>
    (['message.checked', 'thread.status_changed', 'thread.assigned'] as const).map((type) => ({
      ...{ id: `${at}`, xid: '1', accountId: facts.account.accountId, type, userId: null, threadId, inboxId: null },
      messageId: facts.openingMessageIds[at] ?? null,
      payload: { to: 'open', reason: 'message' },
    })),
  )

const questions: { because: string; ask(tx: Tx): Promise<unknown>; mayFetch?: number }[] = [
  ...views.map((view) => ({ because: `the list, ${view}`, ask: (tx: Tx) => list(tx, view) })),
  {
    because: 'the second page of the list',
    ask: async (tx) => list(tx, 'closed', (await list(tx, 'closed')).next),
  },
  { because: 'rows of threads that changed', ask: (tx) => getThreadRows(tx, facts.account.accountId, facts.threadIds) },
  {
    because: 'one row of the list',
    ask: (tx) => findMyThreadRow(tx, facts.account.accountId, facts.account.userId, facts.threadIds[0] ?? ''),
  },
  {
    because: 'who has read what changed',
    ask: (tx) => listReadSeqs(tx, facts.account.accountId, [facts.account.userId], facts.threadIds),
  },
  {
    because: 'whose drafts there are of what changed',
    ask: (tx) => listDraftsOf(tx, facts.account.accountId, [facts.account.userId], facts.threadIds),
  },
  { because: 'a thread', ask: (tx) => getThread(tx, facts.asker, facts.threadIds[0] ?? '') },
  {
    because: "a thread's head and what stands beside it",
    ask: (tx) => getThreadDetails(tx, facts.asker as Parameters<typeof getThreadDetails>[1], facts.threadIds[0] ?? ''),
  },
  {
    because: 'a page of a thread',
    ask: (tx) =>
      listTimeline(tx, createLinks(facts.keyring), facts.account.accountId, facts.threadIds[0] ?? '', {
        limit: 50,
        after: null,
      }),
  },
  {
    because: 'messages that changed',
    ask: (tx) => getTimelineItems(tx, createLinks(facts.keyring), facts.account.accountId, facts.messageIds),
  },
  { because: 'threads for programs, by id', ask: (tx) => query(tx, {}) },
  {
    because: 'threads for programs, latest first',
    ask: (tx) => query(tx, { sort: 'latestMessage', isDescending: true }),
  },
  {
    because: 'threads for programs, since an hour',
    ask: (tx) => query(tx, { sort: 'latestMessage', latestMessageAfter: new Date(Date.now() - 3_600_000) }),
  },
  { because: 'threads for programs, of a contact', ask: (tx) => query(tx, { contactId: facts.contactId }) },
  { because: 'the counters', ask: (tx) => loadCountCells(tx, facts.account.accountId) },
  {
    because: 'the counters of one inbox',
    ask: (tx) => loadCountCells(tx, facts.account.accountId, [facts.account.inboxId]),
  },
  {
    because: 'what storing a mail looks up',
    ask: (tx) => loadReceiveFacts(tx, createSignedIds(facts.keyring), facts.account.accountId, [aMailToStore()]),
  },
  {
    because: 'mail that waits to be stored',
    async ask(tx) {
      const { accountId, fallbackAddress } = facts.account
      const arrival = { accountId, envelopeFrom: '', recipients: [fallbackAddress], helo: '', remoteAddress: '' }
      await insertArrivals(tx, [arrival], { bytes: Buffer.from('Subject: x\r\n\r\n') }, null)
      expect(await claimArrivals(tx, newUuid(), 50)).toHaveLength(1)
    },
  },
  { because: 'mail that is due to leave', ask: (tx) => claimDue(tx, newUuid(), 8, []) },
  { because: 'mail that a dead process was sending', ask: (tx) => listInterrupted(tx) },
  { because: 'what a mail is composed of', ask: (tx) => loadOutgoing(tx, facts.account.accountId, facts.outgoingId) },
  { because: 'the audit', ask: (tx) => audit(tx, {}) },
  { because: 'the audit of a rare change', ask: (tx) => audit(tx, { actions: ['account.plan_changed'] }) },
  { because: 'the audit of somebody who changed nothing', ask: (tx) => audit(tx, { userId: '999999' }) },
  { because: 'the audit of one thing', ask: (tx) => audit(tx, { subjectType: 'user', subjectId: '7' }) },
  {
    because: 'the audit of a day long ago',
    ask: (tx) => audit(tx, { from: new Date(Date.now() - 301 * dayMs), to: new Date(Date.now() - 300 * dayMs) }),
  },
  { because: 'the event stream', ask: async (tx) => readStream(tx, await headOfStream(tx)) },
  ...(['open', 'closed', 'mine'] as const).map((state) => ({
    because: `tickets, ${state}`,
    ask: (tx: Tx) =>
      listTickets(tx, facts.asker as Parameters<typeof listTickets>[1], {
        state,
        contactId: null,
        limit: 50,
        after: null,
      }),
  })),
  ...[null, 'of a contact'].map((ofContact) => ({
    because: `tickets, all ${ofContact ?? ''}`,
    ask: (tx: Tx) =>
      listTickets(tx, facts.asker as Parameters<typeof listTickets>[1], {
        ...{ state: 'all', limit: 50, after: null },
        contactId: ofContact && facts.busyContactId,
      }),
  })),
  {
    because: 'tickets of somebody who owns none',
    ask: (tx) => listTickets(tx, nobodys(), { state: 'mine', contactId: null, limit: 50, after: null }),
  },
  {
    because: 'whose turn it is: who waited longest, for conversations that open and open again',
    ask: (tx) => routing(Date.now).react(tx, openingEvents()),
  },
  {
    because: 'tickets that new conversations make, and those that follow one',
    ask: (tx) => ticketReaction.react(tx, openingEvents()),
  },
  {
    because: 'a rule, tried on the last conversations',
    ask: (tx) => tryRule(tx, facts.account.accountId, facts.channelId, noRule),
    // It looks through the newest of the account, a thousand with their contact and their first message.
    mayFetch: 12_000,
  },
  {
    because: 'a contact with what was said',
    ask: (tx) => getContactRecord(tx, facts.asker as Parameters<typeof getContactRecord>[1], facts.busyContactId),
  },
  {
    because: 'tickets of a conversation, and one of them',
    ask: async (tx: Tx) => {
      const [ticket] = await listTicketsOf(tx, facts.asker, facts.threadIds[0] ?? '')
      if (ticket) await getTicket(tx, facts.asker, ticket.id)
    },
  },
]

test.each(questions)('$because', async ({ ask, mayFetch = maxFetched }) => {
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    const read = await readBy(mode, ask)
    expect(
      read.filter((table) => table.scans > 0),
      `${mode}: read as a whole`,
    ).toEqual([])
    expect(
      read.filter((table) => table.fetched > mayFetch),
      `${mode}: read too much`,
    ).toEqual([])
  }
})

test('the planner has no opinion on accounts', async () => {
  // 0006_statistics.sql says why; a table added later needs it too.
  const { rows } = await sql`
    select a.attrelid::regclass::text as table from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'account_id' and c.relname <> 'thread'
      and a.attstattarget is distinct from 0`.execute(database.db)
  expect(rows).toEqual([])
})

/** What a question read of the large tables; its transaction is rolled back. */
async function readBy(mode: string, ask: (tx: Tx) => Promise<unknown>): Promise<Read[]> {
  let read: Read[] = []
  class Undo extends Error {}
  const asking = database.transaction(async (tx) => {
    await sql`select set_config('plan_cache_mode', ${mode}, true)`.execute(tx)
    const before = new Map((await countsOf(tx)).map((table) => [table.name, table]))
    await ask(tx)
    read = (await countsOf(tx)).map(({ name, scans, fetched }) => ({
      name,
      scans: scans - (before.get(name)?.scans ?? 0),
      fetched: fetched - (before.get(name)?.fetched ?? 0),
    }))
    throw new Undo()
  })
  await asking.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
  return read
}

type Read = { name: string; scans: number; fetched: number }

/** Of this connection, since it last told the server; transactions that were rolled back included. */
async function countsOf(tx: Tx): Promise<Read[]> {
  const { rows } = await sql<Read>`
    select relname as name, seq_scan::int as scans, idx_tup_fetch::int as fetched
    from pg_stat_xact_user_tables where relname = any(${large})`.execute(tx)
  return rows
}
