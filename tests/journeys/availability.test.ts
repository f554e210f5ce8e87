import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { type Samtale, startSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const names = /^(Available|Away|Outside working hours)$/
const banner = (page: Page) => page.getByRole('banner').getByRole('button', { name: names })
const says = (page: Page) => expect.poll(() => banner(page).getAttribute('aria-label'))
const describes = (page: Page) => expect.poll(() => banner(page).getAttribute('aria-description'))
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })

async function choose(page: Page, item: string) {
  await banner(page).click()
  await page.getByRole('menu').getByRole('menuitemradio', { name: item, exact: true }).click()
}

test('S60 set away in the top bar, and by a manager in Team management; the person sees by whom, and is back by himself', async () => {
  const samtale = await startSamtale()
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const [kari, his] = await Promise.all([
    open(samtale, { as: samtale.account.email }),
    open(samtale, { as: jonas.email }),
  ])
  await says(his.page).toBe('Available')
  await choose(his.page, 'Away')
  await says(his.page).toBe('Away')
  await describes(his.page).toMatch(/^Set by you, \d\d:\d\d$/)
  await choose(his.page, 'Available')
  await says(his.page).toBe('Available')
  await his.context.setOffline(true)
  await choose(his.page, 'Away')
  await his.page.getByRole('alert').getByText('The server did not answer.', { exact: false }).waitFor()
  await says(his.page).toBe('Available')
  await his.context.setOffline(false)

  await kari.page
    .getByRole('navigation', { name: 'Views', exact: true })
    .getByRole('link', { name: 'Team management' })
    .click()
  await kari.page.getByRole('heading', { name: 'Team management', exact: true }).waitFor()
  await row(kari.page, 'Jonas Berg').getByRole('button', { name: 'Set away', exact: true }).click()
  await says(his.page).toBe('Away')
  await describes(his.page).toMatch(/^Set by Kari Solheim, \d\d:\d\d$/)
  await row(kari.page, 'Jonas Berg').getByText('Set by Kari Solheim', { exact: false }).waitFor()

  // By status and inbox.
  await pick(kari.page, 'Status', 'Away')
  await expect.poll(() => kari.page.getByRole('row').count()).toBe(2)
  expect(new URL(kari.page.url()).search).toBe('?status=away')
  await pick(kari.page, 'Inbox', 'Support')
  await row(kari.page, 'Jonas Berg').waitFor()

  // The picker of the person who is given a conversation says it too.
  await samtale.deliver(aMail({ from: 'Elif Demir <elif@nordmark.example>' }), { from: 'elif@nordmark.example' })
  const other = await open(samtale, { as: samtale.account.email })
  await openConversation(other.page, 'Elif Demir')
  await inboxOf(other.page).assignee.click()
  const option = other.page.getByRole('option', { name: 'Jonas Berg', exact: true })
  await expect.poll(() => option.getAttribute('aria-description')).toMatch(/^Away/)

  await choose(his.page, 'Available')
  await says(his.page).toBe('Available')
  await expect.poll(() => option.getAttribute('aria-description')).toMatch(/^Available/)
  await kari.page.getByText('Nobody is so now').waitFor()
  await kari.page.getByRole('button', { name: 'Show everybody' }).click()
  await row(kari.page, 'Jonas Berg').getByRole('button', { name: 'Set away', exact: true }).waitFor()
  // Jonas manages nobody: of the others he only sees.
  await his.page.goto('/team-management')
  await row(his.page, 'Kari Solheim').waitFor()
  expect(await row(his.page, 'Kari Solheim').getByRole('button').count()).toBe(0)
})

