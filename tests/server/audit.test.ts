import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type AuditEntry, bySystem, recordAudit } from '../../server/account/audit.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { admin, account, database } = samtale
const { db } = database
const { accountId, userId, inboxId } = account
const jonas = await samtale.addUser({ name: 'Jonas Berg', role: 'super-admin' })
const other = await samtale.openAccount('Nordmark Eiendom')

const byPerson = (id: string) => ({
  actor: {
    kind: 'user',
    accountId,
    userId: id,
    name: '',
    role: 'super-admin',
    seat: 'none',
    teamIds: new Set<string>(),
  } as const,
  remoteAddress: '203.0.113.7',
})
/** Writes a row and says when it was. */
async function record(entry: Partial<AuditEntry> & Pick<AuditEntry, 'action' | 'subject'>, at?: string) {
  await database.transaction(async (tx) => {
    await recordAudit(tx, { accountId, source: byPerson(userId), ...entry })
    if (at) await sql`update audit set at = ${at} where id = (select max(id) from audit)`.execute(tx)
  })
}

await sql`delete from audit`.execute(db)
const inbox = { type: 'inbox', id: inboxId } as const
await record(
  { action: 'inbox.renamed', subject: inbox, before: { name: 'Support' }, after: { name: 'Service' } },
  '2026-03-01T09:00:00Z',
)
await record(
  {
    action: 'user.role_changed',
    subject: { type: 'user', id: jonas.userId },
    before: { role: 'user' },
    after: { role: 'super-admin' },
  },
  '2026-03-02T09:00:00Z',
)
await record({ action: 'inbox.archived', subject: inbox, source: byPerson(jonas.userId) }, '2026-03-03T09:00:00Z')
await record(
  { action: 'team.removed', subject: { type: 'team', id: '4711' }, before: { name: 'Sales' } },
  '2026-03-04T09:00:00Z',
)
await record({ action: 'token.created', subject: { type: 'token', id: '9' }, source: bySystem }, '2026-03-05T09:00:00Z')
await record({ accountId: other.accountId, action: 'inbox.created', subject: { type: 'inbox', id: other.inboxId } })

const list = async (query = '') => (await admin.get(`/api/audit?${query}`, { expects: 200 })).body
const actions = (body: { results: { action: string }[] }) => body.results.map(({ action }) => action)
const all = ['token.created', 'team.removed', 'inbox.archived', 'user.role_changed', 'inbox.renamed']

test('a row says who did what to what, when and from where, and how it was before and after', async () => {
  expect((await list('action=user.role_changed')).results).toEqual([
    {
      id: expect.any(String),
      at: '2026-03-02T09:00:00.000Z',
      action: 'user.role_changed',
      who: { type: 'user', id: userId, name: 'Kari Solheim' },
      remoteAddress: '203.0.113.7',
      subject: { type: 'user', id: jonas.userId, name: 'Jonas Berg', isGone: false },
      before: { role: 'user' },
      after: { role: 'super-admin' },
    },
  ])
})

test.each<{ because: string; query: string; finds: string[] }>([
  { because: 'everything, the newest first', query: '', finds: all },
  { because: 'one kind of change', query: 'action=inbox.renamed', finds: ['inbox.renamed'] },
  { because: 'several kinds', query: 'action=inbox.renamed,team.removed', finds: ['team.removed', 'inbox.renamed'] },
  { because: 'one person’s', query: `userId=${jonas.userId}`, finds: ['inbox.archived'] },
  { because: 'a kind of thing', query: 'subjectType=inbox', finds: ['inbox.archived', 'inbox.renamed'] },
  { because: 'one thing', query: `subjectType=user&subjectId=${jonas.userId}`, finds: ['user.role_changed'] },
  { because: 'from an instant on', query: 'from=2026-03-04T09:00:00Z', finds: all.slice(0, 2) },
  { because: 'until just before an instant', query: 'to=2026-03-02T09:00:00Z', finds: all.slice(4) },
  {
    because: 'all at once',
    query: `userId=${userId}&subjectType=inbox&from=2026-03-01T00:00:00Z`,
    finds: all.slice(4),
  },
  { because: 'what nobody has done', query: 'action=channel.moved', finds: [] },
])('S60 the audit shows $because', async ({ query, finds }) => {
  expect(actions(await list(query))).toEqual(finds)
})

