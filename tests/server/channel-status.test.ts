import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url, API_RATE_LIMIT: '0' } })
const { database, admin, account } = samtale
const { db } = database
const c = '/conversations/v3/conversations'
const address = account.fallbackAddress
const [channel] = (await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })).body.results
const statusPath = `/api/channels/${channel.id}/status`

const turn = async (isOn: boolean) => (await admin.put(statusPath, { isOn }, { expects: 200 })).body
const settings = async () => (await admin.get(`/api/channels/${channel.id}`, { expects: 200 })).body

let number = 0
async function aConversation() {
  const customer = `customer${++number}@nordmark.example`
  await samtale.deliver(aMail({ from: customer, to: address }), { from: customer })
  await samtale.settled()
  const { rows } = await sql<{ id: string }>`select max(id)::text as id from thread`.execute(db)
  return { id: rows[0]?.id ?? '', customer }
}

function answer(threadId: string, to: string, text = 'It is the sensor.') {
  return admin.post(`${c}/threads/${threadId}/messages`, {
    type: 'MESSAGE',
    text,
    senderActorId: `A-${account.userId}`,
    channelId: '1002',
    channelAccountId: channel.id,
    recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: to } },
  })
}

/** How long a reply waits before it leaves. */
const undoFor = (undoSeconds: number) => admin.patch('/api/profile', { undoSeconds }, { expects: 200 })

