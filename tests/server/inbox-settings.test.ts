import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale, type TestAccount } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { database, admin, account } = samtale
const { db } = database
const c = '/conversations/v3/conversations'

let number = 0
/** An account of its own: what a test sets up disturbs no other. */
async function anAccount(plan = 'enterprise') {
  const opened = await samtale.openAccount(`Firma ${++number}`)
  await sql`update account set plan = ${plan} where id = ${opened.accountId}`.execute(db)
  return { ...opened, client: await samtale.signIn(opened.email) }
}

const aNewInbox = (name: string, more: object = {}) => ({ name, access: 'everyone', userIds: [], teamIds: [], ...more })

async function createInbox(client: Client, name: string, more: object = {}): Promise<string> {
  return (await client.post('/api/inboxes', aNewInbox(name, more), { expects: 201 })).body.id
}

async function connect(client: Client, inboxId: string, localPart: string) {
  const path = `/api/inboxes/${inboxId}/channels`
  return (await client.post(path, { type: 'fallback-email', localPart }, { expects: 201 })).body
}

const channelsOf = async (client: Client, inboxId: string) =>
  (await client.get(`/api/inboxes/${inboxId}/channels`, { expects: 200 })).body.results

const auditOf = async (accountId: string) =>
  (
    await sql<{
      action: string
    }>`select action from audit where account_id = ${accountId} and subject_type in ('inbox', 'channel') order by id`.execute(
      db,
    )
  ).rows.map((row) => row.action)

/** A mail to an address, stored; the conversation that it opened. */
async function received(client: Client, to: string, from = `ingrid${++number}@nordmark.example`) {
  expect((await samtale.deliver(aMail({ from, to }), { from, to })).code).toBe(250)
  await samtale.settled()
  const { body } = await client.get('/api/threads', { expects: 200 })
  const row = body.results.find((one: { contact: { address: string } }) => one.contact.address === from)
  return row as { id: string; inboxIds: string[]; assigneeId: string | null }
}

const channelIdOf = async (client: Client, inboxId: string) => (await channelsOf(client, inboxId))[0].id as string

test('S13 where a channel has lost its connection, the conversation says which address answers instead of which', async () => {
  const { client, inboxId, fallbackAddress } = await anAccount()
  const second = await connect(client, inboxId, 'service')
  const { id } = await received(client, second.address)
  const from = async () => (await client.get(`/api/threads/${id}`, { expects: 200 })).body.channelAccount
  expect(await from()).toMatchObject({ address: second.address, insteadOf: null, refusal: null })
  await sql`update channel_account set is_authorised = false where id = ${second.id}`.execute(db)
  expect(await from()).toMatchObject({ address: fallbackAddress, insteadOf: second.address, refusal: null })
})

test.each([
  { plan: 'free', status: 403 },
  { plan: 'starter', status: 403 },
  { plan: 'professional', status: 201 },
  { plan: 'enterprise', status: 201 },
])('S2 S40 a second inbox on $plan: $status', async ({ plan, status }) => {
  const { client } = await anAccount(plan)
  const answer = await client.post('/api/inboxes', aNewInbox('Sales'))
  expect(answer.status).toBe(status)
  const list = await client.get('/api/inboxes', { expects: 200 })
  expect(list.body.results).toHaveLength(status === 201 ? 2 : 1)
  if (status === 201) return
  expect(answer.body).toMatchObject({ code: 'planLimit', category: 'FORBIDDEN' })
  expect(answer.body.message).toMatch(/plan has room for one inbox/)
  expect(list.body.createRefusal).toMatchObject({ code: 'planLimit', sentence: answer.body.message })
  // Only the default inbox can be edited, and that it can.
  await client.patch(`/api/inboxes/${list.body.results[0].id}`, { name: 'Post' }, { expects: 200 })
})

test('S40 an archived inbox comes back only where the plan has room, and of one name there is one inbox', async () => {
  const { client, accountId } = await anAccount('professional')
  await createInbox(client, 'Sales')
  const [sales] = (await client.get('/api/inboxes')).body.results.slice(1)
  await client.post(`/api/inboxes/${sales.id}/archive`, undefined, { expects: 200 })
  // The plan goes down while one inbox lies in the archive: the one place is taken.
  await sql`update account set plan = 'starter' where id = ${accountId}`.execute(db)
  expect(await client.post(`/api/inboxes/${sales.id}/restore`)).toMatchObject({ status: 403 })
  await sql`update account set plan = 'professional' where id = ${accountId}`.execute(db)
  const names = await Promise.all(Array.from({ length: 5 }, () => client.post('/api/inboxes', aNewInbox('One name'))))
  expect(names.map((one) => one.status).sort()).toEqual([201, 409, 409, 409, 409])
})

