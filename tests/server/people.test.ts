import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Client } from '../harness/api-client.ts'
import { aMail, type MailFields } from '../harness/mails.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'
import { openStream } from './open-stream.ts'

const samtale = await startSharedSamtale()
const { account, admin } = samtale
const { db } = samtale.database

const newTeam = async (name: string) => (await admin.post('/api/teams', { name }, { expects: 201 })).body.id as string
const personIn = async (client: Client, userId: string) =>
  (await client.get('/api/users', { expects: 200 })).body.results.find((one: { id: string }) => one.id === userId)
const auditOf = async (userId: string) =>
  (
    await sql<{ action: string }>`select action from audit
      where subject_type = 'user' and subject_id = ${userId} and account_id = ${account.accountId} order by id`.execute(
      db,
    )
  ).rows.map(({ action }) => action)

test('S60 everybody reads names, who manages people reads the rest', async () => {
  const user = await samtale.addUser({ name: 'Elif Demir' })
  const colleague = await samtale.signIn(user.email)
  expect(await personIn(colleague, user.userId)).toEqual({
    id: user.userId,
    name: 'Elif Demir',
    isActive: true,
    details: null,
  })
  const manager = await samtale.signIn((await samtale.addUser({ role: 'account-access' })).email)
  expect(await personIn(manager, user.userId)).toMatchObject({
    details: { email: user.email, role: 'user', seat: 'service', mayManage: true, lastSeenAt: expect.any(String) },
  })
  expect(await personIn(manager, account.userId)).toMatchObject({ details: { mayManage: false } })
})

test('S60 a user is created with a password, and only for an address that nobody signs in with', async () => {
  const teamId = await newTeam('Heat pumps')
  const person = {
    name: 'Elif Demir',
    email: 'Elif@solvik.example',
    password,
    role: 'account-access',
    seat: 'sales',
    mainTeamId: teamId,
  }
  const headers = { 'idempotency-key': 'create-elif' }
  const { body } = await admin.post('/api/users', person, { expects: 201, headers })
  expect(body).toMatchObject({ name: 'Elif Demir', details: { seat: 'sales', mainTeamId: teamId, extraTeamIds: [] } })
  expect((await admin.post('/api/users', person, { expects: 201, headers })).body.id).toBe(body.id)
  expect(await auditOf(body.id)).toEqual(['user.created'])
  const elif = await samtale.signIn('elif@solvik.example')
  expect((await elif.get('/api/session')).body.user).toMatchObject({ id: body.id, role: 'account-access' })
  const again = await admin.post('/api/users', { ...person, email: 'ELIF@solvik.example ' })
  expect(again).toMatchObject({ status: 409, body: { code: 'loginExists', subCategory: 'Login.EXISTS' } })
  // What is remembered of the request is a quick hash, so it is none of the password.
  const other = await admin.post('/api/users', { ...person, password: 'another horse battery' }, { headers })
  expect(other.body.id).toBe(body.id)
})

test.each([
  { because: 'a role that does not exist', body: { role: 'owner' }, field: 'role' },
  { because: 'a seat that does not exist', body: { seat: 'gold' }, field: 'seat' },
  { because: 'a foreign team', body: { mainTeamId: '999' }, field: 'mainTeamId' },
  { because: 'a foreign extra team', body: { extraTeamIds: ['999'] }, field: 'extraTeamIds' },
  { because: 'nothing', body: {}, field: 'body' },
])('S60 a change of a user is refused: $because', async ({ body, field }) => {
  const { userId } = await samtale.addUser()
  const answer = await admin.patch(`/api/users/${userId}`, body)
  expect(answer.status).toBe(400)
  expect(JSON.stringify(answer.body)).toContain(field)
})

test('S60 role, seat and teams change, each with its audit row', async () => {
  const { userId } = await samtale.addUser()
  const [main, extra] = [await newTeam('Ventilation'), await newTeam('Boilers')]
  const change = { role: 'account-access', seat: 'none', mainTeamId: main, extraTeamIds: [extra, main] }
  const { body } = await admin.patch(`/api/users/${userId}`, change, { expects: 200 })
  expect(body.details).toMatchObject({ role: 'account-access', seat: 'none', mainTeamId: main, extraTeamIds: [extra] })
  await admin.patch(`/api/users/${userId}`, change, { expects: 200 })
  expect(await auditOf(userId)).toEqual(['user.role_changed', 'user.seat_changed', 'user.changed'])
})

