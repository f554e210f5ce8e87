import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const { email: kari } = samtale.account
for (const name of ['Third Vik', 'Second Moe', 'First Lie']) {
  const from = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
  await samtale.deliver(aMail({ from: `${name} <${from}>`, text: 'The display says E7.' }), { from })
}
await samtale.settled()

test('S64 a row shows my draft instead of the last words, in every window of mine and in nobody else’s', async () => {
  const { email: jonas } = await samtale.addUser({ name: 'Jonas Berg' })
  const [one, other, theirs] = await Promise.all([
    open(samtale, { as: kari }),
    open(samtale, { as: kari }),
    open(samtale, { as: jonas }),
  ])
  const rowIn = ({ page }: { page: Page }) => inboxOf(page).row('First Lie')
  await openConversation(one.page, 'First Lie')
  await inboxOf(one.page).textbox('Reply').fill('Turn it off for an hour.')
  for (const window of [one, other]) {
    await rowIn(window).getByText('Draft: Turn it off for an hour.', { exact: true }).waitFor()
    expect(await rowIn(window).getByText('The display says E7.').count()).toBe(0)
  }
  await rowIn(theirs).getByText('The display says E7.').waitFor()
  expect(await rowIn(theirs).getByText('Turn it off').count()).toBe(0)

  await inboxOf(one.page).send.click()
  for (const window of [one, other, theirs]) {
    await rowIn(window).getByText('Turn it off for an hour.', { exact: true }).waitFor()
    await expect.poll(() => rowIn(window).getByText('Draft', { exact: false }).count()).toBe(0)
  }
})

test.each([
  { because: 'a row that was acted on is seen leaving', reducedMotion: 'no-preference', isSeen: true },
  { because: 'who asked for less motion sees it gone at once', reducedMotion: 'reduce', isSeen: false },
] as const)('$because', async ({ reducedMotion, isSeen }) => {
  const { page } = await open(samtale, { as: kari })
  await page.emulateMedia({ reducedMotion })
  await openConversation(page, 'Second Moe')
  await page.evaluate(`{
    window.leaving = []
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (node.nodeName === 'UL' && node.inert) window.leaving.push(node.textContent)
    }).observe(document.body, { childList: true, subtree: true })
  }`)
  await page.keyboard.press('e')
  await page.getByRole('status').getByText('Closed: Second Moe', { exact: true }).waitFor()
  await expect.poll(() => inboxOf(page).row('Second Moe').count()).toBe(0)
  const leaving = await page.evaluate<string[]>('window.leaving')
  expect(leaving.map((text) => text.includes('Second Moe'))).toEqual(isSeen ? [true] : [])
  await expect.poll(() => page.locator('ul[inert]').count()).toBe(0)
  await page.keyboard.press('z')
  await inboxOf(page).row('Second Moe').waitFor()
})

test.each([
  { because: 'with a mouse', width: 1440, least: 24 },
  { because: 'on a phone', width: 390, least: 32 },
])('a recipient is removed $because by a target of $least px', async ({ width, least }) => {
  const { page } = await open(samtale, { as: kari, width })
  await openConversation(page, 'Third Vik')
  const { conversation } = inboxOf(page)
  if (width < 720) await conversation.getByRole('button', { name: /^Recipients/ }).click()
  const box = await conversation.getByRole('button', { name: 'Remove Third Vik', exact: true }).boundingBox()
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(least)
})
