import { Client } from '@hubspot/api-client'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createAppToken } from '../../server/account/app-token.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { account, admin, database, origin } = samtale
const { basicApi } = new Client({ accessToken: account.token, basePath: origin }).crm.objects
const jonas = await samtale.addUser({ name: 'Jonas Berg' })
const elif = await samtale.addUser({ name: 'Elif Demir', role: 'account-access' })
const other = await samtale.openAccount('Nordmark Eiendom')
await sql`update account set time_zone = 'Europe/Oslo'`.execute(database.db)

const names = [
  'hs_email',
  'hs_given_name',
  'hs_family_name',
  'hs_internal_user_id',
  'hs_availability_status',
  'hs_standard_time_zone',
  'hs_working_hours',
  'hs_out_of_office_hours',
]
const read = async (userId: string) => (await basicApi.getById('users', userId, names)).properties
const change = (userId: string, properties: Record<string, string>) => basicApi.update('users', userId, { properties })
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { code: number; body: { category: string; message: string } }) => ({ ...error.body, status: error.code }),
  )
/** As the settings show and save them. */
const hoursOf = async (userId: string) =>
  (await admin.get(`/api/users/${userId}/working-hours`, { expects: 200 })).body as {
    timeZone: string | null
    workingHours: object[]
    holidays: object[]
  }
const save = (userId: string, schedule: object) =>
  admin.put(
    `/api/users/${userId}/working-hours`,
    { timeZone: null, workingHours: [], holidays: [], ...schedule },
    { expects: 200 },
  )

test('users are records with properties: those asked for, else the default ones', async () => {
  const record = await basicApi.getById('users', jonas.userId, [...names, 'hs_job_title', 'favourite_colour'])
  expect(record).toMatchObject({ id: jonas.userId, archived: false })
  expect(record.createdAt).toBeInstanceOf(Date)
  expect(record.properties).toEqual({
    hs_createdate: record.createdAt.toISOString(),
    hs_lastmodifieddate: record.updatedAt.toISOString(),
    hs_object_id: jonas.userId,
    hs_email: jonas.email,
    hs_given_name: 'Jonas',
    hs_family_name: 'Berg',
    hs_internal_user_id: jonas.userId,
    hs_availability_status: 'available',
    hs_standard_time_zone: 'Europe/Oslo',
    hs_working_hours: '[]',
    hs_out_of_office_hours: '[]',
    hs_job_title: null,
  })
  expect(Object.keys((await basicApi.getById('users', jonas.userId)).properties)).toEqual([
    'hs_createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
  ])
})

test.each([
  { idProperty: 'hs_object_id', value: () => jonas.userId },
  { idProperty: 'hs_internal_user_id', value: () => jonas.userId },
  { idProperty: 'hs_email', value: () => jonas.email.toUpperCase() },
])('a user is found by $idProperty', async ({ idProperty, value }) => {
  const ask = (id: string) => basicApi.getById('users', id, undefined, undefined, undefined, undefined, idProperty)
  expect((await ask(value())).id).toBe(jonas.userId)
  expect(await refusal(ask('999999'))).toMatchObject({ status: 404, category: 'OBJECT_NOT_FOUND' })
  expect(await refusal(ask(idProperty === 'hs_email' ? other.email : other.userId))).toMatchObject({ status: 404 })
})

test('page by page they are all, each once; who has left is archived', async () => {
  const left = await samtale.addUser()
  await admin.patch(`/api/users/${left.userId}`, { isActive: false }, { expects: 200 })
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await basicApi.getPage('users', 2, after, ['hs_email'])
    seen.push(...page.results.map(({ properties }) => properties.hs_email ?? ''))
    after = page.paging?.next?.after
  } while (after)
  expect(seen).toEqual([account.email, jonas.email, elif.email])
  const archived = await basicApi.getPage('users', undefined, undefined, ['hs_email'], undefined, undefined, true)
  expect(archived.results).toMatchObject([{ archived: true, properties: { hs_email: left.email } }])
  expect(await refusal(change(left.userId, { hs_availability_status: 'away' }))).toMatchObject({ status: 404 })
  expect(await refusal(basicApi.getPage('users', 101))).toMatchObject({ status: 400, category: 'VALIDATION_ERROR' })
})

test('S62 a program turns the switch, and the audit says which', async () => {
  const changed = await change(jonas.userId, { hs_availability_status: 'away' })
  expect(changed.properties).toMatchObject({ hs_availability_status: 'away', hs_object_id: jonas.userId })
  const team = (await admin.get('/api/team-management', { expects: 200 })).body
  expect(team.users.find((one: { id: string }) => one.id === jonas.userId)).toMatchObject({
    availability: 'away',
    switch: 'away',
    setBy: null,
  })
  const { rows } = await sql<{ isToken: boolean; after: object }>`
    select token_id is not null as "isToken", after from audit
    where action = 'user.availability_changed' and subject_id = ${jonas.userId}`.execute(database.db)
  expect(rows).toEqual([{ isToken: true, after: { availability: 'away' } }])
  await change(jonas.userId, { hs_availability_status: 'available' })
  expect(await read(jonas.userId)).toMatchObject({ hs_availability_status: 'available' })
})

