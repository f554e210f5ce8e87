import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeMail, type OutgoingMail } from './compose-mail.ts'
import { parseMail } from './parse-mail.ts'

const aMail = (fields: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: { name: 'Kari fra Solvik Varme', address: 'support@solvik.example' },
  to: [{ name: 'Ingrid Haugen', address: 'ingrid.haugen@fjellvarme.example' }],
  subject: 'Re: Varmepumpe støyer',
  messageId: 'abc.def@solvik.example',
  date: new Date('2026-03-03T09:12:03Z'),
  text: 'Hei Ingrid,\n\nvi kommer på torsdag.\n\nKari',
  ...fields,
})

const parsed = async (fields: Partial<OutgoingMail> = {}) => parseMail(await composeMail(aMail(fields)))
const headerLines = (raw: Buffer) =>
  (raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n')

test('what is written is what our own parser reads', async () => {
  const mail = await parsed({
    cc: [{ name: 'Østby, Åse', address: 'aase@fjellvarme.example' }],
    replyTo: { name: '', address: 'support+token@solvik.example' },
    inReplyTo: 'parent@fjellvarme.example',
    references: ['first@fjellvarme.example', 'parent@fjellvarme.example'],
    html: '<p>Hei Ingrid,</p><p>vi kommer på <b>torsdag</b>.</p><p>Kari</p><img src="cid:logo@solvik">',
    attachments: [
      { filename: 'tilbud æøå.pdf', contentType: 'application/pdf', content: Buffer.from('PDF') },
      { filename: 'logo.png', contentType: 'image/png', content: Buffer.from('PNG'), contentId: 'logo@solvik' },
    ],
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
  })
  expect(mail).toMatchObject({
    from: { name: 'Kari fra Solvik Varme', address: 'support@solvik.example' },
    to: [{ name: 'Ingrid Haugen', address: 'ingrid.haugen@fjellvarme.example' }],
    cc: [{ name: 'Østby, Åse', address: 'aase@fjellvarme.example' }],
    replyTo: [{ name: '', address: 'support+token@solvik.example' }],
    subject: 'Re: Varmepumpe støyer',
    messageId: 'abc.def@solvik.example',
    inReplyTo: ['parent@fjellvarme.example'],
    references: ['first@fjellvarme.example', 'parent@fjellvarme.example'],
    date: new Date('2026-03-03T09:12:03Z'),
    text: 'Hei Ingrid,\n\nvi kommer på torsdag.\n\nKari',
    headers: { 'auto-submitted': 'auto-replied', 'x-auto-response-suppress': 'All' },
  })
  expect(mail.html).toContain('data-cid="logo@solvik"')
  expect(
    mail.attachments
      .map(({ filename, contentType, isInline, size }) => [filename, contentType, isInline, size])
      .toSorted(),
  ).toEqual([
    ['logo.png', 'image/png', true, 3],
    ['tilbud æøå.pdf', 'application/pdf', false, 3],
  ])
})

test('it is 7-bit, CRLF, and no line is longer than 998', async () => {
  const raw = (
    await composeMail(aMail({ text: `æøå ${'lang '.repeat(2_000)}\n.\nslutt`, subject: 'å'.repeat(500) }))
  ).toString('latin1')
  expect(raw).toMatch(/^[\t\r\n\x20-\x7e]*$/)
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(Math.max(...raw.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998)
})

test('a long chain keeps its first and last references', async () => {
  const references = Array.from({ length: 300 }, (_, i) => `m${i}@fjellvarme.example`)
  const mail = await parsed({ references })
  expect(mail.references).toEqual([...references.slice(0, 20), ...references.slice(-20)])
})

test('abuse-25 there is no way to write a Bcc', async () => {
  await expect(composeMail(aMail({ headers: { Bcc: 'secret@solvik.example' } }))).rejects.toThrow('Bcc')
  await expect(composeMail(aMail({ headers: { bcc: 'secret@solvik.example' } }))).rejects.toThrow('bcc')
})

describe('abuse-22 nothing that is written becomes a header', () => {
  const breaks = [
    '\r\n',
    '\n',
    '\r',
    '\u2028',
    '\u2029',
    '\u0085',
    '\0',
    '\v',
    '\f',
    '\r\n ',
    '\r\r\n',
    '=?utf-8?q?=0D=0A?=',
    '=0D=0A',
    '%0d%0a',
    '\\r\\n',
    '\ud800',
  ]
  const fields: Record<string, (evil: string) => Partial<OutgoingMail>> = {
    'from name': (evil) => ({ from: { name: evil, address: 'support@solvik.example' } }),
    'to name': (evil) => ({ to: [{ name: evil, address: 'ingrid@fjellvarme.example' }] }),
    'reply-to name': (evil) => ({ replyTo: { name: evil, address: 'support@solvik.example' } }),
    subject: (evil) => ({ subject: evil }),
    'file name': (evil) => ({
      attachments: [{ filename: evil, contentType: 'text/plain', content: Buffer.from('x') }],
    }),
    'content type': (evil) => ({ attachments: [{ filename: 'x', contentType: evil, content: Buffer.from('x') }] }),
    'content id': (evil) => ({
      html: '<p>x</p>',
      attachments: [{ filename: 'x', contentType: 'image/png', content: Buffer.from('x'), contentId: evil }],
    }),
    'extra header': (evil) => ({ headers: { 'X-Note': evil } }),
    references: (evil) => ({ references: [evil] }),
  }
  for (const [field, make] of Object.entries(fields)) {
    test(field, async () => {
      for (const end of breaks) {
        const raw = await composeMail(aMail(make(`a${end}Bcc: evil@evil.example${end}X-Evil: 1${end}${end}<script>`)))
        const names = raw
          .toString('latin1')
          .split(/\r\n\r\n|\r\n|\r|\n/)
          .map((line) => line.toLowerCase())
        expect(names.filter((line) => line.startsWith('bcc:') || line.startsWith('x-evil:'))).toEqual([])
        const mail = parseMail(raw)
        expect([...mail.to, ...mail.cc].map(({ address }) => address)).not.toContain('evil@evil.example')
        expect(mail.text).toContain('vi kommer')
      }
    })
  }

  test.each([
    'a@b.example\r\nBcc: evil@evil.example',
    'a@b.example, evil@evil.example',
    'a@b.example>,<evil@evil.example',
    'a@b.example (x)',
    '<a@b.example>',
    'Evil <a@b.example>',
    'a b@c.example',
    '',
    '@',
    'a@',
    'group: a@b.example;',
    'a@b.example\u2028',
    'a@b.example\0',
    '"a\r\nb"@c.example',
  ])('the address %j is refused', async (address) => {
    await expect(composeMail(aMail({ to: [{ name: '', address }] }))).rejects.toThrow('address')
    await expect(composeMail(aMail({ from: { name: '', address } }))).rejects.toThrow('address')
  })

  test.each(['a b@c', '<a@b>', 'a\r\nX: 1@c', ''])('the Message-ID %j is refused', async (messageId) => {
    await expect(composeMail(aMail({ messageId }))).rejects.toThrow('Message-ID')
  })

  test('any name and subject come back as they are written, and the headers are ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        async (name, subject) => {
          const raw = await composeMail(aMail({ from: { name, address: 'support@solvik.example' }, subject }))
          const names = headerLines(raw).map((line) => line.split(':', 1)[0]?.toLowerCase())
          const ours = [
            'from',
            'to',
            'subject',
            'message-id',
            'date',
            'mime-version',
            'content-type',
            'content-transfer-encoding',
          ]
          expect(names.filter((each) => !ours.includes(each ?? ''))).toEqual([])
          expect(parseMail(raw).from?.address).toBe('support@solvik.example')
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('a key signs the mail for its domain', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const raw = await composeMail(
    aMail({
      dkim: {
        domain: 'solvik.example',
        selector: 'samtale',
        privateKey,
      },
    }),
  )
  const signature = headerLines(raw).find((line) => line.startsWith('DKIM-Signature:'))
  expect(signature).toMatch(/d=solvik\.example/)
  expect(signature).toMatch(/s=samtale/)
  expect(signature).toMatch(/h=[^;]*from/i)
})
