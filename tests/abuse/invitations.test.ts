import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { mailsTo } from '../durability/answering.ts'
import { apiClient, type Client } from '../harness/api-client.ts'
import { password, startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const samtale = await startSharedSamtale()
const { account, admin, origin } = samtale
const { db } = samtale.database
const newPassword = 'another horse battery'
let emails = 0
const newEmail = () => `guest${++emails}@solvik.example`
const anyone = () => apiClient(origin, {})
const forgetAttempts = () => sql`delete from throttle`.execute(db)

/** Invites somebody and answers what whoever has the link has. */
async function invited(email: string, { by = admin, role = 'user' } = {}): Promise<{ id: string; token: string }> {
  const { body } = await by.post('/api/invitations', { invitations: [{ email, role }] }, { expects: 201 })
  const [{ invitation, link }] = body.results
  return { id: invitation.id, token: new URL(link).hash.slice(1) }
}

const accept = (token: string, more: object = {}, client: Client = anyone()) =>
  client.post('/api/invitations/accept', { token, name: 'Elif Demir', password, ...more })

const expired = { status: 400, body: { code: 'linkExpired', subCategory: 'Link.EXPIRED' } }

test('abuse-54 an invitation is 256 bits, kept as a hash, told once and used once', async () => {
  const email = newEmail()
  const headers = { 'idempotency-key': 'told-once' }
  const request = { invitations: [{ email, role: 'user' }] }
  const first = await admin.post('/api/invitations', request, { expects: 201, headers })
  const { link, invitation } = first.body.results[0]
  const token = new URL(link).hash.slice(1)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(new URL(link)).toMatchObject({ origin, pathname: '/invitation', search: '' })
  // Neither the list nor a repeat of the request tells it again, and no table holds it.
  const repeat = await admin.post('/api/invitations', request, { expects: 201, headers })
  expect(repeat.body.results).toMatchObject([{ invitation: { id: invitation.id }, link: null }])
  expect(JSON.stringify((await admin.get('/api/invitations')).body)).not.toContain(token)
  const { rows } = await sql<{ row: string }>`
    select i::text as row from invitation i union all select x::text from idempotency x
    union all select a::text from audit a union all select e::text from event e`.execute(db)
  expect(rows.length).toBeGreaterThan(2)
  expect(rows.map(({ row }) => row).join()).not.toContain(token)

  const answers = await Promise.all([accept(token), accept(token)])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(await accept(token)).toMatchObject(expired)
  const { count } = (
    await sql<{ count: number }>`select count(*)::int as count from login where email_key = ${email}`.execute(db)
  ).rows[0] ?? { count: 0 }
  expect(count).toBe(1)
})

test.each([
  {
    because: 'is withdrawn',
    spoil: (id: string) => admin.delete(`/api/invitations/${id}`, { expects: 204 }),
  },
  {
    because: 'is sent again',
    spoil: (id: string) => admin.post(`/api/invitations/${id}/resend`, {}, { expects: 200 }),
  },
  {
    because: 'is more than seven days old',
    spoil: async (id: string) => {
      const { rows } = await sql<{ days: number }>`
        select extract(epoch from expires_at - created_at)::int / 86400 as days from invitation where id = ${id}`.execute(
        db,
      )
      expect(rows[0]?.days).toBe(7)
      return sql`update invitation set expires_at = now() where id = ${id}`.execute(db)
    },
  },
])('abuse-54 a link opens nothing once its invitation $because', async ({ spoil }) => {
  const { id, token } = await invited(newEmail())
  await anyone().post('/api/invitations/open', { token }, { expects: 200 })
  await spoil(id)
  expect(await anyone().post('/api/invitations/open', { token })).toMatchObject(expired)
  expect(await accept(token)).toMatchObject(expired)
  expect(await admin.post('/api/invitations/join', { token })).toMatchObject(expired)
})

test.each([
  { because: 'cut', of: (token: string) => token.slice(0, -1) },
  { because: 'with another case', of: (token: string) => token.toLowerCase() },
  { because: 'of nothing', of: () => '' },
  { because: 'as a pattern', of: () => '%' },
])('abuse-54 a token $because opens nothing', async ({ of }) => {
  const { token } = await invited(newEmail())
  expect(await accept(of(token))).toMatchObject(expired)
})

test('abuse-54 inviting tells nothing of who signs in elsewhere', async () => {
  const other = await samtale.openAccount('Nordmark Eiendom')
  const shapeOf = async (email: string) => {
    const { body } = await admin.post('/api/invitations', { invitations: [{ email, role: 'user' }] }, { expects: 201 })
    const { id: _, email: __, createdAt: ___, expiresAt: ____, ...rest } = body.results[0].invitation
    return rest
  }
  expect(await shapeOf(other.email)).toEqual(await shapeOf(newEmail()))
})

test('abuse-54 guesses are throttled by IP, whatever they say of it', async () => {
  await forgetAttempts()
  const guess = (index: number) =>
    apiClient(origin, { 'x-forwarded-for': `10.1.1.${index}`, forwarded: `for=10.1.1.${index}` }).post(
      '/api/invitations/open',
      { token: `guess${index}` },
    )
  const statuses = []
  for (let index = 1; index <= 301; index++) statuses.push((await guess(index)).status)
  expect(statuses.indexOf(429)).toBe(300)
  await forgetAttempts()
})

test('abuse-54 one address is not mailed again and again', async () => {
  await forgetAttempts()
  const { id } = await invited(newEmail())
  const statuses = []
  for (let times = 2; times <= 11; times++)
    statuses.push((await admin.post(`/api/invitations/${id}/resend`, {})).status)
  expect(statuses).toEqual([...Array(9).fill(200), 429])
  await forgetAttempts()
})

test('abuse-36 an invitation gives what the inviter chose, whatever its guest says', async () => {
  const { token } = await invited(newEmail())
  for (const more of [
    { role: 'super-admin' },
    { seat: 'service' },
    { accountId: '1' },
    { email: 'kari@solvik.example' },
  ])
    expect(await accept(token, more)).toMatchObject({ status: 400, body: { code: 'invalid' } })
  const { body } = await accept(token)
  expect(body.user).toMatchObject({ role: 'user', seat: 'none', name: 'Elif Demir' })
})

test.each([
  { because: 'an account', body: { account_id: '1' } },
  {
    because: 'an account in its invitation',
    body: { invitations: [{ email: 'x@solvik.example', role: 'user', accountId: '1' }] },
  },
  { because: 'a state', body: { invitations: [{ email: 'x@solvik.example', role: 'user', isMailed: true }] } },
])('abuse-36 inviting takes no $because', async ({ body }) => {
  const invitations = [{ email: 'x@solvik.example', role: 'user' }]
  expect(await admin.post('/api/invitations', { invitations, ...body })).toMatchObject({ status: 400 })
})

test.each([
  { because: 'an address', path: '/api/users/', body: { email: 'mallory@elsewhere.example' } },
  { because: 'a password', path: '/api/users/', body: { password: newPassword } },
  { because: 'an account', path: '/api/users/', body: { accountId: '2' } },
])('abuse-36 changing a user takes no $because', async ({ path, body }) => {
  const { userId } = await samtale.addUser()
  expect(await admin.patch(`${path}${userId}`, body)).toMatchObject({ status: 400 })
})

test('abuse-43 a list gives no role above the inviter’s own, in no spelling', async () => {
  const manager = await samtale.signIn((await samtale.addUser({ role: 'account-access' })).email)
  const text = [
    'email,role',
    'a@solvik.example,super-admin',
    'b@solvik.example,Superadministrator',
    'c@solvik.example,Account access',
  ].join('\n')
  const { body } = await manager.post('/api/invitations/preview', { text, role: 'user' }, { expects: 200 })
  expect(body.lines.map((line: { problems: { code: string }[] }) => line.problems.map(({ code }) => code))).toEqual([
    ['roleAbove'],
    ['roleAbove'],
    [],
  ])
  const before = await countInvitations()
  for (const role of ['super-admin', 'super-admin '])
    expect(
      (
        await manager.post('/api/invitations', {
          invitations: [ok('d@solvik.example'), { ...ok('e@solvik.example'), role }],
        })
      ).status,
    ).toBe(role === 'super-admin' ? 403 : 400)
  expect(await countInvitations()).toBe(before)
  // Nor does he touch an invitation that gives such a role.
  const { id } = await invited(newEmail(), { role: 'super-admin' })
  expect(await manager.post(`/api/invitations/${id}/resend`, {})).toMatchObject({ status: 403 })
  expect(await manager.delete(`/api/invitations/${id}`)).toMatchObject({ status: 403 })
})

test('S60 a list says of each line what is wrong, and is sent whole or not at all', async () => {
  const other = await samtale.openAccount('Fjellvarme')
  const kari = await samtale.signIn(other.email)
  await sql`update account set plan = 'starter', starter_seats = 3 where id = ${other.accountId}`.execute(db)
  const left = await samtale.addUser({ accountId: other.accountId, seat: 'none' })
  await kari.patch(`/api/users/${left.userId}`, { isActive: false }, { expects: 200 })
  await kari.post('/api/teams', { name: 'Support' }, { expects: 201 })
  await invited('waiting@solvik.example', { by: kari })
  const text = [
    'email;name;role;seat;team',
    'new@solvik.example;Elif Demir;user;service;support',
    'no address;;;;',
    'NEW@solvik.example;;;;',
    `${other.email};;;;`,
    `${left.email};;;;`,
    'waiting@solvik.example;;;;',
    'odd@solvik.example;;owner;gold;Nowhere',
    'seated@solvik.example;;;sales;',
    'unseated@solvik.example;;;sales;',
  ].join('\n')
  const { body } = await kari.post('/api/invitations/preview', { text, role: 'user' }, { expects: 200 })
  const codes = body.lines.map(({ line, problems }: { line: number; problems: { code: string }[] }) => [
    line,
    ...problems.map(({ code }) => code),
  ])
  expect(codes).toEqual([
    [2],
    [3, 'badAddress'],
    [4, 'repeated'],
    [5, 'alreadyUser'],
    [6, 'deactivatedUser'],
    [7, 'alreadyInvited'],
    [8, 'unknownRole', 'unknownSeat', 'unknownTeam'],
    [9],
    [10, 'noSeat'],
  ])
  const [{ email, name, role, seat, mainTeamId, extraTeamIds }] = body.lines
  const good = { email, name, role, seat, mainTeamId, extraTeamIds }
  const before = await countInvitations()
  const refused = await kari.post('/api/invitations', { invitations: [good, ok('waiting@solvik.example')] })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ in: 'invitations.1', code: 'alreadyInvited' }] } })
  expect(await countInvitations()).toBe(before)
  await kari.post('/api/invitations', { invitations: [good, ok('further@solvik.example')] }, { expects: 201 })
  expect(await countInvitations()).toBe(before + 2)
})

