import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'
import { expectedStatus, pathOf, type Row, rows, seesInbox } from './matrix-rows.ts'
import { type Person, personNames, type Things, twoAccounts } from './two-accounts.ts'

const samtale = await startSharedSamtale({ env: { API_RATE_LIMIT: '0' } })
const world = await twoAccounts(samtale)
const { db } = samtale.database
const foreignEmail = (await world.people['a super admin of another account'].client.get('/api/session')).body.user.email
const people = personNames.map((name) => world.people[name])
const methodOf = (row: Row) => row.route.split(' ')[0] ?? ''

/** The pages of the app itself hold nothing of anybody's, and are there once the web app is built. */
const isPage = (url: string) =>
  /^\/($|reset$|second-factor$|invitation$|from-address$|inbox|outbox|team-management$|tickets|contacts|settings)/.test(
    url,
  )

test('abuse-32 every route has a row; whatever else the server knows answers 405', async () => {
  const known = new Set(rows.map((row) => row.route))
  const routes = samtale.server.routes.map(({ method, url }) => ({ method, url }))
  expect([...known].filter((route) => !routes.some(({ method, url }) => `${method} ${url}` === route))).toEqual([])
  const unknown = []
  for (const { method, url } of routes) {
    const isKnown = known.has(`${method} ${url}`) || (method === 'HEAD' && known.has(`GET ${url}`))
    if (isKnown || (isPage(url) && (method === 'GET' || method === 'HEAD'))) continue
    const path = pathOf({ route: `${method} ${url}`, right: 'open', ok: 405 }, world.own)
    const { status } = await samtale.admin.request(method, path)
    if (status !== 405) unknown.push(`${method} ${url} answers ${status}`)
  }
  expect(unknown).toEqual([])
})

const isRoleDoor = /^(managers|superAdmins|directory)/
const namesThings = rows.filter((row) => !row.isCapability && pathOf(row, world.own) !== pathOf(row, world.foreign))

test.each(namesThings)('abuse-35 with the ids of another account: $route', async (row) => {
  const wrong = []
  for (const name of ['a super admin, chosen', 'a user, chosen', 'a token with all scopes'] as const) {
    const status = expectedStatus(row, name)
    // Whose role is refused at the door hears that, whatever the id.
    const foreign = status === 403 && isRoleDoor.test(row.right) ? 403 : 404
    if (status !== 401) wrong.push(...(await attempt(row, world.people[name], world.foreign, foreign)))
  }
  expect(wrong).toEqual([])
})

const messages = `/conversations/v3/conversations/threads/${world.own.threadId}/messages`
const assignee = messages.replace(/messages$/, 'assignee')
const message = (fields: object) => ({
  type: 'MESSAGE',
  text: 'Thank you.',
  senderActorId: `A-${world.own.userId}`,
  channelId: '1002',
  channelAccountId: world.own.channelAccountId,
  recipients: { actorId: `V-${world.own.contactId}` },
  ...fields,
})

test.each([
  { because: 'its user as the assignee', path: assignee, body: { actorId: `A-${world.foreign.userId}` }, status: 400 },
  { because: 'its user’s address as the assignee', path: assignee, body: { actorId: foreignEmail }, status: 400 },
  {
    because: 'its user as the sender',
    path: messages,
    body: message({ senderActorId: `A-${world.foreign.userId}` }),
    status: 400,
  },
  {
    because: 'its channel account',
    path: messages,
    body: message({ channelAccountId: world.foreign.channelAccountId }),
    status: 400,
  },
  {
    because: 'its contact as the recipient',
    path: messages,
    body: message({ recipients: { actorId: `V-${world.foreign.contactId}` } }),
    status: 400,
  },
  {
    because: 'its file',
    path: messages,
    body: message({ attachments: [{ fileId: world.foreign.fileId }] }),
    status: 404,
  },
  {
    because: 'its file by address',
    path: messages,
    body: message({ attachments: { fileId: `${samtale.origin}/api/files/${world.foreign.fileId}/content` } }),
    status: 404,
  },
  {
    because: 'its file in a comment',
    path: messages,
    body: { type: 'COMMENT', text: 'See this.', attachments: [{ fileId: world.foreign.fileId }] },
    status: 404,
  },
])('abuse-35 a body that names of another account $because', async ({ path, body, status }) => {
  const before = await digest()
  const { client } = world.people['a token with all scopes']
  const answer = await client.post(path, body)
  expect(answer).toMatchObject({ status })
  expect(await digest()).toBe(before)
})

test('abuse-35 joining with a conversation of another account', async () => {
  const before = await digest()
  const join = `/api/threads/${world.own.threadId}/join`
  expect(await samtale.admin.post(join, { threadId: world.foreign.threadId })).toMatchObject({ status: 404 })
  expect(await digest()).toBe(before)
})

