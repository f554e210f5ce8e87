import { expect, onTestFinished, test } from 'vitest'
import { answering, type Conversation, mailsTo } from '../durability/answering.ts'
import { listInconsistencies } from '../durability/inconsistencies.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { openStream } from './open-stream.ts'

const relay = await startScriptedSmtp()
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { aConversation, untilStates } = answering(samtale)
const jonas = await samtale.addUser({ name: 'Jonas Berg' })
const agent = await samtale.signIn(jonas.email)
const setUndo = (undoSeconds: number) => agent.patch('/api/profile', { undoSeconds }, { expects: 200 })

/** Jonas writes from the screen. Answers the message's id. */
async function write(thread: Conversation, fields: object = {}): Promise<string> {
  const { body } = await agent.post(
    `/conversations/v3/conversations/threads/${thread.id}/messages`,
    {
      type: 'MESSAGE',
      text: 'It is the sensor.',
      richText: '<p>It is the <strong>sensor</strong>.</p>',
      senderActorId: `A-${jonas.userId}`,
      channelId: '1002',
      channelAccountId: thread.channelAccountId,
      recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: thread.customer } }],
      ...fields,
    },
    { expects: 201 },
  )
  return body.id
}

/** A conversation whose first mail can be answered by its id. */
const aConversationOf = (customer: string) =>
  aConversation(customer, { messageId: `first-${customer}`, text: 'The display says E7.' })

const undo = (messageId: string) => agent.post(`/api/messages/${messageId}/undo`)
const detailsOf = async (thread: Conversation) => (await agent.get(`/api/threads/${thread.id}`, { expects: 200 })).body
const timelineOf = async (thread: Conversation) =>
  (await agent.get(`/api/threads/${thread.id}/timeline`, { expects: 200 })).body.results
const withoutSeq = ({ seq, readSeq, hasDraft, draftSnippet, ...row }: Record<string, unknown>) => row

test('S64 a reply that is undone leaves no trace: conversation as before, words back in the composer', async () => {
  await setUndo(30)
  const thread = await aConversation('ingrid.undo@nordmark.example')
  const form = new FormData()
  form.append('file', new Blob(['list']), 'parts.txt')
  const file = await agent.post('/files/v3/files', form, { expects: 201 })
  const before = { details: await detailsOf(thread), timeline: await timelineOf(thread) }
  const id = await write(thread, {
    recipients: [
      { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: thread.customer } },
      { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'per@nordmark.example' }, recipientField: 'CC' },
      { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'boss@solvik.example' }, recipientField: 'BCC' },
    ],
    attachments: [{ fileId: file.body.id }],
  })
  // It waits, assigned to its writer, with the time at which it leaves.
  const [sent, line] = await timelineOf(thread)
  expect([sent.id, line.kind]).toEqual([id, 'assignment'])
  const waits = (Date.parse(sent.deliveries[0].leavesAt) - Date.now()) / 1000
  expect(waits).toBeGreaterThan(20)
  expect(waits).toBeLessThan(31)

  const { status, body } = await undo(id)
  expect(status).toBe(200)
  expect(body.content).toMatchObject({
    mode: 'replyAll',
    text: 'It is the sensor.',
    html: '<p>It is the <strong>sensor</strong>.</p>',
    to: [{ address: thread.customer }],
    cc: [{ address: 'per@nordmark.example' }],
    bcc: [{ address: 'boss@solvik.example' }],
    attachments: [{ fileId: file.body.id, name: 'parts.txt', size: 4 }],
  })
  expect(await timelineOf(thread)).toEqual(before.timeline)
  expect(withoutSeq((await detailsOf(thread)).thread)).toEqual(withoutSeq(before.details.thread))
  expect((await undo(id)).status).toBe(404)
  const { rows } = await samtale.database.pool.query('select address from thread_participant where thread_id = $1', [
    thread.id,
  ])
  expect(rows.map((row) => row.address)).not.toContain('per@nordmark.example')
  expect(mailsTo(relay.taken, thread.customer)).toEqual([])
})