test('abuse-55a an admin of another account gets into none by making a login for its people', async () => {
  const mallory = await samtale.openAccount('Mallory')
  const other = await samtale.signIn(mallory.email)
  const email = newEmail()
  // Mallory knows this password, the address's owner does not know Mallory.
  await other.post('/api/users', { name: 'Elif Demir', email, password, role: 'user' }, { expects: 201 })
  const malloryAsElif = await samtale.signIn(email)
  const { token } = await invited(email)
  expect(await accept(token)).toMatchObject({ status: 409, body: { code: 'signInFirst' } })
  // With the link and the password, but without choosing a new one, nobody comes in.
  expect(await malloryAsElif.post('/api/invitations/join', { token })).toMatchObject({ status: 400 })
  expect(await admin.post('/api/invitations/join', { token })).toMatchObject({
    status: 403,
    body: { code: 'otherLogin' },
  })
  const elif = await samtale.signIn(email)
  await elif.post('/api/invitations/join', { token, newPassword }, { expects: 201 })
  expect((await elif.get('/api/session')).body.account.id).toBe(account.accountId)
  // What Mallory had opened is closed, and what he knows opens nothing.
  await malloryAsElif.get('/api/session', { expects: 401 })
  await anyone().post('/api/session', { email, password }, { expects: 401 })
  await anyone().post('/api/session', { email, password: newPassword }, { expects: 201 })
})

