import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale({ env: { SAMTALE_ALLOW_PRIVATE: '127.0.0.1' } })

/** The sender's server, which counts readers. */
const visits: string[] = []
const picture = await sharp({ create: { width: 600, height: 90, channels: 3, background: '#35986b' } })
  .png()
  .toBuffer()
const tracker = createServer((request, response) => {
  visits.push(`${request.url} ${request.headers['user-agent']} ${request.headers.cookie} ${request.headers.referer}`)
  response.setHeader('content-type', 'image/png').end(picture)
}).listen(0, '127.0.0.1')
afterAll(() => tracker.close())
await new Promise((resolve) => tracker.once('listening', resolve))
const web = `http://127.0.0.1:${(tracker.address() as AddressInfo).port}`

const newsletter = `<html><head><style>
    @media only screen and (max-width: 500px) { .column { display: block !important; width: 100% !important } }
    .hero { color: #ffffff; background: #1a7f5a url(${web}/sheet.png) }
    a + span, [role=note] { display: none !important }
    body { position: fixed; inset: 0 }
  </style></head><body bgcolor="#eef1f4">
  <table width="600" align="center" bgcolor="#ffffff"><tr><td colspan="2" class="hero"><h1>Warm evenings</h1></td></tr>
  <tr><td colspan="2"><img src="${web}/hero.png" width="600" alt="A heat pump in the snow"></td></tr>
  <tr><td class="column" width="300" background="${web}/cell.png">The quiet one</td><td class="column" width="300">The strong one</td></tr>
  <tr><td colspan="2">Sign in at <a href="https://evil.nordmark.com/dnb">www.dnb.no</a> or
    <a href="https://shop.nordmark.com/">nordmark.com</a>.</td></tr></table>
  <img src="${web}/open.gif" width="1" height="1"></body></html>`

const letter = `<p style="color:#222222">Hei, <span style="color:#1F497D">her er tallene.</span></p>
  <table style="white-space:nowrap"><tr>${'<td style="border-bottom:1px solid #eee">12,5 grader</td>'.repeat(20)}</tr></table>
  <p style="color:black">Hilsen Ola</p>`

const fixed = `<table width="700" bgcolor="#eaf3ee"><tr><td width="350">${'The first column. '.repeat(6)}</td><td width="350">${'The second column. '.repeat(6)}</td></tr></table>`
const stiff = `<table bgcolor="#eaf3ee" style="white-space:nowrap"><tr><td>${'One line that does not break. '.repeat(2)}</td></tr></table>`

async function receive(name: string, html: string): Promise<void> {
  const address = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
  const head = [`From: ${name} <${address}>`, 'To: support@solvik-varme.inbox.localhost', `Subject: Mail of ${name}`]
  await samtale.deliver([...head, 'Content-Type: text/html; charset=utf-8', '', html, ''].join('\r\n'), {
    from: address,
  })
  await samtale.settled()
}

async function read(page: Page, name: string) {
  await openConversation(page, name)
  const { conversation } = inboxOf(page)
  const element = conversation.getByTitle(`Message from ${name}`, { exact: true })
  await expect.poll(() => element.getAttribute('data-waiting')).toBe(null)
  const inside = await (await element.elementHandle())?.contentFrame()
  /** What the mail's own page says of itself. */
  const measure = async (expression: string) =>
    await inside?.evaluate(`(({ documentElement: root }) => ${expression})(document)`)
  return { conversation, frame: element.contentFrame(), measure }
}

