import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { sanitiseHtml } from '../../server/mail/sanitise-html.ts'
import { readMailStyle } from '../../server/mail/sanitise-style-sheet.ts'
import { isSoak, reportSoak, seed } from '../durability/soaking.ts'
import { activeContentIn, activeStyleIn } from '../harness/active-content.ts'
import { launchBrowser } from '../harness/chromium.ts'
import { hostileHtml } from '../harness/hostile-html.ts'
import { startTracker, watchBrowser } from '../harness/watch-browser.ts'

/**
 * What the sanitiser writes, read by Chromium's own parser on pages that have no policy at all: whatever would run, ask or
 * cover there is the sanitiser's fault alone. What the frame and its policy add, tests/journeys/hostile-mail.test.ts sees.
 */
const browser = await launchBrowser()
const tracker = await startTracker()
const hostile = hostileHtml(tracker.url)

/** Pages by path, without a policy. */
const pages = new Map<string, string>()
const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(pages.get(request.url ?? '') ?? '')
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(async () => {
  await browser.close()
  server.close()
  server.closeAllConnections()
})

const document = (body: string) => `<!doctype html><html><head><meta charset="utf-8"></head><body>${body}</body></html>`

/** Opens each as a page, for so long at most (ms): what leads its page elsewhere may never load. What was heard of them. */
async function open(bodies: readonly string[], timeout = 20_000): Promise<string[]> {
  const context = await browser.newContext()
  try {
    const heard = await watchBrowser(context, origin)
    const page = await context.newPage()
    heard.length = 0
    for (const [at, body] of bodies.entries()) {
      pages.set(`/${at}`, document(body))
      await page
        .goto(`${origin}/${at}`, { waitUntil: 'load', timeout })
        .catch((error) => heard.push(`interrupted ${error}`))
      if (page.url() !== `${origin}/${at}`) {
        heard.push(`led to ${page.url()}`)
        // Chromium may never open another page beside one that is on its way elsewhere: this one is called back instead.
        await page.goto('about:blank', { timeout }).catch(() => {})
      }
    }
    return heard
  } finally {
    await context.close()
  }
}

const cleaned = [...new Set(hostile.map(({ html }) => sanitiseHtml(html)))]

test('abuse-01 the watch hears what hostile HTML does where nobody cleans it', async () => {
  const bodies = hostile.filter(({ because }) => because.endsWith(': as it is')).map(({ html }) => html)
  const heard = await open(bodies, 2_000)
  expect(heard.filter((what) => what.startsWith('alert')).length).toBeGreaterThan(15)
  expect(heard.filter((what) => what.startsWith('asked')).length).toBeGreaterThan(15)
  expect(tracker.visits.length).toBeGreaterThan(15)
  expect((await activeContentIn(browser, bodies)).length).toBe(20)
})

test('abuse-01 abuse-03 abuse-04 of thousands of hostile pieces nothing is left that runs, asks or covers', async () => {
  expect(hostile.length).toBeGreaterThan(5_000)
  expect(await activeContentIn(browser, cleaned)).toEqual([])
  tracker.visits.length = 0
  const batches = Array.from({ length: 10 }, (_, at) => cleaned.filter((_, index) => index % 10 === at).join('\n'))
  expect(await open(batches)).toEqual([])
  expect(tracker.visits).toEqual([])
})

test('abuse-03 of hostile style sheets nothing is left that asks, covers or guesses', async () => {
  const written = hostile.filter(({ html }) => /<style/i.test(html)).map(({ html }) => html)
  const raw = written.map((html) => /<style>([^<]*)/i.exec(html)?.[1] ?? '')
  expect((await activeStyleIn(browser, raw)).length).toBe(20)
  const sheets = written.map((html) => readMailStyle(html).css)
  expect(sheets.filter((css) => css !== '').length).toBeGreaterThan(10)
  expect(sheets.filter((css) => css.includes('<'))).toEqual([])
  expect(await activeStyleIn(browser, sheets)).toEqual([])
})

test('abuse-02 what was cleaned is clean', () => {
  expect(cleaned.filter((html) => sanitiseHtml(html) !== html)).toEqual([])
})

const names = 'p div span a b table tr td ul li h1 blockquote pre details summary font body html head'
const foreign = 'svg math mtext mglyph style title desc foreignObject annotation-xml template noscript xmp textarea'
const rest = 'iframe select option form script plaintext img br input col caption center object x:y o:p'
const tagName = fc.constantFrom(...`${names} ${foreign} ${rest}`.split(' '))
const value = fc.constantFrom(
  'x',
  '',
  'alert(1)',
  'javascript:alert(1)',
  'https://hostile.example/?a=1&b=2',
  'cid:a"b',
  'color:red;position:fixed',
  '&quot; onclick=&quot;alert(1)',
  '</style><img src=x onerror=alert(1)>',
  '--><p>',
  '&#x3c;p&#62;',
  '`',
  '\0',
)
const attribute = fc
  .tuple(
    fc.constantFrom(
      'title',
      'href',
      'src',
      'style',
      'onclick',
      'id',
      'class',
      'name',
      'data-quote',
      'data-remote',
      'dir',
      'background',
      'xlink:href',
    ),
    fc.constantFrom('"', "'", '', '`'),
    value,
  )
  .map(([name, quote, text]) => ` ${name}=${quote}${text}${quote}`)
const opening = fc
  .tuple(tagName, fc.array(attribute, { maxLength: 3 }), fc.constantFrom('>', '>', '>', '/>', '', ' <'))
  .map(([name, list, end]) => `<${name}${list.join('')}${end}`)
const closing = tagName.map((name) => `</${name}>`)
const text = fc.constantFrom(
  'x',
  '&lt;',
  '&amp;lt;',
  '<',
  '>',
  '"',
  '&',
  '\n',
  '<!--',
  '-->',
  '--!>',
  '<![CDATA[',
  ']]>',
  '<?x',
  '&nbsp;',
)
const markup = fc.array(fc.oneof({ weight: 4, arbitrary: opening }, { weight: 3, arbitrary: closing }, text), {
  maxLength: 30,
})

test('abuse-02 any markup comes out clean, the same when fed in again, and as Chromium reads it', async () => {
  const outputs: string[] = []
  fc.assert(
    fc.property(markup, (pieces) => {
      const clean = sanitiseHtml(pieces.join(''))
      expect(sanitiseHtml(clean)).toBe(clean)
      outputs.push(clean)
    }),
    { numRuns: isSoak ? 200_000 : 6_000, seed },
  )
  expect(await activeContentIn(browser, outputs)).toEqual([])
  reportSoak('Hostile HTML and the sanitiser', { 'hostile pieces': hostile.length, 'markup by chance': outputs.length })
})
