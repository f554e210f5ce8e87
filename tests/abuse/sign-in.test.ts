import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { apiClient, type Client } from '../harness/api-client.ts'
import type { Signing } from '../harness/authenticator.ts'
import { addApp, addPasskey, codeOf, forgetAttempts, forgetCodes, halfIn } from '../harness/factors.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'

// The library of others, as it is, but for that its work is counted.
vi.mock('@node-rs/argon2', async (load) => {
  const argon2 = await load<typeof import('@node-rs/argon2')>()
  return { ...argon2, verify: vi.fn(argon2.verify) }
})
const { verify } = vi.mocked(await import('@node-rs/argon2'))

const samtale = await startSharedSamtale()
const { db } = samtale.database

async function withApp() {
  await forgetAttempts(samtale)
  const { email, userId } = await samtale.addUser()
  const client = await samtale.signIn(email)
  const app = await addApp(client)
  await forgetCodes(samtale)
  return { email, userId, client, ...app }
}

const second = (client: Client, body: object) => client.post('/api/session/second-factor', body)
const codes = (answers: { status: number }[]) => answers.map(({ status }) => status)

test('abuse-55 five wrong codes, then not even the right one, with whichever challenge and from wherever', async () => {
  const { email, secret, recoveryCodes } = await withApp()
  const door = await halfIn(samtale, email)
  const right = codeOf(secret)
  const wrong = right === '000000' ? '111111' : '000000'
  for (let i = 0; i < 5; i++) {
    expect(await second(door.client, { challenge: door.challenge, code: wrong })).toMatchObject({
      status: 400,
      body: { code: 'wrongCode' },
    })
  }
  const again = await halfIn(samtale, email)
  for (const proof of [{ code: right }, { recoveryCode: recoveryCodes[0] }]) {
    const late = await second(again.client, { challenge: again.challenge, ...proof })
    expect(late).toMatchObject({ status: 429, body: { code: 'tooMany' } })
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  // A refused attempt used nothing up.
  await forgetAttempts(samtale)
  expect((await second(again.client, { challenge: again.challenge, code: right })).status).toBe(201)
})

test('abuse-55 whoever waits each time is stopped by the count of a day', async () => {
  const { email, secret } = await withApp()
  const door = await halfIn(samtale, email)
  await second(door.client, { challenge: door.challenge, code: '000000' })
  await sql`update throttle set attempts = 100 where key like 'second-factor-day:%'`.execute(db)
  await sql`delete from throttle where key not like 'second-factor-day:%'`.execute(db)
  expect((await second(door.client, { challenge: door.challenge, code: codeOf(secret) })).status).toBe(429)
})

test('abuse-55 twenty attempts of an IP, over any number of people', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, withApp))
  const statuses: number[] = []
  for (const { email } of people) {
    const door = await halfIn(samtale, email)
    for (let i = 0; i < 5; i++)
      statuses.push((await second(door.client, { challenge: door.challenge, recoveryCode: 'aaaaa-aaaaa' })).status)
  }
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 400), ...Array.from({ length: 5 }, () => 429)])
})

test('abuse-55 an office that signs in from one IP is not throttled: only failures count there', async () => {
  const people = await Promise.all(Array.from({ length: 3 }, withApp))
  const statuses: number[] = []
  for (const { email, recoveryCodes } of people) {
    for (const recoveryCode of recoveryCodes.slice(0, 8)) {
      const door = await halfIn(samtale, email)
      statuses.push((await second(door.client, { challenge: door.challenge, recoveryCode })).status)
    }
  }
  expect(new Set(statuses)).toEqual(new Set([201]))
})

test('abuse-55 a code is worth one sign-in, also within its half minute, also for two at the same time', async () => {
  const { email, secret } = await withApp()
  const doors = await Promise.all([1, 2, 3].map(() => halfIn(samtale, email)))
  const code = codeOf(secret)
  const answers = await Promise.all(doors.map(({ client, challenge }) => second(client, { challenge, code })))
  expect(codes(answers).toSorted()).toEqual([201, 400, 400])
  // One that is older than the one taken is taken no more either.
  const late = await halfIn(samtale, email)
  expect((await second(late.client, { challenge: late.challenge, code: codeOf(secret, -1) })).status).toBe(400)
  expect((await second(late.client, { challenge: late.challenge, code: codeOf(secret, 1) })).status).toBe(201)
})

test.each([
  { because: 'of a minute ago', steps: -2 },
  { because: 'of two minutes ahead', steps: 4 },
  { because: 'of an hour ago', steps: -120 },
])('abuse-55 a code $because is none', async ({ steps }) => {
  const { email, secret } = await withApp()
  const door = await halfIn(samtale, email)
  const answer = await second(door.client, { challenge: door.challenge, code: codeOf(secret, steps) })
  expect(answer.body.code).toBe('wrongCode')
})

