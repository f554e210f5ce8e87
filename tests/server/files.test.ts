import { expect, test } from 'vitest'
import type { Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { admin, account } = samtale
const bearer = samtale.withToken(account.token)

function upload(
  client: Client,
  bytes: string | Uint8Array<ArrayBuffer>,
  name: string,
  type = '',
): ReturnType<Client['post']> {
  const form = new FormData()
  form.append('file', new Blob([bytes], { type }), name)
  return client.post('/files/v3/files', form)
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const html = '<!doctype html><script>alert(1)</script>'
const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

test.each([
  { because: 'a picture is one, whatever it says', bytes: png, name: 'a.txt', type: 'text/plain', served: 'image/png' },
  { because: 'plain text that says so', bytes: 'a letter', name: 'a.txt', type: 'text/plain', served: 'text/plain' },
  { because: 'a page', bytes: html, name: 'a.html', type: 'text/html', served: 'application/octet-stream' },
  {
    because: 'a page that says it is a picture',
    bytes: html,
    name: 'a.png',
    type: 'image/png',
    served: 'application/octet-stream',
  },
  {
    because: 'a page that says it is text is text',
    bytes: html,
    name: 'a.html',
    type: 'text/plain',
    served: 'text/plain',
  },
  {
    because: 'a drawing with a script',
    bytes: svg,
    name: 'a.svg',
    type: 'image/svg+xml',
    served: 'application/octet-stream',
  },
  { because: 'a script', bytes: 'alert(1)', name: 'a.js', type: 'text/javascript', served: 'application/octet-stream' },
  {
    because: 'bytes that say they are text',
    bytes: new Uint8Array([0, 1, 2]),
    name: 'a.txt',
    type: 'text/plain',
    served: 'application/octet-stream',
  },
  { because: 'nothing', bytes: '', name: 'a.bin', type: '', served: 'application/octet-stream' },
])('abuse-39 an upload is served as what its bytes are: $because', async ({ bytes, name, type, served }) => {
  const { body } = await upload(bearer, bytes, name, type)
  const file = await bearer.get(body.url, { expects: 200 })
  expect(file.headers.get('content-type')?.split(';')[0]).toBe(served)
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="/)
  expect(file.headers.get('x-content-type-options')).toBe('nosniff')
  expect(file.headers.get('content-security-policy')).toContain('sandbox')
})

const nasty = [
  '../../etc/passwd',
  '..\\..\\boot.ini',
  '/etc/passwd',
  'C:\\Windows\\system.ini',
  'a\u0000.html',
  '.hta\u200bccess',
  'gpj.\u202eexe.png',
  'con.txt',
  'a\r\nSet-Cookie: b=c.txt',
  'a";filename="b.html',
  `${'a'.repeat(5000)}.txt`,
  '..',
  ' ',
  '%2e%2e%2fpasswd',
  'brev på norsk æøå.txt',
]

/** What a name may hold: no path, nothing invisible, nothing that turns the reading round, no device of Windows. */
function expectSafe(name: string): void {
  expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u)
  expect(name).not.toMatch(/^\.{1,2}$|^\s*$|^con\./i)
  expect(name.length).toBeLessThanOrEqual(255)
}

const titled = nasty.map((name) => ({ name, title: JSON.stringify(name).slice(0, 40) }))

test.each(titled)('abuse-16 the name of an upload is cleaned: $title', async ({ name }) => {
  const { body } = await upload(bearer, 'a letter', name, 'text/plain').then((answer) => {
    expect(answer.status).toBe(201)
    return answer
  })
  const { headers } = await bearer.get(body.url, { expects: 200 })
  const disposition = headers.get('content-disposition') ?? ''
  expect(disposition).toMatch(/^attachment; filename="[^"\\]*"; filename\*=UTF-8''[^;"]*$/)
  expectSafe(decodeURIComponent(disposition.split("UTF-8''")[1] ?? ''))
  expect(headers.get('set-cookie')).toBeNull()
})

test('abuse-16 names of attachments are cleaned, and two that are equal are told apart', async () => {
  const names = [...nasty, 'brev.txt', 'brev.txt']
  const parts = names.map((name) => {
    const encoded = `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`
    return `--b\r\nContent-Type: text/plain; name="${encoded}"\r\nContent-Disposition: attachment; filename="${encoded}"\r\n\r\na letter\r\n`
  })
  const head = `From: mallory@elsewhere.example\r\nSubject: Names\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n`
  await samtale.deliver(`${head}${parts.join('')}--b--\r\n`)
  await samtale.settled()
  const { body } = await admin.get('/api/threads?limit=1', { expects: 200 })
  const timeline = await admin.get(`/api/threads/${body.results[0].id}/timeline`, { expects: 200 })
  const shown: string[] = timeline.body.results[0].attachments.map((one: { name: string }) => one.name)
  expect(shown).toHaveLength(names.length)
  for (const name of shown) expectSafe(name)
  expect(new Set(shown).size).toBe(shown.length)
})

test('abuse-33 an upload is its uploader’s alone until it is sent, and then of those who see the conversation', async () => {
  const jonas = await samtale.signIn((await samtale.addUser()).email)
  const other = samtale.withToken((await samtale.openAccount('Nordmark Eiendom')).token)
  const { body: file } = await upload(admin, 'a letter', 'brev.txt', 'text/plain')
  await admin.get(file.url, { expects: 200 })
  for (const client of [jonas, bearer, other]) await client.get(file.url, { expects: 404 })

  await samtale.deliver(aMail())
  await samtale.settled()
  const { body } = await admin.get('/api/threads?limit=1', { expects: 200 })
  const messages = `/conversations/v3/conversations/threads/${body.results[0].id}/messages`
  const comment = { type: 'COMMENT', text: 'See this.', attachments: [{ fileId: file.id }] }
  await jonas.post(messages, comment, { expects: 404 })
  await admin.post(messages, comment, { expects: 201 })
  for (const client of [jonas, bearer]) expect((await client.get(file.url, { expects: 200 })).body).toBe('a letter')
  await other.get(file.url, { expects: 404 })
})

test('an upload without a file, with another part, or larger than 25 MB is refused', async () => {
  const form = new FormData()
  form.append('folderPath', '/conversations')
  expect(await bearer.post('/files/v3/files', form)).toMatchObject({ status: 400 })
  const wrong = new FormData()
  wrong.append('attachment', new Blob(['a']), 'a.txt')
  expect(await bearer.post('/files/v3/files', wrong)).toMatchObject({ status: 400, body: { errors: [{ in: 'file' }] } })
  expect(await bearer.post('/files/v3/files', { file: 'a' })).toMatchObject({ status: 400 })
  const limit = 25 * 1024 * 1024
  for (const size of [limit + 1, limit + 2, limit + 100_000]) {
    expect(await upload(bearer, new Uint8Array(size), 'large.bin')).toMatchObject({
      status: 413,
      body: { category: 'PAYLOAD_TOO_LARGE' },
    })
  }
  expect(await upload(bearer, new Uint8Array(limit), 'large.bin')).toMatchObject({ status: 201, body: { size: limit } })
})
