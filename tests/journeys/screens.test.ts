import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const empty = await startSharedSamtale({ isEmpty: true })
const { email: kari } = samtale.account
const longest = 'Brannvarmepumpeinstallasjonskontrollrapport'.repeat(3)
for (const mail of [
  aMail({
    from: `${longest} <long@nordmark.example>`,
    subject: longest,
    text: `${longest}\nhttps://x.example/${longest}`,
  }),
  aMail({ from: 'Ingrid Haugen <ingrid@nordmark.example>', cc: 'Per <per@nordmark.example>', subject: 'E7' }),
]) {
  await samtale.deliver(mail)
}
await samtale.settled()
const threadPath = await pathOf('Ingrid Haugen')
const longPath = await pathOf(longest)

async function pathOf(name: string): Promise<string> {
  const { body } = await samtale.admin.get('/api/threads?view=open', { expects: 200 })
  const row = body.results.find((one: { contact: { name: string } }) => one.contact.name === name)
  return `/inbox/threads/${row.id}`
}

test('the screens’ fixed points are where interfaces.md says', async () => {
  const { page } = await open(samtale, { as: kari, path: threadPath })
  const banner = page.getByRole('banner')
  await banner
    .getByRole('navigation', { name: 'Main', exact: true })
    .getByRole('link', { name: 'Inbox', exact: true })
    .waitFor()
  const { list, rows, row, conversation, details, tab, textbox, send, addComment } = inboxOf(page)
  await list.waitFor()
  expect(await rows.count()).toBe(2)
  expect(await row('Ingrid Haugen').getByRole('link').getAttribute('href')).toBe(threadPath)
  await conversation.waitFor()
  await details.waitFor()
  await tab('Reply').waitFor()
  await textbox('Reply').waitFor()
  await send.waitFor()
  await tab('Comment').click()
  await textbox('Comment').waitFor()
  await addComment.waitFor()
  // A keycap on a button is drawn, and is no part of its name.
  expect(await send.count()).toBe(0)
  expect(await addComment.getAttribute('aria-keyshortcuts')).toBe('Control+Enter')
})

const screens = [
  { screen: 'sign-up', on: empty, path: '/', ready: (page: Page) => page.locator('form button[type=submit]') },
  { screen: 'sign-in', on: samtale, path: '/', ready: (page: Page) => page.locator('form button[type=submit]') },
  {
    screen: 'the list',
    on: samtale,
    as: kari,
    path: '/inbox',
    ready: (page: Page) => page.locator('li[aria-setsize]').first(),
  },
  {
    screen: 'a conversation',
    on: samtale,
    as: kari,
    path: threadPath,
    ready: (page: Page) => page.locator('[role=textbox]').first(),
  },
  {
    screen: 'a conversation of endless words',
    on: samtale,
    as: kari,
    path: longPath,
    ready: (page: Page) => page.locator('[role=textbox]').first(),
  },
  { screen: 'the Outbox', on: samtale, as: kari, path: '/outbox', ready: (page: Page) => page.locator('h1') },
] as const

test.each(screens)('$screen fits every width, names every control and repeats no id', async (screen) => {
  for (const { locale, theme } of [
    { locale: 'en-GB', theme: 'light' },
    { locale: 'nb-NO', theme: 'dark' },
  ] as const) {
    const { page, context } = await open(screen.on, { ...screen, locale, theme })
    for (const width of [320, 390, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      await screen.ready(page).waitFor()
      const where = `${screen.screen}, ${width} px, ${locale}`
      expect(await widthOf(page), `${where}: the page scrolls sideways`).toBeLessThanOrEqual(width)
      expect(await repeatedIds(page), `${where}: ids`).toEqual([])
      expect(await unnamedControls(page), `${where}: controls without a name`).toEqual([])
      expect(await page.getByRole('heading', { level: 1 }).count(), `${where}: h1`).toBe(1)
      expect(await page.getByRole('main').count(), `${where}: main`).toBe(1)
    }
    await context.close()
  }
})

test.each([
  { screen: 'sign-in', as: undefined, path: '/' },
  { screen: 'a conversation', as: kari, path: threadPath },
  { screen: 'the Outbox', as: kari, path: '/outbox' },
])('on $screen Tab reaches every part, and shows where it is', async ({ as, path }) => {
  const { page } = await open(samtale, as ? { as, path } : { path })
  await page
    .locator(as ? 'main h1' : 'form')
    .first()
    .waitFor()
  if (path === threadPath) await inboxOf(page).textbox('Reply').waitFor()
  const reached: string[] = []
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab')
    const { name, isShown, isPage } = await focusOf(page)
    if (isPage || (reached.length > 3 && name === reached[0])) break
    expect(isShown, `the focus on ${name} is visible`).toBe(true)
    reached.push(name)
  }
  expect(reached.length).toBeGreaterThan(4)
})

const widthOf = (page: Page) => page.evaluate<number>('document.scrollingElement.scrollWidth')

const repeatedIds = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
    return ids.filter((id, at) => ids.indexOf(id) !== at)
  })()`)

/** Controls as assistive technology hears them: those that have a role and no name. */
async function unnamedControls(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot()
  const control =
    /^\s*- (button|link|textbox|searchbox|combobox|checkbox|switch|radio|tab|tabpanel|menuitem|option|img|listbox|navigation|region|iframe)( \[[^\]]*\])*:?$/
  return tree.split('\n').filter((line) => control.test(line))
}

/** Where the focus is, and whether a person sees it: an outline, or its equal on the field around it. */
const focusOf = (page: Page) =>
  page.evaluate<{ name: string; isShown: boolean; isPage: boolean }>(`(() => {
    const focused = document.activeElement
    const name = focused.getAttribute('aria-label') || focused.textContent.trim().slice(0, 40) || focused.outerHTML.slice(0, 120)
    let isShown = false
    for (let element = focused, level = 0; element && level < 4; element = element.parentElement, level += 1) {
      const style = getComputedStyle(element)
      if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5 && style.outlineColor !== 'rgba(0, 0, 0, 0)') isShown = true
      if (level < 4 && element.matches(':focus-within') && style.boxShadow !== 'none') isShown = true
    }
    if (focused.isContentEditable) isShown = true
    return { name, isShown, isPage: focused === document.body }
  })()`)
