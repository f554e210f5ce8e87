import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { insertInbox } from '../../server/inbox/inbox-store.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { account, admin, database } = samtale
const { accountId } = account
const v3 = '/conversations/v3/conversations'

let sales = ''
let salesAddress = ''
let plain = ''

beforeAll(async () => {
  await database.transaction(async (tx) => {
    sales = await insertInbox(tx, { accountId, name: 'Sales', isDefault: false })
    plain = await insertInbox(tx, { accountId, name: 'Spare parts', isDefault: false })
    salesAddress = 'sales@solvik-varme.inbox.localhost'
    await sql`
      with made as (
        insert into channel_account (account_id, inbox_id, channel_id, type, name, address, company_name)
        values (${accountId}, ${sales}, 1002, 'fallback-email', 'Sales', ${salesAddress}, 'Solvik Varme Sales') returning id
      )
      insert into mail_address (address, account_id, channel_account_id)
      select ${salesAddress}, ${accountId}, id from made`.execute(tx)
  })
})

const path = (inboxId: string) => `/api/inboxes/${inboxId}/access`
const everyone = { access: 'everyone', userIds: [], teamIds: [] }

async function receive(name: string, to = account.fallbackAddress): Promise<string> {
  const from = `${name.toLowerCase()}@nordmark.example`
  await samtale.deliver(aMail({ from, to, subject: `About ${name}` }), { from, to })
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  return body.results.find((row: { subject: string }) => row.subject === `About ${name}`).id
}

const inboxIdsOf = async (threadId: string) =>
  (await admin.get(`/api/threads/${threadId}`, { expects: 200 })).body.thread.inboxIds

const move = (threadId: string, inboxId: string) =>
  admin.post(`/api/threads/${threadId}/inbox`, { inboxId }, { expects: 200 })

test('S5 S10 who has access is read and saved, with everybody whom a choice concerns', async () => {
  const { userId, email } = await samtale.addUser({ name: 'Oskar Fossum', seat: 'none' })
  const before = await admin.get(path(plain), { expects: 200 })
  expect(before.body).toMatchObject({ inbox: { id: plain, name: 'Spare parts' }, ...everyone })
  const oskar = { id: userId, name: 'Oskar Fossum', email, role: 'user', seat: 'none', teamIds: [] }
  expect(before.body.people).toContainEqual(oskar)

  const choice = { access: 'specific', userIds: [userId, userId], teamIds: [] }
  const saved = await admin.put(path(plain), choice, { expects: 200 })
  expect(saved.body).toMatchObject({ access: 'specific', userIds: [userId], teamIds: [] })
  expect((await admin.get(path(plain))).body).toEqual(saved.body)
  await admin.put(path(plain), everyone, { expects: 200 })
})

test('S5 each change of access is in the audit, with what it was and what it is; saving the same again is none', async () => {
  const choice = { access: 'specific', userIds: [account.userId], teamIds: [] }
  const rows = async () =>
    (
      await sql<{ before: unknown; after: unknown; userId: string }>`
        select before, after, user_id as "userId" from audit
        where account_id = ${accountId} and action = 'inbox.access_changed' and subject_id = ${sales} order by id`.execute(
        database.db,
      )
    ).rows
  await admin.put(path(sales), choice, { expects: 200 })
  await admin.put(path(sales), choice, { expects: 200 })
  expect(await rows()).toEqual([{ before: everyone, after: choice, userId: account.userId }])
  await admin.put(path(sales), everyone, { expects: 200 })
})

test.each([
  {
    because: 'a user of another account',
    body: async () => ({ userIds: [(await another()).userId] }),
    field: 'userIds',
  },
  { because: 'a user who has left', body: async () => ({ userIds: [await whoHasLeft()] }), field: 'userIds' },
  { because: 'a team that is not there', body: async () => ({ teamIds: ['999999'] }), field: 'teamIds' },
  { because: 'an id that is none', body: async () => ({ userIds: ['Kari'] }), field: 'userIds.0' },
  {
    because: 'somebody chosen beside everyone',
    body: async () => ({ access: 'everyone', userIds: [account.userId] }),
    field: 'userIds',
  },
  { because: 'another kind of access', body: async () => ({ access: 'nobody' }), field: 'access' },
  { because: 'a key that is not known', body: async () => ({ account_id: '1' }), field: 'account_id' },
])('abuse-35 access takes no $because', async ({ body, field }) => {
  const choice = { access: 'specific', userIds: [], teamIds: [], ...(await body()) }
  const answer = await admin.put(path(sales), choice)
  expect(answer).toMatchObject({ status: 400, body: { details: { field } } })
})

