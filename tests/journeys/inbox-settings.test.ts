import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { email: kari, fallbackAddress } = samtale.account
const domain = fallbackAddress.slice(fallbackAddress.indexOf('@'))

/** The fixed points of Settings → Inboxes, by role and exact accessible name in English. */
function settingsOf(page: Page) {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('dialog')
  return {
    view: page.getByRole('combobox', { name: 'Current view', exact: true }),
    row: (address: string) => page.getByRole('row', { name: new RegExp(`^${address.replaceAll('.', '\\.')}\\b`) }),
    status: (address: string) => page.getByRole('switch', { name: `Status of ${address}`, exact: true }),
    dialog,
    field: (name: string) => page.getByRole('textbox', { name, exact: true }),
    press: (name: string) => dialog.getByRole('button', { name, exact: true }).click(),
    action: async (name: string) => {
      await button('Actions').click()
      await page.getByRole('menuitem', { name, exact: true }).click()
    },
    more: async (address: string, name: string) => {
      await button(`More for ${address}`).click()
      await page.getByRole('menuitem', { name, exact: true }).click()
    },
    connect: async (localPart: string) => {
      await button('Connect a channel').click()
      await dialog.getByRole('button', { name: /^Fallback email/ }).click()
      await dialog.getByRole('textbox', { name: 'Address', exact: true }).fill(localPart)
      await dialog.getByText('Free', { exact: true }).waitFor()
      await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    },
  }
}

async function inSettings(search = '') {
  const person = await open(samtale, { as: kari, path: `/settings/inboxes${search}` })
  const settings = settingsOf(person.page)
  await settings.view.waitFor()
  return { ...person, settings }
}

async function mailTo(to: string, name: string) {
  const from = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
  const answer = await samtale.deliver(aMail({ from: `${name} <${from}>`, to, subject: `About ${name}` }), { from, to })
  await samtale.settled()
  return { from, answer }
}

test('S6 S7 the path to the inboxes, and the inbox gets another name everywhere', async () => {
  const { page } = await open(samtale, { as: kari })
  await page.getByRole('banner').getByRole('link', { name: 'Settings', exact: true }).click()
  const menu = page.getByRole('navigation', { name: 'Settings menu', exact: true })
  const inboxes = menu.getByRole('link', { name: 'Inboxes', exact: true })
  if (!(await inboxes.isVisible())) await menu.getByText('Inbox', { exact: true }).first().click()
  await inboxes.click()
  await page.waitForURL('**/settings/inboxes')
  const settings = settingsOf(page)
  expect(await settings.view.textContent()).toContain('Support')

  await settings.action('Rename inbox')
  const name = settings.dialog.getByRole('textbox', { name: 'Name', exact: true })
  // The dialog has been opened to write: the name stands marked.
  expect(await name.inputValue()).toBe('Support')
  await page.keyboard.type(' ')
  expect(await name.inputValue()).toBe(' ')
  await settings.press('Rename')
  await settings.dialog.getByRole('alert').waitFor()
  await name.fill('Service desk')
  await page.keyboard.press('Enter')
  await settings.dialog.waitFor({ state: 'detached' })
  await expect.poll(() => settings.view.textContent()).toContain('Service desk')
  await samtale.admin.patch(`/api/inboxes/${samtale.account.inboxId}`, { name: 'Support' }, { expects: 200 })
  // What somebody else changes shows too.
  await expect.poll(() => settings.view.textContent()).not.toContain('Service desk')
})

test('S2 S40 a plan with one inbox explains itself instead of showing a form', async () => {
  const starter = await samtale.openAccount('Nordmark Eiendom')
  await samtale.database.db
    .updateTable('account')
    .set({ plan: 'starter' })
    .where('id', '=', starter.accountId)
    .execute()
  const { page } = await open(samtale, { as: starter.email, path: '/settings/inboxes' })
  const settings = settingsOf(page)
  await settings.action('Create new inbox')
  await settings.dialog.getByText(/The Starter plan has room for one inbox/).waitFor()
  expect(await settings.dialog.getByRole('textbox').count()).toBe(0)
  await settings.press('Close')
  // The default inbox itself can be edited.
  await settings.action('Rename inbox')
  await settings.dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Post')
  await settings.press('Rename')
  await expect.poll(() => settings.view.textContent()).toContain('Post')
})

