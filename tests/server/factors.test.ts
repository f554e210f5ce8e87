import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { insertUser } from '../../server/account/user-store.ts'
import { apiClient, type Client } from '../harness/api-client.ts'
import { addApp, addPasskey, codeOf, forgetAttempts, forgetCodes, halfIn } from '../harness/factors.ts'
import { password, startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { knock, openStream } from './open-stream.ts'

const samtale = await startSharedSamtale()
const { db } = samtale.database

const statusOf = async (client: Client) => (await client.get('/api/session')).status
const someone = async (role = 'user') => {
  const { email, userId } = await samtale.addUser({ role })
  return { email, userId, client: await samtale.signIn(email) }
}

/** What the accounts wrote down of a login, oldest first. */
async function auditOf(userId: string) {
  const { rows } = await sql<{ action: string; after: unknown; by: string | null; address: string }>`
    select action, after, user_id as by, remote_address as address from audit
    where subject_type = 'user' and subject_id = ${userId} order by id`.execute(db)
  return rows
}

/** The same login in a second account. */
async function joinOther(email: string) {
  const other = await samtale.openAccount('Nordmark Eiendom')
  const { rows } = await sql<{ id: string }>`select id from login where email = ${email}`.execute(db)
  const user = {
    accountId: other.accountId,
    loginId: rows[0]?.id ?? '',
    name: 'Jonas Berg',
    role: 'user',
    seat: 'none',
  }
  return samtale.database.transaction((tx) => insertUser(tx, { ...user, role: 'user', seat: 'none' }))
}

/** A session of the person in that account, as choosing the account there opens one. */
async function sessionIn(userId: string): Promise<Client> {
  const id = 'b'.repeat(43 - userId.length) + userId
  await sql`insert into session (id_hash, account_id, user_id, login_id, expires_at)
    select sha256(${id}::bytea), account_id, id, login_id, now() + interval '1 day' from "user" where id = ${userId}`.execute(
    db,
  )
  return apiClient(samtale.origin, { cookie: `samtale=${id}` })
}

test('S60 abuse-52 a new password ends every other session, in every account, and this one gets a new id', async () => {
  const { email, userId, client: here } = await someone()
  const there = await samtale.signIn(email)
  const otherUserId = await joinOther(email)
  const inOther = await sessionIn(otherUserId)
  expect(await statusOf(inOther)).toBe(200)
  const stream = await openStream(samtale.origin, here.cookie())
  const old = apiClient(samtale.origin, { cookie: here.cookie() })

  const wrong = await here.put('/api/password', { current: 'guessed it', password: 'another fine password' })
  expect(wrong).toMatchObject({ status: 400, body: { code: 'wrongCurrentPassword' } })
  expect((await here.put('/api/password', { current: password, password: 'short' })).status).toBe(400)
  expect(await auditOf(userId)).toEqual([])
  await here.put('/api/password', { current: password, password: 'another fine password' }, { expects: 204 })

  expect(await Promise.all([here, there, inOther, old].map(statusOf))).toEqual([200, 401, 401, 401])
  // The open browser goes on, also when rights are looked up anew: its session is the same under another id.
  await samtale.addUser()
  samtale.database.announce()
  await expect.poll(() => stream.patches().some(({ type }) => type === 'overview')).toBe(true)
  stream.close()
  for (const [id, accountUser] of [
    [userId, userId],
    [otherUserId, otherUserId],
  ]) {
    expect(await auditOf(id ?? '')).toMatchObject([
      { action: 'user.password_changed', by: accountUser, after: { endedSessions: 2 } },
    ])
  }
  await expect(samtale.signIn(email)).rejects.toThrow('401')
})

test('S60 an authenticator app: its codes and ten recovery codes are asked for beside the password from now on', async () => {
  const { email, userId, client } = await someone()
  const there = await samtale.signIn(email)
  const before = apiClient(samtale.origin, { cookie: client.cookie() })
  expect((await client.post('/api/totp', { password: 'guessed it' })).body.code).toBe('wrongCurrentPassword')
  const begun = (await client.post('/api/totp', { password }, { expects: 200 })).body
  expect(begun.uri).toMatch(new RegExp(`^otpauth://totp/Samtale:.*secret=${begun.secret}`))
  expect(Buffer.byteLength(begun.secret)).toBe(32)
  // Begun is not on: who closes the page now signs in as before.
  expect((await client.get('/api/security')).body).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 })
  await samtale.signIn(email)
  const wrong = await client.post('/api/totp/confirm', { setup: begun.setup, code: '000000' })
  expect(wrong).toMatchObject({ status: 400, body: { code: 'wrongCode' } })

  const proof = { setup: begun.setup, code: codeOf(begun.secret) }
  const { recoveryCodes } = (await client.post('/api/totp/confirm', proof, { expects: 200 })).body
  expect(new Set(recoveryCodes).size).toBe(10)
  expect(recoveryCodes[0]).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/)
  expect(await Promise.all([client, there, before].map(statusOf))).toEqual([200, 401, 401])
  expect((await client.post('/api/totp/confirm', proof)).body.code).toBe('stepExpired')
  expect((await client.get('/api/security')).body).toMatchObject({
    totpSince: expect.stringMatching(/^20/),
    recoveryCodesLeft: 10,
    passkeys: [],
    passkeySite: 'localhost',
  })

  const door = await halfIn(samtale, email)
  expect(door.methods).toEqual(['code'])
  expect(await statusOf(door.client)).toBe(401)
  const step = { challenge: door.challenge, code: codeOf(begun.secret, 1) }
  const spaced = { ...step, code: `${step.code.slice(0, 3)} ${step.code.slice(3)}` }
  const entered = await door.client.post('/api/session/second-factor', spaced, { expects: 201 })
  expect(entered.body.user.email).toBe(email)
  expect(await statusOf(door.client)).toBe(200)
  expect(await auditOf(userId)).toMatchObject([
    { action: 'user.factors_changed', by: userId, after: { change: 'totp-added' } },
  ])
})

