import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { violationsOn } from './axe.ts'
import { startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
await samtale.deliver(aMail({ from: 'Ingrid Haugen <ingrid@nordmark.example>', subject: 'E7' }))
await samtale.settled()
const { body } = await samtale.admin.get('/api/threads?view=open', { expects: 200 })
const oskar = await samtale.addUser({ name: 'Oskar Fossum', seat: 'none' })
await samtale.admin.post('/api/teams', { name: 'Night shift' }, { expects: 201 })
await samtale.admin.put(
  `/api/inboxes/${samtale.account.inboxId}/access`,
  { access: 'specific', userIds: [samtale.account.userId, oskar.userId], teamIds: [] },
  { expects: 200 },
)
const channels = await samtale.admin.get(`/api/inboxes/${samtale.account.inboxId}/channels`, { expects: 200 })
const elif = { email: 'elif@fjordkaffe.example', name: 'Elif Demir', role: 'user' }
const invited = await samtale.admin.post('/api/invitations', { invitations: [elif] }, { expects: 201 })
const strict = await samtale.openAccount('Nordmark Eiendom')
await samtale.database.db
  .updateTable('account')
  .set({ asks_for_second_factor: true })
  .where('id', '=', strict.accountId)
  .execute()

const screens = [
  '/inbox',
  `/inbox/threads/${body.results[0].id}`,
  '/outbox',
  '/team-management',
  '/settings/profile',
  '/settings/security',
  '/settings/availability',
  '/settings/users',
  '/settings/users?tab=teams',
  '/settings/users?tab=roles',
  '/settings/inboxes',
  '/settings/inboxes?tab=access',
  `/settings/inboxes/${samtale.account.inboxId}/channels/${channels.body.results[0].id}`,
  '/settings/plan',
  '/settings/audit',
  '/settings/private-apps',
]

test.each(['light', 'dark'] as const)('axe finds nothing on the screens in %s', async (theme) => {
  const { page } = await open(samtale, { as: samtale.account.email, theme })
  expect(await violationsOnAll(page, screens)).toEqual([])
})

test.each(['light', 'dark'] as const)('axe finds nothing before the inbox opens, in %s', async (theme) => {
  const guest = await open(samtale, { path: invited.body.results[0].link, theme })
  await guest.page.getByRole('heading', { name: 'Join Solvik Varme', level: 1 }).waitFor()
  expect(await violationsOn(guest.page)).toEqual([])
  const { page } = await open(samtale, { as: strict.email, path: '/second-factor', theme })
  expect(await violationsOnAll(page, ['/second-factor'])).toEqual([])
})

async function violationsOnAll(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    await page.goto(path)
    await page.getByRole('main').waitFor()
    await page.waitForLoadState('networkidle')
    expect(new URL(page.url()).pathname, 'where the page went').toBe(path.split('?')[0])
    found.push(...(await violationsOn(page)).map((one) => `${path}: ${one}`))
  }
  return found
}
