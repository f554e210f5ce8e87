import { expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'
import { readPkcs7 } from './pkcs7.ts'

/** DER (or, with `isOpen`, BER of open length) of one element. */
function der(tag: number, content: Buffer, isOpen = false): Buffer {
  if (isOpen) return Buffer.concat([Buffer.from([tag, 0x80]), content, Buffer.from([0, 0])])
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(length)
  return Buffer.concat([Buffer.from([tag, 0x84]), size, content])
}

const oid = (hex: string) => der(6, Buffer.from(hex, 'hex'))
const signedOid = oid('2a864886f70d010702')
const dataOid = oid('2a864886f70d010701')

function signedData(content: string, { isOpen = false, pieces = 1 } = {}): Buffer {
  const step = Math.ceil(content.length / pieces)
  const octets = Array.from({ length: pieces }, (_, i) => der(4, Buffer.from(content.slice(i * step, (i + 1) * step))))
  const string = pieces === 1 ? (octets[0] as Buffer) : der(0x24, Buffer.concat(octets), isOpen)
  const encapsulated = der(0x30, Buffer.concat([dataOid, der(0xa0, string, isOpen)]), isOpen)
  const body = Buffer.concat([
    der(2, Buffer.from([1])),
    der(0x31, Buffer.alloc(0)),
    encapsulated,
    der(0x31, Buffer.alloc(5)),
  ])
  return der(0x30, Buffer.concat([signedOid, der(0xa0, der(0x30, body, isOpen), isOpen)]), isOpen)
}

function mailOf(type: string, content: Buffer): Buffer {
  return Buffer.from(
    [
      'From: Kari Solheim <kari@solvik.example>',
      'Subject: The contract',
      `Content-Type: ${type}`,
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64'),
      '',
    ].join('\r\n'),
  )
}

const inner = [
  'Content-Type: multipart/mixed; boundary=i',
  '',
  '--i',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Vi godtar tilbudet.',
  '--i',
  'Content-Type: application/pdf; name=contract.pdf',
  '',
  'PDF',
  '--i--',
  '',
].join('\r\n')

test.each([
  { because: 'DER', bytes: signedData(inner), type: 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m' },
  {
    because: 'BER of open lengths in pieces',
    bytes: signedData(inner, { isOpen: true, pieces: 3 }),
    type: 'application/x-pkcs7-mime',
  },
  { because: 'known by its name', bytes: signedData(inner), type: 'application/octet-stream; name="smime.p7m"' },
])('S13 what is only signed is read, with its files: $because', ({ bytes, type }) => {
  const mail = parseMail(mailOf(type, bytes))
  expect(mail).toMatchObject({ text: 'Vi godtar tilbudet.', traits: ['signed'], subject: 'The contract' })
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(['contract.pdf'])
})

test.each([
  {
    because: 'one signature in the other',
    bytes: signedData(mailOf('application/pkcs7-mime', signedData(inner)).toString('latin1')),
    traits: ['signed'],
    text: 'Vi godtar tilbudet.',
    files: 1,
  },
  {
    because: 'encrypted',
    bytes: der(0x30, Buffer.concat([oid('2a864886f70d010703'), der(0xa0, Buffer.alloc(300))])),
    traits: ['encrypted'],
    text: '',
    files: 1,
  },
  {
    because: 'a bare signature',
    bytes: der(0x30, Buffer.concat([signedOid, der(0xa0, der(0x30, Buffer.alloc(0)))])),
    traits: ['signed'],
    text: '',
    files: 1,
  },
  { because: 'nothing of it', bytes: Buffer.from('no DER'), traits: [], text: '', files: 1 },
])('S13 S/MIME: $because', ({ bytes, traits, text, files }) => {
  const mail = parseMail(mailOf('application/pkcs7-mime; name=smime.p7m', bytes))
  expect(mail).toMatchObject({ traits, text })
  expect(mail.attachments).toHaveLength(files)
})

test('S13 the signature beside the mail is none of its files to list, and stays one to fetch', () => {
  const parts = (type: string) =>
    Buffer.from(
      [
        'From: kari@solvik.example',
        `Content-Type: ${type}; boundary=b`,
        '',
        '--b',
        '',
        'Hei',
        '--b',
        'Content-Type: application/pgp-signature; name=signature.asc',
        '',
        '-----BEGIN PGP SIGNATURE-----',
        '--b--',
      ].join('\r\n'),
    )
  expect(parseMail(parts('multipart/signed'))).toMatchObject({
    traits: ['signed'],
    attachments: [{ filename: 'signature.asc', isInline: true }],
  })
  // Sent along by a person it is a file.
  expect(parseMail(parts('multipart/mixed'))).toMatchObject({ traits: [], attachments: [{ isInline: false }] })
})

test.each([
  {
    because: 'signed in the text',
    text: '-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\n\r\nHei',
    traits: ['signed'],
  },
  { because: 'encrypted in the text', text: 'Hei\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM', traits: ['encrypted'] },
  { because: 'quoted', text: '> -----BEGIN PGP MESSAGE-----\r\nWhat is this?', traits: [] },
])('S13 OpenPGP: $because', ({ text, traits }) => {
  expect(parseMail(Buffer.from(`From: kari@solvik.example\r\n\r\n${text}`))).toMatchObject({
    traits,
    text: expect.stringContaining('BEGIN PGP'),
  })
})

test('abuse-13 S/MIME that is cut off or nested for ever is bounded', () => {
  const whole = signedData(inner, { isOpen: true, pieces: 3 })
  for (let length = 0; length < whole.length; length++) readPkcs7(whole.subarray(0, length))
  expect(readPkcs7(Buffer.from('3080'.repeat(200_000), 'hex'))).toEqual({ kind: 'other' })
  expect(readPkcs7(Buffer.concat([der(0x30, signedOid, true), Buffer.from('0400'.repeat(500_000), 'hex')])).kind).toBe(
    'signed',
  )
  let mail: Buffer = Buffer.from(inner)
  for (let layer = 0; layer < 8; layer++) mail = mailOf('application/pkcs7-mime', signedData(mail.toString('latin1')))
  expect(parseMail(mail).traits).toEqual(['signed'])
})
