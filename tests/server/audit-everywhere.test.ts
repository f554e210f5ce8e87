import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '../../server/platform/database.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'
import { pathOf, type Row, rows } from './matrix-rows.ts'
import { type Things, twoAccounts } from './two-accounts.ts'

const samtale = await startSharedSamtale({ env: { API_RATE_LIMIT: '0' } })
const { own, people } = await twoAccounts(samtale)
const { db } = samtale.database
const admin = people['a super admin, chosen']

/** An inbox besides the first, and an address besides the default one: what may be archived, moved to and removed. */
const spareInboxId = await idOf(sql`
  insert into inbox (account_id, name) values (${own.accountId}, 'Spare parts') returning id`)
const spareChannelId = await idOf(sql`
  insert into channel_account (account_id, inbox_id, channel_id, type, name, address, company_name)
  values (${own.accountId}, ${spareInboxId}, 1002, 'fallback-email', 'Parts', 'parts@solvik.example', 'Parts') returning id`)

async function idOf(statement: ReturnType<typeof sql>): Promise<string> {
  const { rows: inserted } = await statement.execute(db)
  return (inserted[0] as { id: string }).id
}

/** Routes that change nobody's rights and nothing that is set up: the conversations, and what is one's own. */
const isWork = (route: string) =>
  /^\w+ \/(conversations|files|api\/(threads|messages|tickets|deliveries|onboarding|profile))\//.test(route) ||
  route === 'POST /api/contacts/:contactId/emails'

/** Further routes that write none, and why. */
const writesNone: Record<string, string> = {
  'POST /api/accounts': 'there is no account yet, or nobody may sign up',
  'POST /api/session': 'signs in',
  'POST /api/session/second-factor': 'signs in',
  'POST /api/session/passkey-request': 'changes nothing',
  'POST /api/session/passkey': 'signs in',
  'POST /api/session/account': 'signs in',
  'DELETE /api/session': 'signs out',
  'POST /api/password-resets': 'asks for a mail',
  'POST /api/invitations/preview': 'changes nothing',
  'POST /api/invitations/open': 'changes nothing',
  'POST /api/channels/:channelAccountId/try-assignment': 'changes nothing',
  'POST /api/from-addresses/open': 'changes nothing',
  'POST /api/signature-images': 'a picture that nobody sees before a signature with it is saved',
  'POST /api/totp': 'a step of which the next is the change',
  'POST /api/passkeys/begin': 'a step of which the next is the change',
  'PATCH /api/passkeys/:passkeyId': 'a name that its owner alone sees',
}

/**
 * The change is in the row of the matrix only refused: `factors.test.ts`, `people.test.ts` and `from-address.test.ts` look
 * at the audit of these.
 */
const seenElsewhere = [
  'PUT /api/password',
  'POST /api/totp/confirm',
  'POST /api/totp/remove',
  'POST /api/recovery-codes',
  'POST /api/passkeys',
  'PUT /api/password-resets',
  'POST /api/invitations/accept',
  'POST /api/invitations/join',
  'POST /api/from-addresses/confirm',
]

type Change = { before?: (db: Db, things: Things) => Promise<unknown>; path?: string; body?: unknown }

const set = (what: string) => (of: Db) => sql.raw(what).execute(of)
const spareIs = (role: string) => set(`update "user" set role = '${role}' where id = ${own.spareUserId}`)

/** What makes the row of the matrix change something, where it only asks for what is so already, or is refused. */
const changes: Record<string, Change> = {
  'DELETE /api/sessions': { before: (of, things) => reopen(of, things) },
  'PUT /api/account/second-factor': {
    before: async (of, things) => {
      await rowOf('POST /api/passkeys/:passkeyId/remove').prepare?.(of, things)
      await sql`update account set asks_for_second_factor = true where id = ${own.accountId}`.execute(of)
    },
  },
  'PATCH /api/profile': { body: { name: 'Kari Berg Solheim' } },
  'PATCH /api/users/:userId': { before: set(`update "user" set seat = 'none' where id = ${own.userId}`) },
  'PATCH /api/teams/:teamId': { before: set(`update team set name = 'Day shift' where id = ${own.teamId}`) },
  'PUT /api/availability': { before: set(`update "user" set availability = 'away'`) },
  'PUT /api/users/:userId/availability': { before: set(`update "user" set availability = 'available'`) },
  'PUT /api/availability-settings': { before: set('update account set asks_for_browser = true') },
  'PATCH /api/inboxes/:inboxId': { body: { name: 'Customers' } },
  'POST /api/inboxes/:inboxId/archive': { path: `/api/inboxes/${spareInboxId}/archive` },
  'POST /api/inboxes/:inboxId/restore': {
    path: `/api/inboxes/${spareInboxId}/restore`,
    before: set(`update inbox set archived_at = now() where id = ${spareInboxId}`),
  },
  'PATCH /api/channels/:channelAccountId': { before: set(`update channel_account set from_name_mode = 'company'`) },
  'PUT /api/channels/:channelAccountId/status': { before: set('update channel_account set is_on = false') },
  'PUT /api/channels/:channelAccountId/inbox': { body: { inboxId: spareInboxId, openThreads: 'stay' } },
  'DELETE /api/channels/:channelAccountId': { path: `/api/channels/${spareChannelId}` },
  'PUT /api/inboxes/:inboxId/access': { body: { access: 'everyone', userIds: [], teamIds: [] } },
  'PATCH /api/contacts/:contactId': { before: set('update contact set owner_user_id = null') },
  'PATCH /api/plan': { before: set('update account set starter_seats = 6') },
  'PUT /settings/v3/users/:userId': { before: spareIs('account-access') },
  'PUT /settings/users/v3/:userId': { before: spareIs('account-access') },
}

const reopen = async (of: Db, things: Things) => rowOf('DELETE /api/sessions/:id').prepare?.(of, things)

function rowOf(route: string): Row {
  const row = rows.find((one) => one.route === route)
  if (!row) throw new Error(`the matrix has no row ${route}`)
  return row
}

const audited = rows.filter(
  ({ route }) =>
    !route.startsWith('GET ') && !isWork(route) && !(route in writesNone) && !seenElsewhere.includes(route),
)

test('what is excepted is in the matrix', () => {
  const routes = new Set(rows.map(({ route }) => route))
  const excepted = [...Object.keys(writesNone), ...seenElsewhere, ...Object.keys(changes)]
  expect(excepted.filter((route) => !routes.has(route))).toEqual([])
})

test.each(audited)('S60 writes down who did it: $route', async (row) => {
  const change = changes[row.route] ?? {}
  await row.prepare?.(db, own)
  await change.before?.(db, own)
  const before = await countAudit()
  const path = change.path ?? pathOf(row, own)
  const answer = await admin.client.request(methodOf(row), path, change.body ?? row.body?.(own, admin))
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  expect((await countAudit()) - before).toBe(1)
})

const methodOf = ({ route }: Row) => route.slice(0, route.indexOf(' '))

async function countAudit(): Promise<number> {
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::integer as count from audit
    where account_id = ${own.accountId} and user_id = ${admin.userId}`.execute(db)
  return counted[0]?.count ?? 0
}

test('no row of the audit holds a password, a token or a link', async () => {
  const { rows: written } = await sql<{ text: string }>`
    select concat_ws(' ', before::text, after::text) as text from audit`.execute(db)
  const secret = new RegExp(`${password}|pat-|[A-Za-z0-9_-]{40}|\\$scrypt|\\$argon|https?:`)
  expect(written.length).toBeGreaterThan(audited.length / 2)
  expect(written.filter(({ text }) => secret.test(text))).toEqual([])
})
