import { type Static, Type } from 'typebox'
import { HsUserObject, HsUserObjectChange, HsUserObjectList } from '../../shared/api/settings.ts'
import { Problem } from '../../shared/problems.ts'
import { changeSchedule, setAvailability } from '../account/availability.ts'
import { findSchedule, loadAvailabilities } from '../account/availability-store.ts'
import { listEverybody, type Person } from '../account/people-store.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf } from './doors.ts'
import { pageById } from './page-by-id.ts'
import type { ApiParts } from './parts.ts'
import { readChoice, readFlag, readList, Text } from './query.ts'
import { accountOfDirectory } from './settings-routes.ts'
import { presentProperties, readScheduleProperties } from './user-properties.ts'

const mayRead = { door: { scope: 'crm.objects.users.read' } } as const
const mayWrite = { door: { scope: 'crm.objects.users.write' } } as const
const path = '/crm/v3/objects/users'
const OneUser = Type.Object({ userId: Type.String() })

/** HubSpot's CRM object `users`: when people take conversations, by properties. Users come and go by the settings. */
export function userObjectRoutes(app: ApiApp, parts: ApiParts): void {
  readingRoutes(app, parts)
  changeRoute(app, parts)
}

function readingRoutes(app: ApiApp, { database: { db } }: ApiParts): void {
  app.get(
    path,
    {
      config: mayRead,
      schema: {
        querystring: Type.Object({ limit: Text, after: Text, properties: Text, archived: Text }),
        response: { 200: HsUserObjectList },
      },
    },
    async (request) => {
      const accountId = accountOfDirectory(request)
      const isArchived = readFlag('archived', request.query.archived)
      const people = (await listEverybody(db, accountId)).filter((person) => person.isActive !== isArchived)
      const page = pageById(people, request.query, { max: 100, byDefault: 10 })
      return { ...page, results: await shapes(db, accountId, page.results, readList(request.query.properties)) }
    },
  )
  app.get(
    `${path}/:userId`,
    {
      config: mayRead,
      schema: {
        params: OneUser,
        querystring: Type.Object({ properties: Text, archived: Text, idProperty: Text }),
        response: { 200: HsUserObject },
      },
    },
    async (request) => {
      const accountId = accountOfDirectory(request)
      const person = await getUser(db, accountId, request)
      return shape(db, accountId, person, readList(request.query.properties))
    },
  )
}

function changeRoute(app: ApiApp, { database, now }: ApiParts): void {
  app.patch(
    `${path}/:userId`,
    {
      config: mayWrite,
      schema: {
        params: OneUser,
        querystring: Type.Object({ idProperty: Text }),
        body: HsUserObjectChange,
        response: { 200: HsUserObject },
      },
    },
    async (request) => {
      const accountId = accountOfDirectory(request)
      const { properties } = request.body
      return database.transaction(async (tx) => {
        const { id: userId } = await getUser(tx, accountId, request)
        const known = await findSchedule(tx, accountId, userId)
        if (!known) throw new Problem('notFound')
        const schedule = readScheduleProperties(properties, known)
        const change = { source: auditSourceOf(request), accountId, userId, now: now() }
        if (Object.keys(schedule).length > 0) await changeSchedule(tx, change, schedule)
        const { hs_availability_status: status } = properties
        if (status !== undefined) await setAvailability(tx, change, status)
        return shape(tx, accountId, await getUser(tx, accountId, request), Object.keys(properties))
      })
    },
  )
}

/** Whom a path names: by id, or by another property that is one person's alone. @throws {Problem} `notFound` */
async function getUser(
  db: Db | Tx,
  accountId: string,
  { params: { userId }, query }: { params: Static<typeof OneUser>; query: { idProperty?: Value; archived?: Value } },
): Promise<Person> {
  const isArchived = readFlag('archived', query.archived)
  const by = readChoice('idProperty', query.idProperty, ['hs_object_id', 'hs_internal_user_id', 'hs_email'])
  const isMeant = ({ id, email }: Person) =>
    by === 'hs_email' ? email.toLowerCase() === userId.toLowerCase() : id === userId
  const people = await listEverybody(db, accountId)
  const person = people.find((one) => one.isActive !== isArchived && isMeant(one))
  if (!person) throw new Problem('notFound')
  return person
}

type Value = Static<typeof Text>

async function shape(db: Db | Tx, accountId: string, person: Person, names: readonly string[]) {
  const [shaped] = await shapes(db, accountId, [person], names)
  if (!shaped) throw new Problem('notFound')
  return shaped
}

async function shapes(
  db: Db | Tx,
  accountId: string,
  people: readonly Person[],
  names: readonly string[],
): Promise<Static<typeof HsUserObject>[]> {
  const ids = people.map(({ id }) => id)
  const stored = new Map((await loadAvailabilities(db, accountId, ids)).map(({ userId, facts }) => [userId, facts]))
  return people.flatMap((person) => {
    const facts = stored.get(person.id)
    if (!facts) return []
    return {
      id: person.id,
      properties: presentProperties({ person, facts }, names),
      createdAt: person.createdAt.toISOString(),
      updatedAt: person.updatedAt.toISOString(),
      archived: !person.isActive,
    }
  })
}
