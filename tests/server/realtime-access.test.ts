import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { appendEvents } from '../../server/platform/events.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { seesInbox } from './matrix-rows.ts'
import { knock, openStream, type Stream, streamUrl } from './open-stream.ts'
import { type PersonName, personNames, twoAccounts } from './two-accounts.ts'

const samtale = await startSharedSamtale()
const world = await twoAccounts(samtale)
const { own, foreign, people } = world
const { origin, admin } = samtale
const thread = `/conversations/v3/conversations/threads/${own.threadId}`

const connected = personNames.filter((name) => people[name].userId !== null && name !== 'a user who has left')
const streams = new Map<PersonName, Stream>()
afterEach(() => {
  for (const stream of streams.values()) stream.close()
  streams.clear()
})

/** How many patches each had heard when he began to listen: what went before may be told late. */
const alreadyHeard = new Map<Stream, number>()

/** Everybody with a session listens. */
async function listen(names: readonly PersonName[] = connected): Promise<void> {
  for (const name of names) streams.set(name, await openStream(origin, people[name].client.cookie()))
  await allHeard()
  for (const stream of streams.values()) alreadyHeard.set(stream, stream.patches().length)
}

/**
 * Waits until everybody has heard of something that all of an account hear of. The stream is in order, so whatever they
 * were to hear before it, they have heard.
 */
async function allHeard(): Promise<void> {
  const before = new Map([...streams].map(([name, stream]) => [name, overviews(stream)]))
  await samtale.database.transaction((tx) =>
    appendEvents(
      tx,
      [own, foreign].map(({ accountId }) => ({ accountId, type: 'inbox.changed' as const })),
    ),
  )
  for (const [name, stream] of streams)
    await expect.poll(() => overviews(stream), { message: name }).toBeGreaterThan(before.get(name) ?? 0)
}

const overviews = (stream: Stream) => stream.patches().filter((patch) => patch.type === 'overview').length
const told = (stream: Stream | undefined) => {
  const heard = stream?.patches().slice(alreadyHeard.get(stream)) ?? []
  return [...new Set(heard.map((patch) => patch.type))].filter((type) => type !== 'overview').toSorted()
}

/** Who of the listeners was told what, beyond that something changed. */
const hearings = () => Object.fromEntries([...streams].map(([name, stream]) => [name, told(stream)]))
const ofThoseWhoSee = (types: string[]) =>
  Object.fromEntries([...streams.keys()].map((name) => [name, seesInbox(name) ? types : []]))

test.each([
  {
    because: 'abuse-33 a mail that arrives',
    happens: () => samtale.deliver(markedAnswer(), { to: samtale.account.fallbackAddress }).then(samtale.settled),
    tells: ['item', 'thread', 'ticket'],
  },
  {
    because: 'abuse-33 a change of status',
    happens: () => admin.patch(thread, { status: 'CLOSED' }, { expects: 200 }),
    tells: ['item', 'thread'],
  },
  {
    because: 'abuse-33 an assignment',
    happens: () => admin.put(`${thread}/assignee`, { actorId: `A-${own.userId}` }, { expects: 200 }),
    tells: ['item', 'thread'],
  },
  {
    because: 'abuse-33 an internal comment',
    happens: () => admin.post(`${thread}/messages`, { type: 'COMMENT', text: own.marker }, { expects: 201 }),
    tells: ['item', 'thread'],
  },
  {
    because: 'abuse-33 a conversation that goes',
    happens: () => admin.delete(thread, { expects: 204 }),
    tells: ['gone'],
  },
  {
    because: 'abuse-33 a conversation that comes back',
    happens: () => admin.patch(`${thread}?archived=true`, { archived: false }, { expects: 200 }),
    tells: ['thread'],
  },
])('$because is told to those who see its inbox, and to nobody else', async ({ happens, tells }) => {
  await listen()
  await happens()
  await allHeard()
  expect(hearings()).toEqual(ofThoseWhoSee(tells))
  for (const [name, { frames }] of streams) {
    const text = JSON.stringify(frames)
    if (!seesInbox(name)) expect(text, name).not.toContain(own.marker)
    expect(text, name).not.toContain(foreign.marker)
  }
})

test('abuse-33 counters count what each may see', async () => {
  await listen()
  for (const [name, stream] of streams) await expect.poll(() => stream.counters(), { message: name }).toBeDefined()
  const open = (name: PersonName) => {
    const { all } = streams.get(name)?.counters() ?? {}
    return (all?.open ?? 0) + (all?.closed ?? 0)
  }
  expect(open('a user, not chosen')).toBe(0)
  expect(open('a super admin, not chosen')).toBeGreaterThan(0)
  expect(open('a user, chosen by his team')).toBe(open('a user, chosen'))
})

