import { describe, expect, test } from 'vitest'
import { recogniseForwardingConfirmation } from './forwarding-confirmation.ts'
import { parseMail } from './parse-mail.ts'

const google = { name: 'Gmail Team', address: 'forwarding-noreply@google.com' }
const link = 'https://mail-settings.google.com/mail/vf-%5BANGjdJ9abc%5D-XyZ_123'
const to = [{ name: '', address: 'support@varme.example' }]
const gmail = (subject: string, text: string) =>
  recogniseForwardingConfirmation({ from: google, to, subject, text, html: null })

describe('S19 Gmail asks in the language of the mailbox', () => {
  test.each([
    {
      because: 'English',
      subject: '(#123456789) Gmail Forwarding Confirmation - Receive Mail from kari@solvik.example',
      text: `kari@solvik.example has requested to automatically forward mail to your email address\nsupport@varme.example.\nConfirmation code: 123456789\n\nTo allow this, please click the link below:\n\n${link}\n`,
    },
    {
      because: 'Norwegian',
      subject: '(#123456789) Bekreftelse på videresending i Gmail – motta e-post fra kari@solvik.example',
      text: `kari@solvik.example ønsker å videresende e-post automatisk til adressen din.\nBekreftelseskode: 123456789\n\n${link}`,
    },
    {
      because: 'German, without a number in the subject',
      subject: 'Gmail-Weiterleitungsbestätigung – Empfang von E-Mails von kari@solvik.example',
      text: `Bestätigungscode: 123456789\n${link}`,
    },
    {
      because: 'Japanese',
      subject: '（#123456789）Gmail の転送の確認 - kari@solvik.example からのメールを受信',
      text: `確認コード：123456789\n${link}`,
    },
  ])('$because', ({ subject, text }) => {
    expect(gmail(subject, text)).toEqual({
      provider: 'gmail',
      code: '123456789',
      link,
      askingAddress: 'kari@solvik.example',
      needsDkimOf: 'google.com',
    })
  })

  test('the link of the HTML part', () => {
    const html = `<a href="${link}&amp;x=1">Confirm</a>`
    expect(recogniseForwardingConfirmation({ from: google, to, subject: 'x', text: '', html })?.link).toBe(
      `${link}&x=1`,
    )
  })
})

test.each([
  {
    because: 'Zoho',
    from: 'noreply@zohomail.com',
    text: 'kari@solvik.example wants to forward mail to you. Verification code: 482913',
    is: { provider: 'zoho', code: '482913', askingAddress: 'kari@solvik.example' },
  },
  {
    because: 'Yahoo',
    from: 'no-reply@cc.yahoo-inc.com',
    text: 'Verify to forward mail of kari@solvik.example: https://login.yahoo.com/account/verify?x=1',
    is: { provider: 'yahoo', code: null, link: 'https://login.yahoo.com/account/verify?x=1' },
  },
  {
    because: 'Outlook',
    from: 'account-security-noreply@accountprotection.microsoft.com',
    text: 'To confirm that mail may be forwarded, use this security code: 8812345',
    is: { provider: 'outlook', code: '8812345', needsDkimOf: 'microsoft.com' },
  },
  {
    because: 'Fastmail',
    from: 'noreply@fastmail.com',
    text: 'Verify this address to forward: https://app.fastmail.com/verify/abc',
    is: { provider: 'fastmail', link: 'https://app.fastmail.com/verify/abc' },
  },
])('another provider: $because', ({ from, text, is }) => {
  expect(
    recogniseForwardingConfirmation({ from: { name: '', address: from }, to, subject: 'Verify', text, html: null }),
  ).toMatchObject(is)
})

describe('no link leads elsewhere', () => {
  test.each([
    { because: 'another host', text: 'https://mail-settings.google.com.elsewhere.example/mail/vf-x' },
    {
      because: 'a user name that looks like the host',
      text: 'https://mail-settings.google.com@elsewhere.example/mail/vf-x',
    },
    { because: 'no encryption', text: 'http://mail-settings.google.com/mail/vf-x' },
    { because: 'another path of the host', text: 'https://mail-settings.google.com/mail/uf-x' },
    { because: 'another port', text: 'https://mail-settings.google.com:8443/mail/vf-x' },
    { because: 'a redirect of the provider', text: 'https://www.google.com/url?q=https://elsewhere.example' },
    { because: 'steps out of the path', text: 'https://mail-settings.google.com/mail/vf-/../../elsewhere' },
  ])('$because', ({ text }) => expect(gmail('(#123456789) x', text)?.link).toBeNull())
})

test.each([
  { because: 'another sender', from: 'forwarding-noreply@google.com.elsewhere.example' },
  { because: 'the name alone', from: 'mallory@elsewhere.example' },
  { because: 'a user of a provider', from: 'kari@fastmail.com' },
  { because: 'a domain that ends alike', from: 'noreply@notzoho.com' },
])('not one: $because', ({ from }) => {
  const mail = {
    from: { name: 'forwarding-noreply@google.com', address: from },
    subject: '(#123456789) Gmail',
    text: link,
  }
  expect(recogniseForwardingConfirmation({ ...mail, to, html: null })).toBeNull()
})

test('a provider’s other mail is none', () => {
  const from = { name: '', address: 'account-security-noreply@accountprotection.microsoft.com' }
  const text = 'Your security code: 8812345'
  expect(recogniseForwardingConfirmation({ from, to, subject: 'Security code', text, html: null })).toBeNull()
  expect(gmail('Hello', 'No number and no link')).toBeNull()
})

test('the mail carries it as what it says it is', () => {
  const mail = parseMail(
    Buffer.from(
      `From: Gmail Team <forwarding-noreply@google.com>\r\nTo: support@varme.example\r\nSubject: (#123456789) Gmail Forwarding Confirmation - Receive Mail from kari@solvik.example\r\n\r\nConfirmation code: 123456789\r\n${link}\r\n`,
    ),
  )
  expect(mail.traits).toContain('forwardingConfirmation')
  expect(mail.forwardingConfirmation).toMatchObject({ provider: 'gmail', code: '123456789', link })
  expect(mail.forwarded).toBeNull()
})
