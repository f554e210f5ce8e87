import { describe, expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'

const original = [
  'From: =?utf-8?q?K=C3=A5re_Solheim?= <kari@solvik.example>',
  'To: Ingrid Haugen <ingrid@nordmark.example>',
  'Cc: elif@nordmark.example',
  'Subject: =?utf-8?q?Varmepumpe_st=C3=B8yer?=',
  'Date: Tue, 3 Mar 2026 10:12:03 +0100 (CET)',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Den bråker om natten.',
].join('\r\n')

type Part = { type: string; content?: string; disposition?: string; encoding?: string; id?: string }
const attached: Part = {
  type: 'message/rfc822',
  content: original,
  disposition: 'attachment; filename="Varmepumpe.eml"',
}

function mailWith(
  parts: Part[],
  { subject = 'Varmepumpe', text = 'Se vedlagt.', headers = '', type = 'multipart/mixed' } = {},
) {
  const all = [{ type: 'text/plain; charset=utf-8', content: text }, ...parts].map((part: Part) =>
    [
      '--b',
      `Content-Type: ${part.type}`,
      ...(part.disposition ? [`Content-Disposition: ${part.disposition}`] : []),
      ...(part.encoding ? [`Content-Transfer-Encoding: ${part.encoding}`] : []),
      ...(part.id ? [`Content-ID: <${part.id}>`] : []),
      '',
      part.content ?? 'x',
    ].join('\r\n'),
  )
  return parseMail(
    Buffer.from(
      `From: Jonas <jonas@nordmark.example>\r\nTo: support@solvik.example\r\nSubject: ${subject}\r\n${headers}` +
        `Content-Type: ${type}; boundary=b\r\n\r\n${all.join('\r\n')}\r\n--b--\r\n`,
    ),
  )
}

const ofKari = { name: 'Kåre Solheim', address: 'kari@solvik.example' }

test('S22 the writer, subject, date and recipients of the attached mail, and the forwarder’s own words', () => {
  const mail = mailWith([attached])
  expect(mail.forwarded).toEqual({
    method: 'attachment',
    originalFrom: ofKari,
    originalSubject: 'Varmepumpe støyer',
    originalDate: 'Tue, 3 Mar 2026 10:12:03 +0100',
    originalTo: [{ name: 'Ingrid Haugen', address: 'ingrid@nordmark.example' }],
    originalCc: [{ name: '', address: 'elif@nordmark.example' }],
    message: 'Se vedlagt.',
    embedded: 'Den bråker om natten.',
  })
  expect(mail.traits).toContain('forwarded')
  expect(mail.attachments).toHaveLength(1)
})

describe('forwarded', () => {
  test.each([
    { because: 'no words of one’s own', parts: [attached], text: '' },
    {
      because: 'a letter of the same subject',
      parts: [attached],
      subject: '=?utf-8?q?Varmepumpe_st=C3=B8yer?=',
      text: 'Se vedlagt. '.repeat(60),
    },
    {
      because: 'in base64',
      parts: [{ ...attached, content: Buffer.from(original).toString('base64'), encoding: 'base64' }],
    },
    {
      because: 'dragged in by its name only',
      parts: [{ ...attached, type: 'application/octet-stream; name="Varmepumpe.eml"' }],
    },
    {
      because: 'with a picture of the signature',
      parts: [attached, { type: 'image/png', id: 'logo@x', disposition: 'inline; filename=logo.png' }],
    },
    {
      because: 'signed',
      parts: [attached, { type: 'application/pkcs7-signature; name=smime.p7s', disposition: 'attachment' }],
    },
    {
      because: 'beside another file where the subject says so',
      parts: [attached, { type: 'application/pdf', disposition: 'attachment; filename=plan.pdf' }],
      subject: 'VS: Varmepumpe',
    },
  ])('$because', ({ parts, ...more }) =>
    expect(mailWith(parts, more).forwarded).toMatchObject({ method: 'attachment', originalFrom: ofKari }),
  )
})

describe('not forwarded', () => {
  test.each([
    { because: 'evidence in an answer', parts: [attached], subject: 'SV: Varmepumpe' },
    {
      because: 'one of several files',
      parts: [attached, { type: 'application/pdf', disposition: 'attachment; filename=plan.pdf' }],
    },
    {
      because: 'an example in a letter',
      parts: [attached],
      subject: 'Feil',
      text: 'Vi får mail som denne. '.repeat(30),
    },
    { because: 'a digest of a list', parts: [attached, attached], headers: 'List-Id: <x.solvik.example>\r\n' },
    { because: 'a report', parts: [attached], type: 'multipart/report; report-type=feedback-report' },
    {
      because: 'an own mail once more',
      parts: [{ ...attached, content: original.replace('kari@solvik.example', 'Jonas@nordmark.example') }],
    },
    { because: 'no mail at all', parts: [{ ...attached, content: 'nothing of a mail' }] },
  ])('$because', ({ parts, ...more }) => expect(mailWith(parts, more).forwarded).toBeNull())
})

test('of several the first is told, and nobody is the writer', () => {
  const other = { ...attached, content: original.replace('kari@', 'elif@').replace('Varmepumpe', 'Kjele') }
  expect(mailWith([attached, other]).forwarded).toMatchObject({
    originalFrom: null,
    originalSubject: 'Varmepumpe støyer',
  })
})

test('a mail written out that had one attached is of the writer who is written out', () => {
  const text =
    '---------- Forwarded message ---------\r\nFrom: Elif Demir <elif@nordmark.example>\r\nDate: 3 Mar 2026\r\nSubject: Varmepumpe\r\n\r\nSe vedlagt.'
  expect(mailWith([attached], { text, subject: 'Fwd: Varmepumpe' }).forwarded).toMatchObject({
    method: 'inline',
    originalFrom: { name: 'Elif Demir', address: 'elif@nordmark.example' },
  })
})

test('abuse-13 hundreds of attached mails within each other, and one of 20 MB, take no longer than their beginning', () => {
  let nested = original
  for (let i = 0; i < 90; i++) {
    nested = `From: a${i}@x.example\r\nSubject: n\r\nContent-Type: multipart/mixed; boundary=n${i}\r\n\r\n--n${i}\r\nContent-Type: message/rfc822\r\n\r\n${nested}\r\n--n${i}--`
  }
  expect(mailWith([{ ...attached, content: nested }]).forwarded).toMatchObject({
    originalFrom: { address: 'a89@x.example' },
  })
  const large = `${original}\r\n${'x'.repeat(20_000_000)}`
  expect(mailWith([{ ...attached, content: large }]).forwarded?.embedded.length).toBeLessThan(300_000)
})
