import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { violationsOn } from './axe.ts'
import { startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const { email: kari, inboxId } = samtale.account

test('S28 S29 S63 tickets are turned on, begin as *Edit ticket* says, and stand in details and list', async () => {
  await samtale.addUser({ name: 'Jonas Berg' })
  const { body } = await samtale.admin.get(`/api/inboxes/${inboxId}/channels`, { expects: 200 })
  const path = `/settings/inboxes/${inboxId}/channels/${body.results[0].id}`
  const { page } = await open(samtale, { as: kari, path })
  const combobox = (name: string) => page.getByRole('combobox', { name, exact: true })
  const choose = async (name: string, option: string) => {
    await combobox(name).click()
    await page.getByRole('option', { name: new RegExp(`^${option}`) }).click()
  }
  await page.getByRole('tab', { name: 'Automation', exact: true }).click()
  const makesTickets = page.getByRole('switch', {
    name: 'Treat incoming conversations as support tickets',
    exact: true,
  })
  await makesTickets.click()
  await page.getByText('Each new conversation creates a ticket in Support, stage New.').waitFor()
  await page.getByRole('button', { name: 'Edit ticket', exact: true }).click()

  const panel = page.getByRole('dialog', { name: 'Edit ticket', exact: true })
  const name = panel.getByRole('textbox', { name: 'Ticket name', exact: true })
  const shown = async () => (await name.textContent())?.replaceAll('\u200b', '')
  await expect.poll(shown).toBe('Subject of the first message')
  // The chip goes as a whole and comes back.
  await name.press('End')
  await page.keyboard.press('Backspace')
  await expect.poll(shown).toBe('')
  await page.keyboard.type('Case:')
  await panel.getByRole('button', { name: 'Insert the subject', exact: true }).click()
  await expect.poll(shown).toBe('Case: Subject of the first message')
  await choose('Stage', 'Waiting on us')
  await choose('Priority', 'Medium')
  expect(await combobox('Ticket owner').textContent()).toContain('Owner of the conversation')
  await choose('Ticket owner', 'Jonas Berg')
  await panel.getByRole('button', { name: 'Save', exact: true }).click()
  await panel.waitFor({ state: 'detached' })
  await page.getByText('Each new conversation creates a ticket in Support, stage Waiting on us.').waitFor()
  await page.reload()
  await page.getByRole('tab', { name: 'Automation', exact: true }).click()
  await expect.poll(() => makesTickets.getAttribute('aria-checked')).toBe('true')

  await samtale.deliver(aMail({ subject: 'The display says E7' }))
  await samtale.settled()
  await page
    .getByRole('navigation', { name: 'Main', exact: true })
    .getByRole('link', { name: 'Tickets', exact: true })
    .click()
  const row = page.getByRole('row', { name: /#1 Case: The display says E7/ })
  await row.waitFor()
  expect(await row.textContent()).toMatch(/Waiting on us.*Medium.*Jonas Berg/)
  // The list and the page follow what happens elsewhere, and the page changes what the details show.
  await samtale.deliver(aMail({ subject: '' }))
  await page.getByRole('row', { name: /#2 Case: No subject/ }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  await row.getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: '#1 Case: The display says E7', exact: true }).waitFor()
  const [ticket] = (await samtale.admin.get('/api/tickets?limit=1&after=2', { expects: 200 })).body.results
  await samtale.admin.patch(`/api/tickets/${ticket.id}`, { priority: 'URGENT' }, { expects: 200 })
  await expect.poll(() => combobox('Priority').textContent()).toBe('Urgent')
  await choose('Category', 'Billing issue')
  await choose('Ticket owner', 'No owner')
  await page.getByRole('textbox', { name: 'Ticket name', exact: true }).fill('E7 on the display')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '#1 E7 on the display', exact: true }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('link', { name: 'Open conversation', exact: true }).click()
  const details = page.getByRole('region', { name: 'Details', exact: true })
  await details.getByRole('link', { name: '#1 E7 on the display', exact: true }).waitFor()
  const inDetails = (name: string) => details.getByRole('combobox', { name, exact: true })
  expect(await inDetails('Category').textContent()).toBe('Billing issue')
  expect(await inDetails('Ticket owner').textContent()).toBe('No owner')
  await choose('Ticket owner', 'Jonas Berg')
  await choose('Stage', 'Closed')
  await expect
    .poll(async () => (await samtale.admin.get(`/api/tickets/${ticket.id}`, { expects: 200 })).body)
    .toMatchObject({
      ...{ stageId: '4', priority: 'URGENT', category: 'BILLING_ISSUE', subject: 'E7 on the display' },
      ...{ ownerFollows: false, closedAt: expect.any(String) },
    })
  await details.getByRole('link', { name: '#1 E7 on the display', exact: true }).click()
  await page.getByText('Closed', { exact: true }).last().waitFor()
  await page.getByRole('link', { name: 'Tickets', exact: true }).last().click()
  expect(await page.getByRole('row').count()).toBe(2)
  await choose('Show tickets', 'Closed')
  await page.waitForURL('**/tickets?state=closed')
  await page.getByRole('row', { name: /#1 E7 on the display/ }).waitFor()

  // In Norwegian, on a phone, from the address alone; and a ticket that is nobody's to know.
  const phone = await open(samtale, { as: kari, path: `/tickets/${ticket.id}`, width: 390, locale: 'nb-NO' })
  await phone.page.getByRole('combobox', { name: 'Sakseier', exact: true }).waitFor()
  await phone.page.goto('/tickets/999999')
  await phone.page.getByText('Denne saken er ikke her').waitFor()
})
