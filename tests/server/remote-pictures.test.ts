import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { startSamtale, startSharedSamtale } from '../harness/samtale.ts'

const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#388ac6' } })
  .png()
  .toBuffer()
const bomb = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()
const frame = (background: string) => ({ create: { width: 10, height: 10, channels: 3 as const, background } })
const moving = await sharp(
  await Promise.all(['#f00', '#0f0', '#00f'].map((colour) => sharp(frame(colour)).png().toBuffer())),
  { join: { animated: true } },
)
  .gif({ loop: 0 })
  .toBuffer()
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'

const answers: Record<string, { type: string; body: Buffer | string }> = {
  '/photo.png': { type: 'image/png', body: png },
  '/lies.svg': { type: 'image/svg+xml', body: png },
  '/moving.gif': { type: 'image/gif', body: moving },
  '/behind.png': { type: 'image/png', body: png },
  '/sheet.png': { type: 'image/png', body: png },
  '/drawing.svg': { type: 'image/svg+xml', body: svg },
  '/says-png.png': { type: 'image/png', body: svg },
  '/page.png': { type: 'image/png', body: '<html><script>alert(1)</script></html>' },
  '/bomb.png': { type: 'image/png', body: bomb },
  '/broken.png': { type: 'image/png', body: png.subarray(0, 60) },
}

/** Somebody's server, which learns of every request. */
const visits: IncomingMessage[] = []
const server = createServer((request, response) => {
  visits.push(request)
  const answer = answers[(request.url ?? '').split('?')[0] ?? '']
  if (answer) response.setHeader('content-type', answer.type).end(answer.body)
  else response.writeHead(404).end()
}).listen(0, '127.0.0.1')
afterAll(() => server.close())
await new Promise((resolve) => server.once('listening', resolve))
const web = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const mail = (html: string) =>
  [
    'From: Mallory Moen <mallory@nordmark.example>',
    'To: support@solvik-varme.inbox.localhost',
    'Subject: =?utf-8?Q?V=C3=A5rsalg?= <b>',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '',
  ].join('\r\n')

const paths = Object.keys(answers)
const html = [
  `<style>.a{background:url(${web}/sheet.png)}</style>`,
  ...paths.filter((path) => !/behind|sheet/.test(path)).map((path) => `<img src="${web}${path}?a=1&amp;b=2">`),
  '<a href="https://evil.nordmark.com/">www.dnb.no</a>',
  `<img src="${web}/none.png"><img src="http://127.0.0.2:1/x.png">`,
  `<table class="a"><tr><td background="${web}/behind.png">x</td></tr></table>`,
].join('')

const samtale = await startSharedSamtale({ env: { SAMTALE_ALLOW_PRIVATE: '127.0.0.1' } })

async function frameOf(one: typeof samtale) {
  await one.deliver(mail(html), { from: 'mallory@nordmark.example' })
  await one.settled()
  const { body } = await one.admin.get('/api/threads', { expects: 200 })
  const timeline = await one.admin.get(`/api/threads/${body.results[0].id}/timeline`, { expects: 200 })
  const item = timeline.body.results[0]
  return { item, url: new URL(item.frameUrl, one.origin).href }
}