test('S41 specific users and teams see it and nobody else does; what was made is written down', async () => {
  const { client, accountId } = await anAccount()
  const chosen = await samtale.addUser({ accountId, name: 'Jonas Berg' })
  const other = await samtale.addUser({ accountId, name: 'Elif Demir' })
  const key = { headers: { 'idempotency-key': 'sales-1' } }
  const body = aNewInbox('Sales', { access: 'specific', userIds: [chosen.userId] })
  const first = await client.post('/api/inboxes', body, { ...key, expects: 201 })
  const again = await client.post('/api/inboxes', body, { ...key, expects: 201 })
  expect(again.body.id).toBe(first.body.id)
  expect(first.body).toMatchObject({ name: 'Sales', access: 'specific', mayAct: false, isDefault: false })
  const seen = async (email: string) => {
    const overview = await (await samtale.signIn(email)).get('/api/inbox', { expects: 200 })
    return overview.body.inboxes.map((inbox: { name: string }) => inbox.name)
  }
  expect(await seen(chosen.email)).toEqual(['Support', 'Sales'])
  expect(await seen(other.email)).toEqual(['Support'])
  const { rows } = await sql<{ action: string; after: object; user_id: string }>`
    select action, after, user_id from audit where account_id = ${accountId} and subject_type = 'inbox'`.execute(db)
  expect(rows).toMatchObject([
    { action: 'inbox.created', after: { name: 'Sales', access: 'specific', userIds: [chosen.userId] } },
  ])
})

test.each([
  {
    because: 'users of another account',
    body: () => aNewInbox('Sales', { access: 'specific', userIds: [account.userId] }),
  },
  {
    because: 'users that are nobody',
    body: () => aNewInbox('Sales', { access: 'specific', userIds: ['9999999999999999999'] }),
  },
  { because: 'teams that are nobody', body: () => aNewInbox('Sales', { access: 'specific', teamIds: ['77777777'] }) },
  { because: 'a hidden key', body: () => aNewInbox('Sales', { isDefault: true }) },
  { because: 'an account', body: () => aNewInbox('Sales', { accountId: account.accountId }) },
  { because: 'no name', body: () => aNewInbox('   ') },
  { because: 'a long name', body: () => aNewInbox('x'.repeat(101)) },
  { because: 'another access', body: () => aNewInbox('Sales', { access: 'nobody' }) },
])('abuse-35 abuse-36 an inbox with $because is refused', async ({ body }) => {
  const { client, accountId } = await anAccount()
  expect(await client.post('/api/inboxes', body())).toMatchObject({ status: 400 })
  expect((await client.get('/api/inboxes')).body.results).toHaveLength(1)
  expect(await auditOf(accountId)).toEqual([])
})

test.each([
  { because: 'hidden keys of a channel', path: '', body: { companyName: 'X', isDefault: true } },
  { because: 'a foreign account', path: '', body: { account_id: '1' } },
  { because: 'an address', path: '', body: { address: 'ceo@elsewhere.example' } },
  { because: 'nothing', path: '', body: {} },
  { because: 'who switched it', path: '/status', body: { isOn: false, userId: '1' } },
])('abuse-36 $because in a change is refused', async ({ path, body }) => {
  const { client, inboxId } = await anAccount()
  const id = await channelIdOf(client, inboxId)
  const answer = await client.request(path ? 'PUT' : 'PATCH', `/api/channels/${id}${path}`, body)
  expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
})

test('abuse-35 a channel is not moved to an inbox of another account, nor by its name or number', async () => {
  const { client, inboxId } = await anAccount()
  const path = `/api/channels/${await channelIdOf(client, inboxId)}/inbox`
  for (const target of [account.inboxId, '999999999999999999', '0'])
    expect(await client.put(path, { inboxId: target, openThreads: 'stay' })).toMatchObject({ status: 404 })
  for (const target of ['Support', '9999999999999999999'])
    expect(await client.put(path, { inboxId: target, openThreads: 'stay' })).toMatchObject({ status: 400 })
})

test('S7 a name is one line of 1 to 100 characters, and there is one of it whatever its case', async () => {
  const { client, inboxId, accountId } = await anAccount()
  await createInbox(client, 'Ærlig Salg')
  const rename = (name: string) => client.patch(`/api/inboxes/${inboxId}`, { name })
  expect(await rename('  Support \n Hamar ')).toMatchObject({ status: 200, body: { name: 'Support Hamar' } })
  for (const name of ['ærlig salg', 'ÆRLIG  SALG '])
    expect(await rename(name)).toMatchObject({ status: 409, body: { code: 'inboxNameTaken' } })
  expect(await rename('SUPPORT hamar')).toMatchObject({ status: 200 })
  expect(await auditOf(accountId)).toEqual(['inbox.created', 'inbox.renamed', 'inbox.renamed'])
})

