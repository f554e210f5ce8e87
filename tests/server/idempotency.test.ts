import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createAppToken } from '../../server/account/app-token.ts'
import type { Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale({ env: { API_RATE_LIMIT: '0' } })
const { account, admin } = samtale

/** A conversation of its own for each test, and the path that writes into it. */
async function aThread() {
  await samtale.deliver(aMail())
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const [thread] = body.results
  const details = await admin.get(`/api/threads/${thread.id}`, { expects: 200 })
  const message = (text: string) => ({
    type: 'MESSAGE',
    text,
    senderActorId: `A-${account.userId}`,
    channelId: '1002',
    channelAccountId: details.body.channelAccount.id,
    recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' } }],
  })
  const path = `/conversations/v3/conversations/threads/${thread.id}/messages`
  return { id: thread.id as string, seq: thread.seq as number, path, message }
}

/** Texts of what was written into a conversation, and how many recipients it is to go to. */
async function written(threadId: string) {
  const { rows } = await sql<{ text: string; recipients: number }>`
    select b.text, (select count(*)::int from recipient r where r.account_id = m.account_id and r.message_id = m.id) as recipients
    from message m join message_body b on b.account_id = m.account_id and b.message_id = m.id
    where m.thread_id = ${threadId} and m.author_user_id is not null order by m.id`.execute(samtale.database.db)
  return rows
}

const post = (client: Client, path: string, body: unknown, key: string) =>
  client.post(path, body, { headers: { 'idempotency-key': key } })

/** Sends a request and hangs up once it is written, at the latest with the answer's first bytes: the answer is lost. */
function postAndHangUp(path: string, body: unknown, key: string): Promise<void> {
  const json = JSON.stringify(body)
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: localhost`,
    `Origin: ${samtale.origin}`,
    `Cookie: ${admin.cookie()}`,
    'Content-Type: application/json',
    `Idempotency-Key: ${key}`,
    `Content-Length: ${Buffer.byteLength(json)}`,
  ]
  return new Promise((resolve, reject) => {
    const socket = connect({ port: samtale.server.settings.port, host: '127.0.0.1' })
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', () => socket.destroy())
    socket.end(`${lines.join('\r\n')}\r\n\r\n${json}`)
    // A half at least go before the server has done anything.
    if (Number.parseInt(key.slice(0, 2), 16) % 2 === 0) setImmediate(() => socket.destroy())
  })
}

test('the answers of 100 sends are lost, each is sent again with its key: 100 messages, each to its recipient once', async () => {
  const { id, path, message } = await aThread()
  const sends = Array.from({ length: 100 }, (_, index) => ({ key: randomUUID(), body: message(`Answer ${index}`) }))
  for (let start = 0; start < 100; start += 10)
    await Promise.all(sends.slice(start, start + 10).map(({ key, body }) => postAndHangUp(path, body, key)))
  const answers = []
  for (const { key, body } of sends) answers.push(await post(admin, path, body, key))
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
  expect(answers.map((answer) => answer.body.text)).toEqual(sends.map(({ body }) => body.text))
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(100)
  const messages = await written(id)
  expect(messages.map(({ text }) => text).toSorted()).toEqual(sends.map(({ body }) => body.text).toSorted())
  expect(new Set(messages.map(({ recipients }) => recipients))).toEqual(new Set([1]))
})

test('a repeat gets the first answer', async () => {
  const { path, message } = await aThread()
  const key = randomUUID()
  const first = await post(admin, path, message('Once'), key)
  const second = await post(admin, path, message('Once'), key)
  expect([second.status, second.body]).toEqual([201, first.body])
})

test('another body under the same key is refused and writes nothing', async () => {
  const [one, other] = [await aThread(), await aThread()]
  const key = randomUUID()
  await post(admin, one.path, one.message('Once'), key)
  const mismatch = { status: 409, body: { category: 'CONFLICT', subCategory: 'Idempotency.OTHER_BODY' } }
  expect(await post(admin, one.path, one.message('Twice'), key)).toMatchObject(mismatch)
  expect(await post(admin, other.path, one.message('Once'), key), 'another conversation').toMatchObject(mismatch)
  expect(await post(admin, one.path, { type: 'COMMENT', text: 'Once' }, key), 'a comment').toMatchObject(mismatch)
  expect(await written(one.id)).toHaveLength(1)
  expect(await written(other.id)).toHaveLength(0)
})

test('ten twins at the same time are one message, and all hear of it', async () => {
  const { id, path, message } = await aThread()
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(admin, path, message('Once'), key)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(await written(id)).toHaveLength(1)
})

test('keys are each actor’s own: two people, and a token, may use the same', async () => {
  const { id, path, message } = await aThread()
  const { email, userId } = await samtale.addUser()
  const key = randomUUID()
  const token = await samtale.database.transaction((tx) =>
    createAppToken(tx, account.accountId, 'keys', ['conversations.write', 'conversations.read']),
  )
  const jonas = await samtale.signIn(email)
  await post(admin, path, message('Of Kari'), key)
  await post(jonas, path, { ...message('Of Jonas'), senderActorId: `A-${userId}` }, key)
  await post(samtale.withToken(token), path, message('Of a program'), key)
  expect((await written(id)).map(({ text }) => text)).toEqual(['Of Kari', 'Of Jonas', 'Of a program'])
})

test('a refused send leaves its key free: what is mended may go under the same', async () => {
  const { id, path, message } = await aThread()
  const key = randomUUID()
  expect((await post(admin, path, { ...message('To nobody'), recipients: [] }, key)).status).toBe(400)
  expect((await post(admin, path, message('To Ingrid'), key)).status).toBe(201)
  expect((await written(id)).map(({ text }) => text)).toEqual(['To Ingrid'])
})

test.each(['a'.repeat(201), 'two words', ''])('a key that is none is refused: "%.20s"', async (key) => {
  const { id, path, message } = await aThread()
  expect(await post(admin, path, message('Once'), key)).toMatchObject({ status: 400 })
  expect(await written(id)).toHaveLength(0)
})

test('comments and uploads have keys too', async () => {
  const { id, path } = await aThread()
  const key = randomUUID()
  const comment = { type: 'COMMENT', text: 'Ask Jonas.' }
  const ids = [await post(admin, path, comment, key), await post(admin, path, comment, key)].map(({ body }) => body.id)
  expect(ids[0]).toBe(ids[1])
  expect(await written(id)).toHaveLength(1)

  const upload = (text: string) => {
    const form = new FormData()
    form.append('file', new Blob([text]), 'brev.txt')
    return post(admin, '/files/v3/files', form, `file-${key}`)
  }
  const [first, second] = [await upload('a letter'), await upload('a letter')]
  expect([second.status, second.body]).toEqual([201, first.body])
  expect((await upload('another letter')).status).toBe(409)
})

test('If-Match: a mail that came in meanwhile is shown before anything is sent', async () => {
  const { id, seq, path, message } = await aThread()
  const key = randomUUID()
  const send = (ifMatch: string) =>
    admin.post(path, message('Thursday at noon'), { headers: { 'if-match': ifMatch, 'idempotency-key': key } })
  const raw = await admin.get(path)
  const { rows } = await sql<{ internet: string }>`
    select internet_message_id as internet from message where id = ${raw.body.results[0].id}`.execute(
    samtale.database.db,
  )
  await samtale.deliver(aMail({ inReplyTo: rows[0]?.internet ?? '', text: 'Not on Thursday!' }))
  await samtale.settled()
  const moved = await send(String(seq))
  expect(moved).toMatchObject({
    status: 409,
    body: { category: 'CONFLICT', subCategory: 'Thread.MOVED', details: { seenSeq: seq } },
  })
  expect(await written(id)).toHaveLength(0)
  expect((await send(`"${moved.body.details.seq}"`)).status).toBe(201)
  expect(await written(id)).toHaveLength(1)
})

test('If-Match: what colleagues do, or no header, holds nobody up; nonsense is refused', async () => {
  const { id, seq, path, message } = await aThread()
  await admin.post(path, { type: 'COMMENT', text: 'Ask Jonas.' }, { expects: 201 })
  await admin.put(path.replace(/messages$/, 'assignee'), { actorId: `A-${account.userId}` }, { expects: 200 })
  const headers: Record<string, string>[] = [{ 'if-match': String(seq) }, { 'if-match': '*' }, {}]
  for (const one of headers) await admin.post(path, message('Thursday'), { headers: one, expects: 201 })
  await admin.post(path, message('Thursday'), { headers: { 'if-match': 'soon' }, expects: 400 })
  expect(await written(id)).toHaveLength(4)
})
