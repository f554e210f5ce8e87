import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { lockLogin } from '../../server/account/login-changes.ts'
import { recordAttempt } from '../../server/conversation/delivery.ts'
import type { Tx } from '../../server/platform/database.ts'
import { addApp, codeOf, forgetAttempts, forgetCodes, halfIn } from '../harness/factors.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'
import { streamUrl } from './open-stream.ts'
import { twoAccounts } from './two-accounts.ts'

const samtale = await startSharedSamtale({ env: { API_RATE_LIMIT: '0' } })
const world = await twoAccounts(samtale)
const { own, foreign } = world
const { admin, database } = samtale
const { db } = database
const thread = `/conversations/v3/conversations/threads/${own.threadId}`

test('abuse-52 a stream that was opened before the account asked for two factors says nothing afterwards', async () => {
  const opened = await samtale.openAccount('Fjellvarme')
  const [owner, jonas] = [
    await samtale.signIn(opened.email),
    await samtale.signIn((await samtale.addUser({ accountId: opened.accountId })).email),
  ]
  const socket = new WebSocket(streamUrl(samtale.origin), {
    headers: { cookie: jonas.cookie() },
    origin: samtale.origin,
  })
  await new Promise((resolve) => socket.once('open', resolve))
  const frames: string[] = []
  socket.on('message', (data) => frames.push(String(data)))
  await addApp(owner)
  await owner.put('/api/account/second-factor', { isRequired: true }, { expects: 204 })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.send(JSON.stringify({ after: null }))
  expect(await closed).toBe(4401)
  expect(frames).toEqual([])
})

test('abuse-55 an account that somebody has left hears nothing of what becomes of the login', async () => {
  const person = await samtale.addUser({ name: 'Elif Demir' })
  const { rows } = await sql<{ id: string }>`
    insert into "user" (account_id, login_id, name, role, seat)
    select ${foreign.accountId}, login_id, name, 'user', 'none' from "user" where id = ${person.userId}
    returning id`.execute(db)
  const there = rows[0]?.id
  const client = await samtale.signIn(person.email)
  const actions = async () => {
    const { rows: written } = await sql<{ id: string }>`
      select subject_id as id from audit where action = 'user.password_changed'
        and subject_id = any(${[person.userId, there]}::bigint[]) order by id`.execute(db)
    return written.map(({ id }) => id)
  }
  const change = async (current: string, next: string) =>
    client.put('/api/password', { current, password: next }, { expects: 204 })
  await change(password, 'another fine password')
  expect((await actions()).toSorted()).toEqual([person.userId, there].toSorted())
  await sql`update "user" set is_active = false where id = ${there}`.execute(db)
  await change('another fine password', password)
  expect((await actions()).filter((id) => id === there)).toHaveLength(1)
  await forgetAttempts(samtale)
})

test('S2 an inbox beyond the plan: its settings are read, and every way to change them is refused', async () => {
  const { accountId, email, inboxId } = await samtale.openAccount('Solvik Kulde')
  const owner = await samtale.signIn(email)
  await sql`update account set plan = 'professional' where id = ${accountId}`.execute(db)
  const created = await owner.post(
    '/api/inboxes',
    { name: 'Sales', access: 'everyone', userIds: [], teamIds: [] },
    { expects: 201 },
  )
  const extra = created.body.id
  const at = `/api/inboxes/${extra}`
  const connected = await owner.post(`${at}/channels`, { type: 'fallback-email', localPart: 'sales' }, { expects: 201 })
  const channel = `/api/channels/${connected.body.id}`
  const [first] = (await owner.get(`/api/inboxes/${inboxId}/channels`, { expects: 200 })).body.results
  await owner.patch('/api/plan', { plan: 'starter' }, { expects: 200 })

  for (const path of [`${at}/channels`, `${at}/access`, channel]) await owner.get(path, { expects: 200 })
  const refused = []
  for (const [method, path, body] of [
    ['PATCH', at, { name: 'Prices' }],
    ['POST', `${at}/archive`, undefined],
    ['PUT', `${at}/access`, { access: 'specific', userIds: [], teamIds: [] }],
    ['POST', `${at}/channels`, { type: 'fallback-email', localPart: 'prices' }],
    ['PATCH', channel, { isSending: false }],
    ['PUT', `${channel}/status`, { isOn: false }],
    ['PUT', `${channel}/inbox`, { inboxId, openThreads: 'stay' }],
    ['PUT', `/api/channels/${first.id}/inbox`, { inboxId: extra, openThreads: 'stay' }],
    ['DELETE', channel, undefined],
  ] as const) {
    const { status, body: answer } = await owner.request(method, path, body)
    refused.push(`${method} ${path} ${status} ${answer.code}`)
  }
  expect(refused.filter((line) => !line.endsWith(' 403 planExtraInbox'))).toEqual([])
})

