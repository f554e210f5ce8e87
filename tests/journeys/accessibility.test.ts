import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const open = await startBrowser()
const samtale = await startSharedSamtale()
await samtale.deliver(aMail({ from: 'Ingrid Haugen <ingrid@nordmark.example>', subject: 'E7' }))
await samtale.settled()
const { body } = await samtale.admin.get('/api/threads?view=open', { expects: 200 })

const screens = [
  '/inbox',
  `/inbox/threads/${body.results[0].id}`,
  '/outbox',
  '/team-management',
  '/settings/profile',
  '/settings/availability',
  '/settings/inboxes',
  '/settings/inboxes?tab=access',
  '/settings/plan',
  '/settings/audit',
  '/settings/private-apps',
]

test.each(['light', 'dark'] as const)('axe finds nothing on the screens in %s', async (theme) => {
  const { page } = await open(samtale, { as: samtale.account.email, theme })
  const found: string[] = []
  for (const path of screens) {
    await page.goto(path)
    await page.getByRole('main').waitFor()
    await page.waitForLoadState('networkidle')
    found.push(...(await violationsOn(page)).map((one) => `${path}: ${one}`))
  }
  expect(found).toEqual([])
})

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const results = await page.evaluate(
    (values) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
        runOnly: { type: 'tag', values },
        // It reads what is hidden from it: counts and initials, which are told as descriptions and beside the name.
        rules: { 'label-content-name-mismatch': { enabled: false } },
      }),
    tags,
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`),
  )
}
