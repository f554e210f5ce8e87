import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()

test('S23 S24 S26 S27 a rule is set, tried and saved; the next mail is assigned by it and says why', async () => {
  const samtale = await startSamtale()
  const { account, admin } = samtale
  await samtale.addUser({ name: 'Jonas Berg' })
  await samtale.addUser({ name: 'Elif Demir', seat: 'none' })
  await samtale.deliver(aMail({ from: 'Amina Yusuf <amina@nordmark.example>' }), { from: 'amina@nordmark.example' })
  await samtale.settled()
  const { body } = await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })
  const path = `/settings/inboxes/${account.inboxId}/channels/${body.results[0].id}`
  const { page } = await open(samtale, { as: account.email, path })
  await page.getByRole('tab', { name: 'Automation', exact: true }).click()
  await page.getByRole('switch', { name: 'Automatically assign conversations', exact: true }).click()
  const picker = page.getByRole('combobox', { name: 'Specific users and teams', exact: true }).last()
  await picker.click()
  const elif = page.getByRole('option', { name: 'Elif Demir', exact: true })
  expect(await elif.getAttribute('aria-disabled')).toBe('true')
  expect(await elif.getAttribute('aria-description')).toBe('Has no paid seat')
  await page.getByRole('option', { name: 'Jonas Berg', exact: true }).click()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('checkbox', { name: 'Only assign to available users' }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Try this rule on the last 1,000 conversations', exact: true }).click()
  await page.getByText('1 conversation was tried. Nothing was changed.').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect
    .poll(async () => (await admin.get(`/api/channels/${body.results[0].id}`)).body.assignment.isOn)
    .toBe(true)

  await samtale.deliver(aMail({ from: 'Ingrid Haugen <ingrid@nordmark.example>' }))
  await samtale.settled()
  const inbox = await open(samtale, { as: account.email })
  await openConversation(inbox.page, 'Ingrid Haugen')
  const { conversation, details } = inboxOf(inbox.page)
  await conversation.getByText('Assigned automatically to Jonas Berg').click()
  await conversation.getByText('Jonas Berg: chosen', { exact: true }).waitFor()
  await details.getByRole('heading', { name: 'Why', exact: true }).waitFor()
})
