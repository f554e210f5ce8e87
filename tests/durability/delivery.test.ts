import { createServer } from 'node:net'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { answering, mailsTo, scriptFor } from './answering.ts'
import { listInconsistencies } from './inconsistencies.ts'

const relay = await startScriptedSmtp()
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { aConversation, answer, close, deliveriesOf, statusOf, untilStates } = answering(samtale)
const lookout = await aConversation('lookout@nordmark.example')

/** The deliverer has looked again and sent what was due: proven by another reply that went out after. */
async function afterAnotherLook(): Promise<void> {
  await untilStates(lookout, await answer(lookout), { [lookout.customer]: 'sent' })
}

const retry = (recipientId: string) => samtale.admin.post(`/api/deliveries/${recipientId}/retry`)

test('a reply goes from queued to sent, and the customer has it once', async () => {
  const thread = await aConversation('kari.moen@nordmark.example')
  const id = await answer(thread)
  const [delivery] = await untilStates(thread, id, { [thread.customer]: 'sent' })
  expect(delivery).toMatchObject({ kind: 'to', attempts: 1, nextAttemptAt: null, reply: '250 2.0.0 Queued as A1' })
  expect(mailsTo(relay.taken, thread.customer)).toHaveLength(1)
  expect((await retry(delivery?.recipientId ?? '')).status).toBe(409)
})

test.each([
  {
    because: 'refused for the recipient',
    script: { rcpt: '550 5.1.1 No such person here' },
    reply: '550 5.1.1 No such person here',
  },
  {
    because: 'refused for what it says',
    script: { end: '554 5.7.1 We take this for spam' },
    reply: '554 5.7.1 We take this for spam',
  },
])('pains-14 $because for good: failed at once, in the words of the server, and open again', async (row) => {
  const thread = await aConversation(`failed-${crypto.randomUUID()}@nordmark.example`)
  scriptFor(relay, { [thread.customer]: row.script })
  // The agent sends and closes.
  await close(thread)
  const id = await answer(thread)
  const [delivery] = await untilStates(thread, id, { [thread.customer]: 'failed' })
  expect(delivery).toMatchObject({ reply: row.reply, nextAttemptAt: null })
  expect(await statusOf(thread)).toBe('open')
  const { body } = await samtale.admin.get(`/api/threads/${thread.id}`)
  expect(body.thread.failedCount).toBe(1)

  scriptFor(relay, {})
  expect((await retry(delivery?.recipientId ?? '')).status).toBe(200)
  await untilStates(thread, id, { [thread.customer]: 'sent' })
  expect(mailsTo(relay.accepted, thread.customer)).toHaveLength(1)
  expect((await samtale.admin.get(`/api/threads/${thread.id}`)).body.thread.failedCount).toBe(0)
})

test.each([
  {
    because: 'the recipient’s box is full',
    script: { rcpt: '452 4.2.2 Mailbox full' },
    reply: '452 4.2.2 Mailbox full',
  },
  { because: 'greylisting', script: { rcpt: '451 4.7.1 Try again later' }, reply: '451 4.7.1 Try again later' },
  { because: 'busy after the data', script: { end: '451 4.3.0 Busy' }, reply: '451 4.3.0 Busy' },
])('$because: tried again later, and it is told when', async ({ script, reply }) => {
  const thread = await aConversation(`later-${crypto.randomUUID()}@nordmark.example`)
  scriptFor(relay, { [thread.customer]: script })
  const posted = Date.now()
  const id = await answer(thread)
  await expect.poll(async () => (await deliveriesOf(thread.id, id))[0]?.reply).toBe(reply)
  const [delivery] = await deliveriesOf(thread.id, id)
  expect(delivery).toMatchObject({ state: 'queued', attempts: 1 })
  const waitMinutes = (Date.parse(delivery?.nextAttemptAt ?? '') - posted) / 60_000
  expect(waitMinutes).toBeGreaterThan(14)
  expect(waitMinutes).toBeLessThan(17)

  scriptFor(relay, {})
  await afterAnotherLook()
  expect(mailsTo(relay.accepted, thread.customer)).toHaveLength(0)
  await timePasses(id)
  await untilStates(thread, id, { [thread.customer]: 'sent' })
  expect(mailsTo(relay.accepted, thread.customer)).toHaveLength(1)
})

