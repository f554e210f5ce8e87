import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { insertInbox } from '../../server/inbox/inbox-store.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'
import { startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const { account, admin, database } = samtale
const jonas = await samtale.addUser({ name: 'Jonas Berg', role: 'account-access', seat: 'sales' })
await database.transaction((tx) => insertInbox(tx, { accountId: account.accountId, name: 'Sales', isDefault: false }))

const menuOf = (page: Page) => page.getByRole('navigation', { name: 'Settings menu', exact: true })
const main = (page: Page) => page.getByRole('main')

test('S2 S40 S60 the plan is shown beside what is used, and changed once it is said what happens', async () => {
  const { page } = await open(samtale, { as: account.email, path: '/settings/profile' })
  await menuOf(page).getByRole('link', { name: 'Plan and seats', exact: true }).click()
  await page.getByRole('heading', { name: 'Plan and seats', level: 1 }).waitFor()
  const plan = (name: string) => page.getByRole('listitem', { name, exact: true })
  await plan('Enterprise').getByText('Current plan').waitFor()
  await plan('Free').getByText('One inbox').waitFor()
  await plan('Starter').getByText('5 paid seats, a number that super admins set').waitFor()
  await plan('Professional').getByText('Any number of inboxes').waitFor()
  const inboxes = page.getByRole('region', { name: 'Inboxes', exact: true })
  await inboxes.getByText('2 of any number', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Change plan', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Change plan', exact: true })
  await dialog.getByRole('radio', { name: 'Starter', exact: true }).check()
  await dialog.getByRole('textbox', { name: 'Paid seats', exact: true }).fill('2')
  const happens = dialog.getByRole('region', { name: 'What happens', exact: true })
  await happens.getByText('Nothing is deleted, and no conversation stops.').waitFor()
  await happens.getByText('Sales stays open for work, but its settings can only be read').waitFor()
  await happens.getByText('The 2 paid seats in use stay; nobody gets another.').waitFor()
  await dialog.getByRole('button', { name: 'Change plan', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await plan('Starter').getByText('Current plan').waitFor()
  await inboxes.getByText('2 of 1', { exact: true }).waitFor()
  await inboxes.getByText('All inboxes are worked in as before. No further one can be created.').waitFor()
  const seats = page.getByRole('region', { name: 'Paid seats', exact: true })
  await seats.getByText('2 of 2', { exact: true }).waitFor()
  await seats.getByRole('meter', { name: 'Paid seats', exact: true }).waitFor()

  // Down to Free the default addresses move too.
  await page.getByRole('button', { name: 'Change plan', exact: true }).click()
  await dialog.getByRole('radio', { name: 'Free', exact: true }).check()
  await happens.getByText('Default addresses end in free.inbox.localhost from now on.').waitFor()
  await dialog.getByRole('button', { name: 'Change plan', exact: true }).click()
  await plan('Free').getByText('Current plan').waitFor()
  await page.reload()
  await plan('Free').getByText('Current plan').waitFor()
  const { body } = await admin.get('/api/inbox', { expects: 200 })
  expect(body.inboxes[0].fallbackAddress).toBe(account.fallbackAddress.replace('.inbox.', '.free.inbox.'))
  await admin.patch('/api/plan', { plan: 'enterprise' }, { expects: 200 })
})

test('S60 who is no super admin reads the plan and the reason, and finds neither audit nor apps, on a phone in Norwegian', async () => {
  const { page } = await open(samtale, { as: jonas.email, path: '/settings', width: 390, locale: 'nb-NO' })
  const menu = page.getByRole('navigation', { name: 'Innstillingsmeny', exact: true })
  await menu.getByRole('link', { name: 'Abonnement og plasser', exact: true }).waitFor()
  expect(await menu.getByRole('link', { name: 'Revisjonslogg' }).count()).toBe(0)
  expect(await menu.getByRole('link', { name: 'Private apper' }).count()).toBe(0)
  await menu.getByRole('link', { name: 'Abonnement og plasser', exact: true }).click()
  await page.getByText('Bare en superadministrator kan endre abonnementet og antallet plasser.').waitFor()
  expect(await page.getByRole('button', { name: 'Endre abonnement' }).count()).toBe(0)
  for (const [path, reason] of [
    ['/settings/audit', 'Bare en superadministrator kan lese revisjonsloggen.'],
    ['/settings/private-apps', 'Bare en superadministrator kan se og opprette private apper.'],
  ] as const) {
    await page.goto(path)
    await page.getByText(reason).waitFor()
  }
})

test('S60 a private app is made with the own password, used, and revoked', async () => {
  const { page, context } = await open(samtale, { as: account.email, path: '/settings/private-apps' })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Create private app', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Create private app', exact: true })
  const create = panel.getByRole('button', { name: 'Create private app', exact: true })
  await create.click()
  await panel.getByRole('alert').filter({ hasText: 'Give the app a name.' }).waitFor()
  await panel.getByRole('alert').filter({ hasText: 'Choose at least one scope.' }).waitFor()
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Nightly export')
  await panel.getByRole('checkbox', { name: 'conversations.read', exact: true }).check()
  await panel.getByLabel('Your password', { exact: true }).fill('guessed it')
  await create.click()
  await panel.getByRole('alert').filter({ hasText: 'Your current password is not right' }).waitFor()
  await panel.getByLabel('Your password', { exact: true }).fill(password)
  await create.click()

  const shown = page.getByRole('dialog', { name: 'Nightly export is ready', exact: true })
  const token = await shown.getByRole('textbox', { name: 'Token', exact: true }).inputValue()
  await shown.getByRole('button', { name: 'Copy', exact: true }).click()
  await shown.getByRole('button', { name: 'Copied', exact: true }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token)
  await shown.getByRole('button', { name: 'Done', exact: true }).click()
  const program = samtale.withToken(token)
  await program.get('/conversations/v3/conversations/threads', { expects: 200 })

  await page.reload()
  const row = page.getByRole('row', { name: 'Nightly export', exact: true })
  await row.waitFor()
  expect(await row.textContent()).not.toContain('Never')
  expect(await page.content()).not.toContain(token)
  await row.getByRole('button', { name: 'Revoke', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Revoke Nightly export?', exact: true })
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await row.waitFor({ state: 'detached' })
  await program.get('/conversations/v3/conversations/threads', { expects: 401 })
})

test('S60 the audit log is filtered by who, what and when, unfolds, and is taken away', async () => {
  const { page } = await open(samtale, { as: account.email, path: '/settings/audit' })
  const rows = page.getByRole('list', { name: 'Changes', exact: true }).locator(':scope > li')
  const choose = async (filter: string, option: string) => {
    await page.getByRole('combobox', { name: filter, exact: true }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  await rows.first().waitFor()
  await rows.filter({ hasText: 'Kari Solheim revoked the private app Nightly export' }).waitFor()

  await choose('What', 'Plan changed')
  await expect
    .poll(() => rows.allTextContents().then((texts) => texts.every((text) => text.includes('plan'))))
    .toBe(true)
  expect(await rows.count()).toBe(3)
  expect(page.url()).toContain('what=account.plan_changed')
  await rows.last().locator('summary').click()
  await rows.last().getByRole('row', { name: 'Plan Enterprise Starter', exact: true }).waitFor()

  const href = await page.getByRole('link', { name: 'Download CSV', exact: true }).getAttribute('href')
  expect(href).toContain('action=account.plan_changed')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV', exact: true }).click(),
  ])
  const csv = await readFile(await download.path(), 'utf8')
  expect(csv.trim().split('\r\n')).toHaveLength(4)

  await choose('Who', 'Jonas Berg')
  await page.getByText('Nothing matches these filters').waitFor()
  await page.reload()
  await page.getByText('Nothing matches these filters').waitFor()
  await page.getByRole('button', { name: 'Clear filters', exact: true }).click()
  await rows.first().waitFor()
  await page.getByLabel('Until', { exact: true }).fill('2020-01-01')
  await page.getByText('Nothing matches these filters').waitFor()
  expect(await main(page).getByRole('alert').count()).toBe(0)
})