test('S60 working hours, zone and days off on their page; they end at their minute while the page is open', async () => {
  // The server’s clock stands on a Tuesday in Oslo, minutes before work ends, until the test moves it.
  let now = Date.parse('2026-11-24T15:50Z')
  const samtale = await startSamtale({ now: () => now })
  const { page } = await open(samtale, { as: samtale.account.email, path: '/settings/availability' })
  await page.getByRole('radio', { name: 'In working hours', exact: true }).check()
  const day = (name: string) => page.getByRole('group', { name, exact: true })

  await day('Monday').getByRole('button', { name: 'Add hours on Monday' }).click()
  await page.getByLabel('Monday from', { exact: true }).nth(1).fill('16:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('These hours overlap with others of the day.').waitFor()
  await page.getByRole('status').getByText('Mend what is marked in red, then save.').waitFor()
  await day('Monday').getByRole('button', { name: 'Remove these hours on Monday' }).nth(1).click()
  await page.getByLabel('Monday to', { exact: true }).fill('17:00')
  await page.getByRole('button', { name: 'Copy Monday to Monday to Friday' }).click()
  await pick(page, 'Time zone', 'Europe/Oslo', 'oslo')

  await page.getByRole('button', { name: 'Add days off' }).click()
  const holiday = page.getByRole('list', { name: 'Holidays and days off' }).getByRole('listitem')
  await holiday.getByLabel('What for').fill('Christmas')
  await holiday.getByLabel('Last day').fill('2026-12-26')
  await holiday.getByLabel('First day').fill('2026-12-24')
  await page.getByText(/^With these hours, now: /).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'Save' }).count()).toBe(0)

  await says(page).toBe('Available')
  const saved = (await samtale.admin.get('/api/profile/working-hours')).body
  expect(saved).toMatchObject({
    timeZone: 'Europe/Oslo',
    workingHours: { length: 5, 0: { days: 'MONDAY', startMinute: 540, endMinute: 1020 } },
    holidays: [{ label: 'Christmas', from: '2026-12-24', to: '2026-12-26' }],
  })
  // Work ends at 17:00 in Oslo, and begins again the next morning; nobody touches the page.
  for (const { at, told, shown } of [
    { at: '2026-11-24T16:00Z', told: 'outside-hours', shown: 'Outside working hours' },
    { at: '2026-11-25T08:00Z', told: 'available', shown: 'Available' },
    { at: '2026-12-24T10:00Z', told: 'outside-hours', shown: 'Outside working hours' },
  ]) {
    now = Date.parse(at)
    // A clock that leaps on before the change was told would leap over it.
    await expect.poll(() => lastTold(samtale)).toEqual({ availability: told })
    await says(page).toBe(shown)
  }
})

test('S60 a manager sets the working hours of another, in Norwegian, on a phone', async () => {
  const samtale = await startSamtale()
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const { page } = await open(samtale, { as: samtale.account.email, width: 390, locale: 'nb-NO' })
  await page.getByRole('banner').getByRole('button', { name: 'Tilgjengelig', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Teamadministrasjon', exact: true }).click()
  await row(page, 'Jonas Berg').getByRole('link', { name: 'Arbeidstiden til Jonas Berg' }).click()
  await page.getByRole('heading', { name: 'Tilgjengelighet for Jonas Berg' }).waitFor()
  await page.getByRole('radio', { name: 'I arbeidstiden', exact: true }).check()
  await page.getByRole('button', { name: 'Lagre' }).click()
  await expect.poll(() => hoursOf(samtale, jonas.userId)).toHaveLength(5)
})

async function pick(page: Page, label: string, option: string, query?: string) {
  await page.getByRole('main').getByRole('combobox', { name: label, exact: true }).click()
  if (query) await page.getByRole('searchbox', { name: 'Find a time zone' }).fill(query)
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function lastTold({ database: { db } }: Samtale) {
  const { rows } = await sql<{ payload: unknown }>`
    select payload from event where type = 'user.availability_changed' order by id desc limit 1`.execute(db)
  return rows[0]?.payload
}

async function hoursOf({ admin }: Samtale, userId: string) {
  return (await admin.get(`/api/users/${userId}/working-hours`)).body.workingHours
}
