import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { scopes } from '../../server/account/actor.ts'
import { createAppToken } from '../../server/account/app-token.ts'
import { apiClient } from '../harness/api-client.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { account, admin, origin } = samtale
const { db } = samtale.database
const threads = '/conversations/v3/conversations/threads'
const aToken = () => samtale.database.transaction((tx) => createAppToken(tx, account.accountId, 'export', scopes))

test('abuse-51 a token is kept as a hash, and no answer shows it', async () => {
  const token = await aToken()
  const { rows } = await sql<{ row: string }>`select t::text as row from app_token t`.execute(db)
  expect(rows.map(({ row }) => row).join()).not.toContain(token.slice(8))
  const client = samtale.withToken(token)
  for (const path of [threads, '/conversations/v3/conversations/inboxes', '/conversations/v3/conversations/nothing'])
    expect(JSON.stringify(await client.get(path))).not.toContain(token)
  for (const path of ['/api/session', '/api/inbox', '/api/sessions'])
    expect(JSON.stringify(await admin.get(path))).not.toContain('pat-sam')
})

test('abuse-51 a token that is revoked opens nothing from the next request on', async () => {
  const [token, other] = [await aToken(), await aToken()]
  const client = samtale.withToken(token)
  await client.get(threads, { expects: 200 })
  await sql`update app_token set revoked_at = now() where token_hash = sha256(${Buffer.from(token)})`.execute(db)
  await client.get(threads, { expects: 401 })
  await samtale.withToken(other).get(threads, { expects: 200 })
})

test('abuse-51 its last use is kept', async () => {
  const token = await aToken()
  const lastUse = async () =>
    (
      await sql<{
        at: Date | null
      }>`select last_used_at as at from app_token where token_hash = sha256(${Buffer.from(token)})`.execute(db)
    ).rows[0]?.at
  expect(await lastUse()).toBeNull()
  await samtale.withToken(token).get(threads, { expects: 200 })
  expect(await lastUse()).toBeInstanceOf(Date)
})

test.each([
  {
    because: 'in the address',
    path: (token: string) => `${threads}?access_token=${token}&hapikey=${token}`,
    headers: () => ({}),
  },
  { because: 'as a cookie', headers: (token: string) => ({ cookie: `samtale=${token}` }) },
  { because: 'as Basic', headers: (token: string) => ({ authorization: `Basic ${btoa(`${token}:`)}` }) },
  { because: 'bare', headers: (token: string) => ({ authorization: token }) },
  { because: 'cut short', headers: (token: string) => ({ authorization: `Bearer ${token.slice(0, -1)}` }) },
  {
    because: 'as its hash',
    headers: (token: string) => ({ authorization: `Bearer ${createHash('sha256').update(token).digest('hex')}` }),
  },
  { because: 'empty', headers: () => ({ authorization: 'Bearer ' }) },
  { because: 'without end', headers: () => ({ authorization: `Bearer ${'a'.repeat(5000)}` }) },
  { because: 'with a quote', headers: () => ({ authorization: `Bearer ' or 1=1 --` }) },
])('abuse-51 a token $because is none', async ({ path, headers }) => {
  const token = await aToken()
  const answer = await apiClient(origin, headers(token)).get(path?.(token) ?? threads)
  expect(answer).toMatchObject({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } })
})

test('abuse-51 a bad token is not made good by a cookie beside it', async () => {
  const client = apiClient(origin, { authorization: 'Bearer pat-sam-nobody', cookie: admin.cookie() })
  await client.get(threads, { expects: 401 })
})

test('abuse-52 a session’s id is kept as a hash, and a program never opens what is a person’s', async () => {
  const { rows } = await sql<{ row: string }>`select s::text as row from session s`.execute(db)
  expect(rows.map(({ row }) => row).join()).not.toContain(admin.cookie().split('=')[1])
  for (const path of ['/api/session', '/api/sessions', '/api/inbox', '/api/outbox'])
    await samtale.withToken(account.token).get(path, { expects: 401 })
})
