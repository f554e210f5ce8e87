import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { requireFreeSeat } from '../../server/account/seats.ts'
import { type Action, can } from '../../server/inbox/access.ts'
import { insertInbox, listInboxes } from '../../server/inbox/inbox-store.ts'
import { requireRoomForInbox } from '../../server/inbox/plan-limits.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { admin, database } = samtale
const { db } = database

/** An account of its own on a plan. */
async function accountOn(plan: string) {
  const account = await samtale.openAccount(`Solvik ${plan}`)
  const client = await samtale.signIn(account.email)
  await client.patch('/api/plan', { plan }, { expects: 200 })
  return { ...account, client }
}

const addInbox = (accountId: string, name: string) =>
  database.transaction((tx) => insertInbox(tx, { accountId, name, isDefault: false }))
const refusal = (work: Promise<unknown>) => work.then(() => null).catch((error: { code?: string }) => error.code)

test.each([
  { plan: 'free', inboxes: 1, seats: 0 },
  { plan: 'starter', inboxes: 1, seats: 5 },
  { plan: 'professional', inboxes: null, seats: null },
  { plan: 'enterprise', inboxes: null, seats: null },
])('S60 $plan: what is allowed stands beside what is used', async ({ plan, inboxes, seats }) => {
  const { client, inboxId } = await accountOn(plan)
  expect((await client.get('/api/plan', { expects: 200 })).body).toEqual({
    plan,
    starterSeats: 5,
    seats: { sales: 0, service: 1, none: 0, used: 1, allowed: seats },
    inboxes: { used: 1, allowed: inboxes },
    keeps: [{ id: inboxId, name: 'Support' }],
    mailDomains: { paid: 'inbox.localhost', free: 'free.inbox.localhost' },
    mayChange: true,
  })
})

test('S60 everybody may read the plan; who is no super admin is told that he cannot change it', async () => {
  const jonas = await samtale.signIn((await samtale.addUser({ role: 'account-access', seat: 'none' })).email)
  expect((await jonas.get('/api/plan', { expects: 200 })).body).toMatchObject({ mayChange: false, keeps: [] })
  expect(await jonas.patch('/api/plan', { plan: 'free' })).toMatchObject({ status: 403, body: { code: 'notAllowed' } })
})

test.each([
  { because: 'a plan that is none', body: { plan: 'platinum' }, names: 'plan' },
  { because: 'fewer seats than none', body: { starterSeats: -1 }, names: 'starterSeats' },
  { because: 'half a seat', body: { starterSeats: 1.5 }, names: 'starterSeats' },
  { because: 'nothing', body: {}, names: 'body' },
])('S60 $because is refused, and named', async ({ body, names }) => {
  const answer = await admin.patch('/api/plan', body)
  expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
  expect(answer.body.message).toContain(names)
})

test('S40 a plan with one inbox has no room for another; Professional has', async () => {
  const { accountId, client } = await accountOn('starter')
  const room = () => refusal(database.transaction((tx) => requireRoomForInbox(tx, accountId)))
  expect(await room()).toBe('planLimit')
  await client.patch('/api/plan', { plan: 'professional' }, { expects: 200 })
  expect(await room()).toBeNull()
})

test('S40 two who take the last room at the same time do not both get it', async () => {
  const { accountId, inboxId } = await accountOn('free')
  await sql`update inbox set archived_at = now() where id = ${inboxId}`.execute(db)
  const take = () =>
    database.transaction(async (tx) => {
      await requireRoomForInbox(tx, accountId)
      await insertInbox(tx, { accountId, name: 'Sales', isDefault: false })
    })
  const answers = await Promise.all([refusal(take()), refusal(take()), refusal(take())])
  expect(answers.toSorted()).toEqual([null, 'planLimit', 'planLimit'])
})

