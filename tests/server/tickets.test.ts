import { sql } from 'kysely'
import { expect, test } from 'vitest'
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
  await arrive(samtale, [''])
  expect(await ticketsOf(samtale)).toMatchObject([{ number: 1, subject: 'No subject' }])
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
  const { body } = await samtale.admin.get('/api/audit?action=channel.changed', { expects: 200 })
  expect(body.results[0]).toMatchObject({
    before: { makesTickets: false, ticketPriority: null },
    after: { makesTickets: true, ticketPriority: 'LOW' },
  })
  expect((await samtale.admin.get(channel, { expects: 200 })).body.tickets).toEqual({ ...defaults, priority: 'LOW' })
})
