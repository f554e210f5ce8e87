import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { isSoak, reportSoak } from '../durability/soaking.ts'
import { activeContentIn } from '../harness/active-content.ts'
import { launchBrowser } from '../harness/chromium.ts'
import { hostileHtml, hostileLines } from '../harness/hostile-html.ts'
import { charsetLies, everyFieldOf, headOf, mailOfParts } from '../harness/hostile-mails.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startTracker, watchBrowser } from '../harness/watch-browser.ts'
import { corpusFolder } from '../mail/measure-corpus.ts'
import { inboxOf, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

/**
 * Hostile mail where people meet it: the list, the thread with its frames, text and details, print, the composer, the
 * outbox, what is sent, the mails to our own people, the audit. Each page is watched: nothing runs, nothing is asked of
 * anybody else, nothing opens, nothing lies over the app, and nothing of a mail is an element of it (law 7). The policy
 * of the frame has nothing to refuse either.
 */
const open = await startBrowser()
const parser = await launchBrowser()
afterAll(() => parser.close())
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const tracker = await startTracker()
const lines = hostileLines(tracker.url)
/** In `npm test` three attacks share a field, in the soak each has its own mail. */
const fields = isSoak ? lines : lines.flatMap((_, at) => (at % 3 === 0 ? [lines.slice(at, at + 3).join(' ')] : []))

async function watchedInbox(): Promise<{ page: Page; heard: string[] }> {
  const { page, context } = await open(samtale, { as: samtale.account.email })
  const heard = await watchBrowser(context, samtale.origin)
  await page.reload()
  return { page, heard }
}

/** Of the app's own page: elements that it does not make, and its corners, if something lies over them. */
const foreignInApp = `(() => {
  const found = []
  const strange = 'script:not([src^="/assets/"]), style, object, embed, base, form[action], meta[http-equiv], template, math, xmp, [srcdoc], [class~="hostile"], [id="hostile"], [name="hostile"], svg script, svg image, svg foreignObject'
  for (const element of document.querySelectorAll(strange)) found.push(element.outerHTML.slice(0, 200))
  for (const element of document.querySelectorAll('body *'))
    for (const { name, value } of element.attributes)
      if (name.startsWith('on') || (/^(?:href|src|action|xlink:href|data)$/.test(name) && !/^(?:\\/|#|https?:|mailto:|tel:|data:image\\/|blob:)/i.test(value)))
        found.push(name + '=' + value + ' of ' + element.outerHTML.slice(0, 200))
  for (const frame of document.querySelectorAll('iframe')) {
    if (!frame.getAttribute('src')?.startsWith('/frame/')) found.push('frame ' + frame.src)
    if (!/^allow-scripts allow-popups allow-popups-to-escape-sandbox$/.test(frame.getAttribute('sandbox') ?? '')) found.push('frame without sandbox')
  }
  for (const landmark of document.querySelectorAll('[role="banner"], header, nav, [aria-label="Conversations"] a, [aria-label="Conversation"] header')) {
    const { left, top, width, height } = landmark.getBoundingClientRect()
    const shown = document.elementFromPoint(left + width / 2, top + height / 2)
    if (shown?.localName === 'iframe') found.push('covered ' + landmark.outerHTML.slice(0, 100))
  }
  return found
})()`

/** All that stands unlike the app's own; asked again until the page is at rest. */
async function expectUnharmed(page: Page, heard: readonly string[], because: string): Promise<void> {
  expect(await page.evaluate(foreignInApp), because).toEqual([])
  expect(heard, because).toEqual([])
  expect(tracker.visits, because).toEqual([])
  expect(new URL(page.url()).origin, because).toBe(samtale.origin)
}

/** Opens a conversation by its address and waits until every mail in it is there, as it was designed. */
async function openThread(page: Page, threadId: string): Promise<void> {
  await page.goto(`/inbox/threads/${threadId}`)
  const { conversation, messages } = inboxOf(page)
  await messages.first().waitFor()
  const switches = conversation.getByRole('button', { name: 'Show as designed', exact: true })
  while ((await switches.count()) > 0) await switches.first().click()
  await expect.poll(() => conversation.locator('iframe[data-waiting]').count()).toBe(0)
}

/** What each frame of the page holds besides our script, as its own browser reads it. */
async function framedBodies(page: Page): Promise<string[]> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame())
  return Promise.all(
    frames.map(async (frame) => {
      expect(await frame.evaluate('origin')).toBe('null')
      expect(await frame.locator('script').count()).toBe(1)
      return frame.evaluate<string>("document.body.innerHTML.replace(/<script>[^<]*<\\/script>$/, '')")
    }),
  )
}

async function threadIds(): Promise<string[]> {
  const { body } = await samtale.admin.get('/api/threads?limit=500', { expects: 200 })
  return body.results.map((row: { id: string }) => row.id)
}

