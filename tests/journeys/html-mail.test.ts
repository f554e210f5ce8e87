import { expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startTracker } from '../harness/watch-browser.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()

const { url: trackerUrl, visits } = await startTracker()

/** One blue pixel. */
const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=='

function htmlMail(html: string): string {
  return [
    'From: Mallory Moen <mallory@nordmark.example>',
    'To: support@solvik-varme.inbox.localhost',
    'Subject: Our newsletter',
    'Message-ID: <newsletter@nordmark.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '--b',
    'Content-Type: image/png',
    'Content-Transfer-Encoding: base64',
    'Content-ID: <inline@nordmark.example>',
    'Content-Disposition: inline; filename=pixel.png',
    '',
    picture,
    '--b--',
    '',
  ].join('\r\n')
}

test('HTML mail is shown as designed, runs nothing, asks nobody and reaches nothing of the app', async () => {
  await samtale.deliver(
    htmlMail(`
      <style>@import url(${trackerUrl}/import.css); body { background: url(${trackerUrl}/background.png) }</style>
      <link rel="stylesheet" href="${trackerUrl}/link.css">
      <meta http-equiv="refresh" content="0;url=${trackerUrl}/refresh">
      <base href="${trackerUrl}/">
      <h1 style="color: rgb(10, 20, 30)">Spring sale</h1>
      <img id="remote" src="${trackerUrl}/pixel.gif" srcset="${trackerUrl}/2x.gif 2x" alt="a remote picture">
      <img id="inline" src="cid:inline@nordmark.example" alt="an inline picture">
      <img src="x" onerror="alert('error handler')">
      <svg onload="alert('svg')"><script>alert('svg script')</script></svg>
      <script>alert('script'); fetch('${trackerUrl}/fetched'); parent.document.title = 'taken'</script>
      <iframe src="${trackerUrl}/frame"></iframe><object data="${trackerUrl}/object"></object>
      <form action="${trackerUrl}/form"><input name="password" autofocus onfocus="alert('focus')"><button>Go</button></form>
      <a href="javascript:alert('link')">a bad link</a>
      <a href="https://nordmark.example/sale">a good link</a>
      <div style="position: fixed; inset: 0; background: url(${trackerUrl}/css.png)" onclick="alert('click')">over all</div>
    `),
    { from: 'mallory@nordmark.example' },
  )
  await samtale.settled()
  const { page, context } = await open(samtale, { as: samtale.account.email })
  const dialogs: string[] = []
  const strangers: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  context.on('request', (request) => {
    if (!request.url().startsWith(samtale.origin) && !request.url().startsWith('data:')) strangers.push(request.url())
  })
  await openConversation(page, 'Mallory Moen')
  const { conversation } = inboxOf(page)
  const frame = conversation.getByTitle('Message from Mallory Moen', { exact: true }).contentFrame()
  await frame.getByRole('heading', { name: 'Spring sale', exact: true }).waitFor()
  await conversation.getByText('Images from the internet are not loaded').waitFor()

  // Its own pictures are there, its links open elsewhere, and whatever runs or asks is gone.
  const inline = frame.getByRole('img', { name: 'an inline picture', exact: true })
  await expect.poll(() => inline.evaluate((image) => 'naturalWidth' in image && image.naturalWidth)).toBe(1)
  expect(await frame.locator('iframe, object, form, input, base, link, svg, meta[http-equiv]').count()).toBe(0)
  // The one script is ours and tells how tall the mail is.
  expect(await frame.locator('script').allTextContents()).toEqual([expect.stringContaining("samtale:'frame'")])
  expect(await frame.locator('[onerror], [onload], [onclick], [onfocus]').count()).toBe(0)
  const good = frame.getByRole('link', { name: 'a good link', exact: true })
  expect(await good.getAttribute('rel')).toContain('noopener')
  expect(await frame.locator('a[href^="javascript"]').count()).toBe(0)
  await frame.getByText('over all').click()
  await frame.getByText('a bad link').click()

  // The frame is of no origin and sends no cookie, and the app around it is unharmed.
  const child = page.frames().find((one) => one !== page.mainFrame())
  expect(await child?.evaluate('origin')).toBe('null')
  expect(await page.title()).toContain('Samtale')
  const readsApp = "(() => { try { return parent.document.title } catch { return 'refused' } })()"
  expect(await child?.evaluate(readsApp)).toBe('refused')
  expect({ dialogs, strangers, visits }).toEqual({ dialogs: [], strangers: [], visits: [] })

  // As text it says the same, and the picture that the design held is a file.
  const file = conversation.getByRole('link', { name: 'Download pixel.png', exact: true })
  expect(await file.count()).toBe(0)
  await conversation.getByRole('button', { name: 'Show as text', exact: true }).click()
  await conversation.getByRole('article').getByText('Spring sale').waitFor()
  await file.waitFor()
  expect({ dialogs, strangers, visits }).toEqual({ dialogs: [], strangers: [], visits: [] })
})

test('a mail longer than the screen is shown from its first line', async () => {
  const html = `<h1>The first line</h1>${'<p>Coffee of the month.</p>'.repeat(80)}`
  const mail = htmlMail(html)
    .replace('Mallory Moen <mallory@', 'Lengthy Lie <lengthy@')
    .replace('newsletter@', 'lengthy@')
  await samtale.deliver(mail, { from: 'lengthy@nordmark.example' })
  await samtale.settled()
  const { page } = await open(samtale, { as: samtale.account.email })
  await openConversation(page, 'Lengthy Lie')
  const { conversation } = inboxOf(page)
  const frame = conversation.getByTitle('Message from Lengthy Lie', { exact: true })
  await expect.poll(async () => (await frame.boundingBox())?.height).toBeGreaterThan(900)
  await expect.poll(async () => (await frame.boundingBox())?.y).toBeGreaterThan(0)
})

test('what a mail quotes is folded and never cut, and its files are downloads', async () => {
  await samtale.deliver(
    [
      'From: Quoting Lie <quoting@nordmark.example>',
      'To: support@solvik-varme.inbox.localhost',
      'Subject: Re: E7',
      'Message-ID: <quoting@nordmark.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'It works again.',
      '',
      'On Tue, 10 Mar 2026 at 12:00, Solvik Varme <support@solvik.example> wrote:',
      '> Did you press reset for ten seconds?',
      '--b',
      'Content-Type: text/html; name="page.html"',
      'Content-Disposition: attachment; filename="../<b>page.html"',
      '',
      '<script>alert(1)</script>',
      '--b--',
      '',
    ].join('\r\n'),
    { from: 'quoting@nordmark.example' },
  )
  await samtale.settled()
  const { page } = await open(samtale, { as: samtale.account.email })
  await openConversation(page, 'Quoting Lie')
  const { conversation } = inboxOf(page)
  const message = conversation.getByRole('article', { name: 'Quoting Lie', exact: true })
  await message.getByText('It works again.').waitFor()
  expect(await message.getByText('Did you press reset').isVisible()).toBe(false)
  await message.getByLabel('Show quoted text', { exact: true }).click()
  await message.getByText('Did you press reset for ten seconds?').waitFor()

  const file = message.getByRole('link', { name: /^Download .*page\.html$/ })
  const downloading = page.waitForEvent('download')
  await file.click()
  const download = await downloading
  expect(download.suggestedFilename()).not.toMatch(/[/\\<>]/)
  const answer = await page.request.get((await file.getAttribute('href')) ?? '')
  expect(answer.headers()['content-disposition']).toMatch(/^attachment/)
  expect(answer.headers()['x-content-type-options']).toBe('nosniff')
})
