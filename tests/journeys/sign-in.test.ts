import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const empty = await startSharedSamtale({ isEmpty: true })

test('S3: an account that lacks something is told so where it is missing, and nothing is sent', async () => {
  const { page } = await open(empty)
  await page.getByRole('heading', { name: 'Create account', exact: true }).waitFor()
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1
  })
  await page.getByRole('textbox', { name: 'Email', exact: true }).fill('kari')
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  for (const [name, sentence] of [
    ['Company name', 'Write the name of the company.'],
    ['Your name', 'Write your name, as colleagues and customers will see it.'],
    ['Email', 'Write a whole address, such as kari@solvik.example.'],
    ['Password', 'Take at least 10 characters. A sentence is easy to remember.'],
  ] as const) {
    const field = page.getByRole('textbox', { name, exact: true })
    await expect.poll(() => field.getAttribute('aria-invalid'), { message: name }).toBe('true')
    const described = (await field.getAttribute('aria-describedby')) ?? ''
    expect(await page.locator(`[id="${described}"]`).textContent()).toContain(sentence)
  }
  expect(sent).toBe(0)
})

test('S3: the inbox address follows the company’s name until a person chooses one', async () => {
  const { page } = await open(empty)
  const company = page.getByRole('textbox', { name: 'Company name', exact: true })
  const address = page.getByRole('textbox', { name: 'Inbox address', exact: true })
  await company.fill('Nordmark Gård & Bær')
  await expect.poll(() => address.inputValue()).toMatch(/^nordmark-ga+rd-ba?er$/)
  await page.getByText('Free to use', { exact: true }).waitFor()
  await address.fill('gaarden')
  await page.getByText('Mail to support@gaarden.inbox.localhost reaches you from the start.').waitFor()
  await company.fill('Nordmark')
  expect(await address.inputValue()).toBe('gaarden')
})

test('who has an account signs in, stays signed in, and signs out', async () => {
  const { page, context } = await open(samtale)
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  const email = page.getByRole('textbox', { name: 'Email', exact: true })
  const secret = page.getByRole('textbox', { name: 'Password', exact: true })
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true })

  await email.fill(samtale.account.email)
  await secret.fill('not my password at all')
  await signIn.click()
  await page.getByRole('alert').getByText('do not belong together').waitFor()

  await secret.fill(password)
  await secret.press('Enter')
  await page.waitForURL('**/inbox')
  await page.reload()
  await page.waitForURL('**/inbox')
  await page.getByRole('banner').waitFor()

  // A second window of the same browser is signed out with the first.
  const second = await context.newPage()
  await second.goto('/inbox')
  await second.getByRole('banner').waitFor()
  await page.getByRole('button', { name: 'Your profile', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await signIn.waitFor()
  await second.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  await page.goto('/inbox')
  await signIn.waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
})

