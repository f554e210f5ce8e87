import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Patch } from '../../shared/api/realtime.ts'
import type { Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { type Samtale, startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { openStream, type Stream } from './open-stream.ts'

/** A Tuesday, ten in the morning in Oslo. */
const tuesdayAtTen = Date.parse('2026-11-24T09:00Z')
const minutes = 60_000

const nineToFive = {
  timeZone: 'Europe/Oslo',
  workingHours: [{ days: 'MONDAY_TO_FRIDAY', startMinute: 540, endMinute: 1020 }],
  holidays: [],
}

/** A Samtale whose clock stands where the test puts it. */
async function startAt(start: number) {
  let at = start
  const samtale = await startSamtale({ now: () => at })
  const moveTo = (time: string | number) => {
    at = typeof time === 'number' ? time : Date.parse(time)
  }
  return { samtale, moveTo }
}

const shared = await startSharedSamtale()

const toldOf = (stream: Stream, userId: string) =>
  stream.patches().filter((patch) => patch.type === 'availability' && patch.userId === userId)
const valuesOf = (patches: Patch[]) => patches.map((patch) => patch.type === 'availability' && patch.availability)
const presence = async (client: Client, userId: string) =>
  (await client.get('/api/inbox', { expects: 200 })).body.colleagues.find((one: { id: string }) => one.id === userId)

test('S60 a new user is available, sets himself away, and all of the account hear of it', async () => {
  const { samtale } = await startAt(tuesdayAtTen)
  const { admin, account } = samtale
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const client = await samtale.signIn(jonas.email)
  const other = await samtale.openAccount('Nordmark Eiendom')
  const streams = {
    admin: await openStream(samtale.origin, admin.cookie()),
    foreign: await openStream(samtale.origin, (await samtale.signIn(other.email)).cookie()),
  }
  const before = await client.get('/api/availability', { expects: 200 })
  expect(before.body).toEqual({
    ...{ userId: jonas.userId, switch: 'available', availability: 'available', until: null },
    ...{ setBy: null, setAt: null },
  })

  const away = await client.put('/api/availability', { availability: 'away' }, { expects: 200 })
  const expected = {
    ...{ userId: jonas.userId, switch: 'away', availability: 'away', until: null },
    ...{ setBy: { id: jonas.userId, name: 'Jonas Berg' }, setAt: '2026-11-24T09:00:00.000Z' },
  }
  expect(away.body).toEqual(expected)
  await expect.poll(() => toldOf(streams.admin, jonas.userId)).toEqual([{ type: 'availability', ...expected }])
  expect(toldOf(streams.foreign, jonas.userId)).toEqual([])
  expect(await presence(admin, jonas.userId)).toMatchObject({ availability: 'away', availableUntil: null })
  expect(await presence(admin, account.userId)).toMatchObject({ availability: 'available' })

  await client.put('/api/availability', { availability: 'away' }, { expects: 200 })
  expect(await auditOf(samtale, 'user.availability_changed')).toHaveLength(1)

  // A small patch, and not everything anew.
  await client.put('/api/availability', { availability: 'available' }, { expects: 200 })
  await expect.poll(() => toldOf(streams.admin, jonas.userId)).toHaveLength(2)
  const last = streams.admin.frames.findLast((frame) => frame.type === 'patches')
  expect(last?.patches.map((patch) => patch.type)).toEqual(['availability'])
})

test('S60 set away by a manager, he sees by whom, and sets himself available', async () => {
  const { samtale, moveTo } = await startAt(tuesdayAtTen)
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const client = await samtale.signIn(jonas.email)
  const stream = await openStream(samtale.origin, client.cookie())
  const { admin, account } = samtale
  const { user } = (await admin.get('/api/session')).body
  await admin.put(`/api/users/${jonas.userId}/availability`, { availability: 'away' }, { expects: 200 })
  const setBy = { id: account.userId, name: user.name }
  await expect.poll(() => toldOf(stream, jonas.userId)).toMatchObject([{ availability: 'away', setBy }])
  expect((await client.get('/api/availability')).body).toMatchObject({ availability: 'away', setBy })

  moveTo(tuesdayAtTen + minutes)
  const mine = await client.put('/api/availability', { availability: 'available' }, { expects: 200 })
  expect(mine.body).toMatchObject({ availability: 'available', setBy: { id: jonas.userId } })
  expect(await auditOf(samtale, 'user.availability_changed')).toEqual([
    {
      userId: account.userId,
      subjectId: jonas.userId,
      before: { availability: 'available' },
      after: { availability: 'away' },
    },
    {
      userId: jonas.userId,
      subjectId: jonas.userId,
      before: { availability: 'away' },
      after: { availability: 'available' },
    },
  ])
})

test('S60 a manager sets no super admin away, nor changes his hours; a user nobody but himself', async () => {
  const { samtale } = await startAt(tuesdayAtTen)
  const { account } = samtale
  const manager = await samtale.signIn((await samtale.addUser({ role: 'account-access' })).email)
  const jonas = await samtale.addUser()
  const elif = await samtale.signIn((await samtale.addUser({ name: 'Elif Demir' })).email)
  const attempts = [
    manager.put(`/api/users/${account.userId}/availability`, { availability: 'away' }),
    manager.put(`/api/users/${account.userId}/working-hours`, nineToFive),
    elif.put(`/api/users/${jonas.userId}/availability`, { availability: 'away' }),
    elif.put(`/api/users/${jonas.userId}/working-hours`, nineToFive),
    elif.put('/api/availability-settings', { asksForBrowser: true }),
  ]
  for (const answer of await Promise.all(attempts))
    expect(answer).toMatchObject({ status: 403, body: { code: 'notAllowed' } })
  await manager.put(`/api/users/${jonas.userId}/availability`, { availability: 'away' }, { expects: 200 })
  await manager.put(`/api/users/${jonas.userId}/working-hours`, nineToFive, { expects: 200 })
  expect((await manager.put('/api/users/999999/availability', { availability: 'away' })).status).toBe(404)
})

test('S60 hours end and begin at their minute by themselves, told once by two processes', async () => {
  const { samtale, moveTo } = await startAt(tuesdayAtTen)
  let at = tuesdayAtTen
  const second = await startSamtale({
    databaseUrl: samtale.server.databaseUrl,
    isEmpty: true,
    now: () => at,
    env: sameSecret(samtale),
  })
  const goTo = (time: string) => {
    at = Date.parse(time)
    moveTo(time)
  }
  const { admin, account } = samtale
  const stream = await openStream(samtale.origin, admin.cookie())
  const saved = await admin.put('/api/profile/working-hours', nineToFive, { expects: 200 })
  expect(saved.body).toEqual({ ...nineToFive, accountTimeZone: 'UTC' })
  // What is told is told as it is when it is sent: the clock stands until it was.
  await expect.poll(() => valuesOf(toldOf(stream, account.userId))).toEqual(['available'])
  expect((await admin.get('/api/availability')).body).toMatchObject({
    availability: 'available',
    until: '2026-11-24T16:00:00.000Z',
  })

  goTo('2026-11-24T15:59:59.999Z')
  expect((await admin.get('/api/availability')).body.availability).toBe('available')
  goTo('2026-11-24T16:00Z')
  await expect.poll(() => valuesOf(toldOf(stream, account.userId))).toEqual(['available', 'outside-hours'])
  expect(toldOf(stream, account.userId).at(-1)).toMatchObject({ until: '2026-11-25T08:00:00.000Z' })
  expect(await presence(admin, account.userId)).toMatchObject({
    availability: 'outside-hours',
    availableUntil: '2026-11-25T08:00:00.000Z',
  })

  goTo('2026-11-25T08:00Z')
  await expect.poll(() => valuesOf(toldOf(stream, account.userId)).slice(2)).toEqual(['available'])
  const { rows } = await sql`select from event where type = 'user.availability_changed'`.execute(samtale.database.db)
  expect(rows).toHaveLength(3)
  await second.server.close()
})

test('S60 what was due while nothing ran is told when it runs again', async () => {
  const { samtale, moveTo } = await startAt(tuesdayAtTen)
  const jonas = await samtale.addUser()
  await samtale.admin.put(`/api/users/${jonas.userId}/working-hours`, nineToFive, { expects: 200 })
  await samtale.server.close()
  moveTo('2026-11-24T17:30Z')
  await startSamtale({
    ...{ databaseUrl: samtale.server.databaseUrl, isEmpty: true, env: sameSecret(samtale) },
    now: () => Date.parse('2026-11-24T17:30Z'),
  })
  const told = async () =>
    (
      await sql<{ payload: unknown }>`
        select payload from event where type = 'user.availability_changed' order by id`.execute(samtale.database.db)
    ).rows.map(({ payload }) => payload)
  await expect.poll(told).toEqual([{ availability: 'available' }, { availability: 'outside-hours' }])
})

test('S60 where the account asks for a browser, who closes his is away after 15 minutes', async () => {
  // Sessions are noted by the database's clock, so this one starts with it.
  const start = Date.now()
  const { samtale, moveTo } = await startAt(start)
  const { admin } = samtale
  const never = await samtale.addUser({ name: 'Elif Demir' })
  const jonas = await samtale.addUser()
  await samtale.signIn(jonas.email)
  const stream = await openStream(samtale.origin, admin.cookie())
  await admin.put('/api/availability-settings', { asksForBrowser: true }, { expects: 200 })
  await expect.poll(() => valuesOf(toldOf(stream, never.userId))).toEqual(['away'])
  expect(await presence(admin, jonas.userId)).toMatchObject({ availability: 'available', availableUntil: null })

  const elif = await samtale.signIn(never.email)
  await expect.poll(() => valuesOf(toldOf(stream, never.userId))).toEqual(['away', 'available'])
  // Who signs out everywhere is not there any more, whatever was seen a minute ago.
  await elif.delete('/api/session', { expects: 204 })
  await expect.poll(() => valuesOf(toldOf(stream, never.userId))).toEqual(['away', 'available', 'away'])

  moveTo(start + 16 * minutes)
  await expect.poll(() => valuesOf(toldOf(stream, jonas.userId))).toEqual(['away'])

  const newcomer = await samtale.addUser({ name: 'Kari Solheim' })
  expect(await presence(admin, newcomer.userId)).toMatchObject({ availability: 'away' })
  await admin.put('/api/availability-settings', { asksForBrowser: false }, { expects: 200 })
  await expect.poll(() => valuesOf(toldOf(stream, newcomer.userId))).toEqual(['available'])
  expect(await auditOf(samtale, 'account.settings_changed')).toMatchObject([
    { before: { asksForBrowser: false }, after: { asksForBrowser: true } },
    { before: { asksForBrowser: true }, after: { asksForBrowser: false } },
  ])
})

test('S60 an open browser is seen: its session is noted without a request', async () => {
  const samtale = await startSamtale()
  const { admin, database } = samtale
  const seen = async () => {
    const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from now() - max(last_seen_at))::float8 as seconds from session`.execute(database.db)
    return rows[0]?.seconds ?? Number.NaN
  }
  await sql`update session set last_seen_at = now() - interval '20 minutes'`.execute(database.db)
  expect(await seen()).toBeGreaterThan(1000)
  await openStream(samtale.origin, admin.cookie())
  await expect.poll(seen).toBeLessThan(60)
})

test.each([
  {
    because: 'a span that ends before it begins',
    change: { workingHours: [{ days: 'MONDAY', startMinute: 600, endMinute: 540 }] },
    field: 'workingHours[0].endMinute',
  },
  {
    because: 'spans of one day that overlap, also in other words',
    change: {
      workingHours: [
        { days: 'MONDAY_TO_FRIDAY', startMinute: 540, endMinute: 1020 },
        { days: 'TUESDAY', startMinute: 1000, endMinute: 1100 },
      ],
    },
    field: 'workingHours[1]',
  },
  { because: 'a zone that is none', change: { timeZone: 'Norway/Drammen' }, field: 'timeZone' },
  {
    because: 'a day that is none',
    change: { holidays: [{ label: '', from: '2026-02-30', to: '2026-03-01' }] },
    field: 'holidays[0].from',
  },
  {
    because: 'a holiday that ends before it begins',
    change: { holidays: [{ label: '', from: '2026-12-24', to: '2026-12-23' }] },
    field: 'holidays[0].to',
  },
  {
    because: 'a date to a minute',
    change: { holidays: [{ label: '', from: '2026-12-24', to: '2026-12-24T12:00' }] },
    field: 'holidays[0].to',
  },
  { because: 'a key that is not known', change: { hours: [] }, field: 'hours' },
  {
    because: 'a key that is not known in a span',
    change: { workingHours: [{ days: 'MONDAY', startMinute: 0, endMinute: 60, note: '' }] },
    field: 'note',
  },
  {
    because: 'an end after midnight',
    change: { workingHours: [{ days: 'MONDAY', startMinute: 0, endMinute: 1441 }] },
    field: 'endMinute',
  },
])('working hours refuse $because, and name it', async ({ change, field }) => {
  const answer = await shared.admin.put('/api/profile/working-hours', { ...nineToFive, ...change })
  expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
  expect(answer.body.message).toContain(field)
  expect((await shared.admin.get('/api/profile/working-hours')).body.workingHours).toEqual([])
})

test('S60 Team management tells who is where, with how many conversations, of the inboxes that the asker sees', async () => {
  const { samtale } = await startAt(tuesdayAtTen)
  const { admin, account, database } = samtale
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const elif = await samtale.addUser({ name: 'Elif Demir' })
  const left = await samtale.addUser({ name: 'Ola Nes' })
  await sql`update "user" set is_active = false where id = ${left.userId}`.execute(database.db)
  await sql`update inbox set access = 'specific' where id = ${account.inboxId}`.execute(database.db)
  await sql`insert into inbox_access (account_id, inbox_id, user_id) values (${account.accountId}, ${account.inboxId}, ${jonas.userId})`.execute(
    database.db,
  )
  await samtale.deliver(aMail())
  await samtale.settled()
  const client = await samtale.signIn(jonas.email)
  const [thread] = (await client.get('/api/threads')).body.results
  const path = `/conversations/v3/conversations/threads/${thread.id}/assignee`
  await client.put(path, { actorId: `A-${jonas.userId}` }, { expects: 200 })
  await client.put('/api/availability', { availability: 'away' }, { expects: 200 })

  const ofAdmin = (await admin.get('/api/team-management', { expects: 200 })).body
  const find = (team: { users: { id: string }[] }, id: string) => team.users.find((one) => one.id === id)
  expect(ofAdmin.inboxes).toMatchObject([{ id: account.inboxId }])
  expect(find(ofAdmin, jonas.userId)).toMatchObject({
    ...{ availability: 'away', switch: 'away', setBy: { id: jonas.userId }, mayManage: true },
    ...{ inboxIds: [account.inboxId], open: 1, openByInbox: { [account.inboxId]: 1 } },
  })
  expect(find(ofAdmin, elif.userId)).toMatchObject({ availability: 'available', inboxIds: [], open: 0 })
  expect(find(ofAdmin, left.userId)).toBeUndefined()

  // Elif does not see the inbox: not that it is there, nor what Jonas has in it.
  const ofElif = (await (await samtale.signIn(elif.email)).get('/api/team-management', { expects: 200 })).body
  expect(ofElif.inboxes).toEqual([])
  expect(find(ofElif, jonas.userId)).toMatchObject({ inboxIds: [], open: 0, openByInbox: {}, mayManage: false })
})

async function auditOf({ database: { db } }: Samtale, action: string) {
  const { rows } = await sql<Record<string, unknown>>`
    select user_id as "userId", subject_id as "subjectId", before, after from audit
    where action = ${action} order by id`.execute(db)
  return rows
}

/** A second process of the same installation: its secret and its files. */
const sameSecret = ({ server }: Samtale) => ({ SAMTALE_DATA: server.settings.dataFolder })
