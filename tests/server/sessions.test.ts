import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { apiClient } from '../harness/api-client.ts'
import { password, type Samtale, startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const signUp = {
  companyName: 'Solvik Varme',
  name: 'Kari Solheim',
  email: 'kari@solvik.example',
  password,
}
const closed = { status: 403, body: { subCategory: 'SignUp.CLOSED' } }
const samtale = await startSharedSamtale()

/** A request as it is written here, with no cookie and no origin of its own; where the server listens, whatever it is called. */
async function raw({ server }: Samtale, method: string, path: string, headers: Record<string, string>, body?: string) {
  const response = await fetch(`http://127.0.0.1:${server.settings.port}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const forgetAttempts = ({ database }: Samtale) => sql`delete from throttle`.execute(database.db)

test('S3 an account that is created in the browser has an inbox whose address receives at once', async () => {
  const empty = await startSamtale({ isEmpty: true })
  const client = apiClient(empty.origin, {})
  expect((await client.get('/api/welcome')).body).toMatchObject({
    mayCreateAccount: true,
    isEmpty: true,
    asksForCode: false,
    mailDomain: 'inbox.localhost',
  })
  const answer = await client.post('/api/accounts', { ...signUp, language: 'nb', timeZone: 'Europe/Oslo' })
  expect(answer).toMatchObject({
    status: 201,
    body: {
      user: { name: 'Kari Solheim', email: 'kari@solvik.example', role: 'super-admin', seat: 'service' },
      account: { name: 'Solvik Varme', plan: 'enterprise', timeZone: 'Europe/Oslo' },
    },
  })
  const { body } = await client.get('/api/inbox', { expects: 200 })
  const address = 'support@solvik-varme.inbox.localhost'
  expect(body.inboxes).toMatchObject([
    { name: 'Kundestøtte', fallbackAddress: address, isReceiving: true, mayAct: true },
  ])
  const mail = 'From: ingrid@nordmark.example\r\nSubject: E7\r\n\r\nThe house is cold.\r\n'
  expect((await empty.deliver(mail, { to: address })).code).toBe(250)
  expect((await empty.deliver(mail, { to: 'support@solvik-varme.free.inbox.localhost' })).code).toBe(250)
  await empty.settled()
  expect((await client.get('/api/threads')).body.results).toHaveLength(2)
})

test.each([
  { because: 'no company', change: { companyName: '' }, status: 400, field: 'companyName' },
  { because: 'a company of blanks', change: { companyName: ' \u00a0\n' }, status: 400, field: 'companyName' },
  { because: 'a company of 101 letters', change: { companyName: 'a'.repeat(101) }, status: 400, field: 'companyName' },
  { because: 'no name', change: { name: undefined }, status: 400, field: 'name' },
  { because: 'an address that is none', change: { email: 'kari' }, status: 400, field: 'email' },
  {
    because: 'an address with a line break',
    change: { email: 'kari@solvik.example\r\nBcc: x@y.example' },
    status: 400,
    field: 'email',
  },
  { because: 'nine characters of password', change: { password: '123456789' }, status: 400, field: 'password' },
  { because: 'a password without end', change: { password: 'a'.repeat(201) }, status: 400, field: 'password' },
  { because: 'an unknown time zone', change: { timeZone: 'Europe/Solvik' }, status: 400, field: 'timeZone' },
  { because: 'an unknown language', change: { language: 'xx' }, status: 400, field: 'language' },
  { because: 'capitals in the inbox address', change: { inboxAddress: 'Solvik' }, status: 400, field: 'inboxAddress' },
  { because: 'a dot in the inbox address', change: { inboxAddress: 'a.b' }, status: 400, field: 'inboxAddress' },
  {
    because: 'the inbox address free, a domain of the installation',
    change: { inboxAddress: 'free' },
    status: 409,
    field: 'inboxAddress',
  },
  { because: 'the inbox address www', change: { inboxAddress: 'www' }, status: 409, field: 'inboxAddress' },
  { because: 'the inbox address bounces', change: { inboxAddress: 'bounces' }, status: 409, field: 'inboxAddress' },
])('sign-up with $because is refused, names the field and makes nothing', async ({ change, status, field }) => {
  const empty = await emptyOne()
  await forgetAttempts(empty)
  const answer = await apiClient(empty.origin, {}).post('/api/accounts', { ...signUp, ...change })
  expect(answer).toMatchObject({ status, body: { message: expect.stringContaining(field) } })
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect((await apiClient(empty.origin, {}).get('/api/welcome')).body.isEmpty).toBe(true)
})

const shared = await startSharedSamtale({ isEmpty: true })
const emptyOne = async () => shared

test('of five sign-ups at the same time one is the first', async () => {
  const empty = await startSamtale({ isEmpty: true })
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map((number) =>
      apiClient(empty.origin, {}).post('/api/accounts', { ...signUp, email: `kari${number}@solvik.example` }),
    ),
  )
  expect(answers.map((one) => one.status).toSorted()).toEqual([201, 403, 403, 403, 403])
  const { rows } =
    await sql`select (select count(*) from account)::int as accounts, (select count(*) from login)::int as logins`.execute(
      empty.database.db,
    )
  expect(rows).toEqual([{ accounts: 1, logins: 1 }])
})

test('abuse-56 once there is an account nobody signs up, and nobody learns which addresses are taken', async () => {
  const client = apiClient(samtale.origin, {})
  expect((await client.get('/api/welcome')).body).toMatchObject({ mayCreateAccount: false, isEmpty: false })
  expect(await client.post('/api/accounts', signUp)).toMatchObject(closed)
  expect(await client.get('/api/inbox-addresses/solvik-varme')).toMatchObject(closed)
})

test('SAMTALE_SIGNUP=closed refuses the first one too; open takes any number, each with an address of its own', async () => {
  const none = await startSamtale({ isEmpty: true, env: { SAMTALE_SIGNUP: 'closed' } })
  expect(await apiClient(none.origin, {}).post('/api/accounts', signUp)).toMatchObject(closed)

  const open = await startSamtale({ isEmpty: true, env: { SAMTALE_SIGNUP: 'open' } })
  const addresses = []
  for (const number of [1, 2, 3]) {
    const client = apiClient(open.origin, {})
    await client.post('/api/accounts', { ...signUp, email: `kari${number}@solvik.example` }, { expects: 201 })
    addresses.push((await client.get('/api/inbox')).body.inboxes[0].fallbackAddress)
  }
  expect(addresses).toEqual(['', '-2', '-3'].map((end) => `support@solvik-varme${end}.inbox.localhost`))
  const client = apiClient(open.origin, {})
  expect((await client.get('/api/inbox-addresses/Solvik Varme')).body).toMatchObject({
    inboxAddress: 'solvik-varme',
    isFree: false,
    suggestion: 'solvik-varme-4',
  })
  const taken = { ...signUp, email: 'liv@solvik.example', inboxAddress: 'solvik-varme' }
  expect(await client.post('/api/accounts', taken)).toMatchObject({ status: 409, body: { code: 'addressTaken' } })
  expect(await client.post('/api/accounts', { ...signUp, email: 'KARI1@solvik.example' })).toMatchObject({
    status: 409,
    body: { code: 'emailTaken' },
  })
})

test.each<{ because: string; env: Record<string, string> }>([
  { because: 'PUBLIC_URL is no loopback address', env: { PUBLIC_URL: 'http://samtale.example' } },
  { because: 'HOST is no loopback address', env: { HOST: '0.0.0.0' } },
])('the first sign-up asks for the code of the start where $because', async ({ env }) => {
  const empty = await startSamtale({ isEmpty: true, env })
  const { signupCode, settings } = empty.server
  const headers = { origin: settings.publicUrl.origin, 'content-type': 'application/json' }
  const attempt = (code?: string) => raw(empty, 'POST', '/api/accounts', headers, JSON.stringify({ ...signUp, code }))
  expect(JSON.parse((await raw(empty, 'GET', '/api/welcome', {})).text)).toMatchObject({ asksForCode: true })
  for (const code of [undefined, '', 'aaaaaaaaaaaa']) {
    const refused = await attempt(code)
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('SignUp.CODE') })
    expect(refused.text).not.toContain(signupCode)
  }
  expect((await attempt(signupCode ?? '')).status).toBe(201)
})

test('abuse-52 the cookie: HttpOnly and Lax, on https also Secure under the __Host- name', async () => {
  const plain = await raw(
    samtale,
    'POST',
    '/api/session',
    { origin: samtale.origin, 'content-type': 'application/json' },
    JSON.stringify({ email: samtale.account.email, password }),
  )
  expect(plain.headers.get('set-cookie')).toMatch(/^samtale=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)

  const secure = await startSamtale({ isEmpty: true, env: { PUBLIC_URL: 'https://samtale.example' } })
  const headers = { origin: 'https://samtale.example', 'content-type': 'application/json' }
  const body = JSON.stringify({ ...signUp, code: secure.server.signupCode })
  const cookie = (await raw(secure, 'POST', '/api/accounts', headers, body)).headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^__Host-samtale=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=\d+$/)
  const value = cookie.split(';')[0] ?? ''
  expect((await raw(secure, 'GET', '/api/session', { cookie: value })).status).toBe(200)
  // Without the prefix another host of the domain could have planted it.
  expect((await raw(secure, 'GET', '/api/session', { cookie: value.replace('__Host-', '') })).status).toBe(401)
})

const sessionOf = (cookie: string) => raw(samtale, 'GET', '/api/session', { cookie }).then(({ status }) => status)

test('abuse-52 each sign-in has a new id, the one before it is dead, and a planted one is never taken', async () => {
  const client = apiClient(samtale.origin, { cookie: `samtale=${'a'.repeat(43)}` })
  const signIn = () => client.post('/api/session', { email: samtale.account.email, password }, { expects: 201 })
  await signIn()
  const first = client.cookie()
  expect(first).not.toContain('aaaaaaaa')
  const browser = apiClient(samtale.origin, { cookie: first })
  await browser.post('/api/session', { email: samtale.account.email, password }, { expects: 201 })
  expect(browser.cookie()).not.toBe(first)
  expect(await sessionOf(first)).toBe(401)
  expect(await sessionOf(browser.cookie())).toBe(200)
})

test('what a person changes of his profile, his next request shows', async () => {
  const { email } = await samtale.addUser()
  const client = await samtale.signIn(email)
  for (const theme of ['dark', 'light', 'system']) {
    await client.patch('/api/profile', { theme }, { expects: 200 })
    expect((await client.get('/api/session', { expects: 200 })).body.user.theme).toBe(theme)
  }
})

test('abuse-52 signing out ends the session, not only the cookie', async () => {
  const client = await samtale.signIn(samtale.account.email)
  const cookie = client.cookie()
  const out = await client.delete('/api/session', { expects: 204 })
  expect(out.headers.get('set-cookie')).toMatch(/^samtale=; .*Max-Age=0/)
  expect(await sessionOf(cookie)).toBe(401)
})

test('abuse-52 a person ends another session of his, and nobody else’s', async () => {
  const { email } = await samtale.addUser()
  const [here, there, stranger] = [await samtale.signIn(email), await samtale.signIn(email), samtale.admin]
  const { body } = await here.get('/api/sessions', { expects: 200 })
  expect(body.results.map((one: { isCurrent: boolean }) => one.isCurrent).toSorted()).toEqual([false, true])
  const { id } = body.results.find((one: { isCurrent: boolean }) => !one.isCurrent)
  expect((await stranger.delete(`/api/sessions/${id}`)).status).toBe(404)
  expect((await there.get('/api/session')).status).toBe(200)
  await here.delete(`/api/sessions/${id}`, { expects: 204 })
  expect((await there.get('/api/session')).status).toBe(401)
  expect((await here.get('/api/session')).status).toBe(200)
  // Neither the ids nor their hashes can be read anywhere.
  const told = JSON.stringify(body)
  expect(told).not.toContain(here.cookie().split('=')[1])
  const { rows } = await sql<{ id: string }>`select encode(id_hash, 'hex') as id from session`.execute(
    samtale.database.db,
  )
  for (const row of rows) expect(told).not.toContain(row.id)
})

const json = { origin: samtale.origin, 'content-type': 'application/json' }
const attempt = (one: Samtale, email: string, guess: string, headers: Record<string, string> = {}) =>
  raw(
    one,
    'POST',
    '/api/session',
    { ...json, origin: one.origin, ...headers },
    JSON.stringify({ email, password: guess }),
  )

test('abuse-54 ten wrong passwords of an address, then not even the right one for a while; others are let in', async () => {
  await forgetAttempts(samtale)
  const [{ email }, other] = [await samtale.addUser(), await samtale.addUser()]
  for (let i = 0; i < 10; i++) expect((await attempt(samtale, email, 'wrong')).status).toBe(401)
  const late = await attempt(samtale, email.toUpperCase(), password)
  expect(late).toMatchObject({ status: 429, text: expect.stringContaining('Too many attempts') })
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await attempt(samtale, other.email, password)).status).toBe(201)
})

test('abuse-54 a person who signs in often is not throttled, and known and unknown addresses hear the same', async () => {
  await forgetAttempts(samtale)
  const { email } = await samtale.addUser()
  for (let i = 0; i < 12; i++) expect((await attempt(samtale, email, password)).status).toBe(201)
  const told = async (address: string) => {
    const { correlationId, ...rest } = JSON.parse((await attempt(samtale, address, 'wrong')).text)
    expect(correlationId).toBeDefined()
    return rest
  }
  expect(await told(email)).toEqual(await told('nobody@elsewhere.example'))
})

/** 51 attempts from this machine, which say each to come from elsewhere. Each is for another address. */
const fromEverywhere = async (one: Samtale) => {
  const statuses = []
  for (let i = 0; i < 51; i++) {
    const headers = {
      'x-forwarded-for': `203.0.113.${i}`,
      'x-real-ip': `203.0.113.${i}`,
      forwarded: `for=203.0.113.${i}`,
    }
    statuses.push((await attempt(one, `user${i}@elsewhere.example`, 'wrong', headers)).status)
  }
  return statuses
}

test('abuse-54 fifty attempts of an IP; a header does not make it another, unless a trusted proxy says so', async () => {
  await forgetAttempts(samtale)
  expect((await fromEverywhere(samtale)).at(-1)).toBe(429)
  await forgetAttempts(samtale)
  const proxied = await startSamtale({ env: { TRUSTED_PROXIES: '127.0.0.1/32' } })
  expect(new Set(await fromEverywhere(proxied))).toEqual(new Set([401]))
  // Who is behind the proxy may write what he likes in front of what the proxy adds.
  const statuses = []
  for (let i = 0; i < 51; i++) {
    const headers = { 'x-forwarded-for': `198.51.100.${i}, 203.0.113.200` }
    statuses.push((await attempt(proxied, `other${i}@elsewhere.example`, 'wrong', headers)).status)
  }
  expect(statuses.at(-1)).toBe(429)
})

const profile = JSON.stringify({ theme: 'dark' })

test.each<{ because: string; headers: Record<string, string> }>([
  { because: 'another website', headers: { origin: 'https://mallory.example', 'content-type': 'application/json' } },
  { because: 'an opaque origin', headers: { origin: 'null', 'content-type': 'application/json' } },
  {
    because: 'our name under https',
    headers: { origin: samtale.origin.replace('http', 'https'), 'content-type': 'application/json' },
  },
  { because: 'a form without an origin', headers: { 'content-type': 'text/plain' } },
  { because: 'an encoded form without an origin', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { because: 'a file form without an origin', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  {
    because: 'another website by its fetch',
    headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
  },
  {
    because: 'another host of our site',
    headers: { 'sec-fetch-site': 'same-site', 'content-type': 'application/json' },
  },
])('abuse-38 a write with a cookie from $because is refused', async ({ headers }) => {
  const cookie = samtale.admin.cookie()
  const writes = [
    ['POST', '/api/onboarding/examples', undefined],
    ['POST', '/files/v3/files', 'a'],
    ['POST', '/api/session', JSON.stringify({ email: samtale.account.email, password })],
    ['POST', '/api/password-resets', JSON.stringify({ email: samtale.account.email })],
  ] as const
  for (const [method, path, body] of writes) {
    const answer = await raw(samtale, method, path, { ...headers, cookie }, body)
    expect([403, 415], `${path} ${answer.text}`).toContain(answer.status)
    // Signing somebody in as another is an attack too.
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
  // No form makes a PATCH; what is no JSON is refused as such.
  const isJson = headers['content-type'] === 'application/json'
  const patched = await raw(samtale, 'PATCH', '/api/profile', { ...headers, cookie }, profile)
  expect(isJson ? [403] : [400, 415]).toContain(patched.status)
  expect((await samtale.admin.get('/api/session')).body.user.theme).toBe('system')
  expect((await raw(samtale, 'DELETE', '/api/session', { origin: 'https://mallory.example', cookie })).status).toBe(403)
  expect((await samtale.admin.get('/api/session')).status).toBe(200)
})

async function withRelay() {
  const relay = await startScriptedSmtp()
  onTestFinished(() => relay.close())
  const one = await startSamtale({ env: { SMTP_URL: relay.url } })
  const reset = async (email: string) => {
    const answer = await apiClient(one.origin, {}).post('/api/password-resets', { email })
    await one.settled()
    return answer
  }
  /** the token in the newest mail to an address */
  const tokenFor = (email: string) => {
    const mail = relay.accepted.findLast((taken) => taken.to.includes(email))
    const text = mail?.raw.replace(/=\r\n/g, '').replace(/=3D/g, '=') ?? ''
    return /\/reset[?#/](?:token=)?([\w-]{43})/.exec(text)?.[1] ?? ''
  }
  const use = (token: string, secret: string) =>
    apiClient(one.origin, {}).put('/api/password-resets', { token, password: secret })
  return { one, relay, reset, tokenFor, use }
}

test('abuse-54 a password is reset by a mailed link: once, and every session ends', async () => {
  const { one, relay, reset, tokenFor, use } = await withRelay()
  const { email } = one.account
  const known = await reset(email)
  const unknown = await reset('nobody@elsewhere.example')
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
  await expect.poll(() => relay.accepted.length).toBe(1)
  const token = tokenFor(email)
  expect(token).toHaveLength(43)
  const { rows } = await sql`select 1 from password_reset where token_hash = ${Buffer.from(token)}`.execute(
    one.database.db,
  )
  expect(rows, 'the token is kept as a hash').toEqual([])

  expect((await use(token, 'too short')).status).toBe(400)
  expect((await use(token, 'another fine password')).status).toBe(204)
  expect((await one.admin.get('/api/session')).status).toBe(401)
  expect(await use(token, 'a third fine password')).toMatchObject({ status: 400, body: { code: 'linkExpired' } })
  expect((await attempt(one, email, password)).status).toBe(401)
  expect((await attempt(one, email, 'another fine password')).status).toBe(201)
})

test('abuse-54 a link is good for an hour, a newer password ends it, and a guessed one is nothing', async () => {
  const { one, relay, reset, tokenFor, use } = await withRelay()
  const { email } = one.account
  await reset(email)
  await expect.poll(() => tokenFor(email)).toHaveLength(43)
  const first = tokenFor(email)
  const { rows } = await sql<{ minutes: number }>`
    select extract(epoch from expires_at - now())::int / 60 as minutes from password_reset`.execute(one.database.db)
  expect(rows[0]?.minutes).toBeLessThanOrEqual(60)
  await sql`update password_reset set expires_at = now() - interval '1 second'`.execute(one.database.db)
  expect((await use(first, 'another fine password')).status).toBe(400)
  await reset(email)
  await expect.poll(() => relay.accepted.length).toBe(2)
  const second = tokenFor(email)
  await reset(email)
  await expect.poll(() => relay.accepted.length).toBe(3)
  expect((await use(tokenFor(email), 'another fine password')).status).toBe(204)
  expect((await use(second, 'a third fine password')).status).toBe(400)
  expect((await use('a'.repeat(43), 'a third fine password')).status).toBe(400)
})

test('abuse-54 asking for links is throttled by address', async () => {
  const statuses = []
  await forgetAttempts(samtale)
  for (let i = 0; i < 6; i++) {
    const body = { email: 'nobody@elsewhere.example' }
    statuses.push((await apiClient(samtale.origin, {}).post('/api/password-resets', body)).status)
  }
  expect(statuses).toEqual([204, 204, 204, 204, 204, 429])
})