test('what one person saw on a device is gone from it when he signs out', async () => {
  await samtale.deliver(
    'From: Elif Demir <elif@fjordkaffe.example>\r\nTo: support@solvik-varme.inbox.localhost\r\n' +
      'Subject: Ice around the unit\r\n\r\nIs that usual?\r\n',
  )
  const { page } = await open(samtale, { as: samtale.account.email })
  await openConversation(page, 'Elif Demir')
  const threadId = page.url().split('/').at(-1)
  const { textbox } = inboxOf(page)
  // Signed out before the draft's next save: its words are at the server and not here.
  await textbox('Reply').fill('It is the sensor.')
  await page.getByRole('button', { name: 'Your profile', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  const { body: drafts } = await samtale.admin.get(`/api/threads/${threadId}/drafts`)
  expect(drafts.reply.content.text).toBe('It is the sensor.')
  await page.reload()
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  const kept = await page.evaluate<string>(`(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name)
    const contents = await Promise.all(names.map((name) => new Promise((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const stores = [...opening.result.objectStoreNames]
        if (stores.length === 0) return resolve('')
        const asking = stores.map((store) => opening.result.transaction(store).objectStore(store).getAll())
        asking.at(-1).onsuccess = () => resolve(JSON.stringify(asking.map((one) => one.result)))
      }
    })))
    return JSON.stringify([contents, Object.entries({ ...localStorage, ...sessionStorage })])
  })()`)
  expect(JSON.parse(kept)).toEqual([[JSON.stringify([[]])], []])
  expect(kept).not.toContain('Elif')
  expect(kept).not.toContain('Ice around')
})

test('a session that ends while somebody writes leaves the words here for him, and for nobody else', async () => {
  const { email: amina } = await samtale.addUser({ name: 'Amina Yusuf' })
  await samtale.deliver(aMail({ from: 'Nadia Rahimi <nadia@nordmark.example>' }), { from: 'nadia@nordmark.example' })
  const { page, context } = await open(samtale, { as: amina })
  await openConversation(page, 'Nadia Rahimi')
  /** The session is over, and the words are written, before any request of the page hears of it. */
  const writeAfterTheEnd = async (words: string) => {
    await inboxOf(page).textbox('Reply').waitFor()
    await page.route('**/api/**', () => {})
    await context.clearCookies()
    await inboxOf(page).textbox('Reply').fill(words)
    await page.unroute('**/api/**')
  }
  await writeAfterTheEnd('Half a sentence')
  await page.reload()
  const signIn = async (email: string) => {
    await page.getByRole('textbox', { name: 'Email', exact: true }).fill(email)
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/inbox')
  }
  await signIn(amina)
  await openConversation(page, 'Nadia Rahimi')
  await expect.poll(() => inboxOf(page).textbox('Reply').textContent()).toBe('Half a sentence')

  await writeAfterTheEnd('Another half')
  await page.goto('/')
  await signIn(samtale.account.email)
  expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('Another half')
})

test('what was typed at the door stays when it speaks another language', async () => {
  const { page } = await open(empty)
  await page.getByRole('textbox', { name: 'Your name', exact: true }).fill('Kari Solheim')
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('short')
  await page.getByRole('textbox', { name: 'Company name', exact: true }).fill('Solvik Varme')
  await page.getByRole('button', { name: 'Norsk bokmål', exact: true }).click()
  await page.getByRole('heading', { name: 'Opprett konto', exact: true }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Ditt navn', exact: true }).inputValue()).toBe('Kari Solheim')
  expect(await page.getByRole('textbox', { name: 'Passord', exact: true }).inputValue()).toBe('short')
  await page.getByText('Bruk minst 10 tegn', { exact: false }).waitFor()
})

test.each([
  { because: 'a browser that asks for bokmål', locale: 'nb-NO', title: 'Logg inn', lang: 'nb' },
  { because: 'a browser that asks for nynorsk', locale: 'nn-NO', title: 'Logg inn', lang: 'nb' },
  { because: 'any other browser', locale: 'de-DE', title: 'Sign in', lang: 'en' },
])('$because gets its language', async ({ locale, title, lang }) => {
  const { page } = await open(samtale, { locale })
  await page.getByRole('heading', { name: title, exact: true }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe(lang)
})

test('the language chosen in the profile outlives the visit, whatever the browser asks for', async () => {
  const { email } = await samtale.addUser({ name: 'Jonas Berg' })
  const { page } = await open(samtale, { as: email })
  await page.getByRole('button', { name: 'Your profile', exact: true }).click()
  const saved = isSaved(page)
  await page.getByRole('menuitemradio', { name: 'Norsk bokmål', exact: true }).click()
  await page.getByRole('button', { name: 'Profilen din', exact: true }).waitFor()
  await saved
  await page.reload()
  await page.getByRole('link', { name: 'Innboks', exact: true }).first().waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('nb')
})

test('the appearance chosen in the profile wins over the device', async () => {
  const { email } = await samtale.addUser({ name: 'Amina Yusuf' })
  const { page } = await open(samtale, { as: email, theme: 'light' })
  const canvas = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  const light = await canvas()
  await page.getByRole('button', { name: 'Your profile', exact: true }).click()
  const saved = isSaved(page)
  await page.getByRole('menuitemradio', { name: 'Dark', exact: true }).click()
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
  await expect.poll(canvas).not.toBe(light)
  await saved
  await page.reload()
  await page.getByRole('banner').waitFor()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
})

test('a choice in the profile is kept also when the page goes at once', async () => {
  const { email } = await samtale.addUser({ name: 'Elif Demir' })
  const { page } = await open(samtale, { as: email, theme: 'light' })
  await page.getByRole('button', { name: 'Your profile', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Norsk bokmål', exact: true }).waitFor()
  await page.evaluate(`{
    [...document.querySelectorAll('[role=menuitemradio]')].find((item) => item.textContent === 'Norsk bokmål').click()
    location.href = 'about:blank'
  }`)
  await page.waitForURL('about:blank')
  await expect.poll(async () => (await (await samtale.signIn(email)).get('/api/session')).body.user.language).toBe('nb')
})

/** What the profile shows at once is at the server a moment later. */
const isSaved = (page: Page) => page.waitForResponse((response) => response.request().method() === 'PATCH')