const beyond = '9'.repeat(19)

const placeOf = (at: string, id: string) => Buffer.from(`${at}|${id}`).toString('base64url')

test.each([
  { method: 'GET', path: `/api/users/${beyond}/working-hours` },
  { method: 'GET', path: `/api/outbox?after=${beyond}` },
  { method: 'GET', path: `/api/threads?after=${placeOf('2026-03-10 12:00:00+00', beyond)}` },
  { method: 'GET', path: `/api/threads?after=${placeOf('2026-99-10 12:00:00+00', '1')}` },
  { method: 'GET', path: `/conversations/v3/conversations/threads?after=${placeOf('', beyond)}` },
  { method: 'PUT', path: `/api/users/${beyond}/availability`, body: { availability: 'away' } },
  { method: 'PATCH', path: `/api/users/${own.userId}`, body: { mainTeamId: beyond } },
  { method: 'POST', path: '/api/teams', body: { name: 'Owls', mainUserIds: [beyond] } },
  {
    method: 'PUT',
    path: `/api/inboxes/${own.inboxId}/access`,
    body: { access: 'specific', userIds: [beyond], teamIds: [] },
  },
  { method: 'POST', path: '/api/inboxes', body: { name: 'Owls', access: 'specific', userIds: [], teamIds: [beyond] } },
  { method: 'POST', path: '/api/session/account', body: { accountId: beyond } },
  { method: 'POST', path: `/api/threads/${own.threadId}/inbox`, body: { inboxId: beyond } },
  {
    method: 'PUT',
    path: `/api/channels/${own.channelAccountId}/inbox`,
    body: { inboxId: beyond, openThreads: 'stay' },
  },
])('abuse-40 an id that the database cannot count to is refused: $method $path', async ({ method, path, body }) => {
  const { status } = await admin.request(method, path, body)
  expect([400, 404]).toContain(status)
})

test('S10 who has left is not chosen for a new inbox', async () => {
  const left = world.people['a user who has left'].userId
  const body = { name: 'Owls', access: 'specific', userIds: [left], teamIds: [] }
  expect(await admin.post('/api/inboxes', body)).toMatchObject({ status: 400, body: { code: 'invalid' } })
})

/** Somebody else's transaction, which has locked one thing when the request comes and wants the other when it waits. */
async function inTheWay(
  first: (tx: Tx) => Promise<unknown>,
  request: () => Promise<{ status: number }>,
  then: (tx: Tx) => Promise<unknown>,
): Promise<number> {
  let answer: Promise<{ status: number }> | undefined
  await database.transaction(async (tx) => {
    await first(tx)
    answer = request()
    await expect.poll(countWaiting).toBeGreaterThan(0)
    await then(tx)
  })
  return (await answer)?.status ?? 0
}

async function countWaiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows[0]?.count ?? 0
}

test('S64 an undo and a channel that is switched on do not wait for each other in a circle', async () => {
  await admin.patch('/api/profile', { undoSeconds: 30 }, { expects: 200 })
  const sent = await admin.post(
    `${thread}/messages`,
    {
      type: 'MESSAGE',
      text: 'Thank you.',
      senderActorId: `A-${samtale.account.userId}`,
      channelId: '1002',
      channelAccountId: own.channelAccountId,
      recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' } }],
    },
    { expects: 201 },
  )
  await admin.patch('/api/profile', { undoSeconds: 0 }, { expects: 200 })
  const status = await inTheWay(
    (tx) => sql`select from thread where id = ${own.threadId} for update`.execute(tx),
    () => admin.post(`/api/messages/${sent.body.id}/undo`),
    (tx) => sql`update recipient set leased_by = null where message_id = ${sent.body.id}`.execute(tx),
  )
  expect(status).toBe(200)
})

