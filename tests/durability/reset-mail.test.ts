import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { apiClient } from '../harness/api-client.ts'
import { type Samtale, startSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { mailsTo } from './answering.ts'

const newPassword = 'another horse battery'

/** Every table that holds this text anywhere, also as bytes. */
async function tablesWith({ database }: Samtale, text: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  )
  expect(rows.length).toBeGreaterThan(20)
  const found: string[] = []
  for (const { name } of rows) {
    const hex = Buffer.from(text).toString('hex')
    const query = `select count(*)::int as n from "${name}" x where x::text like $1 or x::text like $2`
    const { rows: hits } = await database.pool.query<{ n: number }>(query, [`%${text}%`, `%${hex}%`])
    if (hits[0]?.n) found.push(name)
  }
  return found
}

test('the mail for a new password holds a link that works once and stands nowhere else', async () => {
  const relay = await startScriptedSmtp()
  const samtale = await startSamtale({ env: { SMTP_URL: relay.url } })
  const { email } = samtale.account
  const anyone = apiClient(samtale.origin, {})
  await anyone.post('/api/password-resets', { email }, { expects: 204 })
  await expect.poll(() => mailsTo(relay.accepted, email).length).toBe(1)
  const mail = await simpleParser(mailsTo(relay.accepted, email)[0]?.raw ?? '')
  const link = new URL(/https?:\/\/\S+/.exec(mail.text ?? '')?.[0] ?? '')
  expect(link.origin).toBe(samtale.origin)
  const token = link.hash.slice(1)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(await tablesWith(samtale, token)).toEqual([])
  // The search finds what is there.
  expect(await tablesWith(samtale, email)).toContain('login')

  await anyone.put('/api/password-resets', { token, password: newPassword }, { expects: 204 })
  expect((await samtale.admin.get('/api/session')).status).toBe(401)
  await anyone.post('/api/session', { email, password: newPassword }, { expects: 201 })
  expect((await anyone.put('/api/password-resets', { token, password: newPassword })).status).toBe(400)
  await relay.close()
})

test('while it waits it is listed without content, for super admins alone, and cannot be exported', async () => {
  const samtale = await startSamtale()
  const { email } = samtale.account
  await apiClient(samtale.origin, {}).post('/api/password-resets', { email }, { expects: 204 })
  const { body } = await samtale.admin.get('/api/outbox', { expects: 200 })
  expect(body.results).toMatchObject([
    { kind: 'passwordReset', subject: '', snippet: '', emlUrl: null, previewUrl: null, messageId: null },
  ])
  const { recipientId } = body.results[0].recipient
  expect((await samtale.admin.get(`/api/deliveries/${recipientId}/raw`)).status).toBe(404)
  const colleague = await samtale.signIn((await samtale.addUser()).email)
  expect((await colleague.get('/api/outbox', { expects: 200 })).body.results).toEqual([])
  // The link is minted while its mail is sent: until then there is none to steal.
  const { rows } = await samtale.database.pool.query('select from password_reset')
  expect(rows).toEqual([])
})
