import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createMailParser } from './mail-parser.ts'
import { UnreadableMail } from './unreadable-mail.ts'

const parser = createMailParser()
afterAll(() => parser.close())

const bytes = (text: string) => Buffer.from(text, 'latin1')

test('a mail comes back from the thread with its dates and bytes', async () => {
  const mail = await parser.parse(
    bytes(
      'From: Kari Solheim <kari@solvik.example>\r\nDate: Tue, 3 Mar 2026 10:12:03 +0100\r\nSubject: Hei\r\n' +
        'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nTekst\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nPDF\r\n--b--\r\n',
    ),
  )
  expect(mail.from).toEqual({ name: 'Kari Solheim', address: 'kari@solvik.example' })
  expect(mail.date).toEqual(new Date('2026-03-03T09:12:03Z'))
  expect(mail.text).toBe('Tekst')
  expect(
    mail.attachments.map(({ filename, size, content }) => [filename, size, Buffer.from(content).toString()]),
  ).toEqual([['a.pdf', 3, 'PDF']])
})

test('a file is read by the thread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'samtale-parser-'))
  const path = join(folder, 'a.eml')
  writeFileSync(path, 'Subject: Fra fil\r\n\r\nx')
  expect(await parser.parse({ path })).toMatchObject({ subject: 'Fra fil' })
  rmSync(folder, { recursive: true })
})

/** 20 MB in one part, nested and so on: each is read or refused by name, within the parser's limits (abuse-13). */
describe('abuse-13 mails made to hurt', () => {
  const nested = (levels: number) => {
    const opened = Array.from(
      { length: levels },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}x\r\n\r\n--b${i}x\r\n`,
    )
    return `Subject: deep\r\n${opened.join('')}\r\ninnermost`
  }
  const many = (parts: number) =>
    `Subject: many\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain; name=x\r\n\r\nx\r\n'.repeat(parts)}--b--\r\n`

  test.each([
    { because: '10,000 parts', mail: () => many(10_000), reason: 'tooManyParts' },
    { because: '500 levels', mail: () => nested(500), reason: 'tooDeep' },
    { because: 'a header of 10 MB', mail: () => `Subject: ${'x'.repeat(10_000_000)}\r\n\r\nx`, reason: 'malformed' },
    {
      because: 'a header of 10 MB in short lines',
      mail: () => `Subject: x\r\n${' x\r\n'.repeat(2_500_000)}\r\nx`,
      reason: 'malformed',
    },
  ])('$because are refused by name', async ({ mail, reason }) => {
    const error = await parser.parse(bytes(mail())).then(
      () => null,
      (refused: unknown) => refused,
    )
    expect(error).toBeInstanceOf(UnreadableMail)
    expect(error).toMatchObject({ reason })
  })

  test.each([
    { because: 'a million recipients in 900 KB', mail: () => `To: ${'a@b.c,'.repeat(150_000)}\r\n\r\nx`, text: 'x' },
    {
      because: 'a base64 line of 40 MB',
      mail: () =>
        `Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${'QUJD'.repeat(10_000_000)}`,
      text: '',
    },
    { because: '900 parts', mail: () => many(900), text: undefined },
    { because: '90 levels', mail: () => nested(90), text: 'innermost' },
    {
      because: 'a text of 20 MB in one line',
      mail: () => `Subject: x\r\n\r\n${'word '.repeat(4_000_000)}`,
      text: undefined,
    },
    {
      because: 'a text of 4 million quote marks',
      mail: () => `Subject: x\r\n\r\n${'>'.repeat(4_000_000)}`,
      text: undefined,
    },
    {
      because: 'two million short lines',
      mail: () => `Subject: x\r\n\r\n${'>x\r\n'.repeat(2_000_000)}`,
      text: undefined,
    },
    {
      because: 'HTML nested 100,000 deep',
      mail: () => `Content-Type: text/html\r\n\r\n${'<div>'.repeat(100_000)}inner${'</div>'.repeat(100_000)}`,
      text: 'inner',
    },
    {
      because: 'HTML of half a million angles',
      mail: () => `Content-Type: text/html\r\n\r\n${'<'.repeat(500_000)}`,
      text: undefined,
    },
    {
      because: 'HTML of 3 MB in one attribute',
      mail: () => `Content-Type: text/html\r\n\r\n<p style="${'color:red;'.repeat(300_000)}">x</p>`,
      text: 'x',
    },
    {
      because: 'an unclosed comment in a header',
      mail: () => `From: ${'('.repeat(100_000)}\r\nDate: ${'('.repeat(100_000)}\r\n\r\nx`,
      text: 'x',
    },
    {
      because: 'a boundary that begins like every line',
      mail: () => `Content-Type: multipart/mixed; boundary=""\r\n\r\n${'--\r\n'.repeat(500_000)}`,
      text: undefined,
    },
    { because: '100,000 encoded words', mail: () => `Subject: ${'=?utf-8?q?x?= '.repeat(60_000)}\r\n\r\nx`, text: 'x' },
    {
      because: 'a file name of 100,000 pieces',
      mail: () =>
        `Content-Type: application/pdf; ${Array.from({ length: 40_000 }, (_, i) => `name*${i % 999}=x`).join('; ')}\r\n\r\nx`,
      text: '',
    },
  ])('$because are read within the limits', async ({ mail, text }) => {
    const parsed = await parser.parse(bytes(mail()))
    if (text !== undefined) expect(parsed.text).toBe(text)
  })

  test('a mail that takes too long is ended; the next is read by a new thread', async () => {
    const hasty = createMailParser({ timeoutMs: 1 })
    await hasty.parse(bytes('Subject: warm\r\n\r\nx')).catch(() => undefined)
    await expect(hasty.parse(bytes(many(990)))).rejects.toMatchObject({ reason: 'tooSlow' })
    await hasty.close()
    expect(await parser.parse(bytes('Subject: next\r\n\r\nx'))).toMatchObject({ subject: 'next' })
  })

  test('a mail that takes too much memory is ended; the next is read by a new thread', async () => {
    // On a busy machine it would take too long first.
    const small = createMailParser({ maxMemoryMb: 24, timeoutMs: 60_000 })
    await expect(
      small.parse(bytes(`Content-Type: text/html\r\n\r\n${'<b>x</b>'.repeat(450_000)}`)),
    ).rejects.toMatchObject({ reason: 'tooMuchMemory' })
    expect(await small.parse(bytes('Subject: next\r\n\r\nx'))).toMatchObject({ subject: 'next' })
    await small.close()
  })
})

test('a closed parser refuses, also what was waiting', async () => {
  const closing = createMailParser()
  const waiting = closing.parse(bytes('Subject: x\r\n\r\nx'))
  const refused = expect(waiting).rejects.toThrow('closed')
  await closing.close()
  await refused
  await expect(closing.parse(bytes('x'))).rejects.toThrow('closed')
})