test('W6 a move of a conversation and one of its channel do not wait for each other in a circle', async () => {
  const returns = { name: 'Returns', access: 'everyone', userIds: [], teamIds: [] }
  const target = (await admin.post('/api/inboxes', returns, { expects: 201 })).body.id
  const move = (inboxId: string) => admin.post(`/api/threads/${own.spareThreadId}/inbox`, { inboxId })
  const status = await inTheWay(
    (tx) => sql`select from inbox where id = ${target} for no key update`.execute(tx),
    () => move(target),
    (tx) => sql`select from thread where id = ${own.spareThreadId} for update`.execute(tx),
  )
  expect(status).toBe(200)
  expect((await move(own.inboxId)).status).toBe(200)
})

test('S10 a choice for an inbox and a team that goes do not wait for each other in a circle', async () => {
  const team = await admin.post('/api/teams', { name: `Team ${randomUUID()}` }, { expects: 201 })
  const inbox = await admin.post(
    '/api/inboxes',
    { name: 'Service deals', access: 'specific', userIds: [], teamIds: [team.body.id] },
    { expects: 201 },
  )
  const choice = { access: 'specific', userIds: [samtale.account.userId], teamIds: [team.body.id] }
  const status = await inTheWay(
    (tx) => sql`select from account where id = ${own.accountId} for no key update`.execute(tx),
    () => admin.put(`/api/inboxes/${inbox.body.id}/access`, choice),
    (tx) => sql`delete from team where id = ${team.body.id}`.execute(tx),
  )
  expect(status).toBe(400)
})

test('abuse-52 who signs in with a code does not wait for who is changing the factors, with the code in hand', async () => {
  const person = await samtale.addUser()
  const { secret } = await addApp(await samtale.signIn(person.email))
  await forgetCodes(samtale)
  const { client, challenge } = await halfIn(samtale, person.email)
  await database.transaction(async (tx) => {
    const { login_id: loginId } = await tx
      .selectFrom('user')
      .select('login_id')
      .where('id', '=', person.userId)
      .executeTakeFirstOrThrow()
    await lockLogin(tx, loginId)
    await client.post('/api/session/second-factor', { challenge, code: codeOf(secret) }, { expects: 201 })
  })
})

test('W7 a conversation that is joined while its mail ends: both are written, whichever of the two had to begin anew', async () => {
  const [{ id: recipientId, messageId, threadId, processId }] = await sendingRecipient()
  const delivery = { ...notADelivery, accountId: own.accountId, id: recipientId, messageId, leasedBy: processId }
  const target = threadId === own.threadId ? own.spareThreadId : own.threadId
  const waiting: Promise<unknown>[] = []
  await database.transaction(async (tx) => {
    await sql`select from message where id = ${messageId} for update`.execute(tx)
    const joined = admin.post(`/api/threads/${threadId}/join`, { threadId: target }, { expects: 200 })
    await expect.poll(countWaiting).toBe(1)
    waiting.push(joined, recordAttempt(database, delivery, { kind: 'sent', response: '250 2.0.0 Ok' }))
    await expect.poll(countWaiting).toBe(2)
  })
  await Promise.all(waiting)
  const { rows } = await sql`
    select state, thread_id as "threadId" from recipient where id = ${recipientId}`.execute(db)
  expect(rows).toEqual([{ state: 'sent', threadId: target }])
})

const notADelivery = {
  notice: null,
  loginId: null,
  invitationId: null,
  aboutThreadId: null,
  fromAddressId: null,
  loginChange: null,
  loginChangedFrom: null,
  address: 'ingrid@nordmark.example',
  attempts: 1,
  firstDueAt: new Date(),
}

/** One that the server is just sending. */
async function sendingRecipient() {
  const { rows } = await sql<{ id: string; messageId: string; threadId: string; processId: string }>`
    update recipient r set state = 'sending', leased_by = (select id from process order by id limit 1)
    where id = ${own.recipientId}
    returning id, message_id as "messageId", thread_id as "threadId", leased_by as "processId"`.execute(db)
  const [row] = rows
  if (!row) throw new Error('there is no such recipient')
  return [row] as const
}

test('S62 switches of many people while the account changes what it asks of them: all are heard', async () => {
  const clients = ['a super admin, not chosen', 'account access, chosen', 'a user, chosen'] as const
  const turns = Array.from({ length: 10 }, (_, turn) => [
    admin.put('/api/availability-settings', { asksForBrowser: turn % 2 === 0 }),
    ...clients.map((name) =>
      world.people[name].client.put('/api/availability', { availability: turn % 2 === 0 ? 'away' : 'available' }),
    ),
  ]).flat()
  const answers = await Promise.all(turns)
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
})
