import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { launchBrowser } from '../harness/chromium.ts'
import type { Samtale } from '../harness/samtale.ts'

export type Seat = {
  /** who is signed in, by address; nobody when absent */
  as?: string
  /** where the page opens; the inbox when somebody is signed in */
  path?: string
  width?: number
  theme?: 'light' | 'dark'
  locale?: string
}

/** Somebody in front of a browser window of his own: cookies and storage are shared with nobody. */
export type Person = { page: Page; context: BrowserContext }

export type OpenBrowser = (samtale: Samtale, seat?: Seat) => Promise<Person>

/**
 * One Chromium for all tests of a file, awaited at the file's top. What it opens is closed with the test, which fails if
 * the page threw, broke its content security policy, or was warned by React.
 */
export async function startBrowser(): Promise<OpenBrowser> {
  const browser = await launchBrowser()
  afterAll(() => browser.close())
  return (samtale, seat = {}) => open(browser, samtale, seat)
}

async function open(browser: Browser, samtale: Samtale, seat: Seat): Promise<Person> {
  const { as, path = as ? '/inbox' : '/', width = 1440, theme = 'light', locale = 'en-GB' } = seat
  const context = await browser.newContext({
    baseURL: samtale.origin,
    viewport: { width, height: width < 720 ? 844 : 900 },
    hasTouch: width < 720,
    colorScheme: theme,
    locale,
    timezoneId: 'Europe/Oslo',
  })
  context.setDefaultTimeout(20_000)
  if (as) await context.addCookies([await sessionCookie(samtale, as)])
  const faults: string[] = []
  const page = await context.newPage()
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(page, task.name)
    await context.close()
    expect(faults, 'what the page complained about').toEqual([])
  })
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    // What a lost network or a refusal of the server leaves in the console is what some tests are about.
    const isExpected = /Failed to load resource|WebSocket connection|net::ERR_/.test(message.text())
    if (message.type() === 'error' && !isExpected) faults.push(message.text())
  })
  await page.goto(path)
  return { page, context }
}

/** What the page looked like when its test failed, for whoever mends it. */
async function keepPicture(page: Page, testName: string): Promise<void> {
  const name = testName.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)
  const folder = join(import.meta.dirname, '../../node_modules/.cache/journeys')
  await page.screenshot({ path: join(folder, `${name}-${Date.now()}.png`) }).catch(() => {})
}

async function sessionCookie(samtale: Samtale, email: string) {
  const client = await samtale.signIn(email)
  const [name = '', ...value] = client.cookie().split('=')
  return { name, value: value.join('='), url: samtale.origin }
}

/** The fixed points of the inbox, by role and exact accessible name in English. */
export function inboxOf(page: Page) {
  const list = page.getByRole('list', { name: 'Conversations', exact: true })
  const conversation = page.getByRole('region', { name: 'Conversation', exact: true })
  return {
    list,
    rows: list.getByRole('listitem'),
    /** the row of somebody: its name begins with the person's */
    row: (person: string) => list.getByRole('listitem', { name: new RegExp(`^${person}\\b`) }),
    conversation,
    details: page.getByRole('region', { name: 'Details', exact: true }),
    messages: conversation.getByRole('article'),
    status: (status: 'Open' | 'Closed') => conversation.getByText(status, { exact: true }),
    assignee: conversation.getByRole('combobox', { name: 'Assignee', exact: true }),
    tab: (name: 'Reply' | 'Comment') => conversation.getByRole('tab', { name, exact: true }),
    textbox: (name: 'Reply' | 'Comment') => conversation.getByRole('textbox', { name, exact: true }),
    send: conversation.getByRole('button', { name: 'Send', exact: true }),
    addComment: conversation.getByRole('button', { name: 'Add comment', exact: true }),
    view: (name: string) =>
      page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('link', { name, exact: true }),
  }
}

/** Opens the conversation with this person, from the list. */
export async function openConversation(page: Page, person: string): Promise<void> {
  const { row, conversation, messages } = inboxOf(page)
  await row(person).getByRole('link').click()
  await conversation.waitFor()
  await messages.first().waitFor()
}

/** Waits until a view's counter says so many; the counter is the link's description. */
export async function expectCount(view: Locator, count: number): Promise<void> {
  const words = count === 1 ? '1 conversation' : `${count} conversations`
  await expect.poll(() => view.getAttribute('aria-description')).toBe(words)
}