test.each([
  {
    because: 'the customer wrote again: his mail stays the latest, and he waits since the first',
    meanwhile: async (thread: Conversation) => {
      await samtale.deliver(
        aMail({
          from: `Ingrid <${thread.customer}>`,
          to: samtale.account.fallbackAddress,
          text: 'And E8',
          inReplyTo: `first-${thread.customer}`,
        }),
      )
      await samtale.settled()
    },
    snippet: 'And E8',
    assignee: 'nobody',
  },
  {
    because: 'a colleague commented: the comment stays the latest',
    meanwhile: (thread: Conversation) =>
      samtale.admin.post(`/conversations/v3/conversations/threads/${thread.id}/messages`, {
        type: 'COMMENT',
        text: 'Wait!',
      }),
    snippet: 'Wait!',
    assignee: 'nobody',
  },
  {
    because: 'a colleague took it over: it stays his',
    meanwhile: (thread: Conversation) =>
      samtale.admin.request('PUT', `/conversations/v3/conversations/threads/${thread.id}/assignee`, {
        actorId: `A-${samtale.account.userId}`,
      }),
    snippet: 'The display says E7.',
    assignee: 'colleague',
  },
])('S64 undone after $because', async ({ meanwhile, snippet, assignee }) => {
  await setUndo(30)
  const thread = await aConversationOf(`meanwhile-${crypto.randomUUID()}@nordmark.example`)
  const before = await waitingSince(thread)
  const id = await write(thread)
  await meanwhile(thread)
  expect((await undo(id)).status).toBe(200)
  const { thread: row } = await detailsOf(thread)
  expect(row.snippet).toBe(snippet)
  expect(row.assigneeId).toBe(assignee === 'nobody' ? null : samtale.account.userId)
  expect(await waitingSince(thread)).toEqual(before)
  expect(await listInconsistencies(samtale.database.db)).toEqual([])
})

async function waitingSince(thread: Conversation): Promise<unknown> {
  const { rows } = await samtale.database.pool.query('select waiting_since from thread where id = $1', [thread.id])
  return rows[0].waiting_since
}

test('S64 what was begun meanwhile stands below the words that come back', async () => {
  await setUndo(30)
  const thread = await aConversation('below@nordmark.example')
  const id = await write(thread)
  await agent.put(
    `/api/threads/${thread.id}/drafts/reply`,
    {
      mode: 'reply',
      html: '<p>One more thing</p>',
      text: 'One more thing',
      to: [],
      cc: [],
      bcc: [],
      attachments: [],
      answersMessageId: null,
      idempotencyKey: crypto.randomUUID(),
    },
    { expects: 200 },
  )
  const { body } = await undo(id)
  expect(body.content.html).toBe('<p>It is the <strong>sensor</strong>.</p><p>One more thing</p>')
  expect(body.content.text).toBe('It is the sensor.\n\nOne more thing')
})

test('S64 a program’s message leaves at once, whoever it writes for', async () => {
  await setUndo(30)
  const thread = await aConversation('program@nordmark.example')
  const program = samtale.withToken(samtale.account.token)
  const { body } = await program.post(
    `/conversations/v3/conversations/threads/${thread.id}/messages`,
    {
      type: 'MESSAGE',
      text: 'From a program.',
      senderActorId: `A-${jonas.userId}`,
      channelId: '1002',
      channelAccountId: thread.channelAccountId,
      recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: thread.customer } }],
    },
    { expects: 201 },
  )
  await untilStates(thread, body.id, { [thread.customer]: 'sent' })
  expect(await undo(body.id)).toMatchObject({ status: 409, body: { subCategory: 'Delivery.BEGUN' } })
})

test('S64 only its writer takes a message back', async () => {
  await setUndo(30)
  const thread = await aConversation('writer@nordmark.example')
  const id = await write(thread)
  expect((await samtale.admin.post(`/api/messages/${id}/undo`)).status).toBe(403)
  expect((await undo(id)).status).toBe(200)
})

test('S64 open browsers see it come and go', async () => {
  await setUndo(30)
  const thread = await aConversation('watched@nordmark.example')
  const stream = await openStream(samtale.origin, samtale.admin.cookie())
  onTestFinished(() => stream.close())
  const id = await write(thread)
  await expect.poll(() => stream.patches().some((patch) => patch.type === 'item' && patch.item.id === id)).toBe(true)
  await undo(id)
  const gone = () => stream.patches().find((patch) => patch.type === 'item-gone')
  await expect.poll(gone).toMatchObject({ threadId: thread.id, itemIds: [id, expect.any(String)] })
})

test('S64 in the race between sending and undoing each message is sent or undone, never both, never neither', async () => {
  await setUndo(1)
  const count = 60
  const threads: Conversation[] = []
  for (let i = 0; i < 6; i++) threads.push(await aConversation(`race-${i}@nordmark.example`))
  const written = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const thread = threads[i % threads.length] as Conversation
      return { thread, id: await write(thread, { text: `Race number ${i}.`, richText: undefined }), number: i }
    }),
  )
  // From half a second before they are due to half a second after they begin to leave.
  const results = await Promise.all(
    written.map(async (one, i) => {
      await new Promise((resolve) => setTimeout(resolve, (i * 2000) / count))
      return { ...one, status: (await undo(one.id)).status }
    }),
  )
  await samtale.settled()
  for (const { number, status, thread } of results) {
    const copies = mailsTo(relay.taken, thread.customer).filter((mail) => mail.raw.includes(`Race number ${number}.`))
    expect({ number, status, copies: copies.length }).toEqual({ number, status, copies: status === 200 ? 0 : 1 })
  }
  const statuses = results.map((one) => one.status)
  expect(new Set(statuses)).toEqual(new Set([200, 409]))
  expect(await listInconsistencies(samtale.database.db)).toEqual([])
})