test.each([
  { because: 'makes somebody super admin', role: 'user', change: { role: 'super-admin' } },
  { because: 'changes the seat of a super admin', role: 'super-admin', change: { seat: 'none' } },
  { because: 'deactivates a super admin', role: 'super-admin', change: { isActive: false } },
  { because: 'takes a super admin’s role', role: 'super-admin', change: { role: 'user' } },
])('S60 account access, who $because, is refused', async ({ role, change }) => {
  const manager = await samtale.signIn((await samtale.addUser({ role: 'account-access' })).email)
  const { userId } = await samtale.addUser({ role })
  expect(await manager.patch(`/api/users/${userId}`, change)).toMatchObject({
    status: 403,
    body: { code: 'notAllowed' },
  })
  expect(await auditOf(userId)).toEqual([])
})

test('S60 an account keeps an active super admin', async () => {
  const other = await samtale.openAccount('Nordmark Eiendom')
  const kari = await samtale.signIn(other.email)
  const path = `/api/users/${other.userId}`
  const left = { status: 409, body: { code: 'lastSuperAdmin' } }
  expect(await kari.patch(path, { role: 'user' })).toMatchObject(left)
  expect(await kari.patch(path, { isActive: false })).toMatchObject(left)
  expect(await kari.delete(path)).toMatchObject(left)
  const second = await samtale.addUser({ accountId: other.accountId, role: 'super-admin' })
  const jonas = await samtale.signIn(second.email)
  // Both at once: one of them stays.
  const answers = await Promise.all([
    kari.patch(path, { role: 'user' }),
    jonas.patch(`/api/users/${second.userId}`, { role: 'user' }),
  ])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
})

test('S60 who is deactivated is out at once, and his open conversations are free', async () => {
  const user = await samtale.addUser({ name: 'Elif Demir' })
  const elif = await samtale.signIn(user.email)
  const [open, closed] = [await aThread(), await aThread()]
  const path = (id: string) => `/conversations/v3/conversations/threads/${id}`
  for (const id of [open, closed])
    await admin.put(`${path(id)}/assignee`, { actorId: `A-${user.userId}` }, { expects: 200 })
  await admin.patch(path(closed), { status: 'CLOSED' }, { expects: 200 })
  const stream = await openStream(samtale.origin, elif.cookie())

  await admin.patch(`/api/users/${user.userId}`, { isActive: false }, { expects: 200 })
  expect(await stream.closed).toBe(4401)
  await elif.get('/api/session', { expects: 401 })
  expect(await elif.post('/api/session', { email: user.email, password })).toMatchObject({ status: 401 })
  const threads = [await admin.get(`/api/threads/${open}`), await admin.get(`/api/threads/${closed}`)]
  expect(threads.map(({ body }) => body.thread.assigneeId)).toEqual([null, user.userId])
  const [line] = (await admin.get(`/api/threads/${open}/timeline`)).body.results
  expect(line).toMatchObject({
    kind: 'assignment',
    author: { id: account.userId },
    change: { from: user.userId, to: null },
  })
  expect(line.seq).toBe(threads[0]?.body.thread.seq)
  const assignable = (await admin.get(`/api/inboxes/${account.inboxId}/assignable`)).body.results
  expect(assignable.map(({ id }: { id: string }) => id)).not.toContain(user.userId)
  expect(await admin.put(`${path(open)}/assignee`, { actorId: `A-${user.userId}` })).toMatchObject({ status: 400 })

  await admin.patch(`/api/users/${user.userId}`, { isActive: true }, { expects: 200 })
  await samtale.signIn(user.email)
  expect(await auditOf(user.userId)).toEqual(['user.deactivated', 'user.reactivated'])
})