/** What waits for its next attempt is due now. */
async function timePasses(messageId: string): Promise<void> {
  await sql`update recipient set due_at = now() where message_id = ${messageId} and state = 'queued'`.execute(
    samtale.database.db,
  )
}

test('each further attempt waits longer, and after five days it has failed', async () => {
  const thread = await aConversation('patient@nordmark.example')
  scriptFor(relay, { [thread.customer]: { rcpt: '451 4.3.0 Not now' } })
  const id = await answer(thread)
  const waits: number[] = []
  for (const attempt of [1, 2, 3]) {
    await expect.poll(async () => (await deliveriesOf(thread.id, id))[0]?.attempts).toBe(attempt)
    const [delivery] = await deliveriesOf(thread.id, id)
    waits.push(Math.round((Date.parse(delivery?.nextAttemptAt ?? '') - Date.now()) / 60_000))
    // After the last it is due together with what makes it the last: never before.
    if (attempt < 3) await timePasses(id)
  }
  expect(waits).toEqual([15, 45, 180])
  const { db } = samtale.database
  await sql`
    update recipient set first_due_at = now() - interval '5 days', due_at = now() where message_id = ${id}`.execute(db)
  const [delivery] = await untilStates(thread, id, { [thread.customer]: 'failed' })
  expect(delivery?.reply).toBe('451 4.3.0 Not now')
})

test.each([
  { because: 'the relay hangs up with the mail taken', script: { end: 'drop' as const }, copies: 1 },
  { because: 'the relay hangs up in the midst of the mail', script: { dropAfterBytes: 1 }, copies: 0 },
])('$because: it may have been sent, and a person decides', async ({ script, copies }) => {
  const thread = await aConversation(`uncertain-${crypto.randomUUID()}@nordmark.example`)
  scriptFor(relay, { [thread.customer]: script })
  await close(thread)
  const id = await answer(thread)
  const [delivery] = await untilStates(thread, id, { [thread.customer]: 'uncertain' })
  expect(delivery?.nextAttemptAt).toBeNull()
  expect(await statusOf(thread)).toBe('open')

  scriptFor(relay, {})
  await afterAnotherLook()
  expect(mailsTo(relay.taken, thread.customer)).toHaveLength(copies)
  await Promise.all([retry(delivery?.recipientId ?? ''), retry(delivery?.recipientId ?? '')])
  await untilStates(thread, id, { [thread.customer]: 'sent' })
  await afterAnotherLook()
  expect(mailsTo(relay.taken, thread.customer)).toHaveLength(copies + 1)
})

test('pains-13 one bad blind copy among three gives nobody else a second mail', async () => {
  const thread = await aConversation('blind@nordmark.example')
  const [bad, ...good] = ['bad', 'good1', 'good2'].map((name) => `${name}.blind@nordmark.example`) as [
    string,
    ...string[],
  ]
  scriptFor(relay, { [bad]: { rcpt: '550 5.1.1 Unknown' } })
  const id = await answer(thread, { bcc: [good[0] ?? '', bad, good[1] ?? ''] })
  const sent = Object.fromEntries([thread.customer, ...good].map((address) => [address, 'sent']))
  const deliveries = await untilStates(thread, id, { ...sent, [bad]: 'failed' })

  scriptFor(relay, {})
  const failed = deliveries.find(({ address }) => address === bad)
  expect((await retry(failed?.recipientId ?? '')).status).toBe(200)
  await untilStates(thread, id, { ...sent, [bad]: 'sent' })
  for (const address of [thread.customer, bad, ...good]) expect(mailsTo(relay.accepted, address)).toHaveLength(1)
})

