import { sql } from 'kysely'
import { Value } from 'typebox/value'
import { afterAll, expect, test } from 'vitest'
import { ThreadPage } from '../../shared/api/thread.ts'
import type { Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

/** Rows of the contract that the API shows by itself; the journeys show them in the browser. */
const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const c = '/conversations/v3/conversations'

/** A mail that has just come in, as a client finds it. */
async function newest(client: Client) {
  await samtale.deliver(aMail())
  await samtale.settled()
  const { body } = await client.get('/api/threads?view=unassigned&limit=1', { expects: 200 })
  const [thread] = body.results
  const details = await client.get(`/api/threads/${thread.id}`, { expects: 200 })
  return { thread, details: details.body, path: `${c}/threads/${thread.id}` }
}

async function answerAs(client: Client, userId: string, { details, path }: Awaited<ReturnType<typeof newest>>) {
  return client.post(`${path}/messages`, {
    type: 'MESSAGE',
    text: 'It is the sensor.',
    senderActorId: `A-${userId}`,
    channelId: details.channelAccount.channelId,
    channelAccountId: details.channelAccount.id,
    recipients: { actorId: `V-${details.contact.id}` },
  })
}

test('S1 a user sees the conversations of his inbox and answers them; the answer reaches the customer', async () => {
  const { email, userId } = await samtale.addUser({ name: 'Jonas Berg' })
  const jonas = await samtale.signIn(email)
  const conversation = await newest(jonas)
  const sent = await answerAs(jonas, userId, conversation)
  expect(sent.status).toBe(201)
  await samtale.settled()
  await expect
    .poll(async () => (await jonas.get(`${conversation.path}/messages/${sent.body.id}`)).body.status)
    .toEqual({ statusType: 'SENT' })
  const mail = relay.accepted.at(-1)
  expect(mail?.to).toEqual(['ingrid@nordmark.example'])
  expect(mail?.raw).toContain('It is the sensor.')
  const row = (await jonas.get(`/api/threads/${conversation.thread.id}`)).body.thread
  expect(row).toMatchObject({ assigneeId: userId, waitingSince: null })
})

test('W3 answering takes an unassigned conversation: the line that says so stands before the answer', async () => {
  const { email, userId } = await samtale.addUser()
  const kari = await samtale.signIn(email)
  const conversation = await newest(kari)
  const { body: answer } = await answerAs(kari, userId, conversation)
  const { body } = await kari.get(`/api/threads/${conversation.thread.id}/timeline`, { expects: 200 })
  const newestFirst = body.results.map((item: { id: string; kind: string }) =>
    item.id === answer.id ? 'answer' : item.kind,
  )
  expect(newestFirst).toEqual(['answer', 'assignment', 'message'])
  const asPrograms = await kari.get(`${conversation.path}/messages?sort=createdAt`, { expects: 200 })
  const types = asPrograms.body.results.map((item: { type: string }) => item.type)
  expect(types).toEqual(['MESSAGE', 'ASSIGNMENT', 'MESSAGE'])
})

test('S1 the list, which the database writes, is what the document of the API says, page after page', async () => {
  const { email } = await samtale.addUser()
  const kari = await samtale.signIn(email)
  for (const subject of ['“E7” \\ \t on the display', 'Second', 'Third'])
    await samtale.deliver(aMail({ subject, from: `"Moen, Åse" <ase@nordmark.example>` }))
  await samtale.settled()
  const whole = await kari.get('/api/threads?limit=500', { expects: 200 })
  expect([...Value.Errors(ThreadPage, whole.body)]).toEqual([])
  expect(whole.body.paging).toBeUndefined()
  expect(whole.body.results[2]).toMatchObject({ subject: '“E7” \\   on the display', contact: { name: 'Moen, Åse' } })
  const ids: string[] = []
  for (let after = ''; ; ) {
    const { body } = await kari.get(`/api/threads?limit=1&after=${after}`, { expects: 200 })
    expect([...Value.Errors(ThreadPage, body)]).toEqual([])
    ids.push(...body.results.map((row: { id: string }) => row.id))
    if (!body.paging) break
    after = body.paging.next.after
  }
  expect(ids).toEqual(whole.body.results.map((row: { id: string }) => row.id))
})

test('S11 a user without a seat assigns and answers unassigned conversations, and goes on in his own', async () => {
  const { email, userId } = await samtale.addUser({ seat: 'none' })
  const free = await samtale.signIn(email)
  const conversation = await newest(free)
  await free.put(`${conversation.path}/assignee`, { actorId: `A-${userId}` }, { expects: 200 })
  expect((await answerAs(free, userId, conversation)).status).toBe(201)
  await free.patch(conversation.path, { status: 'CLOSED' }, { expects: 200 })
})

test('S12 who was not chosen and has account access looks, is refused and told why', async () => {
  const { email, userId } = await samtale.addUser({ role: 'account-access' })
  const manager = await samtale.signIn(email)
  const conversation = await newest(manager)
  await sql`update inbox set access = 'specific'`.execute(samtale.database.db)
  const why = 'You can view Support, but not act in it: only the users and teams chosen under Access can.'
  // What changes beside the server, it may take a second to notice.
  const details = async () => (await manager.get(`/api/threads/${conversation.thread.id}`, { expects: 200 })).body
  await expect.poll(details).toMatchObject({ mayAct: false, refusal: { code: 'viewOnly', sentence: why } })
  const overview = await manager.get('/api/inbox', { expects: 200 })
  expect(overview.body.inboxes).toMatchObject([{ mayAct: false, refusal: { code: 'viewOnly', sentence: why } }])
  for (const refused of [
    await answerAs(manager, userId, conversation),
    await manager.post(`${conversation.path}/messages`, { type: 'COMMENT', text: 'Ask Jonas.' }),
    await manager.put(`${conversation.path}/assignee`, { actorId: `A-${userId}` }),
    await manager.patch(conversation.path, { status: 'CLOSED' }),
    await manager.delete(conversation.path),
  ]) {
    expect(refused).toMatchObject({
      status: 403,
      body: { category: 'FORBIDDEN', subCategory: 'InboxAccess.VIEW_ONLY', message: why },
    })
  }
})