test('abuse-55 a recovery code is worth one sign-in, also for two at the same time, and only its owner’s', async () => {
  const [kari, jonas] = [await withApp(), await withApp()]
  const [recoveryCode] = kari.recoveryCodes
  const doors = await Promise.all([1, 2, 3].map(() => halfIn(samtale, kari.email)))
  const stranger = await halfIn(samtale, jonas.email)
  expect((await second(stranger.client, { challenge: stranger.challenge, recoveryCode })).status).toBe(400)
  const answers = await Promise.all(doors.map(({ client, challenge }) => second(client, { challenge, recoveryCode })))
  expect(codes(answers).toSorted()).toEqual([201, 400, 400])
  const late = await halfIn(samtale, kari.email)
  expect((await second(late.client, { challenge: late.challenge, recoveryCode })).body.code).toBe('wrongRecoveryCode')
})

test('abuse-55 a challenge is used once, and stands for no session', async () => {
  const { email, secret, recoveryCodes } = await withApp()
  const door = await halfIn(samtale, email)
  const planted = apiClient(samtale.origin, { cookie: `samtale=${door.challenge.slice(0, 43)}` })
  expect((await planted.get('/api/session')).status).toBe(401)
  expect((await second(door.client, { challenge: door.challenge, code: codeOf(secret) })).status).toBe(201)
  const again = apiClient(samtale.origin, {})
  const [recoveryCode] = recoveryCodes
  for (const challenge of [door.challenge, `${door.challenge}=`, ` ${door.challenge}`]) {
    expect((await second(again, { challenge, recoveryCode })).body.code).toBe('stepExpired')
  }
  // What was refused as a whole has not cost the code.
  const late = await halfIn(samtale, email)
  expect((await second(late.client, { challenge: late.challenge, recoveryCode })).status).toBe(201)
})

test('abuse-55 a challenge of one person takes no code of another', async () => {
  const [kari, mallory] = [await withApp(), await withApp()]
  const door = await halfIn(samtale, kari.email)
  const answer = await second(door.client, { challenge: door.challenge, code: codeOf(mallory.secret) })
  expect(answer.body.code).toBe('wrongCode')
})

test('abuse-55 a set-up begun by one person adds nothing to another', async () => {
  const [kari, mallory] = [await withApp(), await withApp()]
  const { secret, setup } = (await mallory.client.post('/api/totp', { password }, { expects: 200 })).body
  const answer = await kari.client.post('/api/totp/confirm', { setup, code: codeOf(secret) })
  expect(answer.body.code).toBe('stepExpired')
  // Nor is a step of one kind worth anything in another.
  const door = await halfIn(samtale, kari.email)
  const swapped = await kari.client.post('/api/totp/confirm', { setup: door.challenge, code: codeOf(kari.secret) })
  expect(swapped.body.code).toBe('stepExpired')
  expect((await second(door.client, { challenge: setup, code: codeOf(kari.secret) })).body.code).toBe('stepExpired')
})

test('abuse-55 a new password ends what an old one had begun, and takes no factor away', async () => {
  const { email, client, secret } = await withApp()
  const door = await halfIn(samtale, email)
  await client.put('/api/password', { current: password, password: 'another fine password' }, { expects: 204 })
  expect((await second(door.client, { challenge: door.challenge, code: codeOf(secret) })).body.code).toBe('stepExpired')

  const { rows } = await sql<{ id: string }>`select id from login where email = ${email}`.execute(db)
  await sql`insert into password_reset (token_hash, login_id, expires_at)
    values (sha256('t0ken'), ${rows[0]?.id}, now() + interval '1 hour')`.execute(db)
  const reset = { token: 't0ken', password: 'a third fine password' }
  await apiClient(samtale.origin, {}).put('/api/password-resets', reset, { expects: 204 })
  expect((await client.get('/api/session')).status).toBe(401)
  expect((await halfIn(samtale, email, 'a third fine password')).methods).toEqual(['code'])
})

test('abuse-52 abuse-55 a session from before the factor is dead, and an open one cannot take the factor away', async () => {
  const { email } = await samtale.addUser()
  const [here, thief] = [await samtale.signIn(email), await samtale.signIn(email)]
  const stolen = apiClient(samtale.origin, { cookie: here.cookie() })
  await addApp(here)
  expect((await thief.get('/api/session')).status).toBe(401)
  expect((await stolen.get('/api/session')).status).toBe(401)
  const renewed = apiClient(samtale.origin, { cookie: here.cookie() })
  for (const path of ['/api/totp/remove', '/api/recovery-codes', '/api/totp', '/api/passkeys/begin']) {
    expect((await renewed.post(path, { password: '' })).body.code, path).toBe('wrongCurrentPassword')
    expect((await renewed.post(path, {})).status, path).toBe(400)
  }
})