async function statesOf(messageIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ address: string; state: string }>`
    select address, state from recipient where message_id = any(${messageIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.address, row.state]))
}

test('S50 S51 off: a reply is refused with who and when, a comment is not; mail hears 550, is counted and nowhere shown', async () => {
  const { id, customer } = await aConversation()
  const before = await samtale.counts()
  const off = await turn(false)
  expect(off).toMatchObject({ isOn: false, statusChangedBy: 'Kari Solheim', refused: 0 })
  const refused = await answer(id, customer)
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 'channelOff', details: { channel: address, by: 'Kari Solheim', at: off.statusChangedAt } },
  })
  const details = await admin.get(`/api/threads/${id}`, { expects: 200 })
  expect(details.body.channelAccount.refusal).toMatchObject({ code: 'channelOff', details: { by: 'Kari Solheim' } })
  await admin.post(`${c}/threads/${id}/messages`, { type: 'COMMENT', text: 'It is off.' }, { expects: 201 })

  for (const to of [address, address.replace('@', '+x@'), address.replace('.inbox.', '.free.inbox.')])
    expect((await samtale.deliver(aMail({ from: 'new@nordmark.example' }), { to })).recipients[0]).toMatch(
      /^550[ -]5\.2\.1/,
    )
  await samtale.settled()
  expect(await samtale.counts()).toEqual(before)
  expect((await settings()).refused).toBe(3)
  const contacts = await sql`select from contact_identity where value = 'new@nordmark.example'`.execute(db)
  expect(contacts.rows).toEqual([])
  const hubspot = await samtale.withToken(account.token).get(`${c}/channel-accounts/${channel.id}`, { expects: 200 })
  expect(hubspot.body).toMatchObject({ active: false, authorized: true })

  await turn(true)
  expect(await answer(id, customer)).toMatchObject({ status: 201 })
  expect((await samtale.deliver(aMail(), { to: address })).code).toBe(250)
  const { rows } = await sql<{
    action: string
  }>`select action from audit where subject_type = 'channel' order by id`.execute(db)
  expect(rows.map((row) => row.action)).toEqual(['channel.switched_off', 'channel.switched_on'])
})

test('S51 what waits is held and not failed, says so, survives a second switch, and goes when it is on', async () => {
  const { id, customer } = await aConversation()
  // While the undo time runs: written, and not due yet.
  await undoFor(30)
  const sent = await answer(id, customer, 'Held back')
  await undoFor(0)
  const seqBefore = (await admin.get(`/api/threads/${id}`)).body.thread.seq
  await turn(false)
  await turn(false)
  expect([...(await statesOf([sent.body.id])).values()]).toEqual(['held'])
  expect((await settings()).held).toBe(1)
  const timeline = await admin.get(`/api/threads/${id}/timeline`, { expects: 200 })
  const item = timeline.body.results.find((one: { id: string }) => one.id === sent.body.id)
  expect(item.deliveries[0].state).toBe('held')
  expect(item.seq).toBeGreaterThan(seqBefore)
  expect(relay.taken.filter(({ to }) => to.includes(customer))).toEqual([])
  await turn(true)
  await samtale.settled()
  expect([...(await statesOf([sent.body.id])).values()]).toEqual(['sent'])
  expect(relay.accepted.filter(({ to }) => to.includes(customer))).toHaveLength(1)
})

test('S51 who is about to send waits for who is switching off, and then does not send', async () => {
  const { id, customer } = await aConversation()
  let reached = false
  relay.watch((step) => {
    reached ||= step === 'data'
  })
  // The switch is written and not committed yet: the reply is still accepted, and its mail gets as far as DATA.
  const sent = await database.transaction(async (tx) => {
    await sql`update channel_account set is_on = false where id = ${channel.id}`.execute(tx)
    const accepted = await answer(id, customer)
    expect(accepted.status).toBe(201)
    await expect.poll(() => reached).toBe(true)
    return accepted
  })
  await expect.poll(async () => [...(await statesOf([sent.body.id])).values()]).toEqual(['held'])
  expect(relay.taken.filter(({ to }) => to.includes(customer))).toEqual([])
  relay.watch(() => {})
  await sql`update channel_account set is_on = false where id = ${channel.id}`.execute(db)
  await turn(true)
  await samtale.settled()
  expect(relay.accepted.filter(({ to }) => to.includes(customer))).toHaveLength(1)
})

test('S51 archiving an inbox holds what waits in it too, and restoring lets it go', async () => {
  const made = await admin.post('/api/inboxes', { name: 'Sales', access: 'everyone', userIds: [], teamIds: [] })
  const sales = await admin.post(`/api/inboxes/${made.body.id}/channels`, {
    type: 'fallback-email',
    localPart: 'sales',
  })
  const from = 'sales-customer@nordmark.example'
  await samtale.deliver(aMail({ from, to: sales.body.address }), { from, to: sales.body.address })
  await samtale.settled()
  const { rows } = await sql<{ id: string }>`select max(id)::text as id from thread`.execute(db)
  const path = `${c}/threads/${rows[0]?.id}/messages`
  const body = {
    type: 'MESSAGE',
    text: 'Offer',
    senderActorId: `A-${account.userId}`,
    channelId: '1002',
    channelAccountId: sales.body.id,
    recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: from } },
  }
  await undoFor(30)
  const sent = await admin.post(path, body, { expects: 201 })
  await undoFor(0)
  await admin.post(`/api/inboxes/${made.body.id}/archive`, undefined, { expects: 200 })
  expect([...(await statesOf([sent.body.id])).values()]).toEqual(['held'])
  expect(await admin.post(path, body)).toMatchObject({ status: 400, body: { code: 'inboxArchived' } })
  await admin.post(`/api/inboxes/${made.body.id}/restore`, undefined, { expects: 200 })
  await samtale.settled()
  const [mail] = relay.accepted.filter(({ to }) => to.includes(from))
  // Answers go to the account's default address, whatever it was sent from; the signed part stands for the conversation.
  const replyTo = /^Reply-To:[^<]*<(support\+[a-z2-7]+@[^>]+)>/im.exec(mail?.raw ?? '')?.[1] ?? ''
  expect(replyTo).not.toBe('')

  const answers = async (text: string) => {
    const said = await samtale.deliver(aMail({ from, to: replyTo, text }), { from, to: replyTo })
    await samtale.settled()
    const { body: timeline } = await admin.get(`/api/threads/${rows[0]?.id}/timeline`, { expects: 200 })
    return { code: said.code, isShown: timeline.results.some((item: { text: string }) => item.text.includes(text)) }
  }
  await turn(false)
  expect(await answers('Is the default address off?')).toEqual({ code: 250, isShown: true })
  await turn(true)
  await admin.put(`/api/channels/${sales.body.id}/status`, { isOn: false }, { expects: 200 })
  expect(await answers('Is Sales off?')).toEqual({ code: 550, isShown: false })
  // It shows in Sales alone, and not in the inbox of the address that its answers come to.
  const { body: details } = await admin.get(`/api/threads/${rows[0]?.id}`, { expects: 200 })
  expect(details.thread.inboxIds).toEqual([made.body.id])
})

test('S42 removing an address tells those whose mail waits', async () => {
  const second = await admin.post(`/api/inboxes/${account.inboxId}/channels`, {
    type: 'fallback-email',
    localPart: 'gone',
  })
  const { id, customer } = await aConversation()
  await undoFor(30)
  const sent = await admin.post(
    `${c}/threads/${id}/messages`,
    {
      type: 'MESSAGE',
      text: 'Too late',
      senderActorId: `A-${account.userId}`,
      channelId: '1002',
      channelAccountId: second.body.id,
      recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: customer } },
    },
    { expects: 201 },
  )
  await undoFor(0)
  await admin.delete(`/api/channels/${second.body.id}`, { expects: 204 })
  expect([...(await statesOf([sent.body.id])).values()]).toEqual(['failed'])
  expect((await admin.get(`/api/threads/${id}`)).body.thread.failedCount).toBe(1)
})
