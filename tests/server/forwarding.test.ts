import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { startDnsServer } from '../harness/dns-server.ts'
import { aMail, type MailFields } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { sealedBy, signedBy, signingZone } from '../harness/signed-mail.ts'
import { openStream } from './open-stream.ts'

const google = 'google.com'
const gmail = `Gmail Team <forwarding-noreply@${google}>`
const link = 'https://mail-settings.google.com/mail/vf-%5BANGjdJ9abc%5D-XyZ_123'
const { promise: slowly, resolve: answer } = Promise.withResolvers<void>()
const signingDomains = [google, 'zohomail.com', 'yahoo.com', 'fastmail.com', 'elsewhere.example']
const dns = await startDnsServer({
  ...Object.assign({}, ...signingDomains.map((domain) => signingZone(domain))),
  ...signingZone(google, { selector: 'slow', after: slowly }),
  [`_dmarc.${google}`]: { TXT: ['v=DMARC1; p=reject'] },
})
afterAll(() => dns.close())
const samtale = await startSharedSamtale({ env: { DNS_SERVERS: dns.address } })
const { db } = samtale.database

/** A company, and what its settings and its inbox show. */
async function aCompany() {
  const account = await samtale.openAccount('Solvik Varme')
  const client = await samtale.signIn(account.email)
  const { body } = await client.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })
  const path = `/api/channels/${body.results[0].id}/forwarding-confirmations`
  const asked = async () => (await client.get(path, { expects: 200 })).body
  const threads = async () => (await client.get('/api/threads?view=open', { expects: 200 })).body.results
  const deliver = async (mail: string, to = account.fallbackAddress) => {
    await samtale.deliver(mail, { from: `bounce@${google}`, to })
    await samtale.settled()
  }
  const aConfirmation = (fields: MailFields = {}) =>
    aMail({
      from: gmail,
      to: account.fallbackAddress,
      subject: '(#123456789) Gmail Forwarding Confirmation - Receive Mail from kari@solvik.example',
      text: `kari@solvik.example has requested to automatically forward mail to your email address\n${account.fallbackAddress}.\nConfirmation code: 123456789\n\n${link}\n`,
      ...fields,
    })
  return { account, client, path, asked, threads, deliver, aConfirmation }
}

test('S19 what Gmail asks is a question in the settings, and no conversation', async () => {
  const { account, client, path, asked, threads, deliver, aConfirmation } = await aCompany()
  const stream = await openStream(samtale.origin, client.cookie())
  const mail = await signedBy(google, aConfirmation())
  await deliver(mail)
  await deliver(mail)
  expect(await asked()).toEqual({
    results: [
      {
        ...{ id: expect.any(String), provider: 'gmail', askingAddress: 'kari@solvik.example', code: '123456789', link },
        receivedAt: expect.any(String),
      },
    ],
    total: 1,
  })
  expect(await threads()).toEqual([])
  const { rows } = await sql`select from contact where account_id = ${account.accountId}`.execute(db)
  expect(rows).toEqual([])
  await expect.poll(() => stream.patches().some(({ type }) => type === 'overview')).toBe(true)
  stream.close()
  const [{ id }] = (await asked()).results
  expect((await client.get(`${path}/${id}/raw`, { expects: 200 })).body).toContain('Confirmation code: 123456789')

  await client.delete(`${path}/${id}`, { expects: 204 })
  await client.delete(`${path}/${id}`, { expects: 204 })
  expect(await asked()).toEqual({ results: [], total: 0 })
  await client.get(`${path}/${id}/raw`, { expects: 200 })
  const audit = (await client.get('/api/audit', { expects: 200 })).body.results
  expect(audit.filter((one: { action: string }) => one.action === 'channel.forwarding_dismissed')).toHaveLength(1)
})

test('S19 a mail whose verdict takes its time is not shown before, holds up no other, and is asked once', async () => {
  const { asked, account, aConfirmation } = await aCompany()
  const to = account.fallbackAddress
  const from = `bounce@${google}`
  await samtale.deliver(await signedBy(google, aConfirmation(), { selector: 'slow' }), { from, to })
  await samtale.deliver(aMail({ to }), { to })
  await expect.poll(() => samtale.counts(account.accountId)).toEqual({ threads: 1, messages: 1 })
  expect((await asked()).total).toBe(0)
  answer()
  await samtale.settled()
  expect((await asked()).total).toBe(1)
  expect(await samtale.counts(account.accountId)).toEqual({ threads: 1, messages: 1 })
})

