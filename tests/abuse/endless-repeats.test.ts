import { afterAll, expect, test } from 'vitest'
import { createMailParser } from '../../server/mail/mail-parser.ts'

/**
 * abuse-14, measured: a megabyte of what readers of mail trip over, in every header and every kind of body. The parser
 * gives a mail five seconds, whatever the machine does beside it: what is quadratic at this size takes minutes.
 */
const parser = createMailParser({ threads: 2 })
afterAll(() => parser.close())

const repeated = [
  ...' \t><("@&:,*-_=/\\1a.+;|[',
  '&#x',
  '=?a?q?',
  '=?utf-8?Q?x ',
  '=?=',
  '\xc2\xa0',
  '\xf0\x9f\x98\x80',
  'http://',
  '<div>',
  '<blockquote>',
  '<table><td>',
  '<a href=x>',
  '<p style="',
  '<!--',
  '<![CDATA[',
  '+AD',
  'QUJD',
  'On 1.1.2026 Kari wrote:\n',
  'From: a@b.example\n',
  '-----Original Message-----\n',
  'From: a@b.example\nSent: 1.1.2026 12:00\nTo: b@c.example\nSubject: d\n',
  '-- \n',
  'begin 644 a\n',
  'begin 644 a\nM\n',
  'BEGIN:VEVENT\n',
  '-----BEGIN PGP MESSAGE-----\n',
  '550 5.1.1 <a@b.example>\n',
]

const headerNames = [
  'From',
  'To',
  'Subject',
  'Date',
  'References',
  'Auto-Submitted',
  'List-Id',
  'Content-Type',
  'Content-Disposition',
  'Content-Id',
  'Content-Transfer-Encoding',
]

function inHeaders(piece: string): string {
  const folded = piece.replaceAll('\n', '\n ')
  const value = folded.repeat(Math.floor(80_000 / folded.length))
  const headers = headerNames.map((name) => `${name}: ${value}`)
  const params = `Content-Type: application/pdf; name=${value}\nContent-Disposition: attachment; filename*=${value}`
  return `${headers.join('\n')}\nMIME-Version: 1.0\n\n${params}\n\nx`
}

const bodies = [
  'text/plain',
  'text/plain; format=flowed',
  'text/html',
  'text/enriched',
  'text/plain; charset=utf-7',
  'text/calendar',
  'message/delivery-status',
  'message/rfc822',
]

function inBodies(piece: string): string {
  const content = piece.repeat(Math.floor(130_000 / piece.length))
  const parts = bodies.map((type) => `--b\nContent-Type: ${type}\n\n${content}\n`)
  return `From: mailer-daemon@b.example\nSubject: Fwd: Undelivered mail\nContent-Type: multipart/report; boundary=b\n\n${parts.join('')}--b--\n`
}

test.each(repeated)('abuse-14 %j for ever is read in the time of a mail', async (piece) => {
  for (const mail of [inHeaders(piece), inBodies(piece)]) {
    const { headers } = await parser.parse(Buffer.from(mail, 'latin1'))
    expect(headers).toBeTypeOf('object')
  }
})