test('S8 S4 S42 a channel is connected, receives, is edited, and what the first one is called is taken', async () => {
  const { page, settings } = await inSettings()
  await page.getByRole('button', { name: 'Connect a channel', exact: true }).click()
  await settings.dialog.getByText('Messages from it arrive in Support.').waitFor()
  await settings.dialog.getByRole('button', { name: /^Fallback email/ }).click()
  const address = settings.dialog.getByRole('textbox', { name: 'Address', exact: true })
  // Offered from the inbox's name, which the first address has.
  expect(await address.inputValue()).toBe('support')
  await settings.dialog.getByRole('button', { name: 'Use support-2', exact: true }).click()
  await settings.dialog.getByText('Free', { exact: true }).waitFor()
  await address.fill('faktura')
  await settings.dialog.getByText(`Mail to faktura${domain} arrives in Support.`).waitFor()
  await settings.press('Connect')
  const row = settings.row(`faktura${domain}`)
  await row.waitFor()
  await mailTo(`faktura${domain}`, 'Faktura Lie')
  await page.reload()
  await row.getByText('now', { exact: false }).waitFor()

  await row.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByRole('heading', { name: `faktura${domain}`, level: 1 }).waitFor()
  await page.getByRole('tab', { name: 'Configuration', exact: true }).waitFor()
  expect(await settings.field('Forwarding address').inputValue()).toBe(`faktura${domain}`)
  const company = settings.field('Company name')
  expect(await company.inputValue()).toBe('Solvik Varme Support')
  await company.fill('SOLVIK  varme')
  await page.keyboard.press('Control+s')
  await page
    .getByRole('alert')
    .getByText(`The fallback address ${fallbackAddress} already sends as “Solvik Varme”.`)
    .waitFor()
  await company.fill('Solvik Faktura')
  await page.getByRole('combobox', { name: 'From name', exact: true }).click()
  await page.getByRole('option', { name: 'Company name', exact: true }).click()
  await page.getByText('Contacts see Solvik Faktura.', { exact: true }).waitFor()
  await page.getByText('2 changes', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('2 changes', { exact: true }).waitFor({ state: 'detached' })

  // The next mail carries the new name.
  await page.goto('/inbox')
  await openConversation(page, 'Faktura Lie')
  const inbox = inboxOf(page)
  await inbox.textbox('Reply').fill('Here it is.')
  await inbox.send.click()
  const mail = await takenMail(relay, 'faktura@nordmark.example', 'Here it is.')
  expect(mail.from?.value[0]).toEqual({ name: 'Solvik Faktura', address: `faktura${domain}` })

  // The first address stays; a further one is removed, and its sender hears so.
  await page.goto('/settings/inboxes')
  await settings.more(fallbackAddress, 'Remove channel')
  await settings.dialog.getByText(/so it cannot be removed\. It can be switched off\./).waitFor()
  await settings.press('Close')
  await settings.more(`faktura${domain}`, 'Remove channel')
  await settings.press('Remove')
  await row.waitFor({ state: 'detached' })
  expect((await mailTo(`faktura${domain}`, 'Late Berg')).answer.recipients[0]).toMatch(/^550[ -]5\.2\.1/)
  await settings.action('Archive inbox')
  await settings.dialog.getByText(/is the default inbox/).waitFor()
})

test('S41 S42 a new inbox for some, a channel that moves in with its conversations, archived and restored', async () => {
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const { page, settings } = await inSettings()
  await settings.connect('salg')
  await mailTo(`salg${domain}`, 'Salg Dahl')
  await settings.action('Create new inbox')
  await settings.dialog.getByRole('textbox', { name: 'Team inbox name', exact: true }).fill('support')
  await settings.press('Create inbox')
  await settings.dialog
    .getByRole('alert')
    .getByText(/There is an inbox Support already/)
    .waitFor()
  await settings.dialog.getByRole('textbox', { name: 'Team inbox name', exact: true }).fill('Sales')
  await settings.dialog.getByRole('combobox', { name: 'Who has access to the inbox', exact: true }).click()
  await settings.dialog.getByRole('option', { name: 'Specific users and teams', exact: true }).click()
  await settings.press('Create inbox')
  await settings.dialog.waitFor({ state: 'detached' })
  await expect.poll(() => settings.view.textContent()).toContain('Sales')
  await page.getByText('No channel is connected', { exact: true }).waitFor()

  await settings.view.click()
  await page.getByRole('option', { name: 'Support', exact: true }).click()
  await settings.more(`salg${domain}`, 'Move to another inbox')
  await settings.dialog.getByRole('radio', { name: 'Move to Sales too', exact: true }).check()
  await settings.press('Move')
  await settings.row(`salg${domain}`).waitFor({ state: 'detached' })
  await settings.view.click()
  await page.getByRole('option', { name: 'Sales', exact: true }).click()
  await settings.row(`salg${domain}`).waitFor()
  // Who was not chosen sees neither the inbox nor what moved into it.
  const other = await open(samtale, { as: jonas.email })
  await inboxOf(other.page).list.waitFor()
  expect(await inboxOf(other.page).row('Salg Dahl').count()).toBe(0)

  await settings.action('Archive inbox')
  await settings.dialog.getByText(/Nothing is lost, and it can be restored/).waitFor()
  await settings.dialog.getByText(/1 open conversation leaves the lists/).waitFor()
  await settings.press('Archive')
  const archived = page.getByRole('listitem', { name: 'Sales', exact: true })
  await archived.waitFor()
  expect((await mailTo(`salg${domain}`, 'Late Moen')).answer.recipients[0]).toMatch(/^550[ -]5\.2\.1/)
  await archived.getByRole('button', { name: 'Restore', exact: true }).click()
  await archived.waitFor({ state: 'detached' })
  await page.goto('/inbox')
  await inboxOf(page).row('Salg Dahl').waitFor()
})

test('S50 S51 off: asked once, said who and when, the composer offers another address, and on again it sends', async () => {
  const { page, settings } = await inSettings()
  await settings.connect('hjelp')
  await mailTo(fallbackAddress, 'Hilde Vik')
  await settings.status(fallbackAddress).click()
  await settings.dialog.getByText(/Nothing can be sent from it/).waitFor()
  await settings.dialog.getByText(/neither shown in the inbox nor logged on a contact/).waitFor()
  await settings.dialog.getByText(/While it is off, nothing does\./).waitFor()
  await settings.press('Cancel')
  expect(await settings.status(fallbackAddress).getAttribute('aria-checked')).toBe('true')

  const agent = await open(samtale, { as: kari })
  await openConversation(agent.page, 'Hilde Vik')
  const inbox = inboxOf(agent.page)
  await inbox.textbox('Reply').waitFor()
  await settings.status(fallbackAddress).click()
  await settings.press('Turn off')
  await settings.dialog.waitFor({ state: 'detached' })
  await expect.poll(() => settings.status(fallbackAddress).getAttribute('aria-checked')).toBe('false')
  await settings
    .row(fallbackAddress)
    .getByText(/^Fallback email, off since .* \(Kari Solheim\)$/)
    .waitFor()
  expect((await mailTo(fallbackAddress, 'Refused Aas')).answer.recipients[0]).toMatch(/^550[ -]5\.2\.1/)
  await page.reload()
  await settings.row(fallbackAddress).getByText('1 mail was refused since, and its sender was told').waitFor()

  // In the open browser, without a reload.
  await inbox.conversation.getByText(`${fallbackAddress} is off`, { exact: true }).waitFor()
  await inbox.conversation.getByText(/^Kari Solheim turned it off on .*You can still comment\./).waitFor()
  expect(await inbox.textbox('Reply').count()).toBe(0)
  await inbox.tab('Comment').click()
  await inbox.textbox('Comment').fill('It is off.')
  await inbox.addComment.click()
  await inbox.conversation.getByRole('article', { name: 'Kari Solheim, Internal comment', exact: true }).waitFor()
  await inbox.tab('Reply').click()
  await inbox.conversation.getByRole('button', { name: `Reply from hjelp${domain}`, exact: true }).click()
  await inbox.conversation
    .getByText(`${fallbackAddress} is off, so this answer leaves from hjelp${domain}.`, { exact: true })
    .waitFor()
  await inbox.textbox('Reply').fill('From the other address.')
  await inbox.send.click()
  const mail = await takenMail(relay, 'hilde@nordmark.example', 'From the other address.')
  expect(mail.from?.value[0]?.address).toBe(`hjelp${domain}`)

  await settings.status(fallbackAddress).click()
  await settings.row(fallbackAddress).getByText('Fallback email', { exact: true }).waitFor()
  expect((await mailTo(fallbackAddress, 'Back Rud')).answer.code).toBe(250)
  await inbox.row('Back Rud').waitFor()
})

test('the settings of inboxes on a phone, in Norwegian', async () => {
  const { page } = await open(samtale, { as: kari, path: '/settings/inboxes', width: 390, locale: 'nb-NO' })
  await page.getByRole('combobox', { name: 'Nåværende visning', exact: true }).waitFor()
  await page.getByRole('switch', { name: `Status for ${fallbackAddress}`, exact: true }).waitFor()
  await page.getByRole('button', { name: 'Koble til en kanal', exact: true }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Reserve-e-post/ })
    .waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Rediger', exact: true }).first().click()
  await page.getByRole('textbox', { name: 'Videresendingsadresse', exact: true }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
})
