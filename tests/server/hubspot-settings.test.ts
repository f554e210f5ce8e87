import { randomUUID } from 'node:crypto'
import { Client } from '@hubspot/api-client'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createAppToken } from '../../server/account/app-token.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { account, admin, database, origin } = samtale
const { db } = database
const client = new Client({ accessToken: account.token, basePath: origin })
const { usersApi, rolesApi, teamsApi } = client.settings.users
const { ownersApi } = client.crm.owners

const jonas = await samtale.addUser({ name: 'Jonas Berg', seat: 'sales' })
const elif = await samtale.addUser({ name: 'Elif Demir', role: 'account-access', seat: 'none' })
const other = await samtale.openAccount('Nordmark Eiendom')
const { rows: teams } = await sql<{ id: string; name: string }>`
  insert into team (account_id, name) values (${account.accountId}, 'Service'), (${account.accountId}, 'Sales')
  returning id, name`.execute(db)
const [service, sales] = teams.map(({ id }) => id) as [string, string]
const { rows: foreignTeams } = await sql<{ id: string }>`
  insert into team (account_id, name) values (${other.accountId}, 'Theirs') returning id`.execute(db)
const foreignTeam = foreignTeams[0]?.id ?? ''
await sql`insert into team_member (account_id, team_id, user_id, kind) values
  (${account.accountId}, ${service}, ${jonas.userId}, 'main'), (${account.accountId}, ${sales}, ${jonas.userId}, 'extra'),
  (${account.accountId}, ${service}, ${elif.userId}, 'extra')`.execute(db)

/** What the client throws: the status and the body of the answer. */
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { code: number; body: { category: string; message: string } }) => ({ ...error.body, status: error.code }),
  )
let number = 0
const newAddress = () => `elif.demir.${++number}@solvik.example`
const audited = async (userId: string) =>
  (
    await sql<{ action: string }>`select action from audit
      where account_id = ${account.accountId} and subject_type = 'user' and subject_id = ${userId} order by id`.execute(
      db,
    )
  ).rows.map(({ action }) => action)

test('owners have an id of their own, and lead to the user', async () => {
  const { results } = await ownersApi.getPage()
  const owner = results.find((one) => one.email === jonas.email)
  expect(owner).toMatchObject({ firstName: 'Jonas', lastName: 'Berg', userId: Number(jonas.userId), archived: false })
  expect(owner?.createdAt).toBeInstanceOf(Date)
  expect(owner?.teams).toEqual([
    { id: service, name: 'Service', primary: true },
    { id: sales, name: 'Sales', primary: false },
  ])
  expect(owner?.id).not.toBe(jonas.userId)
  expect((await ownersApi.getById(Number(owner?.id))).email).toBe(jonas.email)
  expect((await ownersApi.getById(Number(jonas.userId), 'userId')).id).toBe(owner?.id)
  expect((await ownersApi.getPage(jonas.email.toUpperCase())).results.map(({ id }) => id)).toEqual([owner?.id])
  expect((await ownersApi.getPage('nobody@solvik.example')).results).toEqual([])
  expect(await refusal(ownersApi.getById(Number(jonas.userId)))).toMatchObject({
    status: 404,
    category: 'OBJECT_NOT_FOUND',
  })
})

test('owners page by page are all of them, each once', async () => {
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await ownersApi.getPage(undefined, after, 1)
    expect(page.results).toHaveLength(1)
    seen.push(...page.results.map(({ id }) => id))
    after = page.paging?.next?.after
  } while (after)
  expect(seen).toEqual((await ownersApi.getPage(undefined, undefined, 500)).results.map(({ id }) => id))
  expect(new Set(seen).size).toBe(seen.length)
})

test('users, with role, teams and seat, in a list and alone, by id and by address', async () => {
  const { results } = await usersApi.getPage()
  const wanted = {
    id: jonas.userId,
    email: jonas.email,
    firstName: 'Jonas',
    lastName: 'Berg',
    superAdmin: false,
    roleId: '2',
    roleIds: ['2'],
    primaryTeamId: service,
    secondaryTeamIds: [sales],
  }
  expect(results.find(({ id }) => id === jonas.userId)).toMatchObject(wanted)
  expect(await usersApi.getById(jonas.userId)).toMatchObject(wanted)
  expect(await usersApi.getById(jonas.email, 'EMAIL')).toMatchObject(wanted)
  const admins = await usersApi.getById(account.userId)
  expect(admins).toMatchObject({ superAdmin: true, roleIds: [] })
  const raw = await samtale.withToken(account.token).get(`/settings/users/v3/${jonas.userId}/`, { expects: 200 })
  expect(raw.body).toMatchObject({ ...wanted, seatNames: ['Sales'] })
})

