import { deflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale({ env: { SMTP_MAX_BYTES: String(8 * 1024 * 1024) } })
const head = (subject: string, more: string) =>
  `From: Mallory <mallory@elsewhere.example>\r\nTo: ${samtale.account.fallbackAddress}\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n${more}`

const manyParts = (parts: number) =>
  `${head('Parts', 'Content-Type: multipart/mixed; boundary=b')}\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\na\r\n'.repeat(parts)}--b--\r\n`

function manyLevels(levels: number): string {
  const open = Array.from(
    { length: levels },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  )
  return `${head('Levels', '')}${open.join('')}Content-Type: text/plain\r\n\r\na\r\n`
}

function manyMails(levels: number): string {
  return `${head('Mails', '')}${'Content-Type: message/rfc822\r\n\r\n'.repeat(levels)}Content-Type: text/plain\r\n\r\na\r\n`
}

type Item = {
  unreadable: { reason: string; detail: string } | null
  rawUrl: string
  text: string
  frameUrl: string | null
  attachments: { name: string; size: number; url: string }[]
}

/** The newest conversation's one entry, as an agent opens it. */
async function arrived(mail: string): Promise<Item & { subject: string }> {
  expect((await samtale.deliver(mail, { from: 'mallory@elsewhere.example' })).code).toBe(250)
  await samtale.settled()
  const list = await samtale.admin.get('/api/threads?limit=1', { expects: 200 })
  const [thread] = list.body.results
  const { body } = await samtale.admin.get(`/api/threads/${thread.id}/timeline`, { expects: 200 })
  return { ...body.results[0], subject: thread.subject }
}

test.each([
  { because: '10,000 parts', mail: manyParts(10_000), subject: 'Parts' },
  { because: '500 levels of parts', mail: manyLevels(500), subject: 'Levels' },
  {
    because: '500 levels under an encoded subject',
    mail: manyLevels(500).replace('Levels', '=?utf-8?Q?M=C3=A5ling?='),
    subject: 'Måling',
  },
])('abuse-13 $because: shown as one that could not be read, with the raw mail', async ({ mail, subject }) => {
  const item = await arrived(mail)
  expect(item.unreadable).toMatchObject({ reason: expect.any(String), detail: expect.any(String) })
  expect(item.subject).toBe(subject)
  const raw = await samtale.admin.get(item.rawUrl, { expects: 200 })
  expect(raw.body.endsWith(mail)).toBe(true)
  expect(raw.headers.get('content-type')).toBe('message/rfc822')
  expect(raw.headers.get('content-disposition')).toContain('attachment')
})

const megabyte = 1024 * 1024

test.each([
  {
    because: 'a base64 line of 4 MB',
    mail: `${head('Line', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64')}\r\n\r\n${'QUJD'.repeat(megabyte)}\r\n`,
  },
  { because: 'a header of 7 MB', mail: `${head('Header', `X-Long: ${'a'.repeat(7 * megabyte)}`)}\r\n\r\na\r\n` },
  { because: '20,000 headers', mail: `${head('Headers', Array(20_000).fill('X-Many: a').join('\r\n'))}\r\n\r\na\r\n` },
  {
    because: '20,000 addresses in To',
    mail: `To: ${Array.from({ length: 20_000 }, (_, at) => `a${at}@b.example`).join(',\r\n ')}\r\n${head('Addresses', '')}\r\na\r\n`,
  },
  { because: '500 mails in mails', mail: manyMails(500) },
  {
    because: 'a boundary that never comes',
    mail: `${head('Boundary', 'Content-Type: multipart/mixed; boundary=never')}\r\n\r\n${'a\r\n'.repeat(100_000)}`,
  },
  {
    because: 'HTML of 50,000 open elements',
    mail: `${head('Html', 'Content-Type: text/html')}\r\n\r\n${'<div>'.repeat(50_000)}a\r\n`,
  },
  { because: 'nothing but NUL', mail: `${head('Nul', '')}\r\n${'\0'.repeat(10_000)}\r\n` },
  { because: 'no header at all', mail: '\r\na\r\n' },
])('abuse-13 $because is stored, read or not, and nothing else waits for it', async ({ mail }) => {
  const before = await samtale.counts()
  const item = await arrived(mail)
  expect(item.rawUrl).toBeTruthy()
  expect(await samtale.counts()).toEqual({ threads: before.threads + 1, messages: before.messages + 1 })
  const next = await arrived(aMail({ text: 'The house is cold.' }))
  expect(next).toMatchObject({ unreadable: null, text: 'The house is cold.' })
})

test('abuse-13 above the size bound: 552 5.3.4, and nothing is kept', async () => {
  const before = await samtale.counts()
  const answer = await samtale.deliver(aMail({ text: 'a'.repeat(76).concat('\r\n').repeat(120_000) }))
  expect(answer).toMatchObject({ code: 552, text: expect.stringContaining('5.3.4') })
  await samtale.settled()
  expect(await samtale.counts()).toEqual(before)
})

/** A ZIP of one file: a gigabyte of zeros, as its directory says, in a megabyte. */
function zipBomb(): Buffer {
  const name = Buffer.from('zeros.txt')
  const packed = deflateRawSync(Buffer.alloc(64 * megabyte))
  const sizes = Buffer.alloc(8)
  sizes.writeUInt32LE(packed.length, 0)
  sizes.writeUInt32LE(1024 * megabyte, 4)
  const head = Buffer.concat([
    Buffer.from('504b0304140000000800000000000000', 'hex'),
    Buffer.alloc(2),
    sizes,
    Buffer.from([9, 0, 0, 0]),
    name,
  ])
  return Buffer.concat([head, packed])
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')

test('abuse-13 a ZIP bomb is a file of its size, which nobody unpacks', async () => {
  const bomb = zipBomb()
  const before = process.memoryUsage().rss
  const mail = `${head('Bomb', 'Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64')}\r\n\r\n${base64(bomb)}\r\n`
  const item = await arrived(mail)
  expect(item).toMatchObject({ unreadable: null, attachments: [{ name: 'a.zip', size: bomb.length }] })
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * megabyte)
})

test.each([
  { because: 'the direction turned', name: 'regning\u202efdp.exe', kept: 'regningfdp.exe' },
  { because: 'a blank that nobody sees', name: 'a\u200b.pdf', kept: 'a.pdf' },
  { because: 'a device of Windows', name: 'CON', kept: '_CON' },
  { because: 'dots and blanks at the end', name: 'a.pdf. . .', kept: 'a.pdf' },
  { because: 'a path', name: '..\\..\\a.pdf', kept: 'a.pdf' },
  { because: 'a header in the name', name: 'a\r\nSet-Cookie: x.pdf', kept: 'a Set-Cookie_ x.pdf' },
  { because: '5,000 characters', name: `${'å'.repeat(5_000)}.pdf`, kept: `${'å'.repeat(196)}.pdf` },
])('abuse-16 a file name with $because: shown and fetched by one that is harmless', async ({ name, kept }) => {
  const encoded = [...Buffer.from(name)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const part = `Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''${encoded}\r\n\r\nPDF\r\n`
  const twice = `${head('Names', 'Content-Type: multipart/mixed; boundary=b')}\r\n\r\n--b\r\n${part}--b\r\n${part}--b--\r\n`
  const { attachments } = await arrived(twice)
  const dot = kept.lastIndexOf('.')
  const second = dot > 0 ? `${kept.slice(0, dot)} (2)${kept.slice(dot)}` : `${kept} (2)`
  expect(attachments.map((file) => file.name)).toEqual([kept, second])
  const answer = await samtale.admin.get(attachments[0]?.url ?? '', { expects: 200 })
  expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(kept)}`)
  expect(answer.headers.get('set-cookie')).toBeNull()
})

test.each([
  { because: 'UTF-7', charset: 'utf-7', body: Buffer.from('a +ADw-script+AD4-alert(1)+ADw-/script+AD4-') },
  { because: 'UTF-16', charset: 'utf-16le', body: Buffer.from('a <script>alert(1)</script>', 'utf16le') },
  {
    because: 'HZ that swallows a quote',
    charset: 'hz-gb-2312',
    body: Buffer.from('a <img alt="~{" title="~}" onerror="alert(1)" src=x>'),
  },
  {
    because: 'ISO-2022-JP that does',
    charset: 'iso-2022-jp',
    body: Buffer.from('a <img alt="\u001b$B" title="\u001b(B" onerror="alert(1)" src=x>'),
  },
  {
    because: 'GBK that eats a backslash',
    charset: 'gbk',
    body: Buffer.from('a <img alt="\x81" onerror="alert(1)" src=x>', 'latin1'),
  },
  {
    because: 'a charset in the HTML that says otherwise',
    charset: 'utf-8',
    body: Buffer.from('<meta charset="utf-7">a +ADw-script+AD4-'),
  },
])('abuse-18 no lie about the charset makes markup: $because', async ({ charset, body }) => {
  const mail = `${head('Charset', `Content-Type: text/html; charset=${charset}\r\nContent-Transfer-Encoding: base64`)}\r\n\r\n${base64(body)}\r\n`
  const item = await arrived(mail)
  expect(item.unreadable).toBeNull()
  const frame = await samtale.admin.get(item.frameUrl ?? '', { expects: 200 })
  const shown = frame.body.slice(frame.body.indexOf('<body'))
  expect(shown).not.toMatch(/<script>alert|onerror|<img[^>]{0,300}src=x/)
})

test('pains 1: of a hundred mails of which the third is poisoned, 99 are shown, one says that it could not be read', async () => {
  const before = await samtale.counts()
  for (let i = 1; i <= 100; i++) {
    const mail = i === 3 ? manyLevels(500) : aMail({ text: `Mail ${i}`, from: `kari${i}@solvik.example` })
    expect((await samtale.deliver(mail, { from: `kari${i}@solvik.example` })).code).toBe(250)
  }
  await samtale.settled()
  expect(await samtale.counts()).toEqual({ threads: before.threads + 100, messages: before.messages + 100 })
  const { rows } = await sql<{ unreadable: number; raws: number }>`
    select count(*) filter (where m.details ? 'unreadable')::int as unreadable, count(r.arrival_id)::int as raws
    from (select * from message where kind = 'message' order by id desc limit 100) m
    left join arrival_raw r on r.account_id = m.account_id and r.arrival_id = m.arrival_id`.execute(samtale.database.db)
  // One copy of each: no attempt left a second.
  expect(rows).toEqual([{ unreadable: 1, raws: 100 }])
})
