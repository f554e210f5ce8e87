import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { afterAll, expect, test } from 'vitest'
import { addApp, addPasskey, forgetAttempts } from '../harness/factors.ts'
import { password, startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url, API_RATE_LIMIT: '0' } })
const { db } = samtale.database

/** The mails that a person got, once there are so many; what is due together leaves in any order. */
async function mailsTo(email: string, count: number) {
  const his = () => relay.accepted.filter(({ to }) => to.includes(email))
  await expect.poll(() => his().length).toBe(count)
  return Promise.all(his().map(({ raw }) => simpleParser(Buffer.from(raw, 'latin1'))))
}

async function someone(language: 'en' | 'nb' = 'en') {
  const { email, userId } = await samtale.addUser({ name: 'Jonas Berg' })
  await sql`update "user" set language = ${language} where id = ${userId}`.execute(db)
  return { email, client: await samtale.signIn(email) }
}

test('S60 who changes his password is told by mail: what, when, from where, and what to do if it was not him', async () => {
  const { email, client } = await someone()
  expect((await client.put('/api/password', { current: 'guessed it', password: 'another fine password' })).status).toBe(
    400,
  )
  await client.put('/api/password', { current: password, password: 'another fine password' }, { expects: 204 })
  const [mail] = await mailsTo(email, 1)
  expect(mail?.subject).toBe('Your password was changed')
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail?.text).toContain('Hello Jonas Berg')
  expect(mail?.text).toMatch(
    new RegExp(`When: .*${new Date().getUTCFullYear()}.* UTC\\nFrom: (127\\.0\\.0\\.1|::1|::ffff:127\\.0\\.0\\.1)\\n`),
  )
  expect(mail?.text).toContain(`open ${samtale.origin} and press "Forgot password?"`)
  expect(mail?.text).toContain('tell a super admin of Solvik Varme')
  expect(mail?.text).not.toContain('another fine password')
})

test('S60 every change of a factor is told in the person’s language, without a secret', async () => {
  const { email, client } = await someone('nb')
  const { secret, recoveryCodes } = await addApp(client)
  await addPasskey(samtale, client)
  const { body } = await client.post('/api/recovery-codes', { password }, { expects: 200 })
  await client.post('/api/totp/remove', { password }, { expects: 204 })
  const mails = await mailsTo(email, 4)
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    'Autentiseringsappen er fjernet fra innloggingen din',
    'En autentiseringsapp er lagt til i innloggingen din',
    'En passnøkkel er lagt til i innloggingen din',
    'Gjenopprettingskodene dine er byttet ut med nye',
  ])
  const said = mails.map(({ text }) => text).join('\n')
  for (const hidden of [secret, ...recoveryCodes, ...body.recoveryCodes]) expect(said).not.toContain(hidden)
  expect(said).toContain('Var det ikke deg, velger du et nytt passord med en gang')
})

test('S60 a login in two accounts is told once, and ten times an hour at most', async () => {
  const { email, client } = await someone()
  const other = await samtale.openAccount('Nordmark Eiendom')
  await sql`insert into "user" (account_id, login_id, name, role, seat)
    select ${other.accountId}, id, 'Jonas Berg', 'user', 'none' from login where email = ${email}`.execute(db)
  for (let time = 0; time < 12; time++) {
    await forgetAttempts(samtale)
    const passwords = { current: `${password}${time || ''}`, password: `${password}${time + 1}` }
    await client.put('/api/password', passwords, { expects: 204 })
  }
  await samtale.settled()
  expect(await mailsTo(email, 10)).toHaveLength(10)
})

test('S60 a super admin sees in the Outbox that a notice waits, and nothing of it', async () => {
  const waiting = await startSamtale()
  await waiting.admin.put('/api/password', { current: password, password: 'another fine password' }, { expects: 204 })
  const { body } = await waiting.admin.get('/api/outbox', { expects: 200 })
  expect(body.results).toMatchObject([
    { kind: 'loginChanged', subject: '', snippet: '', emlUrl: null, previewUrl: null },
  ])
})
