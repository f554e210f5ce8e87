import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { StoredEvent } from '../../server/platform/events.ts'
import { ticketReaction } from '../../server/ticket/make-tickets.ts'
import { aMail } from '../harness/mails.ts'
import { type Samtale, startSamtale } from '../harness/samtale.ts'

const defaults = {
  ...{ isOn: true, name: '{subject}', pipelineId: '0', stageId: '1' },
  ...{ priority: null, category: null, owner: 'conversation' },
}

async function start() {
  const samtale = await startSamtale()
  const { body } = await samtale.admin.get(`/api/inboxes/${samtale.account.inboxId}/channels`, { expects: 200 })
  const channel = `/api/channels/${body.results[0].id}`
  const set = (fields: object) => samtale.admin.patch(channel, { tickets: { ...defaults, ...fields } })
  return { samtale, channel, set }
}

async function arrive(samtale: Samtale, subjects: string[], headers: string[] = []) {
  await Promise.all(subjects.map((subject) => samtale.deliver(aMail({ subject, headers }))))
  await samtale.settled()
}

async function ticketsOf(samtale: Samtale, state = 'open') {
  return (await samtale.admin.get(`/api/tickets?state=${state}`, { expects: 200 })).body.results
}

test('S28 each conversation that two servers take in makes one ticket, numbered, however often its event comes', async () => {
  const { samtale, set } = await start()
  await arrive(samtale, ['Before it was on'])
  expect(
    (await set({ name: 'Case: {subject}', stageId: '3', priority: 'HIGH', category: 'BILLING_ISSUE' })).status,
  ).toBe(200)
  const { settings, databaseUrl } = samtale.server
  const other = await startSamtale({ databaseUrl, isEmpty: true, env: { SAMTALE_DATA: settings.dataFolder } })
  const to = samtale.account.fallbackAddress
  await Promise.all(
    [samtale, other, samtale, other].map((one, at) => one.deliver(aMail({ subject: `E${at}` }), { to })),
  )
  await samtale.settled()
  const { db } = samtale.database
  await sql`
    insert into event (account_id, type, thread_id, message_id, payload)
    select account_id, type, thread_id, message_id, payload from event where type = 'message.checked'
      and thread_id in (select thread_id from ticket_thread)`.execute(db)
  await arrive(samtale, ['E4'])
  const tickets = await ticketsOf(samtale)
  expect(tickets.map(({ number }: { number: number }) => number)).toEqual([5, 4, 3, 2, 1])
  expect(tickets[0]).toMatchObject({
    ...{ subject: 'Case: E4', stage: 'Waiting on us', priority: 'HIGH', category: 'BILLING_ISSUE' },
    ...{ ownerId: null, ownerFollows: true, closedAt: null },
  })
  const details = await samtale.admin.get(`/api/threads/${tickets[0].threadId}`, { expects: 200 })
  expect(details.body.tickets).toEqual([tickets[0]])
  const page = await samtale.admin.get('/api/tickets?limit=2', { expects: 200 })
  const next = await samtale.admin.get(`/api/tickets?limit=9&after=${page.body.paging.next.after}`, { expects: 200 })
  expect([...page.body.results, ...next.body.results]).toEqual(tickets)
})

test('S28 automatic mail, a further message and what a channel without tickets takes in make none', async () => {
  const { samtale, set } = await start()
  await arrive(samtale, ['Off'])
  await set({})
  await arrive(samtale, ['Away'], ['Auto-Submitted: auto-replied'])
  await samtale.admin.post('/api/onboarding/examples')
  await samtale.settled()
  expect(await ticketsOf(samtale)).toEqual([])
  await sql`update account set language = 'nb'`.execute(samtale.database.db)
  await arrive(samtale, [''])
  expect(await ticketsOf(samtale)).toMatchObject([{ number: 1, subject: 'Uten emne' }])
})