test('S2 going down stops nothing: an inbox beyond the plan is worked in, and its settings only read', async () => {
  const { accountId, inboxId, client } = await accountOn('professional')
  const extra = await addInbox(accountId, 'Sales')
  await client.patch('/api/plan', { plan: 'starter' }, { expects: 200 })
  expect((await client.get('/api/plan')).body.inboxes).toEqual({ used: 2, allowed: 1 })
  const actor = {
    kind: 'user',
    accountId,
    userId: '1',
    name: 'Kari Solheim',
    role: 'super-admin',
    seat: 'none',
    teamIds: new Set<string>(),
  } as const
  const verdicts = async (id: string) => {
    const inbox = (await listInboxes(db, accountId)).find((one) => one.id === id)
    const actions: Action[] = ['see', 'act', 'seeSettings', 'configure']
    return inbox && actions.map((action) => can(actor, action, inbox))
  }
  const yes = { isAllowed: true }
  expect(await verdicts(inboxId)).toEqual([yes, yes, yes, yes])
  const refused = { isAllowed: false, mayKnow: true, code: 'planExtraInbox', inboxName: 'Sales' }
  expect(await verdicts(extra)).toEqual([yes, yes, yes, refused])
  expect((await client.get('/api/inbox')).body.inboxes.map((one: { mayAct: boolean }) => one.mayAct)).toEqual([
    true,
    true,
  ])
  await client.patch('/api/plan', { plan: 'enterprise' }, { expects: 200 })
  expect(await verdicts(extra)).toEqual([yes, yes, yes, yes])
})

test('S2 of several inboxes the default one is kept, then the oldest; an archived one takes no room', async () => {
  const { accountId, inboxId, client } = await accountOn('enterprise')
  const [second, third] = [await addInbox(accountId, 'Sales'), await addInbox(accountId, 'Returns')]
  const keeps = async () => (await client.get('/api/plan')).body.keeps.map((one: { id: string }) => one.id)
  const beyond = async () => (await listInboxes(db, accountId)).filter((one) => one.isBeyondPlan).map(({ id }) => id)
  expect([await keeps(), await beyond()]).toEqual([[inboxId, second, third], []])
  await sql`update inbox set is_default = false where id = ${inboxId}`.execute(db)
  await sql`update inbox set is_default = true where id = ${third}`.execute(db)
  await client.patch('/api/plan', { plan: 'free' }, { expects: 200 })
  expect([await keeps(), await beyond()]).toEqual([
    [third, inboxId, second],
    [inboxId, second],
  ])
  await sql`update inbox set archived_at = now() where id = ${inboxId}`.execute(db)
  expect([await keeps(), await beyond()]).toEqual([[third, second], [second]])
})

test('S60 with fewer seats than are taken all keep theirs, and nobody gets another', async () => {
  const { accountId, client } = await accountOn('enterprise')
  await samtale.addUser({ accountId, seat: 'sales' })
  await samtale.addUser({ accountId, seat: 'service' })
  await client.patch('/api/plan', { plan: 'starter', starterSeats: 2 }, { expects: 200 })
  expect((await client.get('/api/plan')).body.seats).toEqual({ sales: 1, service: 2, none: 0, used: 3, allowed: 2 })
  const another = () => refusal(database.transaction((tx) => requireFreeSeat(tx, accountId, 'service')))
  expect(await another()).toBe('invalid')
  await client.patch('/api/plan', { starterSeats: 4 }, { expects: 200 })
  expect(await another()).toBeNull()
})

test('S18 the default address follows the plan, and receives under both domains whatever it was', async () => {
  const { fallbackAddress, client } = await accountOn('enterprise')
  const local = fallbackAddress.replace('.inbox.localhost', '')
  const shown = async () => (await client.get('/api/inbox')).body.inboxes[0].fallbackAddress
  const received = async () => (await client.get('/api/threads')).body.results.length
  const addresses = [`${local}.inbox.localhost`, `${local}.free.inbox.localhost`]
  let mails = 0
  for (const [plan, address] of [
    ['starter', addresses[0]],
    ['free', addresses[1]],
    ['professional', addresses[0]],
    ['free', addresses[1]],
  ] as const) {
    await client.patch('/api/plan', { plan }, { expects: 200 })
    expect(await shown()).toBe(address)
    for (const to of addresses) {
      await samtale.deliver(aMail({ subject: `Mail ${++mails}`, messageId: `plan-${mails}@nordmark.example` }), { to })
      await samtale.settled()
      expect(await received(), `${to} on ${plan}`).toBe(mails)
    }
  }
})