const linksIn = (page: string) =>
  [...page.matchAll(/(?:src=|url\()"([^"]*\/remote\/[^"]*)"/g)].map(([, link = '']) => link)

test('abuse-05 nothing is asked until the pictures are, and then this server alone asks', async () => {
  const { item, url } = await frameOf(samtale)
  expect(item.hasRemoteImages).toBe(true)
  const plain = await fetch(`${url}?theme=dark&lang=nb`)
  const page = await plain.text()
  expect(plain.status).toBe(200)
  expect(linksIn(page)).toEqual([])
  expect(page).not.toContain(web)
  expect(page).toContain('går til evil.nordmark.com')
  expect(visits).toEqual([])

  const shown = await (await fetch(`${url}?images=shown`)).text()
  // No address of the mail stands in the page even now, and asking for the page asks nobody.
  expect(shown).not.toContain(web)
  expect(visits).toEqual([])
  const links = linksIn(shown)
  expect(links.length).toBe(paths.length + 2)
  const results = await Promise.all(
    links.map(async (link) => {
      const answer = await fetch(new URL(link, samtale.origin), {
        headers: { cookie: 'samtale=x', referer: 'http://x/' },
      })
      const image = answer.status === 200 ? await sharp(Buffer.from(await answer.arrayBuffer())).metadata() : null
      if (image) {
        expect(answer.headers.get('content-type')).toBe('image/webp')
        expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      }
      return image && [image.format, image.width, image.pageHeight ?? image.height, image.pages ?? 1]
    }),
  )
  // By their bytes: what is no picture, or too much of one, does not come, whatever it calls itself.
  expect(
    results
      .filter((one) => one !== null)
      .map((one) => one.join(' '))
      .sort(),
  ).toEqual(['webp 10 10 3', ...Array.from({ length: 4 }, () => 'webp 30 20 1')])
  expect(results.filter((one) => one === null).length).toBe(7)
  const asked = visits.map(({ headers }) => Object.keys(headers).sort().join())
  expect(new Set(asked)).toEqual(new Set(['accept,accept-encoding,connection,host,user-agent']))
  expect(visits.find(({ url: path }) => path?.startsWith('/photo'))?.url).toBe('/photo.png?a=1&b=2')

  // Seen again, it is asked for once.
  const before = visits.length
  await fetch(new URL(links[0] ?? '', samtale.origin))
  expect(visits.length).toBe(before)
})

test('abuse-05 the proxy is open for nothing that no mail shows', async () => {
  const { url } = await frameOf(samtale)
  const { pathname } = new URL(url)
  const [link = ''] = linksIn(await (await fetch(`${url}?images=shown`)).text())
  const other = linksIn(await (await fetch(`${(await frameOf(samtale)).url}?images=shown`)).text())[0] ?? ''
  const before = visits.length
  const [place, mac = ''] = (link.split('/').at(-1) ?? '').split('.')
  for (const picture of [
    `0.${'A'.repeat(22)}`,
    `1.${mac}`,
    `${place}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`,
    `0${place}`,
    `${place}.`,
    `${place}.${mac.slice(0, 10)}`,
    `-1.${mac}`,
    `9999.${mac}`,
    other.split('/').at(-1),
    encodeURIComponent(`${web}/photo.png`),
  ]) {
    const answer = await fetch(`${samtale.origin}${pathname}/remote/${picture}`)
    expect({ picture, status: answer.status }).toEqual({ picture, status: 404 })
  }
  expect(visits.length).toBe(before)
})

test('abuse-30 without an exception no picture inside is fetched', async () => {
  const strict = await startSamtale()
  const { url } = await frameOf(strict)
  const before = visits.length
  const links = linksIn(await (await fetch(`${url}?images=shown`)).text())
  for (const link of links) expect((await fetch(new URL(link, strict.origin))).status).toBe(404)
  expect(visits.length).toBe(before)
})

test('the original is text, and the page to print says who wrote to whom', async () => {
  const { item } = await frameOf(samtale)
  const original = await samtale.admin.get(`/api/messages/${item.id}/original`, { expects: 200 })
  expect(original.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(original.headers.get('x-content-type-options')).toBe('nosniff')
  expect(original.headers.get('content-security-policy')).toMatch(/default-src 'none';.* sandbox$/)
  expect(original.body).toContain('From: Mallory Moen <mallory@nordmark.example>')
  expect(original.body).toContain('<style>')

  const before = visits.length
  const printed = await samtale.admin.get(`/api/messages/${item.id}/print?lang=nb&zone=Europe/Oslo`, { expects: 200 })
  expect(printed.headers.get('content-security-policy')).toMatch(/ sandbox allow-scripts allow-modals /)
  expect(printed.body).toContain('<bdi>Vårsalg &lt;b&gt;</bdi>')
  expect(printed.body).toContain('<dt>Fra</dt><dd><bdi>Mallory Moen &lt;mallory@nordmark.example&gt;</bdi></dd>')
  expect(linksIn(String(printed.body))).toEqual([])
  const withImages = await samtale.admin.get(`/api/messages/${item.id}/print?images=shown`, { expects: 200 })
  expect(linksIn(String(withImages.body)).length).toBe(paths.length + 2)
  expect(visits.length).toBe(before)
  await samtale.admin.get(`/api/messages/${item.id}/print?zone=Nowhere`, { expects: 400 })
})

test('the original of a large mail ends at 1 MB, and says so', async () => {
  await samtale.deliver(mail(`<p>${'Kaffe. '.repeat(10)}</p>\r\n`.repeat(20_000)))
  await samtale.settled()
  const { body } = await samtale.admin.get('/api/threads', { expects: 200 })
  const timeline = await samtale.admin.get(`/api/threads/${body.results[0].id}/timeline`, { expects: 200 })
  const { body: text } = await samtale.admin.get(`/api/messages/${timeline.body.results[0].id}/original?lang=nb`, {
    expects: 200,
  })
  expect(String(text).length).toBeLessThan(1_049_000)
  expect(String(text).trim()).toMatch(/\[Den første MB av 1\.5 MB\. Last ned e-posten for å lese hele\.\]$/)
})