test('S60 who is removed leaves the list, keeps his name on what he wrote, and comes back as the same user', async () => {
  const user = await samtale.addUser({ name: 'Elif Demir' })
  const elif = await samtale.signIn(user.email)
  const threadId = await aThread()
  const messages = `/conversations/v3/conversations/threads/${threadId}/messages`
  await elif.post(messages, { type: 'COMMENT', text: 'The sensor.' }, { expects: 201 })
  await admin.delete(`/api/users/${user.userId}`, { expects: 204 })
  await elif.get('/api/session', { expects: 401 })
  expect(await personIn(admin, user.userId)).toBeUndefined()
  await admin.patch(`/api/users/${user.userId}`, { isActive: true }, { expects: 404 })
  const [comment] = (await admin.get(`/api/threads/${threadId}/timeline`)).body.results
  expect(comment.author).toMatchObject({ id: user.userId, name: 'Elif Demir' })
  expect(await auditOf(user.userId)).toEqual(['user.removed'])

  const invitations = [{ email: user.email, role: 'user' }]
  const { body } = await admin.post('/api/invitations', { invitations }, { expects: 201 })
  const token = new URL(body.results[0].link).hash.slice(1)
  await elif.post('/api/invitations/accept', { token, password: 'not this one' }, { expects: 401 })
  // The address was never proven, so it takes a password that its owner chooses.
  await elif.post('/api/invitations/accept', { token, password }, { expects: 400 })
  const newPassword = 'another horse battery'
  const back = await elif.post('/api/invitations/accept', { token, password, newPassword }, { expects: 201 })
  expect(back.body.user).toMatchObject({ id: user.userId, name: 'Elif Demir' })
})

test('S60 seats are counted: a free one for who takes it, none beyond the plan', async () => {
  const other = await samtale.openAccount('Fjellvarme')
  const kari = await samtale.signIn(other.email)
  await sql`update account set plan = 'starter', starter_seats = 2 where id = ${other.accountId}`.execute(db)
  const add = (seat: string) => samtale.addUser({ accountId: other.accountId, seat })
  const [seated, free] = [await add('sales'), await add('none')]
  const change = (userId: string, body: object) => kari.patch(`/api/users/${userId}`, body)
  expect(await change(free.userId, { seat: 'service' })).toMatchObject({ status: 400 })
  // From one seat to the other takes none.
  expect(await change(seated.userId, { seat: 'service' })).toMatchObject({ status: 200 })
  expect(await change(seated.userId, { isActive: false })).toMatchObject({ status: 200 })
  expect(await change(free.userId, { seat: 'service' })).toMatchObject({ status: 200 })
  expect(await change(seated.userId, { isActive: true })).toMatchObject({ status: 400 })
  expect(await change(seated.userId, { isActive: true, seat: 'none' })).toMatchObject({ status: 200 })
})

test('S60 a team is created, renamed, filled and removed, and what it lets see holds at once', async () => {
  const user = await samtale.addUser()
  const colleague = await samtale.signIn(user.email)
  const inboxId = await anInboxFor(await newTeam('Heat'))
  const seesIt = async () =>
    (await colleague.get('/api/inbox')).body.inboxes.some((one: { id: string }) => one.id === inboxId)
  const teamOf = async (name: string) =>
    (await admin.get('/api/teams')).body.results.find((one: { name: string }) => one.name === name)
  const heat = await teamOf('Heat')
  expect(await seesIt()).toBe(false)
  await admin.patch(`/api/teams/${heat.id}`, { name: 'Heating', mainUserIds: [user.userId] }, { expects: 200 })
  expect(await seesIt()).toBe(true)
  // A main member of another team stays here as an extra one.
  const cold = await admin.post('/api/teams', { name: 'Cooling', mainUserIds: [user.userId] }, { expects: 201 })
  expect(await teamOf('Heating')).toMatchObject({ mainUserIds: [], extraUserIds: [user.userId] })
  expect(await seesIt()).toBe(true)
  expect(await admin.post('/api/teams', { name: 'cooling' })).toMatchObject({
    status: 409,
    body: { code: 'teamTaken' },
  })
  await admin.patch(`/api/teams/${cold.body.id}`, { name: 'COOLING' }, { expects: 200 })
  await admin.delete(`/api/teams/${heat.id}`, { expects: 204 })
  expect(await seesIt()).toBe(false)
  const manager = await samtale.signIn((await samtale.addUser({ role: 'account-access' })).email)
  const bySomebodyElse = await manager.patch(`/api/teams/${cold.body.id}`, { extraUserIds: [account.userId] })
  expect(bySomebodyElse).toMatchObject({ status: 403, body: { code: 'notAllowed' } })
  const { rows } = await sql<{ action: string }>`select action from audit where subject_type = 'team'
    and subject_id = ${heat.id} order by id`.execute(db)
  expect(rows.map(({ action }) => action)).toEqual(['team.created', 'team.changed', 'team.removed'])
})

