import { expect, test } from 'vitest'
import { mayAnswerAutomatically } from './may-answer.ts'
import { parseMail } from './parse-mail.ts'

const mayAnswer = (header: string, { from = 'kari@solvik.example', hasNullReturnPath = false } = {}) => {
  const raw = `From: Kari <${from}>\r\n${header.replaceAll('\n', '\r\n')}\r\n\r\nThe display says E7.`
  return mayAnswerAutomatically(parseMail(Buffer.from(raw)), {
    hasNullReturnPath,
    installation: 'ours',
    isOwnAddress: (address) => address === 'support@solvik.example',
  })
}

test.each([
  { because: 'a person gets one', header: 'Subject: Hei', may: true },
  { because: 'a person says so', header: 'Auto-Submitted: no', may: true },
  { because: 'another installation, of a person', header: 'X-Samtale-Installation: theirs', may: true },
  { because: 'an auto-reply gets none', header: 'Auto-Submitted: auto-replied', may: false },
  { because: 'a machine gets none', header: 'Auto-Submitted: auto-generated', may: false },
  { because: 'the null return path gets none', header: 'Return-Path: <>', may: false },
  { because: 'a list gets none', header: 'List-Id: <x.example>', may: false },
  {
    because: 'any header of a list',
    header: 'List-Owner: <mailto:x@y.example>\nList-Help: <mailto:x@y.example>',
    may: false,
  },
  { because: 'bulk gets none', header: 'Precedence: bulk', may: false },
  { because: 'junk gets none', header: 'Precedence: junk', may: false },
  { because: 'who asks for none gets none', header: 'X-Auto-Response-Suppress: OOF', may: false },
  { because: 'our own installation gets none', header: 'X-Samtale-Installation: ours', may: false },
  {
    because: 'a circle gets none',
    header: Array(51).fill('Received: from a by b; Tue, 10 Mar 2026 12:00:00 +0000').join('\n'),
    may: false,
  },
])('abuse-15 $because', ({ header, may }) => expect(mayAnswer(header)).toBe(may))

test('abuse-15 the null return path of the envelope gets none', () => {
  expect(mayAnswer('Subject: Hei', { hasNullReturnPath: true })).toBe(false)
})

test.each([
  'support@solvik.example',
  'mailer-daemon@x.example',
  'MAILER-DAEMON@x.example',
  'postmaster@x.example',
  'no-reply@x.example',
  'noreply@x.example',
  'donotreply@x.example',
  'do_not_reply@x.example',
  'bounces+abc@x.example',
  'notifications@x.example',
  'liste-request@x.example',
  'owner-liste@x.example',
  'ikke-svar@x.example',
])('abuse-15 %s gets none', (from) => expect(mayAnswer('Subject: Hei', { from })).toBe(false))

test.each([
  'replay@x.example',
  'norbert@x.example',
  'systemhuset@x.example',
  'kari.alertsen@x.example',
  'rooth@x.example',
])('%s is a person', (from) => expect(mayAnswer('Subject: Hei', { from })).toBe(true))