test('pictures on the web come when asked for, links say where they lead, and a mail is printed and seen as it came', async () => {
  await receive('Mallory Moen', newsletter)
  const { page, context } = await open(samtale, { as: samtale.account.email })
  const strangers: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(samtale.origin) && !request.url().startsWith('data:')) strangers.push(request.url())
  })
  const { conversation, frame, measure } = await read(page, 'Mallory Moen')

  // abuse-05: nothing is asked before, and what a picture shows is said.
  await frame.getByRole('img', { name: 'A heat pump in the snow', exact: true }).waitFor()
  expect(await frame.locator('img').count()).toBe(0)
  expect({ strangers, visits }).toEqual({ strangers: [], visits: [] })

  // The sender's style applies, and neither hides the mark nor leaves its place.
  expect(await measure('getComputedStyle(root.querySelector("h1")).color')).toBe('rgb(255, 255, 255)')
  // abuse-04: one of the two links says another address than it leads to.
  expect(await frame.getByRole('note').allTextContents()).toEqual(['⚠ leads to evil.nordmark.com'])
  expect(await frame.getByRole('note').isVisible()).toBe(true)
  expect(await frame.locator('a:not([rel="noopener noreferrer nofollow"]), a:not([target="_blank"])').count()).toBe(0)
  expect(await measure('getComputedStyle(root.querySelector("[data-body]")).position')).toBe('static')

  await conversation.getByRole('button', { name: 'Show images', exact: true }).click()
  const hero = frame.getByRole('img', { name: 'A heat pump in the snow', exact: true })
  await expect.poll(() => hero.evaluate((image) => 'naturalWidth' in image && image.naturalWidth)).toBe(600)
  await conversation.getByText('Images are shown').waitFor()
  await expect.poll(() => visits.length).toBe(4)
  expect([...visits].sort()).toEqual(
    ['cell', 'hero', 'open', 'sheet'].map(
      (name) => `/${name}.${name === 'open' ? 'gif' : 'png'} Samtale undefined undefined`,
    ),
  )
  expect(strangers).toEqual([])

  const menu = async (name: string) => {
    await conversation.getByRole('button', { name: 'More about this message', exact: true }).click()
    const opening = context.waitForEvent('page')
    await page.getByRole('menuitem', { name, exact: true }).click()
    const opened = await opening
    await opened.waitForLoadState()
    return opened
  }
  const printed = await menu('Print')
  await printed.getByRole('heading', { name: 'Mail of Mallory Moen', exact: true }).waitFor()
  await printed.getByText('Mallory Moen <mallory@nordmark.example>', { exact: true }).waitFor()
  await printed.getByRole('img', { name: 'A heat pump in the snow', exact: true }).waitFor()
  expect(await printed.evaluate('origin')).toBe('null')
  const original = await menu('Show original')
  expect(await original.evaluate('document.contentType')).toBe('text/plain')
  expect(await original.locator('body').textContent()).toContain('@media only screen and (max-width: 500px)')
  expect(strangers).toEqual([])
})

test('on a phone in the dark wide mails fit, letters are dark and designs lie on their own ground', async () => {
  await receive('Nora Nyhet', newsletter)
  await receive('Ola Brev', letter)
  await receive('Fia Fast', fixed)
  await receive('Stian Stiv', stiff)
  const { page } = await open(samtale, { as: samtale.account.email, width: 390, theme: 'dark' })
  const overflow = 'root.scrollWidth - root.clientWidth'
  const zoom = 'root.querySelector("body > div").style.zoom'

  const news = await read(page, 'Nora Nyhet')
  expect(await news.measure(overflow)).toBe(0)
  expect(await news.measure(zoom)).toBe('')
  // Its columns stand below each other, as its own style says.
  const [quiet, strong] = await Promise.all(
    ['The quiet one', 'The strong one'].map((text) => news.frame.getByText(text, { exact: true }).boundingBox()),
  )
  expect(strong?.y).toBeGreaterThan(quiet?.y ?? 0)
  expect(await news.measure('getComputedStyle(root).backgroundColor')).toBe('rgb(255, 255, 255)')

  await page.goBack()
  const plain = await read(page, 'Ola Brev')
  expect(await plain.measure(overflow)).toBe(0)
  expect(await plain.measure(zoom)).toBe('')
  // The table scrolls by itself; the words keep their size.
  expect(await plain.measure('root.querySelector("table").scrollWidth > root.clientWidth')).toBe(true)
  expect(await plain.measure('getComputedStyle(root.querySelector("p:last-of-type")).color')).toBe('rgb(229, 234, 238)')
  expect(await plain.measure('getComputedStyle(root.querySelector("p span")).color')).toBe('rgb(142, 184, 235)')
  expect(await plain.measure('getComputedStyle(root).backgroundColor')).toBe('rgba(0, 0, 0, 0)')

  await page.goBack()
  const wide = await read(page, 'Fia Fast')
  expect(await wide.measure(overflow)).toBe(0)

  await page.goBack()
  const stiffly = await read(page, 'Stian Stiv')
  expect(Number(await stiffly.measure(zoom))).toBeGreaterThan(0.5)
  expect(await stiffly.measure(overflow)).toBeLessThanOrEqual(1)
})
