import { expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'
import { mayAnswerAutomatically } from './recognise-auto-reply.ts'

const parse = (header: string) =>
  parseMail(Buffer.from(`From: Kari <kari@solvik.example>\r\n${header.replaceAll('\n', '\r\n')}\r\n\r\nx`))

test.each([
  { because: 'RFC 3834', header: 'Auto-Submitted: auto-replied', isAuto: true },
  { because: 'RFC 3834 with a comment', header: 'Auto-Submitted: auto-replied (vacation)', isAuto: true },
  { because: 'a person', header: 'Auto-Submitted: no', isAuto: false },
  {
    because: 'a machine that answers nobody',
    header: 'Auto-Submitted: auto-generated\nSubject: Faktura 12',
    isAuto: false,
  },
  { because: 'Exchange', header: 'Subject: Automatisk svar: Hei\nX-Auto-Response-Suppress: All', isAuto: true },
  {
    because: 'a notification of Exchange',
    header: 'Subject: Møteinnkalling\nX-Auto-Response-Suppress: DR, OOF, AutoReply',
    isAuto: false,
  },
  { because: 'an old header', header: 'X-Autoreply: yes', isAuto: true },
  { because: 'an old precedence', header: 'Precedence: auto_reply', isAuto: true },
  { because: 'a newsletter', header: 'Precedence: bulk\nList-Unsubscribe: <mailto:x@y.example>', isAuto: false },
  { because: 'a subject alone', header: 'Subject: Out of office: på ferie', isAuto: true },
  { because: 'a person who answers one', header: 'Subject: Re: Automatic reply: på ferie', isAuto: false },
  { because: 'a person who asks about one', header: 'Subject: Hvordan slå på autosvar?', isAuto: false },
])('$because', ({ header, isAuto }) => expect(parse(header).autoReply).toBe(isAuto))

test.each([
  { because: 'abuse-15 a person gets one', header: 'Subject: Hei', may: true },
  { because: 'abuse-15 an auto-reply gets none', header: 'Auto-Submitted: auto-replied', may: false },
  { because: 'abuse-15 a machine gets none', header: 'Auto-Submitted: auto-generated', may: false },
  { because: 'abuse-15 the null return path gets none', header: 'Return-Path: <>', may: false },
  { because: 'abuse-15 a list gets none', header: 'List-Id: <x.example>', may: false },
  { because: 'abuse-15 bulk gets none', header: 'Precedence: bulk', may: false },
  { because: 'abuse-15 who asks for none gets none', header: 'X-Auto-Response-Suppress: OOF', may: false },
])('$because', ({ header, may }) => expect(mayAnswerAutomatically(parse(header), () => false)).toBe(may))

test('abuse-15 our own addresses get none', () => {
  expect(mayAnswerAutomatically(parse('Subject: Hei'), (address) => address === 'kari@solvik.example')).toBe(false)
})

test.each(['mailer-daemon', 'MAILER-DAEMON', 'postmaster', 'no-reply', 'noreply', 'donotreply', 'bounces+abc'])(
  'abuse-15 %s@ gets none',
  (local) => {
    const mail = parseMail(Buffer.from(`From: ${local}@solvik.example\r\n\r\nx`))
    expect(mayAnswerAutomatically(mail, () => false)).toBe(false)
  },
)