const another = () => samtale.openAccount('Nordmark')

async function whoHasLeft(): Promise<string> {
  const { userId } = await samtale.addUser()
  await sql`update "user" set is_active = false where id = ${userId}`.execute(database.db)
  return userId
}

test('S11 a user without a paid seat assigns and answers unassigned conversations', async () => {
  const { userId, email } = await samtale.addUser({ name: 'Oskar Fossum', seat: 'none' })
  const oskar = await samtale.signIn(email)
  const [one, other] = [await receive('Ingrid'), await receive('Marte')]
  await oskar.put(`${v3}/threads/${one}/assignee`, { actorId: `A-${account.userId}` }, { expects: 200 })
  const { body: details } = await oskar.get(`/api/threads/${other}`, { expects: 200 })
  const message = {
    type: 'MESSAGE',
    text: 'It is the sensor.',
    senderActorId: `A-${userId}`,
    channelId: '1002',
    channelAccountId: details.channelAccount.id,
    recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'marte@nordmark.example' } },
  }
  await oskar.post(`${v3}/threads/${other}/messages`, message, { expects: 201 })
  // Answering made it his (W3), and he goes on in it.
  const { body: answered } = await oskar.get(`/api/threads/${other}`, { expects: 200 })
  expect(answered.thread.assigneeId).toBe(userId)
  await oskar.patch(`${v3}/threads/${other}`, { status: 'CLOSED' }, { expects: 200 })
})

test('S12 who may only look sees who would be assigned, and can assign nobody', async () => {
  const { email } = await samtale.addUser({ role: 'super-admin', name: 'Henrik Moe' })
  const henrik = await samtale.signIn(email)
  await admin.put(path(sales), { access: 'specific', userIds: [account.userId], teamIds: [] }, { expects: 200 })
  const thread = await receive('Silje', salesAddress)
  const { body } = await henrik.get(`/api/threads/${thread}`, { expects: 200 })
  expect(body).toMatchObject({ mayAct: false, refusal: { code: 'viewOnly' } })
  const moved = await henrik.post(`/api/threads/${thread}/inbox`, { inboxId: account.inboxId })
  expect(moved).toMatchObject({ status: 403, body: { subCategory: 'InboxAccess.VIEW_ONLY' } })
  // Nor into one where he may only look.
  const own = await receive('Astrid')
  const into = await henrik.post(`/api/threads/${own}/inbox`, { inboxId: sales })
  expect(into).toMatchObject({ status: 403, body: { subCategory: 'InboxAccess.VIEW_ONLY' } })
  expect(into.body.message).toContain('Sales')
  await admin.put(path(sales), everyone, { expects: 200 })
})

test('W6 a moved conversation leaves one inbox for the other, in lists, counters and the API', async () => {
  const thread = await receive('Elif')
  const counters = async () => (await admin.get('/api/inbox', { expects: 200 })).body.counters
  const before = await counters()
  const { body } = await move(thread, sales)
  expect(body.thread.inboxIds).toEqual([sales])
  expect((await admin.get(`${v3}/threads/${thread}`)).body.inboxId).toBe(sales)
  const shownIn = async (inboxId: string) =>
    (await admin.get(`/api/threads?inboxId=${inboxId}`, { expects: 200 })).body.results.some(
      (row: { id: string }) => row.id === thread,
    )
  expect([await shownIn(account.inboxId), await shownIn(sales)]).toEqual([false, true])
  const after = await counters()
  expect(after.all).toEqual(before.all)
  expect(after.inboxes[sales].open).toBe(before.inboxes[sales].open + 1)
  expect(after.inboxes[account.inboxId].open).toBe(before.inboxes[account.inboxId].open - 1)

  const [line] = (await admin.get(`/api/threads/${thread}/timeline`)).body.results
  expect(line).toMatchObject({
    kind: 'moved',
    change: { from: account.inboxId, to: sales },
    author: { id: account.userId },
  })
  const [message] = (await admin.get(`${v3}/threads/${thread}/messages`)).body.results
  expect(message).toMatchObject({ type: 'THREAD_INBOX_CHANGE', fromInboxId: account.inboxId, toInboxId: sales })
  // A second time nothing happens.
  await move(thread, sales)
  expect((await admin.get(`/api/threads/${thread}/timeline`)).body.results[0].id).toBe(line.id)
})