test.each([
  {
    because: 'a mark of reading',
    happens: () => admin.post(`/api/threads/${own.threadId}/read`, { seq: 3 }, { expects: 204 }),
    tells: ['read'],
  },
  {
    because: 'a draft',
    happens: () => admin.put(`/api/threads/${own.threadId}/drafts/comment`, draft),
    tells: ['draft'],
  },
])('abuse-33 $because is told to its person alone', async ({ happens, tells }) => {
  await listen()
  await happens()
  await allHeard()
  expect(hearings()).toEqual(
    Object.fromEntries([...streams.keys()].map((name) => [name, name === 'a super admin, chosen' ? tells : []])),
  )
})

test('abuse-34 a session that is ended closes its stream, and no other', async () => {
  const email = (await admin.get('/api/session')).body.user.email
  const second = await samtale.signIn(email)
  const [first, other] = [await openStream(origin, admin.cookie()), await openStream(origin, second.cookie())]
  const sessions = await second.get('/api/sessions')
  const mine = sessions.body.results.find((one: { isCurrent: boolean }) => one.isCurrent)
  await admin.delete(`/api/sessions/${mine.id}`, { expects: 204 })
  expect(await other.closed).toBe(4401)
  await admin.post(`${thread}/messages`, { type: 'COMMENT', text: own.marker }, { expects: 201 })
  await expect.poll(() => told(first)).toContain('thread')
  first.close()
})

test('abuse-34 signing out closes the stream', async () => {
  const { email } = await samtale.addUser()
  const client = await samtale.signIn(email)
  const stream = await openStream(origin, client.cookie())
  await client.delete('/api/session', { expects: 204 })
  expect(await stream.closed).toBe(4401)
})

test('abuse-34 a person who leaves the account is closed out at once', async () => {
  const { email, userId } = await samtale.addUser()
  const stream = await openStream(origin, (await samtale.signIn(email)).cookie())
  await samtale.database.transaction(async (tx) => {
    await sql`update "user" set is_active = false where id = ${userId}`.execute(tx)
    await appendEvents(tx, [{ accountId: own.accountId, type: 'user.changed', userId }])
  })
  expect(await stream.closed).toBe(4401)
})

const strange = 'http://mallory.example'
const port = new URL(origin).port

test.each([
  { because: 'no cookie', headers: () => ({ origin }), status: 401 },
  { because: 'no origin', headers: () => ({ cookie: admin.cookie() }), status: 401 },
  { because: 'another origin', headers: () => ({ origin: strange, cookie: admin.cookie() }), status: 401 },
  { because: 'an opaque origin', headers: () => ({ origin: 'null', cookie: admin.cookie() }), status: 401 },
  {
    because: 'our name with another port',
    headers: () => ({ origin: 'http://localhost:1', cookie: admin.cookie() }),
    status: 401,
  },
  {
    because: 'a name that begins like ours',
    headers: () => ({ origin: `${origin}.mallory.example`, cookie: admin.cookie() }),
    status: 401,
  },
  {
    because: 'our port under https',
    headers: () => ({ origin: `https://localhost:${port}`, cookie: admin.cookie() }),
    status: 401,
  },
  { because: 'a guessed cookie', headers: () => ({ origin, cookie: `samtale=${'a'.repeat(43)}` }), status: 401 },
  {
    because: 'a bearer token, which is no browser',
    headers: () => ({ origin, authorization: `Bearer ${samtale.account.token}` }),
    status: 401,
  },
  { because: 'another path', headers: () => ({ origin, cookie: admin.cookie() }), path: '/api/inbox', status: 404 },
  {
    because: 'cookie and origin as a browser sends them',
    headers: () => ({ origin, cookie: admin.cookie() }),
    status: 101,
  },
  {
    because: 'another loopback name of the same port',
    headers: () => ({ origin: `http://127.0.0.1:${port}`, cookie: admin.cookie() }),
    status: 101,
  },
])('abuse-38 the stream with $because: $status', async ({ headers, path, status }) => {
  expect(await knock(origin, headers(), path)).toBe(status)
})

test.each(['', 'hello', '{"after":5}', '[]', 'null', `{"after":"${'a'.repeat(5000)}"}`])(
  'a stream whose first frame is no hello is closed: %.20s',
  async (frame) => {
    const socket = new WebSocket(streamUrl(origin), { headers: { cookie: admin.cookie() }, origin })
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.on('error', () => {})
    socket.on('open', () => socket.send(frame))
    expect([4403, 1009]).toContain(await closed)
  },
)

const draft = {
  mode: 'comment',
  html: '',
  text: 'Ask Jonas',
  to: [],
  cc: [],
  bcc: [],
  attachments: [],
  answersMessageId: null,
  idempotencyKey: '8c1f2a52-7d0e-4c1b-9a3e-2f0a9d4b8c11',
}

const markedAnswer = () =>
  [
    `From: Ingrid ${own.marker} <ingrid.${own.marker.toLowerCase()}@nordmark.example>`,
    `To: ${samtale.account.fallbackAddress}`,
    `Subject: ${own.marker} again`,
    '',
    own.marker,
    '',
  ].join('\r\n')