test('S4 S8 a further address receives at once, under both domains, in its own inbox and not in another', async () => {
  const { client, inboxId } = await anAccount()
  const sales = await createInbox(client, 'Sales')
  const check = await client.get('/api/fallback-addresses/Salg%20%C3%98st', { expects: 200 })
  expect(check.body).toMatchObject({ localPart: 'salg-ost', isFree: true, suggestion: 'salg-ost' })
  const channel = await connect(client, sales, 'salg-ost')
  expect(channel).toMatchObject({ isOn: true, isSending: true, isDefault: false, address: check.body.address })
  expect(channel.companyName).toMatch(/^Firma \d+ Sales$/)
  for (const to of [channel.address, channel.address.replace('.inbox.', '.free.inbox.'), channel.address.toUpperCase()])
    expect(await received(client, to)).toMatchObject({ inboxIds: [sales] })
  const [row] = await channelsOf(client, sales)
  expect(Date.now() - Date.parse(row.lastReceivedAt)).toBeLessThan(60_000)
  expect(row.openThreads).toBe(3)
  expect((await channelsOf(client, inboxId))[0].openThreads).toBe(0)
})

test.each([
  { text: 'support', because: 'the first address has it', status: 409 },
  { text: 'postmaster', because: 'every mail server keeps it', status: 409 },
  { text: 'bounces', because: 'reports come back to it', status: 409 },
  { text: '', because: 'nothing is no address', status: 400 },
  { text: 'two words', because: 'a space is none', status: 400 },
  { text: 'a@b', because: 'the domain is the account’s', status: 400 },
  { text: 'sales+x', because: 'what follows a plus is ours', status: 400 },
  { text: '-sales', because: 'a hyphen is inside', status: 400 },
  { text: 'x'.repeat(41), because: 'it is too long', status: 400 },
])('S8 "$text" is refused as an address: $because', async ({ text, status }) => {
  const { client, inboxId } = await anAccount()
  const answer = await client.post(`/api/inboxes/${inboxId}/channels`, { type: 'fallback-email', localPart: text })
  expect(answer).toMatchObject({ status })
  if (status === 409) expect(answer.body.details.suggestion).toMatch(/^(support-2|postmaster-inbox|bounces-inbox)$/)
})

test('S17 abuse-23 a second use of the company text is refused, and the error names the other address', async () => {
  const { client, inboxId } = await anAccount()
  const [first] = await channelsOf(client, inboxId)
  const second = await connect(client, inboxId, 'service')
  const change = (body: object) => client.patch(`/api/channels/${second.id}`, body)
  for (const companyName of [first.companyName, first.companyName.toUpperCase(), ` ${first.companyName}\u200b`])
    expect(await change({ companyName })).toMatchObject({
      status: 409,
      body: { code: 'fromNameTaken', details: { address: first.address, name: first.companyName } },
    })
  // Whichever mode.
  expect(await change({ fromNameMode: 'company', companyName: first.companyName })).toMatchObject({ status: 409 })
  expect(await change({ fromNameMode: 'company', companyName: 'Firma Service' })).toMatchObject({ status: 200 })
  // A third starts with the same words and so gets a number.
  const third = await connect(client, inboxId, 'third')
  expect(third.companyName).toMatch(/^Firma \d+ Support 2$|^Firma \d+ Support$/)
  expect((await connect(client, inboxId, 'fourth')).companyName).not.toBe(third.companyName)
})

