import { describe, expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'

const mail = (header: string, body = 'x') =>
  parseMail(Buffer.from(`${header.replaceAll('\n', '\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}`, 'latin1'))
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

describe('subject', () => {
  test.each([
    { because: 'an encoded word', header: 'Subject: =?utf-8?Q?Sp=C3=B8rsm=C3=A5l?=', want: 'Spørsmål' },
    { because: 'base64', header: 'Subject: =?UTF-8?B?U3DDuHJzbcOlbA==?=', want: 'Spørsmål' },
    {
      because: 'a character split over two words',
      header: 'Subject: =?utf-8?Q?Sp=C3?= =?utf-8?Q?=B8rsm=C3=A5l?=',
      want: 'Spørsmål',
    },
    {
      because: 'a character split over two folded lines of base64',
      header: 'Subject: =?utf-8?B?U3DD?=\n =?utf-8?B?uHJz?=',
      want: 'Spørs',
    },
    {
      because: 'words of two charsets',
      header: 'Subject: =?iso-8859-1?Q?=E6?= =?utf-8?Q?=C3=B8?= og mer',
      want: 'æø og mer',
    },
    { because: 'raw UTF-8', header: `Subject: ${utf8('Spørsmål')}`, want: 'Spørsmål' },
    { because: 'raw latin1', header: 'Subject: Sp\xf8rsm\xe5l', want: 'Spørsmål' },
    {
      because: 'raw bytes in the charset of the body',
      header: 'Content-Type: text/plain; charset=koi8-r\nSubject: \xf0\xd2\xc9\xd7\xc5\xd4',
      want: 'Привет',
    },
    { because: 'ISO-2022-JP', header: 'Subject: =?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=', want: '日本語' },
    { because: 'a language tag (RFC 2231)', header: 'Subject: =?utf-8*nb?Q?Hei?=', want: 'Hei' },
    { because: 'an unknown charset', header: 'Subject: =?x-nonsense?Q?Sp=C3=B8r?=', want: 'Spør' },
    { because: 'blanks where they must not be', header: 'Subject: =?utf-8?Q?Hei du?=', want: 'Hei du' },
    { because: 'a word that is none stays', header: 'Subject: =?utf-8?X?abc?=', want: '=?utf-8?X?abc?=' },
    {
      because: 'abuse-22 line ends within a word become a blank',
      header: 'Subject: =?utf-8?Q?a=0D=0ABcc:=20b?=',
      want: 'a Bcc: b',
    },
    {
      because: 'below a header that lost its indentation',
      header: 'X-Long: abc\ndefghi\njkl\nMessage-ID: <a@b>\nSubject: Hei',
      want: 'Hei',
    },
    { because: 'the first of two', header: 'Subject: first\nSubject: second', want: 'first' },
    { because: 'none', header: 'X: y', want: '' },
  ])('$because', ({ header, want }) => expect(mail(header).subject).toBe(want))
})

describe('people', () => {
  test.each([
    {
      because: 'a name in quotes',
      from: '"Solheim, Kari" <kari@solvik.example>',
      want: [{ name: 'Solheim, Kari', address: 'kari@solvik.example' }],
    },
    {
      because: 'an encoded name with a comma is one person',
      from: '=?utf-8?Q?Solheim=2C_Kari?= <kari@solvik.example>',
      want: [{ name: 'Solheim, Kari', address: 'kari@solvik.example' }],
    },
    {
      because: 'an encoded bracket makes no address',
      from: '=?utf-8?Q?=3Cboss=40solvik.example=3E?= <evil@x.example>',
      want: [{ name: '<boss@solvik.example>', address: 'evil@x.example' }],
    },
    {
      because: 'the name as a comment',
      from: 'kari@solvik.example (Kari Solheim)',
      want: [{ name: 'Kari Solheim', address: 'kari@solvik.example' }],
    },
    {
      because: 'raw bytes',
      from: `${utf8('Åse Østby')} <aase@fjellvarme.example>`,
      want: [{ name: 'Åse Østby', address: 'aase@fjellvarme.example' }],
    },
    { because: 'no name', from: 'kari@solvik.example', want: [{ name: '', address: 'kari@solvik.example' }] },
    {
      because: 'a group',
      from: 'Team: a@x.example, b@x.example;',
      want: [
        { name: '', address: 'a@x.example' },
        { name: '', address: 'b@x.example' },
      ],
    },
    {
      because: 'a mail system',
      from: 'MAILER-DAEMON (Mail Delivery System)',
      want: [{ name: 'Mail Delivery System', address: 'MAILER-DAEMON' }],
    },
    { because: 'nobody', from: 'undisclosed-recipients:;', want: [] },
  ])('$because', ({ from, want }) => expect(mail(`To: ${from}`).to).toEqual(want))

  test.each([
    { because: 'a usable From needs none', header: 'From: a@x.example\nReply-To: b@x.example', want: null },
    { because: 'Reply-To', header: 'From: nobody\nReply-To: b@x.example', want: 'b@x.example' },
    { because: 'a second From', header: 'From: [???]\nReply-To: b@x.example\nFrom: c@x.example', want: 'c@x.example' },
    { because: 'the return path', header: 'Return-Path: <d@x.example>', want: 'd@x.example' },
    { because: 'nothing to go by', header: 'Subject: x', want: null },
  ])('sender to fall back on: $because', ({ header, want }) => expect(mail(header).senderFallback).toBe(want))
})

describe('ids', () => {
  test.each([
    {
      because: 'in brackets',
      header: 'References: <a@x.example>\n <b@x.example>',
      want: ['a@x.example', 'b@x.example'],
    },
    {
      because: 'with nothing between',
      header: 'References: <a@x.example><b@x.example>',
      want: ['a@x.example', 'b@x.example'],
    },
    {
      because: 'without brackets',
      header: 'References: a@x.example b@x.example',
      want: ['a@x.example', 'b@x.example'],
    },
    { because: 'folded in the middle', header: 'References: <a@x.\n example>', want: ['a@x.example'] },
    { because: 'repeated', header: 'References: <a@x.example> <a@x.example>', want: ['a@x.example'] },
  ])('$because', ({ header, want }) => expect(mail(header).references).toEqual(want))
})

describe('date', () => {
  test.each([
    { value: 'Tue, 3 Mar 2026 10:12:03 +0100 (CET)', want: '2026-03-03T09:12:03.000Z' },
    { value: '3 Mar 26 10:12 GMT', want: '2026-03-03T10:12:00.000Z' },
    { value: 'Tue, 03 Mar 2026 10:12:03 EST', want: '2026-03-03T15:12:03.000Z' },
    { value: '2026-03-03T10:12:03+01:00', want: '2026-03-03T09:12:03.000Z' },
    { value: '3-Mar-2026 10:12:03 -0000', want: '2026-03-03T10:12:03.000Z' },
    { value: 'Tue, 03 Mar 2026 10:12:03', want: '2026-03-03T10:12:03.000Z' },
    { value: 'yesterday', want: undefined },
    { value: 'Mon, 1 Jan 0001 00:00:00 +0000', want: undefined },
    { value: '', want: undefined },
  ])('$value', ({ value, want }) => expect(mail(`Date: ${value}`).date?.toISOString()).toBe(want))
})

const multipart = (type: string, ...parts: string[]) =>
  mail(
    `Content-Type: multipart/${type}; boundary="b b"`,
    `preamble\n${parts.map((part) => `--b b\n${part}\n`).join('')}--b b--\nepilogue`,
  )
const files = ({ attachments }: ReturnType<typeof mail>) =>
  attachments.map(({ filename, contentType }) => `${filename} ${contentType}`)

describe('bodies', () => {
  test.each([
    { because: 'plain', parsed: () => mail('', 'Hei\n\nKari'), text: 'Hei\n\nKari', html: null },
    {
      because: 'quoted-printable in windows-1252',
      parsed: () =>
        mail(
          'Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable',
          'Sp=F8r =80=\n 5',
        ),
      text: 'Spør € 5',
      html: null,
    },
    {
      because: 'base64',
      parsed: () => mail('Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64', 'U3DDuHI='),
      text: 'Spør',
      html: null,
    },
    {
      because: '8-bit without a charset',
      parsed: () => mail('Content-Type: text/plain', 'Sp\xf8r'),
      text: 'Spør',
      html: null,
    },
    {
      because: 'latin1 under the label UTF-8',
      parsed: () => mail('Content-Type: text/plain; charset=utf-8', 'Sp\xf8r'),
      text: 'Spør',
      html: null,
    },
    {
      because: 'flowed (RFC 3676)',
      parsed: () => mail('Content-Type: text/plain; format=flowed', 'en lang \nlinje\n> et \n> sitat\n-- \nKari'),
      text: 'en lang linje\n> et sitat\n-- \nKari',
      html: null,
    },
    {
      because: 'text and HTML that say the same',
      parsed: () =>
        multipart(
          'alternative',
          'Content-Type: text/plain\n\nHei Kari',
          'Content-Type: text/html\n\n<p>Hei <b>Kari</b></p>',
        ),
      text: 'Hei Kari',
      html: '<p>Hei <b>Kari</b></p>',
    },
    {
      because: 'a text part that says nothing',
      parsed: () =>
        multipart('alternative', 'Content-Type: text/plain\n\n ', 'Content-Type: text/html\n\n<p>Hei Kari</p>'),
      text: 'Hei Kari',
      html: '<p>Hei Kari</p>',
    },
    {
      because: 'HTML alone',
      parsed: () => mail('Content-Type: text/html', '<p>Hei&nbsp;<i>du</i><br>linje to</p><ul><li>en<li>to</ul>'),
      text: 'Hei du\nlinje to\n\n- en\n- to',
      html: '<p>Hei\u00a0<i>du</i><br />linje to</p><ul><li>en</li><li>to</li></ul>',
    },
    {
      because: 'two texts one after the other',
      parsed: () => multipart('mixed', 'Content-Type: text/plain\n\nforan', 'Content-Type: text/plain\n\nbak'),
      text: 'foran\n\nbak',
      html: null,
    },
    {
      because: 'no closing boundary',
      parsed: () => mail('Content-Type: multipart/mixed; boundary=b', '--b\n\nHei'),
      text: 'Hei',
      html: null,
    },
    {
      because: 'a boundary that never comes',
      parsed: () => mail('Content-Type: multipart/mixed; boundary=b', 'Hei'),
      text: 'Hei',
      html: null,
    },
    {
      because: 'abuse-18 UTF-7 makes no markup',
      parsed: () => mail('Content-Type: text/html; charset=utf-7', 'a +ADw-script+AD4-alert(1)+ADw-/script+AD4- b'),
      text: 'a b',
      html: 'a  b',
    },
    {
      because: 'abuse-18 UTF-16 without a mark makes no markup',
      parsed: () => mail('Content-Type: text/html; charset=utf-16le', '<\0s\0c\0r\0i\0p\0t\0>\0x\0'),
      text: '',
      html: '',
    },
  ])('$because', ({ parsed, text, html }) => expect(parsed()).toMatchObject({ text, html }))
})

describe('files', () => {
  test.each([
    {
      because: 'an attachment',
      parsed: () =>
        multipart(
          'mixed',
          '\nHei',
          'Content-Type: application/pdf\nContent-Disposition: attachment; filename="tilbud.pdf"\n\nPDF',
        ),
      want: ['tilbud.pdf application/pdf'],
    },
    {
      because: 'a text with a name',
      parsed: () =>
        multipart('mixed', '\nHei', 'Content-Type: text/plain; name=logg.txt\nContent-Disposition: inline\n\nlogg'),
      want: ['logg.txt text/plain'],
    },
    {
      because: 'an inline mail',
      parsed: () =>
        multipart(
          'mixed',
          '\nHei',
          'Content-Type: message/rfc822\nContent-Disposition: inline\n\nSubject: Gammel sak\n\nx',
        ),
      want: ['Gammel sak.eml message/rfc822'],
    },
    {
      because: 'a continued name (RFC 2231)',
      parsed: () =>
        multipart(
          'mixed',
          '\nHei',
          "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''sp%C3; filename*1*=%B8r; filename*2=.pdf\n\nx",
        ),
      want: ['spør.pdf application/pdf'],
    },
    {
      because: 'an encoded word within quotes',
      parsed: () => multipart('mixed', '\nHei', 'Content-Type: application/pdf; name="=?utf-8?Q?sp=C3=B8r.pdf?="\n\nx'),
      want: ['spør.pdf application/pdf'],
    },
    {
      because: 'a raw name',
      parsed: () => multipart('mixed', '\nHei', `Content-Type: application/pdf; name="${utf8('spør.pdf')}"\n\nx`),
      want: ['spør.pdf application/pdf'],
    },
    {
      because: 'no name',
      parsed: () => multipart('mixed', '\nHei', 'Content-Type: image/png\n\nx', 'Content-Type: image/png\n\ny'),
      want: ['attachment.png image/png', 'attachment (2).png image/png'],
    },
    {
      because: 'a mail that is a file',
      parsed: () => mail('Content-Type: application/pdf; name=a.pdf'),
      want: ['a.pdf application/pdf'],
    },
    {
      because: 'forty are forty',
      parsed: () =>
        multipart(
          'mixed',
          '\nHei',
          ...Array.from({ length: 40 }, (_, i) => `Content-Type: image/png; name=${i}.png\n\nx`),
        ),
      want: Array.from({ length: 40 }, (_, i) => `${i}.png image/png`),
    },
  ])('$because', ({ parsed, want }) => {
    expect(files(parsed())).toEqual(want)
    expect(parsed().text === '' || parsed().text === 'Hei').toBe(true)
  })

  test('a picture that the HTML shows is inline, one that it does not show is a file', () => {
    const { attachments } = multipart(
      'related',
      'Content-Type: text/html\n\n<img src="cid:a@x">',
      'Content-Type: image/png\nContent-ID: <a@x>\n\nx',
      'Content-Type: image/png\nContent-ID: <b@x>\n\ny',
    )
    expect(attachments.map(({ contentId, isInline }) => [contentId, isInline])).toEqual([
      ['a@x', true],
      ['b@x', false],
    ])
  })
})

test('abuse-07 headers that claim to be ours are not kept', () => {
  expect(mail('X-Samtale-Account: 1\nX-Samtale-Installation: x\nList-Id: <a.example>').headers).toEqual({
    'list-id': '<a.example>',
  })
})