const hostile = hostileHtml(tracker.url)
/** In `npm test` every seventh piece: each seed and each trick is there, not each with each. */
const bodies = isSoak ? hostile : hostile.filter((_, at) => at % 7 === 0)
const partsInMail = 40
const mailsInThread = isSoak ? 40 : 12

test(`abuse-01 abuse-03 abuse-04 hostile HTML in ${bodies.length} bodies is shown and does nothing`, async () => {
  expect(bodies.length).toBeGreaterThan(1_000)
  for (let at = 0, number = 0; at < bodies.length; at += partsInMail, number++) {
    const thread = Math.floor(number / mailsInThread)
    const isFirst = number % mailsInThread === 0
    const parts = bodies
      .slice(at, at + partsInMail)
      .map(({ html }) => ({ type: 'text/html; charset=utf-8', body: html }))
    const head = headOf({
      from: `Hostile Moen <body${thread}@hostile.example>`,
      subject: `Bodies ${thread}`,
      messageId: `body${thread}.${number % mailsInThread}@hostile.example`,
      ...(isFirst ? {} : { inReplyTo: `body${thread}.0@hostile.example` }),
    })
    await samtale.deliver(mailOfParts(head, parts), { from: `body${thread}@hostile.example` })
    if (isFirst) await samtale.settled()
  }
  await samtale.deliver(
    mailOfParts(
      headOf({ from: 'Lying Moen <lies@hostile.example>', subject: 'Lies', messageId: 'lies@hostile.example' }),
      charsetLies(),
    ),
    { from: 'lies@hostile.example' },
  )
  await samtale.settled()
  const { page, heard } = await watchedInbox()
  const ids = await threadIds()
  expect(ids.length).toBe(Math.ceil(bodies.length / partsInMail / mailsInThread) + 1)
  const count = { framed: 0, pictured: 0 }
  for (const id of ids) {
    await openThread(page, id)
    const found = await framedBodies(page)
    count.framed += found.length
    expect((await activeContentIn(parser, found)).filter(isNotOurs)).toEqual([])
    await expectUnharmed(page, heard, id)
    // Pictures that somebody asks for come through the server, which goes to no inside address.
    const pictures = page.getByRole('button', { name: 'Show images', exact: true })
    if ((await pictures.count()) === 0) continue
    count.pictured++
    await pictures.last().click()
    await page.getByText('Images are shown').waitFor()
    await page.waitForLoadState('networkidle')
    await expectUnharmed(page, heard, `pictures of ${id}`)
  }
  reportSoak('Hostile mail in a browser', { 'hostile pieces': bodies.length, mails: count.framed })
  expect(count.framed).toBe(Math.ceil(bodies.length / partsInMail) + 1)
  expect(count.pictured).toBeGreaterThan(1)

  // The watch is not deaf in such a frame.
  await page.frames().at(-1)?.evaluate('alert(1)')
  expect(heard).toEqual([expect.stringContaining('alert in')])
}, 120_000)

/** What the frame adds to a mail. */
function isNotOurs(finding: string): boolean {
  return !/^(?:attribute (?:class|id|role)|source \/frame\/)/.test(finding)
}

/** Pastes each piece of HTML where the focus is. */
const pastes = (pieces: readonly string[]) => `for (const html of ${JSON.stringify(pieces)}) {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/html', html)
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}`
const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

test('abuse-01 hostile words in every field of a mail stay words: list, thread, details, print, original', async () => {
  for (const [at, line] of fields.entries()) {
    const address = `field${at}@hostile.example`
    expect((await samtale.deliver(everyFieldOf(line, address), { from: address })).code, line).toBe(250)
  }
  await samtale.settled()
  const { page, heard } = await watchedInbox()
  const { list, conversation, details } = inboxOf(page)
  await list.getByRole('listitem').first().waitFor()
  await expectUnharmed(page, heard, 'the list')
  const { body } = await samtale.admin.get('/api/threads?limit=500', { expects: 200 })
  const rows = body.results.filter((row: { contact: { address: string } }) => row.contact.address.startsWith('field'))
  expect(rows.length).toBe(fields.length)
  for (const [at, row] of rows.entries()) {
    await openThread(page, row.id)
    await details.getByText(row.contact.address).first().waitFor()
    expect(await conversation.getByRole('heading', { level: 2 }).textContent()).toBe(row.subject)
    await expectUnharmed(page, heard, row.subject)
    if (at % 4 > 0) continue
    const timeline = await samtale.admin.get(`/api/threads/${row.id}/timeline`, { expects: 200 })
    const [message] = timeline.body.results
    for (const view of ['print?images=shown', 'original']) {
      await page.goto(`/api/messages/${message.id}/${view}`)
      expect(await page.evaluate('origin'), view).toBe('null')
      expect({ heard, visits: tracker.visits }, `${view} of ${row.subject}`).toEqual({ heard: [], visits: [] })
    }
  }
  expect(rows.map((row: { subject: string }) => row.subject).join()).toContain('<script>alert(1)</script>')
}, 120_000)