test('S42 the first address and the default inbox stay; a further address is removed, refuses mail, and comes back', async () => {
  const { client, inboxId, accountId } = await anAccount()
  const [first] = await channelsOf(client, inboxId)
  expect(first.removeRefusal).toMatchObject({ code: 'lastFallback' })
  expect(await client.delete(`/api/channels/${first.id}`)).toMatchObject({
    status: 409,
    body: { code: 'lastFallback' },
  })
  expect(await client.post(`/api/inboxes/${inboxId}/archive`)).toMatchObject({
    status: 409,
    body: { code: 'defaultInbox' },
  })
  const second = await connect(client, inboxId, 'service')
  const thread = await received(client, second.address)
  await client.delete(`/api/channels/${second.id}`, { expects: 204 })
  expect(await channelsOf(client, inboxId)).toHaveLength(1)
  expect((await samtale.deliver(aMail(), { to: second.address })).recipients[0]).toMatch(/^550[ -]5\.2\.1/)
  const details = await client.get(`/api/threads/${thread.id}`, { expects: 200 })
  expect(details.body.channelAccount).toMatchObject({
    refusal: { code: 'channelRemoved' },
    alternatives: [{ id: first.id, address: first.address }],
  })
  for (const method of ['GET', 'DELETE'])
    expect(await client.request(method, `/api/channels/${second.id}`)).toMatchObject({ status: 404 })
  const again = await connect(client, inboxId, 'service')
  expect(again.address).toBe(second.address)
  expect(await received(client, again.address)).toMatchObject({ inboxIds: [inboxId] })
  expect(await auditOf(accountId)).toEqual(['channel.connected', 'channel.removed', 'channel.connected'])
})

test('an archived inbox takes no mail and leaves the lists; nothing is lost, and restored it is as it was', async () => {
  const { client, accountId } = await anAccount()
  const sales = await createInbox(client, 'Sales')
  const channel = await connect(client, sales, 'sales')
  const thread = await received(client, channel.address)
  const archived = await client.post(`/api/inboxes/${sales}/archive`, undefined, { expects: 200 })
  expect(archived.body.archivedAt).not.toBeNull()
  expect((await samtale.deliver(aMail(), { to: channel.address })).recipients[0]).toMatch(/^550[ -]5\.2\.1/)
  expect((await client.get('/api/threads')).body.results).toEqual([])
  const details = await client.get(`/api/threads/${thread.id}`, { expects: 200 })
  expect(details.body.channelAccount.refusal).toMatchObject({ code: 'inboxArchived' })
  expect(await connectStatus(client, sales)).toBe(400)
  const hubspot = await client.get(`${c}/channel-accounts/${channel.id}`, { expects: 200 })
  expect(hubspot.body).toMatchObject({ active: false, authorized: true })

  await client.post(`/api/inboxes/${sales}/restore`, undefined, { expects: 200 })
  expect((await client.get('/api/threads')).body.results).toMatchObject([{ id: thread.id }])
  expect((await samtale.deliver(aMail(), { to: channel.address })).code).toBe(250)
  expect((await channelsOf(client, sales))[0]).toMatchObject({ isOn: true, refused: 1 })
  expect(await auditOf(accountId)).toEqual(['inbox.created', 'channel.connected', 'inbox.archived', 'inbox.restored'])
})

const connectStatus = async (client: Client, inboxId: string) =>
  (await client.post(`/api/inboxes/${inboxId}/channels`, { type: 'fallback-email', localPart: 'more' })).status

test('an inbox that holds the first address is not archived before that has moved away', async () => {
  const { client, inboxId } = await anAccount()
  const sales = await createInbox(client, 'Sales')
  const path = `/api/channels/${await channelIdOf(client, inboxId)}/inbox`
  await client.put(path, { inboxId: sales, openThreads: 'stay' }, { expects: 200 })
  expect(await client.post(`/api/inboxes/${sales}/archive`)).toMatchObject({
    status: 409,
    body: { code: 'holdsDefaultAddress' },
  })
  await client.put(path, { inboxId, openThreads: 'stay' }, { expects: 200 })
  await client.post(`/api/inboxes/${sales}/archive`, undefined, { expects: 200 })
  expect(await client.put(path, { inboxId: sales, openThreads: 'stay' })).toMatchObject({ status: 400 })
})

