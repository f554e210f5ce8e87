import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
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
  await row.getByRole('link').click()
  const details = page.getByRole('region', { name: 'Details', exact: true })
  await details.getByText('Owner: Jonas Berg').waitFor()
  await details.getByRole('combobox', { name: 'Stage', exact: true }).click()
  await page.getByRole('option', { name: /^Closed/ }).click()
  await details.getByRole('link', { name: '#1 Case: The display says E7', exact: true }).click()
  await page.getByText('No tickets here').waitFor()
})
