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

type Item = { unreadable: { reason: string; detail: string } | null; rawUrl: string; text: string }

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
  { because: '5,000 parts', mail: manyParts(5000), subject: 'Parts' },
  { because: '500 levels of parts', mail: manyLevels(500), subject: 'Levels' },
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
  { because: 'a header of 2 MB', mail: `${head('Header', `X-Long: ${'a'.repeat(2 * megabyte)}`)}\r\n\r\na\r\n` },
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
