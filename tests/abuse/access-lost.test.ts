import { sql } from 'kysely'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { insertInbox } from '../../server/inbox/inbox-store.ts'
import type { Tx } from '../../server/platform/database.ts'
import { appendEvents } from '../../server/platform/events.ts'
import type { Patch } from '../../shared/api/realtime.ts'
import type { Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { openStream, type Stream } from '../server/open-stream.ts'

const samtale = await startSharedSamtale()
const { account, admin, database, origin } = samtale
const { accountId } = account
const secret = 'Luftspalte'

/** Sales, for chosen people alone; Support is everybody's. */
let sales = ''
let salesThread = ''
let supportThread = ''

beforeAll(async () => {
  sales = await database.transaction((tx) => insertInbox(tx, { accountId, name: 'Sales', isDefault: false }))
  salesThread = await receive(secret)
  supportThread = await receive('Takstein')
  await admin.post(`/api/threads/${salesThread}/inbox`, { inboxId: sales }, { expects: 200 })
})

async function receive(subject: string): Promise<string> {
  const from = `${subject.toLowerCase()}@nordmark.example`
  await samtale.deliver(aMail({ from, subject, text: `${subject} in the text` }), { from })
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  return body.results.find((row: { subject: string }) => row.subject === subject).id
}

type Someone = { userId: string; teamId: string; client: Client }

/** Ways to lose sight of Sales, each from sight of it. */
const roads: {
  because: string
  role: string
  /** what stands under Access besides the super admin */
  chosen: (someone: Someone) => { userIds?: string[]; teamIds?: string[] }
  happens: (someone: Someone) => Promise<unknown>
  /** brings back what is everybody's */
  after?: () => Promise<unknown>
}[] = [
  {
    because: 'he is no longer chosen',
    role: 'user',
    chosen: ({ userId }) => ({ userIds: [userId] }),
    happens: () => choose({}),
  },
  {
    because: 'his team is no longer chosen',
    role: 'user',
    chosen: ({ teamId }) => ({ teamIds: [teamId] }),
    happens: () => choose({}),
  },
  {
    because: 'he leaves the team that was chosen',
    role: 'user',
    chosen: ({ teamId }) => ({ teamIds: [teamId] }),
    happens: ({ userId }) =>
      change('team.changed', (tx) => sql`delete from team_member where user_id = ${userId}`.execute(tx)),
  },
  {
    because: 'the role that showed him every inbox is taken from him',
    role: 'account-access',
    chosen: () => ({}),
    happens: ({ userId }) =>
      change('user.changed', (tx) => sql`update "user" set role = 'user' where id = ${userId}`.execute(tx)),
  },
  {
    because: 'the inbox is archived',
    role: 'super-admin',
    chosen: ({ userId }) => ({ userIds: [userId] }),
    happens: () =>
      change('inbox.changed', (tx) => sql`update inbox set archived_at = now() where id = ${sales}`.execute(tx)),
    after: () =>
      change('inbox.changed', (tx) => sql`update inbox set archived_at = null where id = ${sales}`.execute(tx)),
  },
]

test.each(roads)('abuse-34 $because: told so at once, and nothing more of it', async (road) => {
  const someone = await addSomeone(road.role)
  await choose(road.chosen(someone))
  const stream = await openStream(origin, someone.client.cookie())
  onTestFinished(stream.close)
  await someone.client.get(`/api/threads/${salesThread}`, { expects: 200 })

  const told = await patchesFromNow(stream)
  onTestFinished(async () => void (await road.after?.()))
  await road.happens(someone)
  await expect.poll(told).not.toEqual([])
  // Who is told asks at once, and must not hear what this process knew before.
  const { body: overview } = await someone.client.get('/api/inbox', { expects: 200 })
  expect(overview.inboxes.map((inbox: { id: string }) => inbox.id)).toEqual([account.inboxId])
  expect(Object.keys(overview.counters.inboxes)).toEqual([account.inboxId])
  await changeStatus(salesThread)
  await changeStatus(supportThread)
  // The stream is in order: who hears of Support has heard whatever was to be heard of Sales before.
  await expect.poll(() => threadsIn(told())).toContain(supportThread)

  const patches = told()
  expect(patches.filter(({ type }) => type !== 'item').map(({ type }) => type)).toEqual([
    'access-lost',
    'overview',
    'thread',
  ])
  expect(patches[0]).toEqual({ type: 'access-lost', inboxIds: [sales] })
  expect(JSON.stringify(patches)).not.toContain(secret)
  await expect.poll(() => Object.keys(stream.counters()?.inboxes ?? {})).toEqual([account.inboxId])
})

test('abuse-34 who is chosen again is told what came into sight, and hears of it from then on', async () => {
  const someone = await addSomeone('user')
  await choose({})
  const stream = await openStream(origin, someone.client.cookie())
  onTestFinished(stream.close)
  const told = await patchesFromNow(stream)
  await choose({ userIds: [someone.userId] })
  await changeStatus(salesThread)
  await expect.poll(() => threadsIn(told())).toContain(salesThread)
  expect(told()[0]).toEqual({ type: 'access-gained', inboxIds: [sales] })
  await someone.client.get(`/api/threads/${salesThread}`, { expects: 200 })
})

test('abuse-34 a conversation that moves out of sight is gone for those who saw it, and for nobody else', async () => {
  const someone = await addSomeone('user')
  await choose({})
  const moving = await receive('Mønepanne')
  const streams = {
    theirs: await openStream(origin, someone.client.cookie()),
    mine: await openStream(origin, admin.cookie()),
  }
  onTestFinished(() => {
    for (const stream of Object.values(streams)) stream.close()
  })
  const theirs = await patchesFromNow(streams.theirs)
  const mine = await patchesFromNow(streams.mine)
  const before = threadsIn(theirs()).length
  await admin.post(`/api/threads/${moving}/inbox`, { inboxId: sales }, { expects: 200 })
  await changeStatus(supportThread)
  await expect.poll(() => threadsIn(theirs()).length).toBe(before + 1)
  await expect.poll(() => threadsIn(mine())).toContain(moving)
  const gone = theirs().filter(({ type }) => type === 'gone')
  expect(gone).toEqual([{ type: 'gone', threadId: moving, joinedInto: null }])
  expect(threadsIn(theirs())).not.toContain(moving)
  expect(mine().filter(({ type }) => type === 'gone')).toEqual([])
})

test('abuse-33 who is not chosen finds Sales by no road', async () => {
  const someone = await addSomeone('user')
  await choose({})
  const { body: timeline } = await admin.get(`/api/threads/${salesThread}/timeline`, { expects: 200 })
  const message = timeline.results.find((item: { kind: string }) => item.kind === 'message')
  const v3 = '/conversations/v3/conversations'
  const found = []
  for (const path of [
    `/api/threads?inboxId=${sales}`,
    `/api/threads/${salesThread}`,
    `/api/threads/${salesThread}/timeline`,
    `/api/threads/${salesThread}/drafts`,
    `/api/inboxes/${sales}/assignable`,
    `/api/inboxes/${sales}/access`,
    `/api/messages/${message.id}/raw`,
    `${v3}/inboxes/${sales}`,
    `${v3}/threads/${salesThread}`,
    `${v3}/threads/${salesThread}/messages`,
  ]) {
    const { status } = await someone.client.get(path)
    if (status !== 404) found.push(`${path} answers ${status}`)
  }
  expect(found).toEqual([])
  for (const path of ['/api/inbox', '/api/session', '/api/threads', '/api/outbox', `${v3}/inboxes`, `${v3}/threads`]) {
    const { body } = await someone.client.get(path, { expects: 200 })
    expect(JSON.stringify(body), path).not.toMatch(new RegExp(`${secret}|Sales`))
  }
  // Nor as where to put something.
  const move = await someone.client.post(`/api/threads/${supportThread}/inbox`, { inboxId: sales })
  expect(move).toMatchObject({ status: 404 })
})

/** The patches that come after what happened so far: the stream is in order, so a change that is heard is the last of that. */
async function patchesFromNow(stream: Stream): Promise<() => Patch[]> {
  const heard = () => threadsIn(stream.patches()).filter((id) => id === supportThread).length
  const before = heard()
  await changeStatus(supportThread)
  await expect.poll(heard).toBeGreaterThan(before)
  const from = stream.patches().length
  return () => stream.patches().slice(from)
}

async function addSomeone(role: string): Promise<Someone> {
  const { userId, email } = await samtale.addUser({ role, name: 'Jonas Berg' })
  const { rows } = await sql<{ id: string }>`
    with made as (insert into team (account_id, name) values (${accountId}, ${`Service ${userId}`}) returning id),
      member as (insert into team_member (account_id, team_id, user_id, kind) select ${accountId}, id, ${userId}, 'main' from made)
    select id from made`.execute(database.db)
  return { userId, teamId: rows[0]?.id ?? '', client: await samtale.signIn(email) }
}

function choose({ userIds = [], teamIds = [] }: { userIds?: string[]; teamIds?: string[] }) {
  const body = { access: 'specific', userIds: [account.userId, ...userIds], teamIds }
  return admin.put(`/api/inboxes/${sales}/access`, body, { expects: 200 })
}

/** A change that comes from another process: this one hears of it by the stream. */
function change(type: 'team.changed' | 'user.changed' | 'inbox.changed', work: (tx: Tx) => Promise<unknown>) {
  return database.transaction(async (tx) => {
    await work(tx)
    await appendEvents(tx, [{ accountId, type }])
  })
}

async function changeStatus(threadId: string): Promise<void> {
  const path = `/conversations/v3/conversations/threads/${threadId}`
  const { body } = await samtale.withToken(account.token).get(path, { expects: 200 })
  const status = body.status === 'OPEN' ? 'CLOSED' : 'OPEN'
  await samtale.withToken(account.token).patch(path, { status }, { expects: 200 })
}

const threadsIn = (patches: readonly Patch[]) =>
  patches.flatMap((patch) => (patch.type === 'thread' ? [patch.row.id] : []))
