import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const { email: kari } = samtale.account
for (const subject of ['Ice around the unit', 'An invoice']) {
  const from = 'elif@fjordkaffe.example'
  await samtale.deliver(aMail({ from: `Elif Demir <${from}>`, subject }), { from })
}
await samtale.settled()

test.each([
  { because: 'in the rail', width: 1440 },
  { because: 'among the chips of a phone', width: 390 },
])('one view alone is the current one, and in sight, $because', async ({ width }) => {
  const { page } = await open(samtale, { as: kari, width, path: '/inbox?view=closed' })
  const views = page.getByRole('navigation', { name: 'Views', exact: true })
  const closed = views.getByRole('link', { name: 'Closed', exact: true })
  await closed.waitFor()
  await expect.poll(() => views.locator('[aria-current]').count()).toBe(1)
  expect(await closed.getAttribute('aria-current')).toBe('page')
  const isInSight = async () => {
    const box = await closed.boundingBox()
    return box !== null && box.x >= 0 && box.x + box.width <= width
  }
  await expect.poll(isInSight).toBe(true)
})

test('on a phone every target of a conversation is 44 px for a finger', async () => {
  const { page } = await open(samtale, { as: kari, width: 390 })
  await inboxOf(page).rows.first().getByRole('link').click()
  await page.getByRole('button', { name: /^Recipients/ }).click()
  await inboxOf(page).textbox('Reply').waitFor()
  // What is drawn may be smaller: an invisible edge around it (::after) belongs to the target.
  const small = await page.evaluate<string[]>(`[...document.querySelectorAll('#content button, #content a')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => {
      const drawn = one.getBoundingClientRect()
      const edge = getComputedStyle(one, '::after')
      const reach = (side) => (edge.position === 'absolute' ? parseFloat(edge[side]) || 0 : 0)
      const [width, height] = [Math.max(drawn.width, reach('width')), Math.max(drawn.height, reach('height'))]
      return { name: one.ariaLabel ?? one.textContent, width, height }
    })
    .filter(({ width, height }) => width < 42 || height < 43.5)
    .map((one) => JSON.stringify(one))`)
  expect(small).toEqual([])
})

test.each([
  { because: 'on a tablet', width: 1024, isCovered: false },
  { because: 'on a phone', width: 390, isCovered: true },
])('details that lie over the conversation take the focus, give it back, and go with it, $because', async (seat) => {
  const { page } = await open(samtale, { as: kari, width: seat.width })
  const { details, conversation, rows } = inboxOf(page)
  await rows.filter({ hasText: 'Ice around' }).getByRole('link').click()
  const show = conversation.getByRole('button', { name: 'Show details', exact: true })
  const hasFocus = () => page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? ""')
  await conversation.getByRole('tab', { name: 'Reply', exact: true }).waitFor()
  await show.click()
  await details.getByText('elif@fjordkaffe.example').last().waitFor()
  // What lies under it cannot be reached; where part of it is beside it, it can.
  expect(await conversation.getByRole('tab', { name: 'Reply', exact: true }).isVisible()).toBe(!seat.isCovered)
  await page.keyboard.press('Tab')
  expect(await hasFocus()).toBe('Hide details')
  await page.keyboard.press('Escape')
  await details.waitFor({ state: 'hidden' })
  await expect.poll(hasFocus).toBe('Show details')

  await show.click()
  await details.getByRole('link', { name: /An invoice/ }).click()
  await conversation.getByRole('heading', { name: 'An invoice', exact: true }).waitFor()
  await details.waitFor({ state: 'hidden' })
  await expect.poll(hasFocus).toBe('Conversation')
})
