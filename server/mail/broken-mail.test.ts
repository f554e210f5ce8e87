import { expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'
import type { ParsedMail } from './parsed-mail.ts'

type Row = { because: string; mail: string; finds: object }

/** Lines of a mail, CRLF between them, one char per byte. */
const lines = (...all: string[]) => all.join('\r\n')
const parts = (...all: string[]) =>
  lines('Content-Type: multipart/mixed; boundary=b', '', ...all.flatMap((part) => ['--b', part]), '--b--')
const file = (filename: string, more: object = {}) => ({
  attachments: [expect.objectContaining({ filename, ...more })],
})

test.each<Row>([
  {
    because: 'lines end with CR alone',
    mail: 'From: a@b.example\rSubject: Old\r\rOne\rTwo',
    finds: { subject: 'Old', text: 'One\nTwo' },
  },
  {
    because: 'lines end with LF alone',
    mail: 'From: a@b.example\nSubject: New\n\nOne\nTwo',
    finds: { subject: 'New', text: 'One\nTwo' },
  },
  {
    because: 'lines end with CR CR LF',
    mail: 'From: a@b.example\r\r\nSubject: Both\r\r\n\r\r\nOne',
    finds: { subject: 'Both', text: expect.stringContaining('One') },
  },
  {
    because: 'no empty line before the body',
    mail: lines('From: a@b.example', 'Subject: Lost', 'This is the body, all of it.'),
    finds: { subject: 'Lost', text: 'This is the body, all of it.' },
  },
  { because: 'folded in mid word', mail: lines('Subject: Var', '\tme', '', 'x'), finds: { subject: 'Var me' } },
  { because: 'a blank before the colon', mail: lines('Subject : Blank', '', 'x'), finds: { subject: 'Blank' } },
  {
    because: 'an encoded word with a bare question mark',
    mail: lines('Subject: =?utf-8?Q?Hva_n=C3=A5??= =?utf-8?Q?_Si?=', '', 'x'),
    finds: { subject: 'Hva nå? Si' },
  },
  {
    because: 'an encoded word with raw blanks',
    mail: lines('Subject: =?utf-8?Q?Hva n=C3=A5?=', '', 'x'),
    finds: { subject: 'Hva nå' },
  },
  {
    because: 'an encoded word folded within',
    mail: lines('Subject: =?utf-8?B?SHZhIG7D', ' pQ==?=', '', 'x'),
    finds: { subject: 'Hva nå' },
  },
  {
    because: 'raw UTF-8 beside encoded words',
    mail: lines('Subject: p\xc3\xa5 =?iso-8859-1?Q?s=F8r?=', '', 'x'),
    finds: { subject: 'på sør' },
  },
  {
    because: 'the body says nothing, the subject does',
    mail: lines('Subject: =?koi8-r?B?8NLJ18XU?=', '', '\xf0\xd2\xc9\xd7\xc5\xd4'),
    finds: { subject: 'Привет', text: 'Привет' },
  },
  {
    because: 'the name is a comment',
    mail: lines('From: kari@solvik.example (Kari Solheim)', '', 'x'),
    finds: { from: { name: 'Kari Solheim', address: 'kari@solvik.example' } },
  },
  {
    because: 'a group',
    mail: lines('To: Drift: kari@solvik.example, jonas@solvik.example;, elif@solvik.example', '', 'x'),
    finds: {
      to: [{ address: 'kari@solvik.example' }, { address: 'jonas@solvik.example' }, { address: 'elif@solvik.example' }],
    },
  },
  { because: 'an empty group', mail: lines('To: undisclosed-recipients:;', '', 'x'), finds: { to: [] } },
  {
    because: 'two From headers, the first of no use',
    mail: lines('From: Kari', 'From: kari@solvik.example', '', 'x'),
    finds: { from: { address: 'kari@solvik.example' } },
  },
  {
    because: 'no From: Reply-To speaks',
    mail: lines('Reply-To: kari@solvik.example', '', 'x'),
    finds: { senderFallback: 'kari@solvik.example' },
  },
  {
    because: 'no From: Return-Path is the last resort',
    mail: lines('Return-Path: <kari@solvik.example>', '', 'x'),
    finds: { senderFallback: 'kari@solvik.example' },
  },
  {
    because: 'a boundary that nobody declared',
    mail: lines('Content-Type: multipart/mixed', '', '--xyz', 'Content-Type: text/plain', '', 'Hei', '--xyz--'),
    finds: { text: 'Hei' },
  },
  {
    because: 'another boundary than was declared',
    mail: lines(
      'Content-Type: multipart/mixed; boundary=abc',
      '',
      '--xyz',
      'Content-Type: text/plain',
      '',
      'Hei',
      '--xyz',
      'Content-Type: application/pdf; name=a.pdf',
      '',
      'P',
      '--xyz--',
    ),
    finds: { text: 'Hei', ...file('a.pdf') },
  },
  {
    because: 'no boundary closes it',
    mail: lines(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'Hei',
      '--b',
      'Content-Type: application/pdf; name=a.pdf',
      '',
      'cut',
    ),
    finds: { text: 'Hei', ...file('a.pdf') },
  },
  {
    because: 'one boundary begins like the other',
    mail: lines(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/alternative; boundary=bb',
      '',
      '--bb',
      '',
      'Hei',
      '--bb--',
      '--b--',
    ),
    finds: { text: 'Hei' },
  },
  {
    because: 'base64 with 8-bit bytes and blanks in it',
    mail: lines('Content-Transfer-Encoding: base64', '', 'SGVp\xa0IG\xe5Rl Zw=='),
    finds: { text: 'Hei deg' },
  },
  {
    because: 'base64 that is cut off',
    mail: lines('Content-Transfer-Encoding: base64', '', 'SGVpIGRlZyBoZXI'),
    finds: { text: 'Hei deg her' },
  },
  {
    because: 'base64 in two padded pieces',
    mail: lines('Content-Transfer-Encoding: base64', '', 'SGU=', 'aSE='),
    finds: { text: 'Hei!' },
  },
  {
    because: 'an encoding that nobody knows',
    mail: lines('Content-Transfer-Encoding: x-best', '', 'Hei'),
    finds: { text: 'Hei' },
  },
  {
    because: 'flowed, with blanks that go',
    mail: lines('Content-Type: text/plain; format=flowed; delsp=yes', '', 'en sam ', 'men'),
    finds: { text: 'en sammen' },
  },
  {
    because: 'enriched',
    mail: lines('Content-Type: text/enriched', '', '<bold>Hei</bold> <<du>'),
    finds: { text: 'Hei <du>' },
  },
  {
    because: 'a named text part within is a file',
    mail: parts(
      lines('', 'Hei'),
      lines('Content-Type: text/plain; name=log.txt', 'Content-Disposition: inline; filename=log.txt', '', 'log'),
    ),
    finds: { text: 'Hei', ...file('log.txt') },
  },
  {
    because: 'a mail in the mail is a file, called by its subject',
    mail: parts(
      lines('', 'Hei'),
      lines('Content-Type: message/rfc822', '', 'Subject: =?utf-8?Q?R=C3=B8r?=', '', 'inner'),
    ),
    finds: { text: 'Hei', ...file('Rør.eml') },
  },
  {
    because: 'a part that lies elsewhere is a file',
    mail: parts(
      lines(
        'Content-Type: message/external-body; access-type=URL; URL="https://elsewhere.example/a"',
        '',
        'Content-Type: application/pdf',
        '',
      ),
    ),
    finds: { attachments: [{ contentType: 'message/external-body' }] },
  },
  {
    because: 'a piece of a mail is a file',
    mail: lines('Content-Type: message/partial; id="1"; number=1; total=2', '', 'Subject: a', '', 'b'),
    finds: { attachments: [{ contentType: 'message/partial' }] },
  },
  {
    because: 'the name of a file in encoded words within quotes',
    mail: parts(lines('Content-Type: application/pdf; name="=?utf-8?Q?R=C3=B8r=2Epdf?="', '', 'P')),
    finds: file('Rør.pdf'),
  },
  {
    because: 'the name of a file without quotes',
    mail: parts(
      lines('Content-Disposition: attachment; filename=my report.pdf', 'Content-Type: application/pdf', '', 'P'),
    ),
    finds: file('my report.pdf'),
  },
  {
    because: 'the name of a file in raw UTF-8',
    mail: parts(
      lines('Content-Disposition: attachment; filename="R\xc3\xb8r.pdf"', 'Content-Type: application/pdf', '', 'P'),
    ),
    finds: file('Rør.pdf'),
  },
  {
    because: 'a file of a Mac, and its fork that is none',
    mail: parts(
      lines(
        'Content-Type: multipart/appledouble; boundary=m',
        '',
        '--m',
        'Content-Type: application/applefile; name="%a.pdf"',
        '',
        'fork',
        '--m',
        'Content-Type: application/pdf; name=a.pdf',
        '',
        'P',
        '--m--',
      ),
    ),
    finds: {
      attachments: [
        expect.objectContaining({ isInline: true }),
        expect.objectContaining({ filename: 'a.pdf', isInline: false }),
      ],
    },
  },
  {
    because: 'a file uuencoded in the text',
    mail: lines('', 'See this:', 'begin 644 cat.txt', '#0V%T', '`', 'end', 'Bye'),
    finds: { text: 'See this:\nBye', ...file('cat.txt', { size: 3 }) },
  },
  {
    because: 'words that begin like it',
    mail: lines('', 'begin 644 words', 'and go on in a way', 'end'),
    finds: { text: 'begin 644 words\nand go on in a way\nend', attachments: [] },
  },
  {
    because: 'the part that start names is read first',
    mail: lines(
      'Content-Type: multipart/related; boundary=b; start="<2@x>"',
      '',
      '--b',
      'Content-Type: text/plain',
      'Content-ID: <1@x>',
      '',
      'second',
      '--b',
      'Content-Type: text/plain',
      'Content-ID: <2@x>',
      '',
      'first',
      '--b--',
    ),
    finds: { text: 'first\n\nsecond' },
  },
  {
    because: 'alternatives within alternatives',
    mail: lines(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      '',
      'Hei',
      '--b',
      'Content-Type: multipart/alternative; boundary=c',
      '',
      '--c',
      'Content-Type: text/html',
      '',
      '<p>Hei</p>',
      '--c--',
      '--b--',
    ),
    finds: { text: 'Hei', html: expect.stringContaining('Hei') },
  },
  { because: 'nothing at all', mail: '', finds: { text: '', subject: '', from: null } },
])('S13 $because', ({ mail, finds }) => {
  const found: ParsedMail = parseMail(Buffer.from(mail, 'latin1'))
  expect(found).toMatchObject(finds)
})

test.each([
  { date: 'Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)', at: '1969-02-14T03:02:00Z' },
  { date: 'Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', at: '1997-11-21T15:55:06Z' },
  { date: 'Tue, 3 Mar 2026 10:12:03 -05:00', at: '2026-03-03T15:12:03Z' },
  { date: 'Tue, 3 Mar 2026 10:12:03 PM +0100', at: '2026-03-03T21:12:03Z' },
  { date: 'Tue Mar  3 10:12:03 2026', at: '2026-03-03T10:12:03Z' },
  { date: 'Tue Mar  3 10:12:03 CET 2026', at: '2026-03-03T09:12:03Z' },
  { date: 'Tue Mar 3 10:12:03 +0100 2026', at: '2026-03-03T09:12:03Z' },
  { date: 'sø., 3 mai 2026 10:12:03 +0200', at: '2026-05-03T08:12:03Z' },
  { date: 'Di, 3 Mrz 2026 10:12:03 +0100', at: '2026-03-03T09:12:03Z' },
  { date: '=?utf-8?Q?Tue,_3_Mar_2026_10:12:03_+0100?=', at: '2026-03-03T09:12:03Z' },
  { date: '32 Feb 2026 10:12:03 +0100', at: null },
  { date: 'Mon, 1 Jan 0001 00:00:00 +0000', at: null },
])('S13 the date $date', ({ date, at }) => {
  expect(parseMail(Buffer.from(`Date: ${date}\r\n\r\nx`)).date).toEqual(at === null ? null : new Date(at))
})

test.each([
  { from: '=?utf-8?Q?Kari_=3Ckari=40solvik=2Eexample=3E?=', name: 'Kari', address: 'kari@solvik.example' },
  { from: 'kari@solvik.example <Kari Solheim>', name: '', address: 'kari@solvik.example' },
  { from: 'Solheim, Kari <kari@solvik.example>', name: 'Solheim, Kari', address: 'kari@solvik.example' },
  { from: '"kari s"@solvik.example', name: '', address: '"kari s"@solvik.example' },
  { from: '<@a.example,@b.example:kari@solvik.example>', name: '', address: 'kari@solvik.example' },
])('S13 the sender $from', ({ from, name, address }) => {
  expect(parseMail(Buffer.from(`From: ${from}\r\n\r\nx`)).from).toEqual({ name, address })
})

test('S13 an id that was encoded as if it were words is the id', () => {
  const mail = parseMail(Buffer.from('In-Reply-To: =?utf-8?q?=3Cabc=40solvik=2Eexample=3E?=\r\n\r\nx'))
  expect(mail.inReplyTo).toEqual(['abc@solvik.example'])
})

test('S13 40 files are 40, also when all have one name', () => {
  const mail = parts(
    lines('', 'Hei'),
    ...Array.from({ length: 40 }, () => lines('Content-Type: image/png; name=bilde.png', '', 'P')),
  )
  const names = parseMail(Buffer.from(mail)).attachments.map(({ filename }) => filename)
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(40)
  expect(names.slice(0, 2)).toEqual(['bilde.png', 'bilde (2).png'])
})
