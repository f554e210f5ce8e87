import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const mailing = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
/** without a relay: links are handed over */
const samtale = await startSharedSamtale()

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const act = async (page: Page, name: string, action: string) => {
  await button(page, `Actions for ${name}`).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

test('S60 a colleague is invited by mail, accepts, and works in the inbox', async () => {
  await mailing.deliver(aMail({ from: 'Ingrid Moen <ingrid@nordmark.example>' }))
  await mailing.settled()
  const { page } = await open(mailing, { as: mailing.account.email })
  await page.getByRole('banner').getByRole('link', { name: 'Settings', exact: true }).click()
  await page
    .getByRole('navigation', { name: 'Settings menu', exact: true })
    .getByRole('link', { name: 'Users and teams', exact: true })
    .click()
  await page.getByRole('heading', { name: 'Users and teams', level: 1 }).waitFor()
  await button(page, 'Invite users').click()
  const panel = page.getByRole('dialog', { name: 'Invite users', exact: true })
  await panel.getByRole('textbox', { name: 'Email', exact: true }).fill(mailing.account.email)
  await button(page, 'Send invitation').click()
  await panel.getByRole('alert').getByText(`${mailing.account.email} is a user already.`).waitFor()
  await panel.getByRole('textbox', { name: 'Email', exact: true }).fill('elif@fjordkaffe.example')
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Elif Demir')
  await choose(page, 'Role', 'Account access')
  await choose(page, 'Seat', 'Service')
  await button(page, 'Send invitation').click()
  await panel.waitFor({ state: 'detached' })
  await rowOf(page, 'Elif Demir').getByText('Account access', { exact: true }).waitFor()

  const mail = await takenMail(relay, 'elif@fjordkaffe.example', 'Accept within seven days')
  const link = /https?:\/\/\S+/.exec(mail.text ?? '')?.[0] ?? ''
  const guest = await open(mailing, { path: link })
  await guest.page.getByRole('heading', { name: 'Join Solvik Varme', level: 1 }).waitFor()
  expect(await field(guest.page, 'Your name').inputValue()).toBe('Elif Demir')
  await field(guest.page, 'Choose a password').fill('short')
  await button(guest.page, 'Accept invitation').click()
  await guest.page.getByText('Take at least 10 characters.').waitFor()
  await field(guest.page, 'Choose a password').fill(password)
  await button(guest.page, 'Accept invitation').click()
  await guest.page.waitForURL('**/inbox')
  await openConversation(guest.page, 'Ingrid Moen')
  await inboxOf(guest.page).assignee.click()
  await guest.page.getByRole('option', { name: 'Elif Demir', exact: true }).click()
  await inboxOf(guest.page).conversation.getByText('Elif Demir').first().waitFor()

  // The screen that invited her hears of it by itself.
  await rowOf(page, 'Elif Demir').getByText('Service', { exact: true }).waitFor()
  await rowOf(page, 'Elif Demir').getByText('elif@fjordkaffe.example', { exact: true }).waitFor()
  // The link is used up.
  const late = await open(mailing, { path: link })
  await late.page.getByRole('heading', { name: 'This invitation does not open' }).waitFor()
})

test('S60 a user is created, gets role, seat and team, and is out at once when deactivated', async () => {
  const { page } = await open(samtale, { as: samtale.account.email, path: '/settings/users' })
  await button(page, 'Create team').click()
  await field(page, 'Team name').fill('Night shift')
  await page.getByRole('dialog').getByRole('button', { name: 'Create team', exact: true }).click()
  await button(page, 'Invite users').click()
  await page.getByRole('tab', { name: 'Create with a password', exact: true }).click()
  await field(page, 'Email').fill(samtale.account.email)
  await field(page, 'Name').fill('Jonas Berg')
  await field(page, 'Password').fill(password)
  await button(page, 'Create user').click()
  await page.getByRole('alert').getByText('Invite the person instead').waitFor()
  await field(page, 'Email').fill('jonas@solvik.example')
  await button(page, 'Create user').click()
  const row = rowOf(page, 'Jonas Berg')
  await row.getByText('jonas@solvik.example', { exact: true }).waitFor()

  await act(page, 'Jonas Berg', 'Change role')
  await choose(page, 'Role', 'Account access')
  await button(page, 'Save').click()
  await row.getByText('Account access', { exact: true }).waitFor()
  await row.getByRole('button', { name: 'Give a seat', exact: true }).click()
  await choose(page, 'Seat', 'Sales')
  await button(page, 'Save').click()
  await row.getByText('Sales', { exact: true }).waitFor()
  await act(page, 'Jonas Berg', 'Change teams')
  await choose(page, 'Main team', 'Night shift')
  await button(page, 'Save').click()
  await row.getByText('Night shift', { exact: true }).waitFor()
  await page.getByRole('tab', { name: 'Teams', exact: true }).click()
  await rowOf(page, 'Night shift').getByRole('cell', { name: 'Jonas Berg', exact: true }).waitFor()
  await page.getByRole('tab', { name: 'Roles', exact: true }).click()
  await page.getByRole('columnheader', { name: 'Account access', exact: true }).waitFor()
  await page.getByRole('tab', { name: 'Users', exact: true }).click()

  // The last super admin stays one.
  await act(page, 'Kari Solheim', 'Change role')
  await choose(page, 'Role', 'User')
  await button(page, 'Save').click()
  await page.getByRole('alert').getByText('keeps at least one active super admin').waitFor()
  await button(page, 'Cancel').click()

  const jonas = await open(samtale, { as: 'jonas@solvik.example' })
  await jonas.page.getByRole('banner').waitFor()
  await act(page, 'Jonas Berg', 'Deactivate')
  await page.getByRole('dialog').getByText('is signed out everywhere at once').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate', exact: true }).click()
  await row.getByText('Deactivated', { exact: true }).waitFor()
  await jonas.page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  await act(page, 'Jonas Berg', 'Remove for good')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove for good', exact: true }).click()
  await row.waitFor({ state: 'detached' })
})

test('S60 many are invited from a list whose lines are looked at first; on a phone, in Norwegian', async () => {
  const { page } = await open(samtale, {
    as: samtale.account.email,
    path: '/settings/users',
    width: 390,
    locale: 'nb-NO',
  })
  await button(page, 'Inviter brukere').click()
  await page.getByRole('tab', { name: 'Flere på en gang', exact: true }).click()
  await page.locator('input[type=file]').setInputFiles({
    name: 'folk.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `e-post;navn;rolle;plass\nelif@nordmark.example;Elif Demir;bruker;salg\nikke en adresse;;;\n${samtale.account.email};;sjef;\noskar@nordmark.example;Oskar Fossum;;\n`,
    ),
  })
  await button(page, 'Kontroller listen').click()
  await page.getByText('2 personer kan inviteres, 2 linjer er feil.').waitFor()
  const lines = page.getByRole('list', { name: 'Det som sendes', exact: true }).getByRole('listitem')
  expect(await lines.filter({ hasText: 'Linje 3' }).textContent()).toContain(
    '«ikke en adresse» er ingen e-postadresse.',
  )
  expect(await lines.filter({ hasText: 'Linje 4' }).textContent()).toMatch(/er allerede bruker.*«sjef» er ingen rolle/)
  await button(page, 'Utelat disse 2 linjene').click()
  await button(page, 'Lag 2 lenker').click()
  const link = await field(page, 'Lenken til Elif Demir').inputValue()
  expect(await field(page, 'Lenken til Oskar Fossum').inputValue()).not.toBe(link)
  await button(page, 'Ferdig').click()
  await rowOf(page, 'Elif Demir').getByText('Invitert', { exact: true }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

  await button(page, 'Handlinger for Elif Demir').click()
  await page.getByRole('menuitem', { name: 'Hent en ny lenke', exact: true }).click()
  expect(await field(page, 'Lenken til Elif Demir').inputValue()).not.toBe(link)
  await button(page, 'Ferdig').click()
  await button(page, 'Handlinger for Elif Demir').click()
  await page.getByRole('menuitem', { name: 'Trekk invitasjonen tilbake', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Trekk invitasjonen tilbake', exact: true }).click()
  await rowOf(page, 'Elif Demir').waitFor({ state: 'detached' })
})

test('S60 a person of another account accepts after signing in, and goes from one account to the other', async () => {
  const other = await samtale.openAccount('Fjellvarme')
  const { body } = await samtale.admin.post(
    '/api/invitations',
    { invitations: [{ email: other.email, role: 'user' }] },
    { expects: 201 },
  )
  // Signed in as somebody else: the page says so, and leads to the sign-in and back.
  const { page } = await open(samtale, { as: samtale.account.email, path: body.results[0].link })
  await page.getByText(`but the invitation is for ${other.email}`).waitFor()
  await button(page, 'Sign in').click()
  await field(page, 'Email').fill(other.email)
  await field(page, 'Password').fill(password)
  await button(page, 'Sign in').click()
  await page.getByText(`You are signed in as ${other.email}.`).waitFor()
  // The address was never proven: whoever else knows the password stays out.
  await field(page, 'Choose a new password').fill('another horse battery')
  await button(page, 'Accept invitation').click()
  await page.waitForURL('**/inbox')
  await button(page, 'Your profile').click()
  await page.getByRole('menuitemradio', { name: 'Solvik Varme', exact: true, checked: true }).waitFor()
  await page.getByRole('menuitemradio', { name: 'Fjellvarme', exact: true }).click()
  await expect
    .poll(async () => (await page.evaluate(`fetch('/api/session').then((answer) => answer.json())`)) as object)
    .toMatchObject({ account: { name: 'Fjellvarme' } })
  await page.getByRole('banner').waitFor()
  await button(page, 'Your profile').click()
  await page.getByRole('menuitemradio', { name: 'Fjellvarme', exact: true, checked: true }).waitFor()
})