test('users page by page, under the newer path too', async () => {
  const all = (await usersApi.getPage(500)).results.map(({ id }) => id)
  const page = async (qs: Record<string, string>) =>
    (await (await client.apiRequest({ method: 'GET', path: '/settings/users/v3', qs })).json()) as {
      results: { id: string }[]
      paging?: { next: { after: string } }
    }
  const first = await page({ limit: '1' })
  expect(first.results.map(({ id }) => id)).toEqual(all.slice(0, 1))
  const rest = await page({ limit: '500', after: first.paging?.next.after ?? '' })
  expect(rest.results.map(({ id }) => id)).toEqual(all.slice(1))
  expect(rest.paging).toBeUndefined()
})

test('roles and teams', async () => {
  expect((await rolesApi.getAll()).results).toEqual([
    { id: '1', name: 'Account access', requiresBillingWrite: false },
    { id: '2', name: 'User', requiresBillingWrite: false },
  ])
  expect((await teamsApi.getAll()).results).toEqual([
    { id: service, name: 'Service', userIds: [jonas.userId], secondaryUserIds: [elif.userId] },
    { id: sales, name: 'Sales', userIds: [], secondaryUserIds: [jonas.userId] },
  ])
})

test('a user is added, changed and archived; the owner stays, archived', async () => {
  const email = newAddress()
  const made = await usersApi.create({
    email,
    firstName: 'Elif',
    lastName: 'Demir',
    roleId: '1',
    primaryTeamId: service,
    secondaryTeamIds: [sales, service],
    sendWelcomeEmail: true,
  })
  expect(made).toMatchObject({ email, roleIds: ['1'], primaryTeamId: service, secondaryTeamIds: [sales] })
  const changed = await usersApi.replace(made.id, { roleId: '2', firstName: 'Aylin', secondaryTeamIds: [] })
  expect(changed).toMatchObject({
    firstName: 'Aylin',
    lastName: 'Demir',
    roleIds: ['2'],
    primaryTeamId: service,
    secondaryTeamIds: [],
  })
  await usersApi.archive(email, 'EMAIL')
  expect(await refusal(usersApi.getById(made.id))).toMatchObject({ status: 404 })
  const gone = (await ownersApi.getPage(email, undefined, undefined, true)).results
  expect(gone).toMatchObject([{ archived: true, userIdIncludingInactive: Number(made.id) }])
  expect(gone[0]?.userId).toBeUndefined()
  expect((await ownersApi.getPage(email)).results).toEqual([])
  expect(await audited(made.id)).toEqual([
    'user.created',
    'user.changed',
    'user.role_changed',
    'user.changed',
    'user.removed',
  ])
})

test('a seat is given while the plan has one', async () => {
  const program = samtale.withToken(account.token)
  const { body } = await program.post(
    '/settings/v3/users/',
    { email: newAddress(), seatNames: ['service'] },
    { expects: 201 },
  )
  expect(body).toMatchObject({ seatNames: ['Service'], roleIds: ['2'], sendWelcomeEmail: true })
  await program.put(`/settings/v3/users/${body.id}`, { seatNames: [] }, { expects: 200 })
  await admin.patch('/api/plan', { plan: 'free' }, { expects: 200 })
  const seat = { seatNames: ['Sales'] }
  const refused = { status: 400, body: { category: 'VALIDATION_ERROR' } }
  expect(await program.put(`/settings/v3/users/${body.id}`, seat)).toMatchObject(refused)
  expect(await program.post('/settings/v3/users', { email: newAddress(), ...seat })).toMatchObject(refused)
  await admin.patch('/api/plan', { plan: 'enterprise' }, { expects: 200 })
})