test('W6 it is answered from the new inbox’s address, or from its own where the new inbox has none', async () => {
  const thread = await receive('Trygve')
  const address = async () => (await admin.get(`/api/threads/${thread}`)).body.channelAccount.address
  await move(thread, plain)
  expect(await address()).toBe(account.fallbackAddress)
  await move(thread, sales)
  expect(await address()).toBe(salesAddress)
})

test('W6 an assignee who does not work in the new inbox is unassigned in the same step', async () => {
  const { userId } = await samtale.addUser({ name: 'Jonas Berg' })
  await admin.put(path(sales), { access: 'specific', userIds: [account.userId], teamIds: [] }, { expects: 200 })
  const [theirs, mine] = [await receive('Nora'), await receive('Odd')]
  await admin.put(`${v3}/threads/${theirs}/assignee`, { actorId: `A-${userId}` }, { expects: 200 })
  await admin.put(`${v3}/threads/${mine}/assignee`, { actorId: `A-${account.userId}` }, { expects: 200 })
  expect((await move(theirs, sales)).body.thread.assigneeId).toBeNull()
  expect((await move(mine, sales)).body.thread.assigneeId).toBe(account.userId)
  const kinds = (await admin.get(`/api/threads/${theirs}/timeline`)).body.results.map(
    (one: { kind: string }) => one.kind,
  )
  expect(kinds.slice(0, 2)).toEqual(['assignment', 'moved'])
  await admin.put(path(sales), everyone, { expects: 200 })
})

test('W6 of two inboxes that show it, it leaves the one where the mover may act', async () => {
  const { email } = await samtale.addUser({ name: 'Jonas Berg' })
  const jonas = await samtale.signIn(email)
  await admin.put(path(sales), { access: 'specific', userIds: [account.userId], teamIds: [] }, { expects: 200 })
  const both = `${salesAddress}, ${account.fallbackAddress}`
  const from = 'both@nordmark.example'
  const mail = aMail({ from, to: both, subject: 'To both' })
  await samtale.deliver(mail, { from, to: [salesAddress, account.fallbackAddress] })
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const thread = body.results.find((row: { subject: string }) => row.subject === 'To both')
  expect(thread.inboxIds).toEqual([sales, account.inboxId])
  await jonas.post(`/api/threads/${thread.id}/inbox`, { inboxId: plain }, { expects: 200 })
  expect(await inboxIdsOf(thread.id)).toEqual([sales, plain])
  await admin.put(path(sales), everyone, { expects: 200 })
})

test('S12 an answer to the reply address of a conversation stays in its inbox', async () => {
  const thread = await receive('Ragnhild', salesAddress)
  const { body: details } = await admin.get(`/api/threads/${thread}`, { expects: 200 })
  await admin.post(
    `${v3}/threads/${thread}/messages`,
    {
      type: 'MESSAGE',
      text: 'The price is 4 900.',
      senderActorId: `A-${account.userId}`,
      channelId: '1002',
      channelAccountId: details.channelAccount.id,
      recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ragnhild@nordmark.example' } },
    },
    { expects: 201 },
  )
  const outbox = await admin.get('/api/outbox', { expects: 200 })
  const entry = outbox.body.results.find((one: { threadId: string }) => one.threadId === thread)
  const eml = String((await admin.get(entry.emlUrl, { expects: 200 })).body).replace(/\r\n[ \t]+/g, ' ')
  const replyTo = /^Reply-To:[^<]*<([^>]+)>/im.exec(eml)?.[1] ?? ''
  expect(replyTo).toContain(`${account.fallbackAddress.split('@')[0]}+`)
  const from = 'ragnhild@nordmark.example'
  await samtale.deliver(aMail({ from, to: replyTo, subject: 'Re: About Ragnhild' }), { from, to: replyTo })
  await samtale.settled()
  const { body } = await admin.get(`/api/threads/${thread}`, { expects: 200 })
  expect(body.thread).toMatchObject({ messageCount: 3, inboxIds: [sales] })
})