test('S62 working hours and zone go both ways; what is left out stays', async () => {
  const workingHours = [{ days: 'MONDAY_TO_FRIDAY', startMinute: 480, endMinute: 960 }]
  const holidays = [{ label: 'Winter break', from: '2027-02-22', to: '2027-02-26' }]
  await save(jonas.userId, { holidays })
  await change(jonas.userId, { hs_working_hours: JSON.stringify(workingHours) })
  expect(await hoursOf(jonas.userId)).toMatchObject({ timeZone: null, workingHours, holidays })
  await change(jonas.userId, { hs_standard_time_zone: 'America/New_York' })
  expect(await hoursOf(jonas.userId)).toMatchObject({ timeZone: 'America/New_York', workingHours, holidays })
  expect(await read(jonas.userId)).toMatchObject({
    hs_standard_time_zone: 'America/New_York',
    hs_working_hours: JSON.stringify(workingHours),
  })
  await change(jonas.userId, { hs_standard_time_zone: '', hs_working_hours: '' })
  expect(await hoursOf(jonas.userId)).toMatchObject({ timeZone: null, workingHours: [], holidays })
})

test.each([
  {
    because: 'whole days are dates, in the person’s zone',
    from: '2026-12-23T23:00:00Z',
    to: '2026-12-26T23:00:00Z',
    holiday: { label: '', from: '2026-12-24', to: '2026-12-26' },
  },
  {
    because: 'hours are minutes',
    from: '2026-12-24T11:00:00Z',
    to: '2026-12-24T14:30:00Z',
    holiday: { label: '', from: '2026-12-24T12:00', to: '2026-12-24T15:30' },
  },
  {
    because: 'a day on which the clocks change is a day',
    from: '2027-03-27T23:00:00Z',
    to: '2027-03-28T22:00:00Z',
    holiday: { label: '', from: '2027-03-28', to: '2027-03-28' },
  },
])('S62 out of office: $because', async ({ from, to, holiday }) => {
  await save(jonas.userId, {})
  const absence = JSON.stringify([{ startTimestamp: Date.parse(from), endTimestamp: Date.parse(to) }])
  await change(jonas.userId, { hs_out_of_office_hours: absence })
  expect((await hoursOf(jonas.userId)).holidays).toEqual([holiday])
  expect((await read(jonas.userId)).hs_out_of_office_hours).toBe(absence)
})

test('S62 a program that writes back what it read takes no holiday’s name', async () => {
  const holidays = [
    { label: 'Winter break', from: '2027-02-22', to: '2027-02-26' },
    { label: 'Dentist', from: '2027-03-01T12:00', to: '2027-03-01T13:30' },
  ]
  await save(jonas.userId, { holidays })
  const absences = (await read(jonas.userId)).hs_out_of_office_hours ?? ''
  await change(jonas.userId, { hs_out_of_office_hours: absences })
  expect((await hoursOf(jonas.userId)).holidays).toEqual(holidays)
})

test.each<{ because: string; properties: Record<string, string> }>([
  { because: 'a status that is none', properties: { hs_availability_status: 'busy' } },
  { because: 'a zone that is none', properties: { hs_standard_time_zone: 'Europe/Atlantis' } },
  { because: 'hours that are no JSON', properties: { hs_working_hours: 'nine to five' } },
  { because: 'hours that are no list', properties: { hs_working_hours: '{"days":"MONDAY"}' } },
  {
    because: 'hours that end before they begin',
    properties: { hs_working_hours: '[{"days":"MONDAY","startMinute":600,"endMinute":540}]' },
  },
  {
    because: 'hours that overlap',
    properties: {
      hs_working_hours:
        '[{"days":"EVERY_DAY","startMinute":540,"endMinute":600},{"days":"MONDAY","startMinute":590,"endMinute":700}]',
    },
  },
  {
    because: 'abuse-36 hours with more in them',
    properties: { hs_working_hours: '[{"days":"MONDAY","startMinute":540,"endMinute":600,"admin":true}]' },
  },
  {
    because: 'an absence that ends before it begins',
    properties: { hs_out_of_office_hours: '[{"startTimestamp":1798153200000,"endTimestamp":1798066800000}]' },
  },
  {
    because: 'an absence without an end',
    properties: { hs_out_of_office_hours: '[{"startTimestamp":1798153200000}]' },
  },
  { because: 'a property that is only read', properties: { hs_email: 'kari@solvik.example' } },
])('$because is refused and named, and nothing is changed', async ({ properties }) => {
  const before = await read(jonas.userId)
  const refused = await refusal(change(jonas.userId, properties))
  expect(refused).toMatchObject({ status: 400, category: 'VALIDATION_ERROR' })
  expect(refused?.message).toContain(Object.keys(properties)[0])
  expect(await read(jonas.userId)).toEqual(before)
})

test('a super admin is nobody that a program sets away', async () => {
  expect(await refusal(change(account.userId, { hs_availability_status: 'away' }))).toMatchObject({
    status: 403,
    category: 'FORBIDDEN',
  })
  expect(await read(account.userId)).toMatchObject({ hs_availability_status: 'available' })
})

test('a token needs the scope of each', async () => {
  const withScope = async (scope: 'crm.objects.users.read' | 'settings.users.write') => {
    const token = await database.transaction((tx) => createAppToken(tx, account.accountId, 'sync', [scope]))
    return new Client({ accessToken: token, basePath: origin }).crm.objects.basicApi
  }
  const away = { properties: { hs_availability_status: 'away' } }
  const missing = { status: 403, category: 'MISSING_SCOPES' }
  const reader = await withScope('crm.objects.users.read')
  expect((await reader.getPage('users')).results.length).toBeGreaterThan(1)
  expect(await refusal(reader.update('users', jonas.userId, away))).toMatchObject(missing)
  const directory = await withScope('settings.users.write')
  expect(await refusal(directory.update('users', jonas.userId, away))).toMatchObject(missing)
  expect(await refusal(directory.getPage('users'))).toMatchObject(missing)
})
