import { expect, test } from 'vitest'
import { messageKey } from './mail-digest.ts'
import { parseMail } from './parse-mail.ts'

const parse = (text: string) => parseMail(Buffer.from(text.replaceAll('\n', '\r\n')))
const aMail =
  'From: Kari <kari@solvik.example>\nMessage-ID: <a@x.example>\nDate: Tue, 3 Mar 2026 10:12:03 +0100\nSubject: Hei\n\nTekst\n'

test.each([
  { because: 'another way it came', other: `Received: from a by b\nDelivered-To: x@y.example\n${aMail}`, isSame: true },
  { because: 'To and Cc rewritten by a list', other: `To: other@x.example\n${aMail}`, isSame: true },
  { because: 'line ends', other: aMail.replaceAll('\n', '\r\n').replaceAll('\r\n', '\n'), isSame: true },
  {
    because: 'another transfer encoding of the same text',
    other: aMail.replace('\n\nTekst\n', '\nContent-Transfer-Encoding: base64\n\nVGVrc3Q=\n'),
    isSame: true,
  },
  {
    because: 'abuse-17 the same Message-ID with another body',
    other: aMail.replace('Tekst', 'Annen tekst'),
    isSame: false,
  },
  { because: 'another Message-ID', other: aMail.replace('<a@x', '<b@x'), isSame: false },
  { because: 'another sender', other: aMail.replace('kari@', 'per@'), isSame: false },
  { because: 'another date', other: aMail.replace('10:12:03', '10:12:04'), isSame: false },
  { because: 'another subject', other: aMail.replace('Hei', 'Hallo'), isSame: false },
  {
    because: 'text that moved from subject to body',
    other: aMail.replace('Subject: Hei', 'Subject: HeiT').replace('Tekst', 'ekst'),
    isSame: false,
  },
])('$because: the same mail is $isSame', ({ other, isSame }) => {
  expect(messageKey(parse(other)) === messageKey(parse(aMail))).toBe(isSame)
})

test('an attachment counts', () => {
  const withFile = (content: string) =>
    parse(
      `Message-ID: <a@x.example>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: application/pdf; name=a.pdf\n\n${content}\n--b--\n`,
    )
  expect(messageKey(withFile('one'))).not.toBe(messageKey(withFile('two')))
})

test('without Message-ID and Date it is never a duplicate', () => {
  expect(messageKey(parse('Subject: Hei\n\nx'))).toBe(null)
  expect(messageKey(parse('Message-ID: <a@x.example>\n\nx'))).toMatch(/^[0-9a-f]{64}$/)
})