test('page by page it is all of it, each row once', async () => {
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await list(`limit=2${after ? `&after=${after}` : ''}`)
    seen.push(...actions(page))
    after = page.paging?.next.after
  } while (after)
  expect(seen).toEqual(all)
})

test('what is gone is called as it was, and says that it is gone; the system is nobody', async () => {
  const [token, team] = (await list()).results
  expect(team.subject).toEqual({ type: 'team', id: '4711', name: 'Sales', isGone: true })
  expect(token).toMatchObject({ who: { type: 'system', id: null, name: null }, remoteAddress: '' })
})

test.each([
  { because: 'an action that is none', query: 'action=inbox.painted', names: 'action' },
  { because: 'a subject that is none', query: 'subjectType=thread', names: 'subjectType' },
  { because: 'an id that is none', query: 'userId=kari', names: 'userId' },
  { because: 'a date that is none', query: 'from=yesterday', names: 'from' },
  { because: 'a format that is none', query: 'format=xlsx', names: 'format', path: '/api/audit/export' },
])('$because is refused, and named', async ({ query, names, path = '/api/audit' }) => {
  const answer = await admin.get(`${path}?${query}`)
  expect(answer).toMatchObject({ status: 400, body: { details: { field: names } } })
})

test('the export holds what the filters find, as CSV and as JSON lines', async () => {
  const csv = await admin.get('/api/audit/export?subjectType=inbox', { expects: 200 })
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/)
  const lines = csv.body.trim().split('\r\n')
  expect(lines[0]).toContain('At,Who,Who id,From,Action')
  expect(lines.slice(1)).toEqual([
    `2026-03-03T09:00:00.000Z,Jonas Berg,${jonas.userId},203.0.113.7,inbox.archived,inbox,${inboxId},Support,{},{}`,
    `2026-03-01T09:00:00.000Z,Kari Solheim,${userId},203.0.113.7,inbox.renamed,inbox,${inboxId},Support,"{""name"":""Support""}","{""name"":""Service""}"`,
  ])
  const response = await fetch(`${samtale.origin}/api/audit/export?format=jsonl`, {
    headers: { cookie: admin.cookie() },
  })
  const entries = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(entries).toEqual((await list()).results)
})

test('an export longer than what is read at a time holds every row once', async () => {
  await sql`insert into audit (account_id, action, subject_type, subject_id)
    select ${other.accountId}, 'team.changed', 'team', n from generate_series(1, 2500) n`.execute(db)
  const admins = await samtale.signIn(other.email)
  const { body } = await admins.get('/api/audit/export?action=team.changed', { expects: 200 })
  const ids = body
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line: string) => line.split(',')[6])
  expect(ids).toEqual(Array.from({ length: 2500 }, (_, index) => String(2500 - index)))
})

test('abuse-43 what somebody named himself is no formula in the export', async () => {
  const names = ['=HYPERLINK("https://mallory.example")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', 'a,"=1']
  for (const name of names) {
    await sql`update "user" set name = ${name} where id = ${jonas.userId}`.execute(db)
    const { body } = await admin.get('/api/audit/export?action=inbox.archived,user.role_changed', { expects: 200 })
    // A cell begins after a comma or a line's end, behind its quote; within a quoted one the next quote is doubled.
    const cells = [...body.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
      ([, quoted, bare]) => quoted ?? bare,
    )
    expect(cells.filter((cell: string) => /^\s*[=+@-]/.test(cell))).toEqual([])
    expect(body).toContain(name.slice(1).replaceAll('"', '""'))
  }
  await sql`update "user" set name = 'Jonas Berg' where id = ${jonas.userId}`.execute(db)
})

test.each(['account-access', 'user'])(
  'abuse-32 $0: who is no super admin reads and exports nothing of it',
  async (role) => {
    const client = await samtale.signIn((await samtale.addUser({ role })).email)
    for (const path of ['/api/audit', '/api/audit/export', '/api/audit/export?format=jsonl'])
      expect(await client.get(path)).toMatchObject({ status: 403, body: { code: 'notAllowed' } })
  },
)

test('abuse-33 another account’s rows are in no list and no export', async () => {
  for (const path of [
    '/api/audit?limit=500',
    '/api/audit/export',
    `/api/audit?subjectType=inbox&subjectId=${other.inboxId}`,
  ])
    expect(JSON.stringify((await admin.get(path, { expects: 200 })).body)).not.toMatch(/inbox\.created|team\.changed/)
})
