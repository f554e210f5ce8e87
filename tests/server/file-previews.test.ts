import { expect, test } from 'vitest'
import { type AttachedFile, aHugePng, aLockedPdf, aPdf, aPicture, mailWithFiles } from '../harness/files.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { admin } = samtale

type Shown = { fileId: string; name: string; mediaType: string; size: number; isInline: boolean; url: string }

/** The files of a mail with these, as an agent's screen has them. */
async function arrived(mail: Parameters<typeof mailWithFiles>[0]): Promise<Shown[]> {
  await samtale.deliver(mailWithFiles(mail), { from: 'elif@nordmark.example' })
  await samtale.settled()
  const list = await admin.get('/api/threads?limit=1', { expects: 200 })
  const { body } = await admin.get(`/api/threads/${list.body.results[0].id}/timeline`, { expects: 200 })
  return body.results[0].attachments
}

const oneOf = async (file: AttachedFile) => (await arrived({ files: [file] }))[0] as Shown
const preview = (file: Shown, query = '') => admin.get(`/api/files/${file.fileId}/preview${query}`)
const picture = (file: Shown, query = '') =>
  fetch(`${samtale.origin}/api/files/${file.fileId}/picture${query}`, {
    headers: { cookie: admin.cookie() },
  })

const script = '<script>alert(1)</script>'
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`

test.each(['png', 'jpeg', 'gif', 'webp', 'avif', 'tiff'] as const)(
  'a picture is shown drawn anew, never as the bytes that came: %s',
  async (format) => {
    const bytes = await aPicture(format, { width: 800, height: 600 })
    const file = await oneOf({ name: `heat pump.${format}`, type: 'application/octet-stream', bytes })
    expect(await preview(file)).toMatchObject({ status: 200, body: { kind: 'picture', width: 800, height: 600 } })
    const thumb = await picture(file, '?size=thumb')
    expect(thumb.status).toBe(200)
    expect(Object.fromEntries(thumb.headers)).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
    })
    const drawn = Buffer.from(await thumb.arrayBuffer())
    expect(drawn.toString('latin1', 8, 12)).toBe('WEBP')
    expect(drawn.length).toBeLessThan(20_000)
    const known = await fetch(thumb.url, {
      headers: { cookie: admin.cookie(), 'if-none-match': thumb.headers.get('etag') ?? '' },
    })
    expect(known.status).toBe(304)
  },
)

test('a PDF is shown page by page, with the words of each', async () => {
  const file = await oneOf({ name: 'faktura.pdf', type: 'application/pdf', bytes: aPdf(['Invoice 20418', 'Terms']) })
  expect(await preview(file)).toMatchObject({
    status: 200,
    body: { kind: 'pdf', pageCount: 2, width: 1240, text: 'Invoice 20418' },
  })
  const second = await preview(file, '?page=2')
  expect(second.body.text).toBe('Terms')
  expect(
    (await fetch(`${samtale.origin}${second.body.pictureUrl}`, { headers: { cookie: admin.cookie() } })).status,
  ).toBe(200)
  expect(await preview(file, '?page=3')).toMatchObject({ status: 404 })
  for (const page of ['0', '-1', 'x', '100000'])
    expect(await preview(file, `?page=${page}`)).toMatchObject({ status: 400 })
})

test.each([
  { because: 'text in UTF-8', name: 'log.log', bytes: 'varmepumpe på kjøkkenet', text: 'varmepumpe på kjøkkenet' },
  {
    because: 'text of an older machine',
    name: 'a.csv',
    bytes: Buffer.from('p\xe5;kj\xf8kken', 'latin1'),
    text: 'på;kjøkken',
  },
  { because: 'text in UTF-16', name: 'a.txt', bytes: Buffer.from('\ufeffpå', 'utf16le'), text: 'på' },
  { because: 'JSON', name: 'a.json', bytes: '{"e":7}', text: '{"e":7}' },
  { because: 'an appointment', name: 'a.ics', bytes: 'BEGIN:VCALENDAR', text: 'BEGIN:VCALENDAR' },
  { because: 'a page, as its source', name: 'a.html', bytes: script, text: script },
  { because: 'a drawing, as its source', name: 'a.svg', bytes: svg, text: svg },
  {
    because: 'a drawing that calls itself a picture',
    name: 'a.xml',
    bytes: `<?xml version="1.0"?>${svg}`,
    text: `<?xml version="1.0"?>${svg}`,
  },
])('$because is shown as characters', async ({ name, bytes, text }) => {
  const file = await oneOf({ name, type: 'application/octet-stream', bytes })
  const answer = await preview(file)
  expect(answer).toMatchObject({ status: 200, body: { kind: 'text', text, isCut: false, pictureUrl: null } })
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect((await picture(file)).status).toBe(415)
})

test('of a long text the beginning is shown, up to the end of a line', async () => {
  const file = await oneOf({ name: 'long.log', type: 'text/plain', bytes: 'ærlig talt, varm\n'.repeat(40_000) })
  const { body } = await preview(file)
  expect(body).toMatchObject({ isCut: true })
  expect(body.text.length).toBeGreaterThan(200_000)
  expect(body.text.endsWith('ærlig talt, varm')).toBe(true)
})

const gifAndPage = async () => Buffer.concat([await aPicture('gif'), Buffer.from(`<html>${script}</html>`)])

test.each([
  {
    because: 'a drawing with a script that is named a picture',
    name: 'a.png',
    bytes: svg,
    code: 'noPreview',
    status: 415,
  },
  { because: 'a page that is named a picture', name: 'a.png', bytes: script, code: 'noPreview', status: 415 },
  { because: 'a program', name: 'a.exe', bytes: Buffer.from('MZ\0\0'), code: 'noPreview', status: 415 },
  {
    because: 'bytes that are named text',
    name: 'a.txt',
    bytes: Buffer.from([65, 0, 66]),
    code: 'noPreview',
    status: 415,
  },
  {
    because: 'a PNG of 50,000 × 50,000',
    name: 'a.png',
    bytes: aHugePng(50_000, 50_000),
    code: 'previewTooLarge',
    status: 422,
  },
  { because: 'a locked PDF', name: 'a.pdf', bytes: aLockedPdf(), code: 'previewProtected', status: 422 },
  {
    because: 'the half of a PDF',
    name: 'a.pdf',
    bytes: aPdf(['a']).subarray(0, 200),
    code: 'previewBroken',
    status: 422,
  },
])('abuse-13 $because is refused in a sentence and can be downloaded', async ({ name, bytes, code, status }) => {
  const file = await oneOf({ name, type: 'image/png', bytes })
  const answer = await preview(file)
  expect(answer).toMatchObject({ status, body: { code, details: { name }, message: expect.stringContaining(name) } })
  expect((await picture(file)).status).toBe(status)
  const { headers } = await admin.get(file.url, { expects: 200 })
  expect(headers.get('content-disposition')).toMatch(/^attachment/)
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
})

test('abuse-39 what is a picture and a page at once is shown as a picture that we drew', async () => {
  const file = await oneOf({ name: 'a.html', type: 'text/html', bytes: await gifAndPage() })
  const shown = await picture(file)
  expect(shown.headers.get('content-type')).toBe('image/webp')
  expect(Buffer.from(await shown.arrayBuffer()).includes('script')).toBe(false)
})

const within = (files: readonly AttachedFile[], fields: object = {}) =>
  mailWithFiles({ from: 'Lars Petter Vik <lars@elsewhere.example>', files, ...fields })
const eml = (name: string, bytes: string): AttachedFile => ({ name, type: 'message/rfc822', bytes })

test('abuse-19 a mail that came attached is opened as a mail, three deep, its HTML only in the sandbox', async () => {
  const png = await aPicture('png')
  const deepest = within([{ name: 'deep.txt', type: 'text/plain', bytes: 'the fourth' }], {
    subject: 'Fourth',
    text: 'no further',
  })
  const third = within([eml('fourth.eml', deepest), { name: 'third.txt', type: 'text/plain', bytes: 'of the third' }], {
    subject: 'Third',
  })
  const second = within([eml('third.eml', third)], { subject: 'Second', text: 'in between' })
  const first = within(
    [eml('second.eml', second), { name: 'unit.png', type: 'image/png', bytes: png, contentId: 'unit' }],
    {
      subject: 'Invoice, forwarded',
      html: `<p>As agreed.</p><img src="cid:unit"><img src="https://tracker.example/a.gif">${script}<a onclick="alert(1)" href="javascript:alert(1)">go</a>`,
    },
  )
  const [file] = await arrived({ files: [eml('invoice.eml', first)] })
  const mailAt = (part?: string) => admin.get(`/api/files/${file?.fileId}/mail${part ? `?part=${part}` : ''}`)

  const { body } = await mailAt()
  expect(body).toMatchObject({
    subject: 'Invoice, forwarded',
    from: { name: 'Lars Petter Vik', address: 'lars@elsewhere.example' },
    date: '2026-03-10T12:00:00.000Z',
    attachments: [
      { part: '0', name: 'second.eml', mediaType: 'message/rfc822', isInline: false },
      { part: '1', name: 'unit.png', mediaType: 'image/png', isInline: true },
    ],
  })
  const page = await samtale.withToken('').get(body.frameUrl, { expects: 200 })
  expect(page.headers.get('content-security-policy')).toContain('sandbox allow-scripts allow-popups')
  expect(page.body).toContain('As agreed.')
  expect(page.body).not.toMatch(/alert\(1\)|tracker\.example|javascript:/)
  const inline = /src="(\/frame\/attached\/[^"]+\/picture\/1)"/.exec(page.body)?.[1] ?? ''
  expect((await fetch(samtale.origin + inline)).headers.get('content-type')).toBe('image/png')
  expect((await fetch(samtale.origin + inline.replace(/1$/, '0'))).status).toBe(404)
  expect((await fetch(samtale.origin + body.frameUrl.replace(/.{5}$/, 'xxxxx'))).status).toBe(404)
  expect(
    (await fetch(`${samtale.origin}/frame/attached/${body.frameUrl.split('/')[3].replace(/^\d+/, '9')}`)).status,
  ).toBe(404)

  expect((await mailAt('0')).body).toMatchObject({
    subject: 'Second',
    attachments: [{ part: '0.0', name: 'third.eml' }],
  })
  expect((await mailAt('0.0')).body).toMatchObject({
    subject: 'Third',
    attachments: [{ part: '0.0.0' }, { part: '0.0.1' }],
  })
  expect(await mailAt('0.0.0')).toMatchObject({ status: 415, body: { code: 'noPreview' } })
  expect(await mailAt('0.0.0.0')).toMatchObject({ status: 400 })
  for (const part of ['7', '0.7', '1']) expect((await mailAt(part)).status).toBeGreaterThanOrEqual(404)

  const base = `/api/files/${file?.fileId}`
  expect((await admin.get(`${base}/content?part=0.0.1`, { expects: 200 })).body).toBe('of the third')
  expect((await admin.get(`${base}/preview?part=0.0.1`, { expects: 200 })).body.text).toBe('of the third')
  const whole = await admin.get(`${base}/content?part=0.0.0`, { expects: 200 })
  expect(whole.headers.get('content-disposition')).toContain('fourth.eml')
  const drawn = await fetch(`${samtale.origin}${base}/picture?part=1&size=thumb`, {
    headers: { cookie: admin.cookie() },
  })
  expect(drawn.headers.get('content-type')).toBe('image/webp')
})

test('abuse-19 the link of one attached mail opens no other', async () => {
  const [one, other] = await arrived({
    files: [eml('one.eml', within([], { html: '<p>one</p>' })), eml('other.eml', within([], { html: '<p>other</p>' }))],
  })
  const { body } = await admin.get(`/api/files/${one?.fileId}/mail`, { expects: 200 })
  const moved = body.frameUrl.replace(`.${one?.fileId}.`, `.${other?.fileId}.`)
  expect(moved).not.toBe(body.frameUrl)
  expect((await fetch(samtale.origin + moved)).status).toBe(404)
  const asMessage = body.frameUrl.replace('/frame/attached/', '/frame/')
  expect((await fetch(samtale.origin + asMessage)).status).toBe(404)
})

test('40 attachments are 40 (pains 6)', async () => {
  const files = Array.from({ length: 40 }, (_, at) => ({
    name: `reading ${at + 1}.txt`,
    type: 'text/plain',
    bytes: `${at}`,
  }))
  const shown = await arrived({ files })
  expect(shown.map(({ name }) => name)).toEqual(files.map(({ name }) => name))
  expect((await preview(shown[39] as Shown)).body.text).toBe('39')
})

test('abuse-33 whoever may not see the conversation looks at none of its files', async () => {
  const file = await oneOf({ name: 'brev.txt', type: 'text/plain', bytes: 'a letter' })
  const other = await samtale.signIn((await samtale.openAccount('Nordmark Eiendom')).email)
  for (const what of ['preview', 'picture', 'mail', 'content']) {
    expect((await other.get(`/api/files/${file.fileId}/${what}`)).status).toBe(404)
  }
})