test('S29 the owner is the conversation’s until another is chosen, or whom the channel says', async () => {
  const { samtale, set } = await start()
  const [jonas, elif] = await Promise.all([samtale.addUser(), samtale.addUser()])
  await set({})
  await arrive(samtale, ['E7'])
  const [ticket] = await ticketsOf(samtale)
  const assign = async (userId: string) => {
    const path = `/conversations/v3/conversations/threads/${ticket.threadId}/assignee`
    await samtale.admin.put(path, { actorId: `A-${userId}` }, { expects: 200 })
    await samtale.settled()
    return (await samtale.admin.get(`/api/tickets/${ticket.id}`, { expects: 200 })).body
  }
  expect(await assign(jonas.userId)).toMatchObject({ ownerId: jonas.userId, ownerFollows: true })
  await samtale.admin.patch(`/api/tickets/${ticket.id}`, { ownerId: samtale.account.userId }, { expects: 200 })
  expect(await assign(elif.userId)).toMatchObject({ ownerId: samtale.account.userId, ownerFollows: false })
  await samtale.admin.patch(`/api/tickets/${ticket.id}`, { stageId: '4' }, { expects: 200 })
  expect(await ticketsOf(samtale)).toEqual([])
  expect(await ticketsOf(samtale, 'closed')).toMatchObject([{ id: ticket.id, closedAt: expect.any(String) }])
  await set({ owner: elif.userId })
  await arrive(samtale, ['E8'])
  expect(await ticketsOf(samtale)).toMatchObject([{ ownerId: elif.userId, ownerFollows: false }])
  await sql`update contact set owner_user_id = ${jonas.userId}`.execute(samtale.database.db)
  await set({ owner: 'contact-owner' })
  await arrive(samtale, ['E9'])
  expect(await ticketsOf(samtale)).toMatchObject([{ ownerId: jonas.userId }, { ownerId: elif.userId }])
})

test('S29 whoever is chosen by hand stays the owner, however the conversation is given away meanwhile', async () => {
  const { samtale, set } = await start()
  const people = await Promise.all(Array.from({ length: 4 }, () => samtale.addUser()))
  await set({})
  await arrive(samtale, ['E1', 'E2', 'E3', 'E4', 'E5'])
  const tickets = await ticketsOf(samtale)
  const give = (threadId: string, userId: string) =>
    samtale.admin.put(`/conversations/v3/conversations/threads/${threadId}/assignee`, { actorId: `A-${userId}` })
  // Changes of something else by hand cross them: they hold the same row and are to take nobody's place.
  await Promise.all(
    tickets.flatMap(({ id, threadId }: { id: string; threadId: string }) => [
      ...people.map(({ userId }) => give(threadId, userId)),
      samtale.admin.patch(`/api/tickets/${id}`, { ownerId: samtale.account.userId }, { expects: 200 }),
      samtale.admin.patch(`/api/tickets/${id}`, { priority: 'HIGH' }, { expects: 200 }),
      ...people.map(({ userId }) => give(threadId, userId)),
    ]),
  )
  await samtale.settled()
  expect(await ticketsOf(samtale)).toMatchObject(
    tickets.map(({ id }: { id: string }) => ({
      ...{ id, ownerId: samtale.account.userId, ownerFollows: false, priority: 'HIGH' },
    })),
  )
})

