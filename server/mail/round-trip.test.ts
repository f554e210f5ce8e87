import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanHeaderText, decodeHeader, parseParameters } from './header-text.ts'
import { parseAddresses } from './mail-address.ts'
import { parseMail } from './parse-mail.ts'

/**
 * Whatever any program writes of a text by the rules, we read as that text. The writers here are as unkind as the rules
 * allow: they cut between bytes, not characters.
 */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((one) => cleanHeaderText(one.toWellFormed()))
const meant = text.filter((one) => one !== '' && !one.includes('=?') && one === one.trim())

/** Encoded words of at most `size` bytes each, cut wherever that falls. */
function encodedWords(value: string, { size, isBase64, fold }: { size: number; isBase64: boolean; fold: string }) {
  const bytes = Buffer.from(value)
  const words: string[] = []
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size)
    const q = [...piece].map((byte) => (byte === 0x20 ? '_' : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`))
    words.push(isBase64 ? `=?UTF-8?B?${piece.toString('base64')}?=` : `=?utf-8?q?${q.join('')}?=`)
  }
  return words.join(fold)
}

const writing = fc.record({
  size: fc.integer({ min: 1, max: 45 }),
  isBase64: fc.boolean(),
  fold: fc.constantFrom(' ', '\r\n ', '\r\n\t', '', '  '),
})

test('S13 a subject in any Unicode, its characters split over words', () => {
  fc.assert(
    fc.property(meant, writing, (value, how) => {
      const mail = parseMail(Buffer.from(`Subject: ${encodedWords(value, how)}\r\nFrom: a@b.example\r\n\r\nx`))
      expect(mail.subject).toBe(value)
    }),
  )
})

test('S13 a name in any Unicode, encoded, in quotes, or raw', () => {
  fc.assert(
    fc.property(meant, writing, fc.constantFrom('encoded', 'quoted', 'raw'), (value, how, form) => {
      // Quotes around the whole name are no part of it.
      fc.pre(!/^["'].*["']$|\s\s/.test(value) && !(form === 'raw' && /[()<>[\]:;@\\,."]/.test(value)))
      const quoted = `"${value.replace(/[\\"]/g, '\\$&')}"`
      const name = { encoded: encodedWords(value, how), quoted, raw: value }[form]
      const mail = parseMail(Buffer.from(`From: ${name} <kari@solvik.example>\r\n\r\nx`))
      expect(mail.from).toEqual({ name: value, address: 'kari@solvik.example' })
    }),
  )
})

test('S13 a file name in any Unicode, by RFC 2231 in pieces', () => {
  fc.assert(
    fc.property(meant, fc.integer({ min: 1, max: 40 }), (value, size) => {
      const escaped = [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
      const pieces = Array.from({ length: Math.ceil(escaped.length / size) }, (_, i) =>
        escaped.slice(i * size, (i + 1) * size).join(''),
      )
      const params = pieces.map((piece, i) => `filename*${i}*=${i === 0 ? "utf-8'nb'" : ''}${piece}`)
      expect(parseParameters(`attachment; ${params.reverse().join(';\r\n ')}`, null).params.get('filename')).toBe(value)
    }),
  )
})

test.each([
  { encoding: 'base64', write: (bytes: Buffer) => bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n') },
  {
    encoding: 'quoted-printable',
    write: (bytes: Buffer) =>
      [...bytes]
        .map((byte, i) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}${i % 24 === 23 ? '=\r\n' : ''}`)
        .join(''),
  },
  { encoding: 'binary', write: (bytes: Buffer) => bytes.toString('latin1') },
])('S13 a file comes out byte for byte through $encoding', ({ encoding, write }) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (array) => {
      const bytes = Buffer.from(array)
      fc.pre(encoding !== 'binary' || !bytes.includes('--b'))
      const mail = parseMail(
        Buffer.from(
          `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${write(bytes)}\r\n--b--\r\n`,
          'latin1',
        ),
      )
      expect(Buffer.from(mail.attachments[0]?.content ?? []).equals(bytes)).toBe(true)
    }),
  )
})

test('S13 any list of people is the list that was written', () => {
  const address = fc.stringMatching(/^[a-z][a-z0-9]{0,8}@[a-z]{1,8}\.example$/)
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: meant, address }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(', ', ',', ',\r\n '),
      (people, comma) => {
        fc.pre(people.every(({ name }) => !/^["'].*["']$/.test(name)))
        const written = people.map((one) => `=?utf-8?B?${Buffer.from(one.name).toString('base64')}?= <${one.address}>`)
        expect(parseAddresses(written.join(comma), null).map((one) => one.address)).toEqual(
          people.map((one) => one.address),
        )
      },
    ),
  )
})

test('abuse-13 no header at all makes a reader fail, and none comes out with a line break', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
      const raw = Buffer.from(value).toString('latin1')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      const broken = /[\u0000-\u001f\u007f]/
      expect(decodeHeader(raw, null)).not.toMatch(broken)
      for (const one of parseAddresses(raw, null)) expect(one.name + one.address).not.toMatch(broken)
      parseParameters(raw, null)
    }),
  )
})