test('abuse-35 a batch of actors of another account finds nobody', async () => {
  const inputs = [`A-${world.foreign.userId}`, `V-${world.foreign.contactId}`, `A-${world.own.userId}`]
  const { client } = world.people['a token with all scopes']
  const answer = await client.post('/conversations/v3/conversations/actors/batch/read', { inputs }, { expects: 207 })
  expect(answer.body.results.map((one: { id: string }) => one.id)).toEqual(inputs.slice(2))
  expect(answer.body.errors[0].context.ids).toEqual(inputs.slice(0, 2))
})

test.each(rows)('abuse-32 $route', async (row) => {
  const wrong = []
  for (const person of inOrder(row)) wrong.push(...(await attempt(row, person, world.own)))
  expect(wrong).toEqual([])
})

/** Those who are refused come first: what the others do must not make them look refused. */
function inOrder(row: Row): Person[] {
  return people.toSorted((a, b) => Number(isOk(row, a)) - Number(isOk(row, b)))
}

const isOk = (row: Row, person: Person) => expectedStatus(row, person.name) === row.ok

/** Doors at which the role is refused, and not the inbox. */
const byRole = /^(open|managers|superAdmins|configure|directory|writer)/

/** The digest after the last request, where that was refused: nobody but these requests writes here. */
let untouched: string | null = null

/** What a row before let in may still be on its way. */
async function settledDigest(): Promise<string> {
  await samtale.settled()
  return digest()
}

/** What was not as it should be, in sentences. */
async function attempt(row: Row, person: Person, things: Things, status = expectedStatus(row, person.name)) {
  const isRefused = status >= 400
  if (row.prepare || !isRefused) untouched = null
  await row.prepare?.(db, things)
  const before = isRefused ? (untouched ?? (await settledDigest())) : ''
  const path = pathOf(row, things)
  const answer = await person.client.request(methodOf(row), path, row.body?.(things, person))
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  const wrong = []
  if (answer.status !== status) wrong.push(`${person.name} got ${answer.status}, not ${status}: ${text.slice(0, 300)}`)
  if (isRefused) {
    untouched = await digest()
    if (untouched !== before) wrong.push(`${person.name} was refused, and something changed`)
  }
  const isForeign = things === world.foreign
  const mayRead = !isForeign && seesInbox(person.name)
  const isSecret = !row.isCapability && !mayRead
  if (isSecret && text.includes(things.marker))
    wrong.push(`${person.name} reads of the conversation: ${text.slice(0, 300)}`)
  if (row.tells && mayRead && status === row.ok && !text.includes(things.marker))
    wrong.push(`${person.name} does not read of the conversation: ${text.slice(0, 300)}`)
  if (status === 403) {
    const isToken = person.userId === null
    const wanted =
      isToken && row.right !== 'open'
        ? 'MISSING_SCOPES'
        : byRole.test(row.right)
          ? 'FORBIDDEN'
          : 'InboxAccess.VIEW_ONLY'
    if (![answer.body.category, answer.body.subCategory].includes(wanted))
      wrong.push(`${person.name} is refused for another reason than ${wanted}: ${text.slice(0, 300)}`)
  }
  if (methodOf(row) === 'GET') {
    const head = await person.client.request('HEAD', path)
    if (head.status !== answer.status)
      wrong.push(`${person.name} got ${head.status} for HEAD, ${answer.status} for GET`)
  }
  return wrong
}

/** Everything that a request could change, but for what each request counts. */
async function digest(): Promise<string> {
  const tables = ['account', 'login', 'inbox', 'inbox_access', 'channel_account', 'mail_address', 'contact', 'thread']
  const more = ['thread_read', 'thread_participant', 'message', 'message_body', 'recipient', 'draft', 'file', 'event']
  const factors = ['login_totp', 'recovery_code', 'passkey', 'spent_challenge']
  const parts = [
    ...tables,
    ...more,
    'user',
    'team',
    'team_member',
    'audit',
    'user_avatar',
    'signature_image',
    'idempotency',
    'attachment',
    'app_token',
    ...factors,
    'invitation',
    'invitation_team',
    'assignment_rule',
    'assignment_target',
    'last_assignment',
    'from_address',
    'forwarding_confirmation',
    'ticket',
    'ticket_default',
    'ticket_thread',
  ].map(
    (name) => sql`select ${name} as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum
      from (select to_jsonb(x) - 'last_used_at' from ${sql.table(name)} x) t`,
  )
  // In an order of its own: over so many tables PostgreSQL looks with several workers, and answers as they come.
  const { rows: sums } = await sql<{ name: string; sum: string }>`
    ${sql.join(parts, sql` union all `)} order by name`.execute(db)
  return JSON.stringify(sums)
}