test('S18 a reply leaves from the default address of the plan, and its answer finds the way back after the next change', async () => {
  const { fallbackAddress, userId, token, client } = await accountOn('enterprise')
  const program = samtale.withToken(token)
  const free = fallbackAddress.replace('.inbox.localhost', '.free.inbox.localhost')
  await samtale.deliver(aMail({ subject: 'E7', messageId: 'first@nordmark.example' }), { to: fallbackAddress })
  await samtale.settled()
  const threads = async () => (await client.get('/api/threads', { expects: 200 })).body.results
  const [{ id }] = await threads()
  await client.patch('/api/plan', { plan: 'free' }, { expects: 200 })
  const { channelAccount } = (await client.get(`/api/threads/${id}`, { expects: 200 })).body
  const reply = await program.post(
    `/conversations/v3/conversations/threads/${id}/messages`,
    {
      type: 'MESSAGE',
      text: 'It is the sensor.',
      senderActorId: `A-${userId}`,
      channelId: '1002',
      channelAccountId: channelAccount.id,
      recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' } },
    },
    { expects: 201 },
  )
  const raw = String((await client.get(`/api/messages/${reply.body.id}/raw`, { expects: 200 })).body)
  const header = (name: string) => {
    const line = raw
      .replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .find((one) => one.startsWith(`${name}: `))
    return /[^<>\s]+@[^<>\s]+/.exec(line ?? '')?.[0] ?? ''
  }
  expect(header('From')).toBe(free)
  const replyTo = header('Reply-To')
  expect(replyTo).toContain('.free.inbox.localhost')
  await client.patch('/api/plan', { plan: 'professional' }, { expects: 200 })
  await samtale.deliver(aMail({ subject: 'Re: E7', messageId: 'answer@nordmark.example' }), { to: replyTo })
  await samtale.settled()
  expect((await threads()).map((thread: { id: string }) => thread.id)).toEqual([id])
})

test('S18 an address of before the second domain was set gets its other name with the change', async () => {
  const { fallbackAddress, accountId, client } = await accountOn('enterprise')
  await sql`delete from mail_address where account_id = ${accountId} and address <> ${fallbackAddress}`.execute(db)
  await client.patch('/api/plan', { plan: 'free' }, { expects: 200 })
  const free = fallbackAddress.replace('.inbox.localhost', '.free.inbox.localhost')
  const { rows } = await sql<{ address: string }>`
    select address from mail_address where account_id = ${accountId} order by address`.execute(db)
  expect(rows.map(({ address }) => address)).toEqual([free, fallbackAddress].toSorted())
})

test('a change is written down with what was before, once; a change to the same is none', async () => {
  const { accountId, client } = await accountOn('starter')
  await sql`delete from audit where account_id = ${accountId}`.execute(db)
  await client.patch('/api/plan', { plan: 'starter' }, { expects: 200 })
  await client.patch('/api/plan', { plan: 'professional', starterSeats: 9 }, { expects: 200 })
  const { rows } = await sql<{ action: string; before: object; after: object; user_id: string }>`
    select action, before, after, user_id from audit where account_id = ${accountId} order by id`.execute(db)
  expect(rows).toEqual([
    {
      action: 'account.plan_changed',
      before: { plan: 'starter' },
      after: { plan: 'professional' },
      user_id: expect.any(String),
    },
    {
      action: 'account.seats_changed',
      before: { starterSeats: 5 },
      after: { starterSeats: 9 },
      user_id: expect.any(String),
    },
  ])
})
