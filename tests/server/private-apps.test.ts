import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { password, startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { admin, account } = samtale
const { db } = samtale.database
const path = '/api/private-apps'
const threads = '/conversations/v3/conversations/threads'
const wanted = (more: object = {}) => ({ name: 'Nightly export', scopes: ['conversations.read'], password, ...more })
const forgetAttempts = () => sql`delete from throttle`.execute(db)

test('a private app is made, used within its scopes, and revoked', async () => {
  const { body } = await admin.post(path, wanted({ name: ' Nightly\n export ' }), { expects: 201 })
  expect(body.app).toMatchObject({ name: 'Nightly export', scopes: ['conversations.read'], lastUsedAt: null })
  const program = samtale.withToken(body.token)
  await program.get(threads, { expects: 200 })
  await program.patch(`${threads}/1`, { status: 'CLOSED' }, { expects: 403 })
  const [listed] = (await admin.get(path, { expects: 200 })).body.results
  expect(listed).toMatchObject({ id: body.app.id, lastUsedAt: expect.any(String) })
  await admin.delete(`${path}/${body.app.id}`, { expects: 204 })
  await program.get(threads, { expects: 401 })
  expect((await admin.get(path)).body.results.map((one: { id: string }) => one.id)).not.toContain(body.app.id)
  await admin.delete(`${path}/${body.app.id}`, { expects: 404 })
})

test('only scopes that open something are offered', async () => {
  const { scopes } = (await admin.get(path, { expects: 200 })).body
  expect(scopes).toContain('conversations.read')
  expect(scopes).not.toContain('conversations.custom_channels.write')
})

test.each([
  { because: 'a scope that is none', body: wanted({ scopes: ['conversations.read', 'everything'] }), names: 'scopes' },
  { because: 'no scope', body: wanted({ scopes: [] }), names: 'scopes' },
  { because: 'a name of spaces', body: wanted({ name: ' \t ' }), names: 'name' },
  { because: 'no password', body: wanted({ password: undefined }), names: 'password' },
])('$because is refused, and named', async ({ body, names }) => {
  const before = (await admin.get(path)).body.results.length
  const answer = await admin.post(path, body)
  expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
  expect(answer.body.message).toContain(names)
  expect((await admin.get(path)).body.results).toHaveLength(before)
})

test('a repeat of the same request makes no second app, and cannot read the token again', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  const first = await admin.post(path, wanted(), { headers, expects: 201 })
  const second = await admin.post(path, wanted(), { headers, expects: 201 })
  expect(second.body).toEqual({ app: first.body.app, token: null })
  await admin.post(path, wanted({ name: 'Other' }), { headers, expects: 409 })
  const { rows } = await sql<{ row: string }>`select i::text as row from idempotency i`.execute(db)
  expect(rows.map(({ row }) => row).join()).not.toContain(first.body.token)
})

test('both ends of a private app are written down, without the token', async () => {
  const { body } = await admin.post(path, wanted(), { expects: 201 })
  await admin.delete(`${path}/${body.app.id}`, { expects: 204 })
  const { rows } = await sql<{ action: string; user_id: string; row: string }>`
    select action, user_id, a::text as row from audit a
    where subject_type = 'token' and subject_id = ${body.app.id} order by id`.execute(db)
  expect(rows.map(({ action, user_id }) => ({ action, user_id }))).toEqual([
    { action: 'token.created', user_id: account.userId },
    { action: 'token.revoked', user_id: account.userId },
  ])
  expect(rows.map(({ row }) => row).join()).not.toContain(body.token.slice(8))
})

test('abuse-55 without the own password no token is made, however often it is tried', async () => {
  await forgetAttempts()
  const before = (await admin.get(path)).body.results.length
  for (const guess of ['', 'guessed it', password.toUpperCase(), ` ${password}`])
    expect(await admin.post(path, wanted({ password: guess }))).toMatchObject({
      status: 400,
      body: { code: 'wrongCurrentPassword' },
    })
  const answers = []
  for (let attempt = 0; attempt < 8; attempt++) answers.push(await admin.post(path, wanted({ password: 'guessed it' })))
  expect(answers.at(-1)?.status).toBe(429)
  // Whoever guesses does not get further with the right one either, until the window is over.
  await admin.post(path, wanted(), { expects: 429 })
  expect((await admin.get(path)).body.results).toHaveLength(before)
  await forgetAttempts()
})

test('abuse-51 a token is in no later answer, to whoever asks', async () => {
  const { body } = await admin.post(path, wanted(), { expects: 201 })
  const other = await samtale.signIn((await samtale.addUser({ role: 'super-admin' })).email)
  for (const client of [admin, other])
    for (const url of [path, '/api/session', '/api/inbox', '/api/plan'])
      expect(JSON.stringify((await client.get(url, { expects: 200 })).body)).not.toContain('pat-sam')
  await admin.delete(`${path}/${body.app.id}`, { expects: 204 })
})

test.each(['account-access', 'user'])(
  'abuse-51 $0: a role below super admin neither reads, makes nor revokes',
  async (role) => {
    const jonas = await samtale.signIn((await samtale.addUser({ role })).email)
    const { body } = await admin.post(path, wanted(), { expects: 201 })
    expect(await jonas.get(path)).toMatchObject({ status: 403, body: { code: 'notAllowed' } })
    await jonas.post(path, wanted(), { expects: 403 })
    await jonas.delete(`${path}/${body.app.id}`, { expects: 403 })
    await samtale.withToken(body.token).get(threads, { expects: 200 })
  },
)

test('abuse-51 a token makes, reads and revokes no token, its own neither', async () => {
  const { body } = await admin.post(path, wanted(), { expects: 201 })
  const program = samtale.withToken(account.token)
  await program.get(path, { expects: 401 })
  await program.post(path, wanted(), { expects: 401 })
  await program.delete(`${path}/${body.app.id}`, { expects: 401 })
})
