import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
for (const name of ['Third Vik', 'Second Moe', 'First Lie']) {
  const from = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
  await samtale.deliver(aMail({ from: `${name} <${from}>`, cc: 'Per <per@nordmark.example>' }), { from })
}
await samtale.settled()

const focused = (page: Page) =>
  page.evaluate<string>(
    `(document.activeElement?.closest('[aria-label]') ?? document.activeElement)?.getAttribute('aria-label') ?? ''`,
  )
const isOpen = (page: Page, name: string) =>
  expect.poll(() => inboxOf(page).row(name).getByRole('link').getAttribute('aria-current')).toBeTruthy()

/** What `?` says, and how a person sees that it is so. In this order each step finds what the one before left. */
const keys: readonly { says: string; keys: string; shows: (page: Page) => PromiseLike<unknown> }[] = [
  { says: 'Next conversation', keys: 'j', shows: (page) => isOpen(page, 'First Lie') },
  { says: 'Next conversation', keys: 'j', shows: (page) => isOpen(page, 'Second Moe') },
  { says: 'Previous conversation', keys: 'k', shows: (page) => isOpen(page, 'First Lie') },
  { says: 'Next conversation', keys: 'ArrowDown', shows: (page) => isOpen(page, 'Second Moe') },
  { says: 'Previous conversation', keys: 'ArrowUp', shows: (page) => isOpen(page, 'First Lie') },
  {
    says: 'Open, and move into it',
    keys: 'Enter',
    shows: (page) => expect.poll(() => focused(page)).toBe('Conversation'),
  },
  {
    says: 'Back to the list',
    keys: 'Escape',
    shows: (page) => expect.poll(() => focused(page)).toMatch(/^First Lie,/),
  },
  {
    says: 'Assign to me',
    keys: 'i',
    shows: (page) => expect.poll(() => inboxOf(page).assignee.textContent()).toContain('Kari Solheim'),
  },
  {
    says: 'Assign to nobody',
    keys: 'Shift+A',
    shows: (page) => expect.poll(() => inboxOf(page).assignee.textContent()).toContain('Unassigned'),
  },
  {
    says: 'Assign to …',
    keys: 'a',
    shows: async (page) => {
      await page.getByRole('option', { name: 'Kari Solheim', exact: true }).waitFor()
      await page.keyboard.type('kari')
      await page.keyboard.press('Enter')
      await expect.poll(() => inboxOf(page).assignee.textContent()).toContain('Kari Solheim')
    },
  },
  {
    says: 'Comment',
    keys: 'm',
    shows: async (page) => {
      await expect.poll(() => focused(page)).toBe('Comment')
      await page.keyboard.type('Only for us.')
    },
  },
  {
    says: 'Send, or add the comment',
    keys: 'Control+Enter',
    shows: (page) =>
      inboxOf(page)
        .conversation.getByRole('article', { name: /Internal comment$/ })
        .waitFor(),
  },
  {
    says: 'Back to the list',
    keys: 'Escape',
    shows: (page) => expect.poll(() => focused(page)).toMatch(/^First Lie,/),
  },
  {
    says: 'Reply all',
    keys: 'r',
    shows: async (page) => {
      await expect.poll(() => focused(page)).toBe('Reply')
      await inboxOf(page).conversation.getByRole('button', { name: 'Remove Per', exact: true }).waitFor()
      await page.keyboard.press('Escape')
    },
  },
  {
    says: 'Reply',
    keys: 'Shift+R',
    shows: async (page) => {
      await expect.poll(() => focused(page)).toBe('Reply')
      const per = inboxOf(page).conversation.getByRole('button', { name: 'Remove Per', exact: true })
      await expect.poll(() => per.count()).toBe(0)
      await page.keyboard.press('Escape')
    },
  },
  {
    says: 'Details',
    keys: ']',
    shows: async (page) => {
      await inboxOf(page).details.waitFor({ state: 'hidden' })
      await page.keyboard.press(']')
      await inboxOf(page).details.waitFor()
    },
  },
  {
    says: 'Close or reopen',
    keys: 'e',
    shows: async (page) => {
      await page.getByRole('status').getByText('Closed: First Lie', { exact: true }).waitFor()
      await isOpen(page, 'Second Moe')
      // The focus was in the list, and stays there.
      await expect.poll(() => focused(page)).toMatch(/^Second Moe,/)
    },
  },
  { says: 'Undo the last action', keys: 'z', shows: (page) => isOpen(page, 'First Lie') },
  { says: 'Unassigned', keys: 'g u', shows: (page) => page.waitForURL('**/inbox?view=unassigned') },
  { says: 'Assigned to me', keys: 'g m', shows: (page) => page.waitForURL('**/inbox?view=mine') },
  { says: 'Closed', keys: 'g d', shows: (page) => page.waitForURL('**/inbox?view=closed') },
  { says: 'All open', keys: 'g o', shows: (page) => page.waitForURL('**/inbox') },
  {
    says: 'Outbox',
    keys: 'g b',
    shows: async (page) => {
      await page.getByRole('heading', { name: 'Outbox', exact: true }).waitFor()
      await page.goBack()
      await inboxOf(page).list.waitFor()
    },
  },
  {
    says: 'Settings',
    keys: 'g s',
    shows: async (page) => {
      await page.getByRole('navigation', { name: 'Settings menu', exact: true }).waitFor()
      await page.goto('/inbox')
      await inboxOf(page).list.waitFor()
    },
  },
  {
    says: 'Next part of the page',
    keys: 'F6',
    shows: async (page) => {
      const seen = new Set<string>()
      for (let step = 0; step < 3; step += 1) {
        seen.add(await page.evaluate<string>(`document.activeElement?.closest('[data-pane]')?.outerHTML.slice(0, 200)`))
        await page.keyboard.press('F6')
      }
      expect(seen.size).toBe(3)
    },
  },
  {
    says: 'Show this list',
    keys: '?',
    shows: async (page) => {
      await page.getByRole('dialog', { name: 'Shortcuts', exact: true }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    },
  },
]

const press = async (page: Page, sequence: string) => {
  for (const key of sequence.split(' ')) await page.keyboard.press(key)
}

test('W8: every key that ? lists does what it says, and it lists every key', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  await inboxOf(page).list.waitFor()
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Shortcuts', exact: true })
  const listed = await dialog.getByRole('term').allInnerTexts()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(new Set(listed)).toEqual(new Set(keys.map(({ says }) => says)))

  for (const { says, keys: sequence, shows } of keys) {
    try {
      await press(page, sequence)
      await shows(page)
    } catch (error) {
      throw new Error(`${sequence}: ${says}`, { cause: error })
    }
  }
})