test('of two recipients one fails: the other has it, and the failure is shown on the one', async () => {
  const thread = await aConversation('two@nordmark.example')
  const other = 'gone.two@nordmark.example'
  scriptFor(relay, { [other]: { rcpt: '550 5.2.1 This mailbox is closed' } })
  const id = await answer(thread, { cc: [other] })
  const deliveries = await untilStates(thread, id, { [thread.customer]: 'sent', [other]: 'failed' })
  expect(deliveries.find(({ address }) => address === other)?.reply).toBe('550 5.2.1 This mailbox is closed')
})

test('deliveries that end at the same moment are all counted', async () => {
  const thread = await aConversation('crowd@nordmark.example')
  const crowd = Array.from({ length: 40 }, (_, n) => `${n % 2 ? 'gone' : 'here'}${n}.crowd@nordmark.example`)
  relay.script((to) => (to.startsWith('gone') ? { rcpt: '550 5.1.1 Unknown' } : {}))
  const id = await answer(thread, { to: crowd })
  const ends = crowd.map((address) => [address, address.startsWith('gone') ? 'failed' : 'sent'])
  await untilStates(thread, id, Object.fromEntries(ends))
  expect((await samtale.admin.get(`/api/threads/${thread.id}`)).body.thread.failedCount).toBe(20)
})

test('the relay hangs up right after its 250: that is sent, and never sent again', async () => {
  const thread = await aConversation('hangup@nordmark.example')
  scriptFor(relay, { [thread.customer]: { dropAfterAnswer: true } })
  const id = await answer(thread)
  await untilStates(thread, id, { [thread.customer]: 'sent' })
  await afterAnotherLook()
  expect(mailsTo(relay.taken, thread.customer)).toHaveLength(1)
})

test('a bounce fails the recipient that it is about, reopens the conversation, and joins nothing (abuse-20)', async () => {
  const thread = await aConversation('moved@nordmark.example')
  const id = await answer(thread)
  await untilStates(thread, id, { [thread.customer]: 'sent' })
  await close(thread)
  const [mail] = mailsTo(relay.accepted, thread.customer)
  expect(mail?.from).toMatch(/^bounces\+[a-z2-7]+@/)
  const before = await samtale.counts()
  await samtale.deliver(aBounce(mail?.from ?? '', thread.customer), { from: '', to: mail?.from ?? '' })
  const [delivery] = await untilStates(thread, id, { [thread.customer]: 'failed' })
  expect(delivery?.reply).toContain('550 5.1.1')
  expect(await statusOf(thread)).toBe('open')
  await samtale.settled()
  expect(await samtale.counts()).toEqual(before)
})

test('a bounce with a forged token changes nothing and is refused at the door', async () => {
  const thread = await aConversation('forged@nordmark.example')
  const id = await answer(thread)
  await untilStates(thread, id, { [thread.customer]: 'sent' })
  const [mail] = mailsTo(relay.accepted, thread.customer)
  const [local = '', domain] = (mail?.from ?? '').split('@')
  const forged = `${local.slice(0, -1)}${local.endsWith('a') ? 'e' : 'a'}@${domain}`
  const { code } = await samtale.deliver(aBounce(forged, thread.customer), { from: '', to: forged })
  expect(code).toBe(550)
  expect((await deliveriesOf(thread.id, id))[0]?.state).toBe('sent')
})

test('a bounce that is quicker than the relay’s own answer stands', async () => {
  const thread = await aConversation('quick@nordmark.example')
  scriptFor(relay, { [thread.customer]: { end: 'hang' } })
  const id = await answer(thread)
  await expect.poll(() => mailsTo(relay.taken, thread.customer).length).toBe(1)
  const to = mailsTo(relay.taken, thread.customer)[0]?.from ?? ''
  await samtale.deliver(aBounce(to, thread.customer), { from: '', to })
  await untilStates(thread, id, { [thread.customer]: 'failed' })
  relay.hangUp()
  scriptFor(relay, {})
  await afterAnotherLook()
  const [delivery] = await deliveriesOf(thread.id, id)
  expect(delivery).toMatchObject({ state: 'failed', reply: expect.stringContaining('550 5.1.1') })
})