test('S60 a person in two accounts opens the one used last, and goes from one to the other', async () => {
  const other = await samtale.openAccount('Solvik Vind')
  const user = await samtale.addUser({ name: 'Jonas Berg' })
  await sql`update login set proven_at = now() where email_key = ${user.email}`.execute(db)
  const jonas = await samtale.signIn(user.email)
  const kari = await samtale.signIn(other.email)
  const invitations = [{ email: user.email, role: 'account-access' }]
  const sent = await kari.post('/api/invitations', { invitations }, { expects: 201 })
  const token = new URL(sent.body.results[0].link).hash.slice(1)
  const before = jonas.cookie()
  const joined = await jonas.post('/api/invitations/join', { token }, { expects: 201 })
  expect(joined.body).toMatchObject({
    user: { name: 'Jonas Berg', role: 'account-access' },
    account: { id: other.accountId },
  })
  expect(jonas.cookie()).not.toBe(before)
  expect((await jonas.get('/api/accounts')).body.results).toEqual([
    { id: account.accountId, name: 'Solvik Varme', isCurrent: false },
    { id: other.accountId, name: 'Solvik Vind', isCurrent: true },
  ])
  const opens = async () => (await (await samtale.signIn(user.email)).get('/api/session')).body.account.id
  expect(await opens()).toBe(other.accountId)
  const inOther = jonas.cookie()
  await jonas.post('/api/session/account', { accountId: account.accountId }, { expects: 201 })
  expect((await jonas.get('/api/session')).body).toMatchObject({ user: { id: user.userId, role: 'user' } })
  expect(await fetch(`${samtale.origin}/api/session`, { headers: { cookie: inOther } })).toMatchObject({ status: 401 })
  expect(await opens()).toBe(account.accountId)
  await jonas.post('/api/session/account', { accountId: '999999' }, { expects: 404 })
  const third = await samtale.openAccount('Nordlys')
  await jonas.post('/api/session/account', { accountId: third.accountId }, { expects: 404 })
})

test.each([
  {
    because: 'by its customer’s answer',
    reopen: (_: string, messageId: string) => samtale.deliver(aMail({ inReplyTo: messageId })).then(samtale.settled),
  },
  {
    because: 'by a colleague',
    reopen: (threadId: string) => admin.patch(threadPath(threadId), { status: 'OPEN' }, { expects: 200 }),
  },
])('S60 a closed conversation of who has left is nobody’s once it is reopened $because', async ({ reopen }) => {
  const { userId } = await samtale.addUser()
  const messageId = `left-${userId}@nordmark.example`
  const threadId = await aThread({ messageId })
  await admin.put(`${threadPath(threadId)}/assignee`, { actorId: `A-${userId}` }, { expects: 200 })
  await admin.patch(threadPath(threadId), { status: 'CLOSED' }, { expects: 200 })
  await admin.patch(`/api/users/${userId}`, { isActive: false }, { expects: 200 })
  await reopen(threadId, messageId)
  const { thread } = (await admin.get(`/api/threads/${threadId}`, { expects: 200 })).body
  expect(thread).toMatchObject({ status: 'open', assigneeId: null })
  const lines = (await admin.get(`/api/threads/${threadId}/timeline`)).body.results
  const line = lines.find((one: { kind: string }) => one.kind === 'assignment')
  expect(line).toMatchObject({ author: { kind: 'system' }, change: { from: userId, to: null }, seq: thread.seq })
})

const threadPath = (id: string) => `/conversations/v3/conversations/threads/${id}`

async function aThread(mail: MailFields = {}): Promise<string> {
  await samtale.deliver(aMail(mail))
  await samtale.settled()
  return (await admin.get('/api/threads', { expects: 200 })).body.results[0].id
}

/** An inbox that only one team sees, as its Access tab will make it. */
async function anInboxFor(teamId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with made as (insert into inbox (account_id, name, access) values (${account.accountId}, 'Heat', 'specific') returning id)
    insert into inbox_access (account_id, inbox_id, team_id) select ${account.accountId}, id, ${teamId} from made
    returning inbox_id as id`.execute(db)
  return rows[0]?.id ?? ''
}