test('S19 while DNS fails it waits, and is asked once it is proven', async () => {
  const { asked, threads, deliver, aConfirmation } = await aCompany()
  dns.zone[`later._domainkey.${google}`] = 'servfail'
  const arrived = deliver(await signedBy(google, aConfirmation(), { selector: 'later' }))
  const tries = () => dns.asked.filter((question) => question.includes('later._domainkey')).length
  await expect.poll(tries).toBeGreaterThan(0)
  Object.assign(dns.zone, signingZone(google, { selector: 'later' }))
  await arrived
  expect([(await asked()).total, (await threads()).length]).toEqual([1, 0])
})

type Company = Awaited<ReturnType<typeof aCompany>>
const zoho = 'Verify that kari@solvik.example may forward mail. Verification code: 482913'
const isNone: { because: string; mail: (company: Company) => Promise<string> | string }[] = [
  { because: 'a forged From without a signature', mail: ({ aConfirmation }) => aConfirmation() },
  {
    because: 'a signature made with another key',
    mail: ({ aConfirmation }) => signedBy(google, aConfirmation(), { isForged: true }),
  },
  {
    because: 'the signature of another domain',
    mail: ({ aConfirmation }) => signedBy('elsewhere.example', aConfirmation()),
  },
  {
    because: 'a sender who only looks alike',
    mail: ({ aConfirmation }) =>
      signedBy('elsewhere.example', aConfirmation({ from: 'Gmail Team <forwarding-noreply@elsewhere.example>' })),
  },
  {
    because: 'two senders, one of whom signs',
    mail: ({ aConfirmation }) => signedBy(google, aConfirmation({ from: `${gmail}, mallory@elsewhere.example` })),
  },
  {
    because: 'a question that was signed for another address and sent on',
    mail: ({ aConfirmation }) => signedBy(google, aConfirmation({ to: 'mallory@elsewhere.example' })),
  },
  {
    because: 'the word of somebody who passed it on',
    mail: ({ aConfirmation }) =>
      sealedBy(google, `dmarc=pass header.from=${google}`, aConfirmation({ to: 'mallory@elsewhere.example' })),
  },
  {
    because: 'a mailbox that anybody can have at a provider',
    mail: ({ aConfirmation }) =>
      signedBy('yahoo.com', aConfirmation({ from: 'mallory-noreply@yahoo.com', text: zoho, subject: 'Verify' })),
  },
  {
    because: 'a mailbox under a name of one’s own at a provider',
    mail: ({ aConfirmation }) =>
      signedBy('fastmail.com', aConfirmation({ from: 'noreply@mallory.fastmail.com', text: zoho, subject: 'Verify' })),
  },
]

test.each(isNone)('abuse-09 $because is a mail like any other, and nobody is asked', async ({ mail }) => {
  const company = await aCompany()
  await company.deliver(await mail(company))
  expect(await company.asked()).toEqual({ results: [], total: 0 })
  expect(await company.threads()).toHaveLength(1)
})

test('abuse-09 of what a question holds only what is the provider’s is shown', async () => {
  const { asked, deliver, aConfirmation } = await aCompany()
  const subject = '(#123456789) Gmail - Receive Mail from <img src=x onerror=alert(1)>@elsewhere.example'
  const text = 'Confirm: https://mail-settings.google.com@elsewhere.example/mail/vf-x http://google.com/mail/vf-x'
  await deliver(await signedBy(google, aConfirmation({ subject, text })))
  expect((await asked()).results).toMatchObject([{ askingAddress: null, code: '123456789', link: null }])
})

test('abuse-54 of many questions the newest are shown and all of those kept are counted', async () => {
  const { account, asked, aConfirmation, threads } = await aCompany()
  for (let number = 0; number < 120; number++) {
    await samtale.deliver(
      await signedBy(google, aConfirmation({ text: `Confirmation code: ${10_000_000 + number}` })),
      {
        from: `bounce@${google}`,
        to: account.fallbackAddress,
      },
    )
  }
  await samtale.settled()
  const { results, total } = await asked()
  expect([results.length, total, (await threads()).length]).toEqual([20, 100, 0])
  const { rows } = await sql<{ state: string }>`
    select distinct state from arrival where account_id = ${account.accountId}`.execute(db)
  expect(rows).toEqual([{ state: 'forwarding-confirmation' }])
})

test('S19 another provider asks', async () => {
  const { asked, deliver, aConfirmation } = await aCompany()
  const from = 'noreply@zohomail.com'
  await deliver(await signedBy('zohomail.com', aConfirmation({ from, subject: 'Verify your email', text: zoho })))
  expect((await asked()).results).toMatchObject([
    { provider: 'zoho', askingAddress: 'kari@solvik.example', code: '482913', link: null },
  ])
})
