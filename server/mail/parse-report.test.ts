import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createMailParser } from './mail-parser.ts'
import { describeMail } from './parse-report.ts'

const parser = createMailParser()
afterAll(() => parser.close())

test('a mail is told in the keys that others rely on', async () => {
  const raw = Buffer.from(
    'From: Kari Solheim <kari@solvik.example>\r\nTo: support@x.example\r\nReply-To: svar@solvik.example\r\nSubject: Hei\r\n' +
      'Message-ID: <a@solvik.example>\r\nDate: Tue, 3 Mar 2026 10:12:03 +0100\r\n\r\nTekst',
  )
  expect(await describeMail(parser, 'a.eml', raw)).toEqual({
    file: 'a.eml',
    from: { name: 'Kari Solheim', address: 'kari@solvik.example' },
    to: [{ name: '', address: 'support@x.example' }],
    toFirst: 'support@x.example',
    cc: [],
    replyTo: ['svar@solvik.example'],
    subject: 'Hei',
    messageId: 'a@solvik.example',
    inReplyTo: [],
    references: [],
    date: '2026-03-03T09:12:03Z',
    text: 'Tekst',
    html: null,
    visibleReply: 'Tekst',
    attachments: [],
    attachmentCount: 0,
    attachmentsNotInline: 0,
    invitations: [],
    autoReply: false,
    isBounce: false,
    isDelayNotice: false,
    bounce: null,
    bounceCount: 0,
    complaint: null,
    deliveryReport: false,
    traits: [],
    forwarded: null,
    senderFallback: null,
  })
})

test('a file that cannot be read is told in its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'samtale-report-'))
  const path = join(folder, 'missing.eml')
  expect(await describeMail(parser, path, { path })).toEqual({ file: path, error: expect.stringContaining('ENOENT') })
  rmSync(folder, { recursive: true })
})
