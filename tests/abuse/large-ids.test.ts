import { expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'
import { rows } from '../server/matrix-rows.ts'
import { twoAccounts } from '../server/two-accounts.ts'

const samtale = await startSharedSamtale({ env: { API_RATE_LIMIT: '0' } })
const { own } = await twoAccounts(samtale)
const { admin } = samtale
/** Digits like an id's, and more than a bigint holds. */
const tooLarge = '9999999999999999999'

test('abuse-37 an id too large for the database is not found, and breaks nothing', async () => {
  const person = { name: 'a super admin, chosen', client: admin, userId: own.userId } as const
  const asked = rows.filter(({ route }) => /:\w+Id\b/.test(route))
  const broken: string[] = []
  for (const row of asked) {
    const [method = '', url = ''] = row.route.split(' ')
    const answer = await admin.request(method, url.replace(/:\w+/g, tooLarge), row.body?.(own, person))
    if (answer.status < 400 || answer.status >= 500) broken.push(`${row.route}: ${answer.status}`)
  }
  expect(asked.length).toBeGreaterThan(50)
  expect(broken).toEqual([])
})

test.each([
  '/conversations/v3/conversations/threads?inboxId=',
  '/conversations/v3/conversations/threads?associatedContactId=',
  '/conversations/v3/conversations/threads?after=',
  '/crm/v3/owners?after=',
  '/api/outbox?after=',
  '/api/audit?userId=',
])('abuse-37 an id too large for the database is refused: %s', async (path) => {
  expect(await admin.get(path + tooLarge)).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
})