test.each([
  { because: 'the user of this account', of: () => samtale.addUser() },
  { because: 'the admin of another', of: () => samtale.openAccount('Nordlys') },
])('abuse-55a creating a user never touches a login that exists: $because', async ({ of }) => {
  const { email } = await of()
  const before = await loginOf(email)
  const answer = await admin.post('/api/users', { name: 'X', email, password: newPassword, role: 'user' })
  expect(answer).toMatchObject({ status: 409, body: { code: 'loginExists' } })
  expect(await loginOf(email)).toEqual(before)
  await samtale.signIn(email)
})

test('abuse-54 the mail holds the link, the Outbox does not, and only a mailed link proves the address', async () => {
  const relay = await startScriptedSmtp()
  const mailing = await startSamtale({ env: { SMTP_URL: relay.url } })
  const email = 'elif@nordmark.example'
  const { body } = await mailing.admin.post('/api/invitations', { invitations: [ok(email)] }, { expects: 201 })
  expect(body.results[0].link).toBeNull()
  await expect.poll(() => mailsTo(relay.accepted, email).length).toBe(1)
  const mail = await simpleParser(mailsTo(relay.accepted, email)[0]?.raw ?? '')
  expect(mail.subject).toBe('Kari Solheim invites you to Solvik Varme in Samtale')
  const link = new URL(/https?:\/\/\S+/.exec(mail.text ?? '')?.[0] ?? '')
  expect(link).toMatchObject({ origin: mailing.origin, pathname: '/invitation' })
  const guest = apiClient(mailing.origin, {})
  const token = link.hash.slice(1)
  const opened = await guest.post('/api/invitations/open', { token }, { expects: 200 })
  expect(opened.body).toEqual({
    email,
    name: '',
    accountName: 'Solvik Varme',
    inviterName: 'Kari Solheim',
    step: 'newLogin',
    asksForNewPassword: false,
  })
  await guest.post('/api/invitations/accept', { token, name: 'Elif Demir', password }, { expects: 201 })
  const proven = await mailing.database.db
    .selectFrom('login')
    .select('proven_at')
    .where('email_key', '=', email)
    .executeTakeFirstOrThrow()
  expect(proven.proven_at).toBeInstanceOf(Date)
  await relay.close()

  // A link that was handed over proves nothing.
  const handed = newEmail()
  await accept((await invited(handed)).token)
  expect((await loginOf(handed)).proven_at).toBeNull()
})

test('abuse-54 an invitation that is withdrawn before its mail leaves does not leave', async () => {
  // Nobody listens there, so the mail waits.
  const waiting = await startSamtale({ env: { SMTP_URL: 'smtp://127.0.0.1:1' } })
  const { body } = await waiting.admin.post(
    '/api/invitations',
    { invitations: [ok('elif@solvik.example')] },
    { expects: 201 },
  )
  const outbox = async () => (await waiting.admin.get('/api/outbox', { expects: 200 })).body.results
  expect(await outbox()).toMatchObject([{ kind: 'invitation', subject: '', snippet: '', emlUrl: null }])
  await waiting.admin.delete(`/api/invitations/${body.results[0].invitation.id}`, { expects: 204 })
  await expect.poll(outbox).toEqual([])
})

const ok = (email: string) => ({ email, role: 'user' })

const countInvitations = async () =>
  (await sql<{ count: number }>`select count(*)::int as count from invitation`.execute(db)).rows[0]?.count ?? 0

const loginOf = (email: string) =>
  db.selectFrom('login').selectAll().where('email_key', '=', email).executeTakeFirstOrThrow()