test('W8: nothing under a dialog hears a key, also where Tab has left it', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  await inboxOf(page).list.waitFor()
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Shortcuts', exact: true })
  await dialog.waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await page.evaluate<boolean>('document.activeElement === document.body')).toBe(true)
  await press(page, 'g b')
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).pathname).toBe('/inbox')
})

test('W8: single keys can be switched off, and a letter typed in a field is never one', async () => {
  const { email } = await samtale.addUser({ name: 'Jonas Berg' })
  const { page } = await open(samtale, { as: email })
  await inboxOf(page).row('First Lie').getByRole('link').click()
  await inboxOf(page).textbox('Reply').click()
  await page.keyboard.type('jemi?')
  await expect.poll(() => inboxOf(page).textbox('Reply').textContent()).toBe('jemi?')
  await inboxOf(page).status('Open').waitFor()

  await page.getByRole('button', { name: 'Your profile', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Single-key shortcuts', exact: true }).click()
  await page.getByRole('heading', { level: 2 }).first().click()
  await page.keyboard.press('?')
  await page.keyboard.press('j')
  await page.getByRole('button', { name: 'Shortcuts', exact: true }).click()
  await page.getByRole('dialog').getByText('Single keys are switched off.').waitFor()
  expect(await page.getByRole('dialog').count()).toBe(1)
})