test('S60 neither secret nor codes can be read in the database or in what accounts wrote down', async () => {
  const { client } = await someone()
  const { secret, recoveryCodes } = await addApp(client)
  const { rows } = await sql<{ all: string }>`
    select (select coalesce(string_agg(t::text, ' '), '') from login_totp t)
      || (select coalesce(string_agg(encode(sealed_secret, 'escape'), ' '), '') from login_totp)
      || (select coalesce(string_agg(r::text, ' '), '') from recovery_code r)
      || (select coalesce(string_agg(a::text, ' '), '') from audit a)
      || (select coalesce(string_agg(e::text, ' '), '') from event e) as all`.execute(db)
  for (const one of [secret, ...recoveryCodes]) expect(rows[0]?.all).not.toContain(one)
})

test('S60 recovery codes made anew end those before; without any factor there are none', async () => {
  const { email, client } = await someone()
  expect((await client.post('/api/recovery-codes', { password })).status).toBe(404)
  const { recoveryCodes } = await addApp(client)
  const renewed = (await client.post('/api/recovery-codes', { password }, { expects: 200 })).body.recoveryCodes
  const door = await halfIn(samtale, email)
  const use = (recoveryCode: string) =>
    door.client.post('/api/session/second-factor', { challenge: door.challenge, recoveryCode })
  expect(await use(recoveryCodes[0] ?? '')).toMatchObject({ status: 400, body: { code: 'wrongRecoveryCode' } })
  // However it is typed.
  expect((await use(` ${renewed[0].toUpperCase().replace('-', '')}`)).status).toBe(201)
  expect((await door.client.get('/api/security')).body.recoveryCodesLeft).toBe(9)

  expect((await door.client.post('/api/totp/remove', { password: 'guessed it' })).status).toBe(400)
  await door.client.post('/api/totp/remove', { password }, { expects: 204 })
  expect((await door.client.get('/api/security')).body).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 })
  expect(await statusOf(client)).toBe(401)
  await samtale.signIn(email)
})

test('S60 a passkey signs in alone, is listed, renamed and removed; the password alone does not any more', async () => {
  const { email, userId, client } = await someone()
  const { authenticator, recoveryCodes } = await addPasskey(samtale, client)
  expect(recoveryCodes).toHaveLength(10)
  const [listed] = (await client.get('/api/security')).body.passkeys
  expect(listed).toMatchObject({ name: 'Phone', lastUsedAt: null })
  await client.patch(`/api/passkeys/${listed.id}`, { name: ' Work phone ' }, { expects: 204 })
  // A second factor beside it keeps the codes of the first.
  expect((await addPasskey(samtale, client, 'Key ring')).recoveryCodes).toBeNull()

  const visitor = apiClient(samtale.origin, {})
  const request = (await visitor.post('/api/session/passkey-request', {}, { expects: 200 })).body
  expect(request).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] })
  const entered = await visitor.post('/api/session/passkey', authenticator.get(request), { expects: 201 })
  expect(entered.body.user.email).toBe(email)
  expect((await visitor.get('/api/security')).body.passkeys).toMatchObject([
    { name: 'Work phone', lastUsedAt: expect.stringMatching(/^20/) },
    { name: 'Key ring', lastUsedAt: null },
  ])

  const door = await halfIn(samtale, email)
  expect(door.methods).toEqual(['passkey'])
  const second = (await door.client.post('/api/session/passkey-request', { challenge: door.challenge })).body
  expect(second.allowCredentials).toHaveLength(2)
  await door.client.post('/api/session/passkey', authenticator.get(second), { expects: 201 })

  await door.client.post(`/api/passkeys/${listed.id}/remove`, { password }, { expects: 204 })
  const third = (await visitor.post('/api/session/passkey-request', {}, { expects: 200 })).body
  expect((await visitor.post('/api/session/passkey', authenticator.get(third))).body.code).toBe('wrongPasskey')
  expect((await auditOf(userId)).map(({ after }) => after)).toEqual(
    ['passkey-added', 'passkey-added', 'passkey-removed'].map((change) => ({ change })),
  )
})