test('abuse-01 a hostile subject is suggested, closed and answered as words; what is pasted and quoted goes out clean', async () => {
  const subject = `<img src=x onerror=alert(1)><script src="${tracker.url}/suggested.js"></script>`
  const mail = (who: string, more: object) =>
    aMail({ from: `${word(`${who} <svg/onload=alert(1)>`)} <${who}@hostile.example>`, subject: word(subject), ...more })
  const text = `${subject}\n\n${lines.join('\n')}`
  await samtale.deliver(mail('later', { messageId: 'suggested@hostile.example', text }))
  await samtale.settled()
  await samtale.deliver(mail('stranger', { inReplyTo: 'suggested@hostile.example' }))
  await samtale.settled()
  relay.script((to) => (to.startsWith('later') ? { rcpt: '550 5.1.1 <img src=x onerror=alert(1)> come back' } : {}))
  const { page, heard } = await watchedInbox()
  const { row, conversation, textbox, send, messages } = inboxOf(page)
  await row('stranger').getByRole('link').click()
  await conversation.getByText(`This mail answers “${subject}”.`).waitFor()
  await expectUnharmed(page, heard, 'the suggestion')

  await row('later').getByRole('link').click()
  await messages.first().waitFor()
  await textbox('Reply').fill('Clean words.')
  await page.evaluate(pastes(bodies.slice(0, 200).map(({ html }) => html)))
  await send.click()
  await messages.filter({ hasText: 'Clean words.' }).getByText('come back').waitFor()
  await expectUnharmed(page, heard, 'the refusal in the thread')
  await page.goto('/outbox')
  await page.getByRole('button', { name: 'Show how it looks', exact: true }).click()
  await expect.poll(() => page.locator('iframe[data-waiting]').count()).toBe(0)
  await expectUnharmed(page, heard, 'the outbox')
  relay.script({})
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  const sent = await takenMail(relay, 'later@hostile.example', 'Clean words.')
  expect(sent.text).toContain(subject)
  const active = await activeContentIn(parser, [String(sent.html)])
  expect(active.filter((finding) => !finding.startsWith('attribute class'))).toEqual([])

  await page.goto('/inbox')
  await row('stranger').getByRole('link').click()
  await messages.first().waitFor()
  await conversation.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('status').getByText('stranger').waitFor()
  await expectUnharmed(page, heard, 'the toast')
})

test('abuse-01 hostile names of an account and its people stay words in its mails, its audit and its screens', async () => {
  const [script = '', image = ''] = lines
  const { accountId } = await samtale.openAccount(`Hostile ${script}`)
  const { email } = await samtale.addUser({ accountId, name: `Elif ${image}`, role: 'super-admin' })
  const elif = await samtale.signIn(email)
  const invitations = [{ email: 'invited@hostile.example', name: `Jonas ${image}`, role: 'user' }]
  await elif.post('/api/invitations', { invitations }, { expects: 201 })
  const mail = await takenMail(relay, 'invited@hostile.example', script)
  expect(mail).toMatchObject({ html: false, attachments: [] })
  expect(mail.subject).toContain(image)

  const { page, context } = await open(samtale, { as: email })
  const heard = await watchBrowser(context, samtale.origin)
  for (const path of ['/settings/users', '/settings/audit', '/inbox']) {
    await page.goto(path)
    await page.getByRole('banner').waitFor()
    if (path !== '/inbox') await page.getByText(image).first().waitFor()
    await expectUnharmed(page, heard, path)
  }
})

const corpus = corpusFolder()
test.skipIf(corpus === null)('abuse-01 the hostile mails of others do nothing', async () => {
  const folder = join(corpus ?? '', 'xss')
  const first = 'others@hostile.example'
  await samtale.deliver(aMail({ from: 'Others <sender@example.org>', subject: 'Others', messageId: first }))
  await samtale.settled()
  // All of them answer the first: they are shown in one conversation.
  for (const file of readdirSync(folder)) {
    const mail = Buffer.concat([Buffer.from(`In-Reply-To: <${first}>\r\n`), readFileSync(join(folder, file))])
    await samtale.deliver(mail, { from: `${file}@example.org` })
  }
  await samtale.settled()
  const { page, heard } = await watchedInbox()
  const { body } = await samtale.admin.get('/api/threads?limit=1', { expects: 200 })
  await openThread(page, body.results[0].id)
  const found = await framedBodies(page)
  expect(found.length).toBeGreaterThan(30)
  expect((await activeContentIn(parser, found)).filter(isNotOurs)).toEqual([])
  await expectUnharmed(page, heard, 'the conversation')
})
