import { afterAll, expect, test } from 'vitest'
import { apiClient } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { openSmtp } from '../harness/smtp-client.ts'

const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { fallbackAddress } = samtale.account
const domain = fallbackAddress.split('@')[1]

test.each([
  'victim@elsewhere.example',
  `victim%elsewhere.example@${domain}`,
  `elsewhere.example!victim@${domain}`,
  `"victim@elsewhere.example"@${domain}`,
  `@${domain}:victim@elsewhere.example`,
  `@${domain},@b.example:victim@elsewhere.example`,
  `${fallbackAddress}@elsewhere.example`,
  `victim@elsewhere.example@${domain}`,
  `support@${domain}.elsewhere.example`,
  `victim@[127.0.0.1]`,
  `bounces+0000000000000000@${domain}`,
  'support',
])('abuse-24 SMTP takes no mail for %s', async (to) => {
  const smtp = await openSmtp(samtale.smtpPort)
  await smtp.command('MAIL FROM:<mallory@elsewhere.example>')
  expect(await smtp.command(`RCPT TO:<${to}>`)).toMatch(/^5\d\d /)
  expect(await smtp.command('DATA')).toMatch(/^5\d\d /)
  smtp.close()
})

test('abuse-24 SMTP has no AUTH, VRFY or EXPN that would help a stranger', async () => {
  const smtp = await openSmtp(samtale.smtpPort)
  expect(await smtp.command('EHLO elsewhere.example')).not.toMatch(/AUTH|VRFY|EXPN|ETRN/)
  expect(await smtp.command('AUTH PLAIN AGEAYg==')).toMatch(/^5\d\d /)
  expect(await smtp.command(`EXPN ${fallbackAddress}`)).toMatch(/^5\d\d /)
  // 252 says neither yes nor no (RFC 5321 §3.5.3).
  expect(await smtp.command(`VRFY ${fallbackAddress}`)).toMatch(/^(252|5\d\d) /)
  smtp.close()
})

test('abuse-24 nobody who is not signed in makes anything leave with words or to an address of his', async () => {
  const anonymous = apiClient(samtale.origin, {})
  const victim = 'victim@elsewhere.example'
  const mail = aMail({
    from: `Victim <${victim}>`,
    to: `${fallbackAddress}, ${victim}`,
    cc: victim,
    headers: [
      `Reply-To: ${victim}`,
      `Disposition-Notification-To: ${victim}`,
      `Return-Receipt-To: ${victim}`,
      `Errors-To: ${victim}`,
    ],
  })
  await samtale.deliver(mail, { from: victim, to: fallbackAddress })
  await samtale.settled()
  await anonymous.post('/api/password-resets', { email: victim }, { expects: 204 })
  await anonymous.post('/api/password-resets', { email: `${samtale.account.email},${victim}` }, { expects: 400 })
  await anonymous.post('/api/onboarding/test-mail', { to: victim }, { expects: 401 })
  // The one mail that a stranger can ask for goes to somebody who signs in here, in our words.
  await anonymous.post('/api/password-resets', { email: samtale.account.email }, { expects: 204 })
  await samtale.settled()
  await expect.poll(() => relay.taken.length).toBe(1)
  expect(relay.taken[0]?.to).toEqual([samtale.account.email])
  expect(relay.taken[0]?.raw).not.toContain('victim')
})

test('abuse-24 who is signed in sends the test mail to the account’s own address, whatever he asks', async () => {
  const before = relay.taken.length
  await samtale.admin.post('/api/onboarding/test-mail', { to: 'victim@elsewhere.example' })
  await samtale.settled()
  expect(relay.taken).toHaveLength(before)
})