test('S60 a factor is the person’s alone: nobody else finds it, whatever his role', async () => {
  const { client } = await someone()
  await addPasskey(samtale, client)
  const [{ id }] = (await client.get('/api/security')).body.passkeys
  expect((await samtale.admin.patch(`/api/passkeys/${id}`, { name: 'Mine' })).status).toBe(404)
  expect((await samtale.admin.post(`/api/passkeys/${id}/remove`, { password })).status).toBe(404)
  expect((await client.get('/api/security')).body.passkeys).toMatchObject([{ name: 'Phone' }])
})

test('S60 a person sees where he is signed in, in every account, and signs out everywhere else', async () => {
  const { email, userId, client } = await someone()
  const there = await samtale.signIn(email)
  const inOther = await sessionIn(await joinOther(email))
  const { results } = (await client.get('/api/sessions', { expects: 200 })).body
  const names = results.map((one: { accountName: string }) => one.accountName)
  expect(names.toSorted()).toEqual(['Nordmark Eiendom', 'Solvik Varme', 'Solvik Varme'])
  await client.delete('/api/sessions', { expects: 204 })
  expect(await Promise.all([client, there, inOther].map(statusOf))).toEqual([200, 401, 401])
  expect(await auditOf(userId)).toMatchObject([{ action: 'user.sessions_ended', after: { endedSessions: 2 } }])
})

test('passkeys need a name: at an address of digits that is said, and nothing else fails', async () => {
  const numbered = await startSamtale({ isEmpty: true, env: { PUBLIC_URL: 'https://192.0.2.7' } })
  const at = { origin: 'https://192.0.2.7' }
  const visitor = apiClient(`http://127.0.0.1:${numbered.server.settings.port}`, {})
  const answer = await visitor.post('/api/session/passkey-request', {}, { headers: at })
  expect(answer).toMatchObject({ status: 400, body: { code: 'passkeysNeedName' } })
  expect(answer.body.message).toContain('https://192.0.2.7')
})

const asking = await startSharedSamtale()

test('S60 an account that asks everyone for two factors: who has none sets one up, and can do nothing else', async () => {
  const people = { admin: asking.admin, jonas: await asking.signIn((await asking.addUser()).email) }
  const ask = (isRequired: boolean) => people.admin.put('/api/account/second-factor', { isRequired })
  const stream = await openStream(asking.origin, people.jonas.cookie())
  expect(await ask(true)).toMatchObject({ status: 400, body: { code: 'ownFactorFirst' } })
  await addApp(people.admin)
  expect((await ask(true)).status).toBe(204)

  // The open browser is closed at once, and opens no more.
  expect(await stream.closed).toBe(4401)
  expect(await knock(asking.origin, { cookie: people.jonas.cookie(), origin: asking.origin })).toBe(403)
  const session = (await people.jonas.get('/api/session', { expects: 200 })).body
  expect(session.mustSetUpFactor).toBe(true)
  for (const [method, path] of [
    ['GET', '/api/inbox'],
    ['GET', '/api/threads'],
    ['GET', '/api/outbox'],
    ['GET', '/conversations/v3/conversations/threads'],
    ['POST', '/api/onboarding/examples'],
    ['PUT', '/api/account/second-factor'],
  ] as const) {
    const refused = await people.jonas.request(method, path, method === 'PUT' ? { isRequired: false } : undefined)
    expect(refused, path).toMatchObject({ status: 403, body: { code: 'secondFactorNeeded' } })
  }
  // A program signs in with a token that somebody with two factors made.
  expect((await asking.withToken(asking.account.token).get('/conversations/v3/conversations/threads')).status).toBe(200)

  const { secret } = await addApp(people.jonas)
  expect((await people.jonas.get('/api/inbox')).status).toBe(200)
  expect((await people.jonas.get('/api/session')).body.mustSetUpFactor).toBe(false)
  await forgetCodes(asking)
  const door = await halfIn(asking, session.user.email)
  const step = { challenge: door.challenge, code: codeOf(secret) }
  await door.client.post('/api/session/second-factor', step, { expects: 201 })
  // Who takes his last factor away is where he was.
  await door.client.post('/api/totp/remove', { password }, { expects: 204 })
  expect((await door.client.get('/api/inbox')).body.code).toBe('secondFactorNeeded')

  expect((await ask(false)).status).toBe(204)
  expect((await door.client.get('/api/inbox')).status).toBe(200)
  const { rows } =
    await sql`select before, after from audit where action = 'account.settings_changed' order by id`.execute(
      asking.database.db,
    )
  expect(rows).toEqual([
    { before: { asksForSecondFactor: false }, after: { asksForSecondFactor: true } },
    { before: { asksForSecondFactor: true }, after: { asksForSecondFactor: false } },
  ])
})

test('what asks for the password counts the guesses', async () => {
  await forgetAttempts(samtale)
  const { client } = await someone()
  const statuses = []
  for (let i = 0; i < 11; i++) statuses.push((await client.post('/api/totp', { password: 'guessed it' })).status)
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429])
  expect((await client.put('/api/password', { current: password, password: 'another fine password' })).status).toBe(429)
})