test.each([
  { openThreads: 'move', because: 'its open conversations go with it' },
  { openThreads: 'stay', because: 'its open conversations stay' },
])('a channel moves to another inbox and $because', async ({ openThreads }) => {
  const { client, inboxId, accountId, userId, fallbackAddress } = await anAccount()
  const jonas = await samtale.addUser({ accountId, name: 'Jonas Berg' })
  const sales = await createInbox(client, 'Sales', { access: 'specific', userIds: [userId] })
  const mine = await received(client, fallbackAddress, 'mine@nordmark.example')
  const his = await received(client, fallbackAddress, 'his@nordmark.example')
  const done = await received(client, fallbackAddress, 'done@nordmark.example')
  await client.put(`${c}/threads/${mine.id}/assignee`, { actorId: `A-${userId}` }, { expects: 200 })
  await client.put(`${c}/threads/${his.id}/assignee`, { actorId: `A-${jonas.userId}` }, { expects: 200 })
  await client.patch(`${c}/threads/${done.id}`, { status: 'CLOSED' }, { expects: 200 })
  const path = `/api/channels/${await channelIdOf(client, inboxId)}/inbox`
  expect(await client.put(path, { inboxId: sales, openThreads }, { expects: 200 })).toMatchObject({
    body: { inboxId: sales, openThreads: openThreads === 'move' ? 2 : 0 },
  })
  const rowOf = async ({ id }: { id: string }) => (await client.get(`/api/threads/${id}`, { expects: 200 })).body.thread
  const home = openThreads === 'move' ? sales : inboxId
  expect(await rowOf(mine)).toMatchObject({ inboxIds: [home], assigneeId: userId })
  // Jonas may not act in Sales, so he does not answer for what is there.
  expect(await rowOf(his)).toMatchObject({ inboxIds: [home], assigneeId: openThreads === 'move' ? null : jonas.userId })
  expect(await rowOf(done)).toMatchObject({ inboxIds: [inboxId], status: 'closed' })
  const list = await client.get(`/api/threads?inboxId=${home}`, { expects: 200 })
  expect(list.body.results.map((row: { id: string }) => row.id).sort()).toEqual([mine.id, his.id].sort())
  const overview = await client.get('/api/inbox', { expects: 200 })
  expect(overview.body.counters.inboxes[home].open).toBe(2)

  // What is new lands in the new inbox; an answer to what stayed does not drag it along.
  expect(await received(client, fallbackAddress, 'new@nordmark.example')).toMatchObject({ inboxIds: [sales] })
  const reply = await sql<{ id: string }>`
    select internet_message_id as id from message where thread_id = ${mine.id} and direction = 'incoming'`.execute(db)
  await samtale.deliver(
    aMail({ from: 'mine@nordmark.example', to: fallbackAddress, inReplyTo: reply.rows[0]?.id ?? '' }),
    { from: 'mine@nordmark.example', to: fallbackAddress },
  )
  await samtale.settled()
  expect(await rowOf(mine)).toMatchObject({ inboxIds: [home], messageCount: 2 })
})

test('taking conversations along asks for the right to act in both inboxes; setting up does not', async () => {
  const { client, inboxId, accountId } = await anAccount()
  const jonas = await samtale.addUser({ accountId })
  const sales = await createInbox(client, 'Sales', { access: 'specific', userIds: [jonas.userId] })
  const path = `/api/channels/${await channelIdOf(client, inboxId)}/inbox`
  expect(await client.put(path, { inboxId: sales, openThreads: 'move' })).toMatchObject({
    status: 403,
    body: { subCategory: 'InboxAccess.VIEW_ONLY', details: { inbox: 'Sales' } },
  })
  await client.put(path, { inboxId: sales, openThreads: 'stay' }, { expects: 200 })
})

test('S16 with sending off the address receives, and a reply hears why it is refused', async () => {
  const { client, inboxId, fallbackAddress, userId } = await anAccount()
  const id = await channelIdOf(client, inboxId)
  const thread = await received(client, fallbackAddress)
  await client.patch(`/api/channels/${id}`, { isSending: false }, { expects: 200 })
  expect(await answer(client, thread.id, id, userId)).toMatchObject({ status: 400, body: { code: 'sendingOff' } })
  expect(await received(client, fallbackAddress)).toMatchObject({ inboxIds: [inboxId] })
})

test('abuse-35 a reply leaves from no channel of an inbox that does not show the conversation', async () => {
  const { client, fallbackAddress, userId, inboxId } = await anAccount()
  const thread = await received(client, fallbackAddress)
  const sales = await connect(client, await createInbox(client, 'Sales'), 'sales')
  const second = await connect(client, inboxId, 'service')
  expect(await answer(client, thread.id, sales.id, userId)).toMatchObject({ status: 400 })
  expect(await answer(client, thread.id, second.id, userId)).toMatchObject({ status: 201 })
})

function answer(client: Client, threadId: string, channelAccountId: string, userId: TestAccount['userId']) {
  return client.post(`${c}/threads/${threadId}/messages`, {
    type: 'MESSAGE',
    text: 'It is the sensor.',
    senderActorId: `A-${userId}`,
    channelId: '1002',
    channelAccountId,
    recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' } },
  })
}

test('a user sets nothing up', async () => {
  const { email } = await samtale.addUser()
  const jonas = await samtale.signIn(email)
  expect(await jonas.get('/api/inboxes')).toMatchObject({ status: 403, body: { code: 'notAllowed' } })
  const id = await channelIdOf(admin, account.inboxId)
  expect(await jonas.put(`/api/channels/${id}/status`, { isOn: false })).toMatchObject({ status: 403 })
})