test('a process that comes back after another took its delivery does not put it into the queue again', async () => {
  const { db } = samtale.database
  const thread = await aConversation('taken-over@nordmark.example')
  scriptFor(relay, { [thread.customer]: { data: 'hang' } })
  const { promise: isInHand, resolve } = Promise.withResolvers<void>()
  relay.watch((step) => step === 'data' && resolve())
  const id = await answer(thread)
  await isInHand
  // Another process, which is alive, has taken it and is sending.
  const other = crypto.randomUUID()
  await sql`insert into process (id, roles, host, pid) values (${other}, '{worker}', 'elsewhere', 1)`.execute(db)
  await sql`update recipient set leased_by = ${other}, state = 'sending' where message_id = ${id}`.execute(db)
  relay.hangUp()
  scriptFor(relay, {})
  await afterAnotherLook()
  expect(await deliveriesOf(thread.id, id)).toMatchObject([{ state: 'sending', attempts: 0 }])
  expect(mailsTo(relay.taken, thread.customer)).toHaveLength(0)
  // And when that one dies, a person decides.
  await sql`delete from process where id = ${other}`.execute(db)
  await untilStates(thread, id, { [thread.customer]: 'uncertain' })
})

test('law-4 a reply that was committed while its process lost the database’s answer leaves all the same', async () => {
  const { db } = samtale.database
  const thread = await aConversation('answer-lost@nordmark.example')
  const id = await answer(thread)
  await untilStates(thread, id, { [thread.customer]: 'sent' })
  // As such a commit leaves it: in the lease of a process that lives and knows nothing of it.
  await sql`
    insert into recipient (account_id, message_id, thread_id, kind, address, leased_by)
    select account_id, message_id, thread_id, 'cc', 'second.answer-lost@nordmark.example', (select id from process)
    from recipient where message_id = ${id}`.execute(db)
  await untilStates(thread, id, { [thread.customer]: 'sent', 'second.answer-lost@nordmark.example': 'sent' })
  expect(mailsTo(relay.taken, 'second.answer-lost@nordmark.example')).toHaveLength(1)
})

function aBounce(to: string, failed: string): string {
  return [
    'From: Mail Delivery System <MAILER-DAEMON@mx.nordmark.example>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Date: Tue, 10 Mar 2026 12:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'I could not deliver your message.',
    '',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.nordmark.example',
    '',
    `Final-Recipient: rfc822; ${failed}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; 550 5.1.1 <${failed}>: User unknown`,
    '',
    '--r--',
    '',
  ].join('\r\n')
}

test('a relay that is away: the mail waits, and goes when it is back', async () => {
  const port = await freePort()
  const alone = await startSamtale({ env: { SMTP_URL: `smtp://127.0.0.1:${port}` } })
  const tools = answering(alone)
  const thread = await tools.aConversation('ingrid@nordmark.example')
  const id = await tools.answer(thread)
  await expect.poll(async () => (await tools.deliveriesOf(thread.id, id))[0]?.attempts).toBe(1)
  const [delivery] = await tools.deliveriesOf(thread.id, id)
  expect(delivery).toMatchObject({ state: 'queued', reply: expect.stringContaining('ECONNREFUSED') })
  expect(Date.parse(delivery?.nextAttemptAt ?? '')).toBeGreaterThan(Date.now())

  const back = await startScriptedSmtp(port)
  await sql`update recipient set due_at = now()`.execute(alone.database.db)
  await tools.untilStates(thread, id, { [thread.customer]: 'sent' })
  expect(back.accepted).toHaveLength(1)
  await back.close()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

test('after all of it nothing contradicts itself', async () => {
  expect(await listInconsistencies(samtale.database.db)).toEqual([])
})