test('abuse-55a who is added gets a mail with a link to his own address, and no password before he follows it', async () => {
  const email = newAddress()
  const made = await usersApi.create({ email, sendWelcomeEmail: true })
  const { rows } = await sql<{ notice: string; address: string; proven: Date | null }>`
    select r.notice, r.address, l.proven_at as proven from recipient r join login l on l.id = r.login_id
    where l.email = ${email}`.execute(db)
  expect(rows).toEqual([{ notice: 'passwordReset', address: email, proven: null }])
  const knocking = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password: '' }),
  })
  expect(knocking.status).toBe(401)
  // No answer and no list tells a link or a password.
  const told = JSON.stringify([made, (await admin.get('/api/outbox')).body, (await admin.get('/api/audit')).body])
  expect(told).not.toMatch(/reset\/?[?#]|argon2|password"/)
})

test('a repeat of the same request adds nobody and sends nothing a second time', async () => {
  const program = samtale.withToken(account.token)
  const [email, headers] = [newAddress(), { 'idempotency-key': randomUUID() }]
  const first = await program.post('/settings/v3/users/', { email }, { headers, expects: 201 })
  expect((await program.post('/settings/v3/users/', { email }, { headers, expects: 201 })).body).toEqual(first.body)
  const { rows } = await sql`select 1 from recipient where address = ${email}`.execute(db)
  expect(rows).toHaveLength(1)
})

test('without a welcome mail none is queued', async () => {
  const email = newAddress()
  await usersApi.create({ email, sendWelcomeEmail: false })
  const { rows } = await sql`select 1 from recipient where address = ${email}`.execute(db)
  expect(rows).toEqual([])
})

test.each([
  { because: 'of another account', address: () => other.email },
  { because: 'of this account', address: () => jonas.email },
  { because: 'written otherwise', address: () => ` ${other.email.toUpperCase()} ` },
])('abuse-55a an address that has a login $because is refused, and nothing is changed', async ({ address }) => {
  const before = await sql`select * from login order by id`.execute(db)
  const users = (await usersApi.getPage()).results.length
  expect(await refusal(usersApi.create({ email: address() }))).toMatchObject({ status: 409, category: 'CONFLICT' })
  expect((await usersApi.getPage()).results).toHaveLength(users)
  expect((await sql`select * from login order by id`.execute(db)).rows).toEqual(before.rows)
})

test.each<{ because: string; body: object; names: string }>([
  { because: 'no address', body: { email: 'kari' }, names: 'email' },
  { because: 'a role that is none', body: { roleId: '3' }, names: 'roleId' },
  { because: 'a role by name', body: { roleId: 'super-admin' }, names: 'roleId' },
  { because: 'a seat that is none', body: { seatNames: ['Marketing'] }, names: 'seatNames' },
  { because: 'two seats', body: { seatNames: ['Sales', 'Service'] }, names: 'seatNames' },
  { because: 'a team that is none', body: { primaryTeamId: '999999' }, names: 'primaryTeamId' },
  { because: 'another account’s team', body: { secondaryTeamIds: [foreignTeam] }, names: 'secondaryTeamIds' },
  { because: 'abuse-36 being a super admin', body: { superAdmin: true }, names: 'superAdmin' },
  { because: 'abuse-36 a password', body: { password: 'correct horse battery' }, names: 'password' },
])('$because is refused, and named', async ({ body, names }) => {
  const program = samtale.withToken(account.token)
  const wanted = { email: newAddress(), ...body }
  const answers = [await program.post('/settings/v3/users/', wanted)]
  if (!('email' in body)) answers.push(await program.put(`/settings/v3/users/${jonas.userId}`, body))
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
    expect(answer.body.message).toContain(names)
  }
  const { rows } = await sql`select 1 from login where email = ${wanted.email}`.execute(db)
  expect(rows).toEqual([])
})

test('a super admin is neither changed nor removed from a directory, by a program or by a person', async () => {
  expect(await refusal(usersApi.archive(account.userId))).toMatchObject({ status: 403, category: 'FORBIDDEN' })
  expect(await refusal(usersApi.replace(account.userId, { roleId: '2' }))).toMatchObject({ status: 403 })
  const manager = await samtale.signIn(elif.email)
  await manager.delete(`/settings/v3/users/${account.userId}`, { expects: 403 })
  await manager.delete(`/settings/v3/users/${jonas.userId}`, { expects: 403 })
  expect(await usersApi.getById(account.userId)).toMatchObject({ superAdmin: true })
})