test.each<{ because: string; wrong: Signing; code?: string }>([
  { because: 'another website', wrong: { origin: 'https://mallory.example' } },
  { because: 'another port of this machine', wrong: { origin: 'http://localhost:1' } },
  { because: 'another site’s name', wrong: { rpId: 'mallory.example' } },
  { because: 'nobody who showed finger, face or PIN', wrong: { isVerified: false } },
  { because: 'a key that nobody registered', wrong: { withOtherKey: true } },
  { because: 'a copy, whose counter lies behind', wrong: { counter: 1 } },
  { because: 'another person’s handle', wrong: { userHandle: 'AAAA' } },
])('abuse-55 a passkey signed by or for $because lets nobody in', async ({ wrong }) => {
  await forgetAttempts(samtale)
  const { email } = await samtale.addUser()
  const { authenticator } = await addPasskey(samtale, await samtale.signIn(email))
  const visitor = apiClient(samtale.origin, {})
  const ask = async () => (await visitor.post('/api/session/passkey-request', {}, { expects: 200 })).body
  await visitor.post('/api/session/passkey', authenticator.get(await ask()), { expects: 201 })
  const thief = apiClient(samtale.origin, {})
  const answer = await thief.post('/api/session/passkey', authenticator.get(await ask(), wrong))
  expect(answer).toMatchObject({ status: 401, body: { code: 'wrongPasskey' } })
  expect(answer.headers.get('set-cookie')).toBeNull()
})

test('abuse-55 what a passkey signed is good once, and only what we asked it to sign', async () => {
  await forgetAttempts(samtale)
  const { email } = await samtale.addUser()
  const client = await samtale.signIn(email)
  const { authenticator } = await addPasskey(samtale, client)
  const visitor = apiClient(samtale.origin, {})
  const request = (await visitor.post('/api/session/passkey-request', {}, { expects: 200 })).body
  const signed = authenticator.get(request)
  await visitor.post('/api/session/passkey', signed, { expects: 201 })
  const thief = apiClient(samtale.origin, {})
  expect((await thief.post('/api/session/passkey', signed)).status).toBe(401)
  const fresh = authenticator.get(request, { counter: 99 })
  expect((await thief.post('/api/session/passkey', fresh)).body.code).toBe('stepExpired')
  const own = authenticator.get({ challenge: 'AAAA', rpId: 'localhost' })
  expect((await thief.post('/api/session/passkey', own)).body.code).toBe('stepExpired')
  const begun = (await client.post('/api/passkeys/begin', { password }, { expects: 200 })).body
  const swapped = authenticator.get({ challenge: begun.challenge, rpId: 'localhost' })
  expect((await thief.post('/api/session/passkey', swapped)).body.code).toBe('stepExpired')
})

test('abuse-54 known, unknown, right and wrong cost the same work', async () => {
  const { email } = await withApp()
  const plain = await samtale.addUser()
  const workOf = async (body: { email: string; password: string }) => {
    verify.mockClear()
    await apiClient(samtale.origin, {}).post('/api/session', body)
    return verify.mock.calls.map(([hashed]) => String(hashed).split('$').slice(1, 4))
  }
  const work = await workOf({ email: plain.email, password })
  expect(work).toHaveLength(1)
  for (const body of [
    { email: plain.email, password: 'wrong' },
    { email: 'nobody@elsewhere.example', password },
    { email: 'no address at all', password },
    { email, password },
    { email, password: 'wrong' },
  ]) {
    expect(await workOf(body), JSON.stringify(body)).toEqual(work)
  }
})

test('abuse-54 who has two factors is told from who has one by the right password alone', async () => {
  const { email } = await withApp()
  const plain = await samtale.addUser()
  const told = async (address: string) => {
    const { status, body } = await apiClient(samtale.origin, {}).post('/api/session', {
      email: address,
      password: 'wrong',
    })
    return { status, ...body, correlationId: null }
  }
  expect(await told(email)).toEqual(await told(plain.email))
  expect(await told(email)).toEqual(await told('nobody@elsewhere.example'))
})

test.each([
  { path: '/api/session' },
  { path: '/api/session/second-factor' },
  { path: '/api/session/passkey-request' },
  { path: '/api/session/passkey' },
])('abuse-38 another website signs nobody in: $path', async ({ path }) => {
  const visitor = apiClient(samtale.origin, {})
  for (const headers of [{ origin: 'https://mallory.example' }, { origin: 'null', 'content-type': 'text/plain' }]) {
    const answer = await visitor.post(path, '{}', { headers: headers as Record<string, string> })
    expect([403, 415]).toContain(answer.status)
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
})