test('S28 S29 events that come again, in any order and at the same time, leave one ticket that is as it should be', async () => {
  const { samtale, set } = await start()
  const [jonas, elif] = await Promise.all([samtale.addUser(), samtale.addUser()])
  await set({})
  await arrive(samtale, ['E1', 'E2', 'E3'])
  const tickets = await ticketsOf(samtale)
  const [first, second, third] = tickets
  const give = ({ threadId }: { threadId: string }, { userId }: { userId: string }) =>
    samtale.admin.put(`/conversations/v3/conversations/threads/${threadId}/assignee`, { actorId: `A-${userId}` })
  await samtale.admin.patch(`/api/tickets/${second.id}`, { ownerId: jonas.userId }, { expects: 200 })
  for (const one of [first, second, third]) for (const person of [jonas, elif]) await give(one, person)
  await samtale.settled()
  const asTheyAre = await ticketsOf(samtale)
  expect(asTheyAre).toMatchObject([
    { ownerId: elif.userId, ownerFollows: true },
    { ownerId: jonas.userId, ownerFollows: false },
    { ownerId: elif.userId, ownerFollows: true },
  ])
  const { database } = samtale
  const { rows: events } = await sql<StoredEvent>`
    select id::text, xid::text, account_id as "accountId", type, user_id as "userId", thread_id as "threadId",
      message_id as "messageId", payload from event where type = any(${[...ticketReaction.types]})`.execute(database.db)
  expect(events.length).toBeGreaterThan(8)
  const again = fc.shuffledSubarray([...events, ...events], { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(fc.array(again, { minLength: 2, maxLength: 4 }), async (batches) => {
      // A second process that reacts at the same time may be refused by a key; its transaction is then as if it had never been.
      await Promise.allSettled(batches.map((batch) => database.transaction((tx) => ticketReaction.react(tx, batch))))
      expect(await ticketsOf(samtale)).toEqual(asTheyAre)
    }),
    { numRuns: 15 },
  )
  // Nor is a second one made where none is made yet and several begin at once.
  await sql`delete from ticket`.execute(database.db)
  const checked = events.filter(({ type }) => type === 'message.checked')
  const made = await Promise.allSettled(
    [checked, checked.toReversed(), checked].map((batch) =>
      database.transaction((tx) => ticketReaction.react(tx, batch)),
    ),
  )
  expect(made.some(({ status }) => status === 'fulfilled')).toBe(true)
  const after: { threadId: string }[] = await ticketsOf(samtale)
  expect(after.map(({ threadId }) => threadId).toSorted()).toEqual(
    tickets.map(({ threadId }: { threadId: string }) => threadId).toSorted(),
  )
})

test('S28 a ticket is seen and changed as its own inbox says, also where another shows the conversation', async () => {
  const { samtale, set } = await start()
  const { admin, account } = samtale
  await set({})
  const members = { access: 'specific', userIds: [account.userId], teamIds: [] }
  const sales = await admin.post('/api/inboxes', { name: 'Sales', ...members }, { expects: 201 })
  const onlySupport = await samtale.signIn((await samtale.addUser()).email)
  await arrive(samtale, ['E7'])
  const [ticket] = await ticketsOf(samtale)
  // The conversation came to both, and then lives in the other: those of Support still see it, and its ticket no more.
  await sql`
    update thread set inbox_id = ${sales.body.id}, inbox_ids = array[${sales.body.id}::bigint, inbox_id]
    where id = ${ticket.threadId}`.execute(samtale.database.db)
  await sql`
    insert into event (account_id, type, thread_id, payload)
    values (${account.accountId}, 'thread.moved', ${ticket.threadId}, '{"fromInboxIds":[]}')`.execute(
    samtale.database.db,
  )
  await arrive(samtale, ['E8'])
  expect((await onlySupport.get(`/api/threads/${ticket.threadId}`, { expects: 200 })).body.tickets).toEqual([])
  await onlySupport.get(`/api/tickets/${ticket.id}`, { expects: 404 })
  await onlySupport.patch(`/api/tickets/${ticket.id}`, { priority: 'LOW' }, { expects: 404 })
  expect((await admin.get(`/api/threads/${ticket.threadId}`, { expects: 200 })).body.tickets).toHaveLength(1)
  // A super admin who was not chosen looks, and changes nothing.
  const onlooker = await samtale.signIn((await samtale.addUser({ role: 'super-admin' })).email)
  await onlooker.get(`/api/tickets/${ticket.id}`, { expects: 200 })
  const refused = await onlooker.patch(`/api/tickets/${ticket.id}`, { priority: 'LOW' }, { expects: 403 })
  expect(refused.body.subCategory).toBe('InboxAccess.VIEW_ONLY')
  // Nor can it be given to somebody who could not act in its inbox.
  const { userId } = await samtale.addUser()
  const given = await admin.patch(`/api/tickets/${ticket.id}`, { ownerId: userId }, { expects: 400 })
  expect(given.body.errors).toMatchObject([{ in: 'ownerId' }])
})

test.each([
  { fields: { name: ' ' }, field: 'tickets.name', because: 'a ticket has a name' },
  { fields: { pipelineId: '7' }, field: 'tickets.pipelineId', because: 'it is no pipeline of the account' },
  { fields: { stageId: '9' }, field: 'tickets.stageId', because: 'it is no stage of the pipeline' },
  { fields: { owner: '999999' }, field: 'tickets.owner', because: 'nobody has this id' },
])('abuse-36 S28 $field is refused by its name: $because', async ({ fields, field }) => {
  const { set } = await start()
  expect(await set(fields)).toMatchObject({ status: 400, body: { errors: [{ in: field }] } })
})

test('S29 who may not see the inbox sees no ticket of it, and the audit tells who turned tickets on', async () => {
  const { samtale, channel, set } = await start()
  await set({ priority: 'LOW' })
  await arrive(samtale, ['E7'])
  const [ticket] = await ticketsOf(samtale)
  const { email } = await samtale.addUser({ role: 'user' })
  const theirs = await samtale.signIn(email)
  const access = { access: 'specific', userIds: [samtale.account.userId], teamIds: [] }
  await samtale.admin.put(`/api/inboxes/${samtale.account.inboxId}/access`, access, { expects: 200 })
  await theirs.get(`/api/tickets/${ticket.id}`, { expects: 404 })
  await theirs.patch(`/api/tickets/${ticket.id}`, { stageId: '4' }, { expects: 404 })
  expect((await theirs.get('/api/tickets', { expects: 200 })).body.results).toEqual([])
  await theirs.get('/api/tickets?state=all', { expects: 400 })
  const { body } = await samtale.admin.get('/api/audit?action=channel.changed', { expects: 200 })
  expect(body.results[0]).toMatchObject({
    before: { makesTickets: false, ticketPriority: null },
    after: { makesTickets: true, ticketPriority: 'LOW' },
  })
  expect((await samtale.admin.get(channel, { expects: 200 })).body.tickets).toEqual({ ...defaults, priority: 'LOW' })
})
