import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { openStream, type Stream } from './open-stream.ts'

const samtale = await startSharedSamtale()
const { admin, origin } = samtale

const aDraft = (change: object = {}) => ({
  mode: 'reply',
  html: '',
  text: '',
  to: [],
  cc: [],
  bcc: [],
  attachments: [],
  answersMessageId: null,
  idempotencyKey: crypto.randomUUID(),
  ...change,
})
const none = { hasDraft: false, draftSnippet: '' }

async function aThread(): Promise<string> {
  await samtale.deliver(aMail({ from: 'Elif Demir <elif@fjordkaffe.example>' }))
  await samtale.settled()
  return (await admin.get('/api/threads?limit=1', { expects: 200 })).body.results[0].id
}

/** What the list, the details and the last patch of a stream say of the drafts in a thread; they must agree. */
async function draftOf(client: typeof admin, stream: Stream, threadId: string) {
  const inList = (await client.get('/api/threads')).body.results.find(({ id }: { id: string }) => id === threadId)
  const { thread } = (await client.get(`/api/threads/${threadId}`)).body
  const told = (row: typeof none) => ({ hasDraft: row.hasDraft, draftSnippet: row.draftSnippet })
  expect(told(thread)).toEqual(told(inList))
  await expect
    .poll(() => {
      const patch = stream
        .patches()
        .findLast((one) => (one.type === 'draft' ? one.threadId : one.type === 'thread' && one.row.id) === threadId)
      return patch && told(patch as typeof none)
    })
    .toEqual(told(inList))
  return told(inList)
}

test('a row shows its owner how his newest draft begins, in the list and live, until it is sent', async () => {
  const threadId = await aThread()
  const drafts = `/api/threads/${threadId}/drafts`
  const stream = await openStream(origin, admin.cookie())
  const seen = () => draftOf(admin, stream, threadId)

  const reply = aDraft({ text: `  It is\n\nthe sensor. ${'And more. '.repeat(40)}` })
  await admin.put(`${drafts}/reply`, reply, { expects: 200 })
  const { hasDraft, draftSnippet } = await seen()
  expect(hasDraft).toBe(true)
  expect(draftSnippet).toMatch(/^It is the sensor\. And more\..*…$/)
  expect(draftSnippet.length).toBeLessThan(170)

  await admin.put(`${drafts}/comment`, aDraft({ mode: 'comment', text: 'Do you know her?' }), { expects: 200 })
  expect(await seen()).toEqual({ hasDraft: true, draftSnippet: 'Do you know her?' })
  await admin.delete(`${drafts}/comment`, { expects: 204 })
  expect((await seen()).draftSnippet).toBe(draftSnippet)

  const { body: thread } = await admin.get(`/conversations/v3/conversations/threads/${threadId}`, { expects: 200 })
  await admin.post(
    `/conversations/v3/conversations/threads/${threadId}/messages`,
    {
      type: 'MESSAGE',
      text: 'It is the sensor.',
      senderActorId: `A-${samtale.account.userId}`,
      channelId: '1002',
      channelAccountId: thread.originalChannelAccountId,
      recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'elif@fjordkaffe.example' } }],
    },
    { expects: 201, headers: { 'idempotency-key': reply.idempotencyKey } },
  )
  expect(await seen()).toEqual(none)
  stream.close()
})

test.each([
  { because: 'words', draft: { text: 'Ice' }, draftSnippet: 'Ice' },
  {
    because: 'files alone, by their names',
    draft: {
      attachments: ['offer.pdf', 'sensor.png'].map((name) => ({ fileId: '1', name, size: 1, mediaType: 'image/png' })),
    },
    draftSnippet: 'offer.pdf, sensor.png',
  },
  { because: 'recipients alone', draft: {}, draftSnippet: '' },
  {
    because: 'more characters than a row shows',
    draft: { text: '🧊'.repeat(200) },
    draftSnippet: `${'🧊'.repeat(160)}…`,
  },
])('a draft of $because', async ({ draft, draftSnippet }) => {
  const threadId = await aThread()
  const stream = await openStream(origin, admin.cookie())
  await admin.put(`/api/threads/${threadId}/drafts/reply`, aDraft(draft), { expects: 200 })
  expect(await draftOf(admin, stream, threadId)).toEqual({ hasDraft: true, draftSnippet })
  stream.close()
})

test('the patch of a thread tells each listener of his own drafts alone', async () => {
  const threadId = await aThread()
  const { email } = await samtale.addUser()
  const jonas = await samtale.signIn(email)
  await admin.put(`/api/threads/${threadId}/drafts/reply`, aDraft({ text: 'Words of Kari' }), { expects: 200 })
  const [own, other] = [await openStream(origin, admin.cookie()), await openStream(origin, jonas.cookie())]
  await jonas.patch(`/conversations/v3/conversations/threads/${threadId}`, { status: 'CLOSED' }, { expects: 200 })
  const closed = (stream: Stream) =>
    stream.patches().find((patch) => patch.type === 'thread' && patch.row.id === threadId)
  await expect.poll(() => closed(own)).toMatchObject({ hasDraft: true, draftSnippet: 'Words of Kari' })
  await expect.poll(() => closed(other)).toMatchObject(none)
  expect(JSON.stringify(other.frames)).not.toContain('Words of Kari')
  for (const stream of [own, other]) stream.close()
})