test('S60 who is archived is removed: his open conversations go to Unassigned, and an invitation brings him back', async () => {
  const made = await usersApi.create({ email: newAddress(), sendWelcomeEmail: false, primaryTeamId: service })
  await samtale.deliver(aMail({ subject: 'Whose is it now' }))
  await samtale.settled()
  await sql`update thread set assignee_user_id = ${made.id} where subject = 'Whose is it now'`.execute(db)
  await usersApi.archive(made.id)
  const { rows } = await sql`
    select t.assignee_user_id as assignee, u.removed_at is null as "isThere", u.is_active as "isActive",
      (select count(*)::int from team_member m where m.user_id = u.id) as teams
    from thread t, "user" u where t.subject = 'Whose is it now' and u.id = ${made.id}`.execute(db)
  expect(rows).toEqual([{ assignee: null, isThere: false, isActive: false, teams: 0 }])
  const invited = await admin.post('/api/invitations', {
    invitations: [{ email: made.email, role: 'user', seat: 'none', mainTeamId: null, extraTeamIds: [] }],
  })
  expect(invited.status).toBe(201)
})

test('who is archived is out at once, and the login stays', async () => {
  const made = await usersApi.create({ email: newAddress(), sendWelcomeEmail: false })
  const password = (
    await sql<{ hash: string }>`
    select password_hash as hash from login where email = ${account.email}`.execute(db)
  ).rows[0]?.hash
  await sql`update login set password_hash = ${password} where email = ${made.email}`.execute(db)
  const person = await samtale.signIn(made.email)
  await person.get('/api/inbox', { expects: 200 })
  await usersApi.archive(made.id)
  await person.get('/api/inbox', { expects: 401 })
  const { rows } = await sql`select 1 from login where email = ${made.email}`.execute(db)
  expect(rows).toHaveLength(1)
})

test('a token needs the scope of each', async () => {
  const token = await database.transaction((tx) =>
    createAppToken(tx, account.accountId, 'reader', ['settings.users.read']),
  )
  const reader = new Client({ accessToken: token, basePath: origin })
  expect((await reader.settings.users.usersApi.getPage()).results.length).toBeGreaterThan(1)
  const missing = { status: 403, category: 'MISSING_SCOPES' }
  expect(await refusal(reader.settings.users.usersApi.create({ email: newAddress() }))).toMatchObject(missing)
  expect(await refusal(reader.settings.users.usersApi.archive(jonas.userId))).toMatchObject(missing)
  expect(await refusal(reader.settings.users.teamsApi.getAll())).toMatchObject(missing)
  expect(await refusal(reader.crm.owners.ownersApi.getPage())).toMatchObject(missing)
  // What scripts ask first needs none.
  expect((await reader.apiRequest({ method: 'GET', path: '/account-info/v3/details' })).status).toBe(200)
})

test('account-info tells which account it is, and where its clocks stand', async () => {
  await sql`update account set time_zone = 'Asia/Kathmandu' where id = ${account.accountId}`.execute(db)
  const details = await client.apiRequest({ method: 'GET', path: '/account-info/v3/details' })
  const zone = { timeZone: 'Asia/Kathmandu', utcOffset: '+05:45', utcOffsetMilliseconds: 20_700_000 }
  expect(await details.json()).toMatchObject({
    portalId: Number(account.accountId),
    accountType: 'STANDARD',
    ...zone,
    additionalCurrencies: [],
    uiDomain: new URL(origin).host,
  })
  const me = await client.apiRequest({ method: 'GET', path: '/integrations/v1/me' })
  expect(await me.json()).toMatchObject({ portalId: Number(account.accountId), ...zone })
})

test('the usage of the day counts the account’s own requests with tokens', async () => {
  const usage = async (by: Client) => {
    const answer = await by.apiRequest({ method: 'GET', path: '/account-info/v3/api-usage/daily/private-apps' })
    return ((await answer.json()) as { results: { currentUsage: number }[] }).results[0] ?? { currentUsage: -1 }
  }
  const before = await usage(client)
  expect(before).toMatchObject({ fetchStatus: 'SUCCESS', resetsAt: expect.stringMatching(/T00:00:00\.000Z$/) })
  for (let request = 0; request < 5; request++) await ownersApi.getPage()
  await admin.get('/crm/v3/owners', { expects: 200 })
  expect((await usage(client)).currentUsage - before.currentUsage).toBe(6)
  expect((await usage(new Client({ accessToken: other.token, basePath: origin }))).currentUsage).toBe(1)
})
