import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { HsNewUser, HsRoleList, HsTeamList, HsUser, HsUserChange, HsUserList } from '../../shared/api/settings.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import { splitName } from '../../shared/split-name.ts'
import type { Role, Seat } from '../account/actor.ts'
import { changePerson, removePerson } from '../account/change-person.ts'
import { createPerson } from '../account/create-person.ts'
import { once } from '../account/idempotency.ts'
import { nameFromAddress } from '../account/name-from-address.ts'
import { hashPassword } from '../account/password.ts'
import { listPeople, type Person } from '../account/people-store.ts'
import { readPersonName } from '../account/read-name.ts'
import { requireInAccount } from '../account/rights.ts'
import { listTeams, readTeamsOfPerson } from '../account/team-store.ts'
import { throttle } from '../account/throttle.ts'
import { releaseThreads } from '../conversation/release-threads.ts'
import { queueResetMail } from '../notification/ask-for-reset.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { ApiApp } from './app.ts'
import { askerOf, auditSourceOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import { pageById } from './page-by-id.ts'
import type { ApiParts } from './parts.ts'
import { readChoice, Text } from './query.ts'

const mayRead = { door: { scope: 'settings.users.read' } } as const
const mayWrite = { door: { scope: 'settings.users.write' } } as const
const mayReadTeams = { door: { scope: 'settings.users.teams.read' } } as const
const OneUser = {
  params: Type.Object({ userId: Type.String() }),
  querystring: Type.Object({ idProperty: Text }),
}

/**
 * What a role is called in the directory. A super admin has none, as in HubSpot: no program makes, changes or removes one,
 * so that a token is never a way to more than it was given.
 */
const roles = [
  { id: '1', role: 'account-access', name: 'Account access' },
  { id: '2', role: 'user', name: 'User' },
] as const
const seatNames = { sales: 'Sales', service: 'Service' } as const

/** HubSpot's users, roles and teams of the settings, under its older and its newer path. */
export function settingsRoutes(app: ApiApp, parts: ApiParts): void {
  for (const base of ['/settings/v3/users', '/settings/users/v3']) {
    listRoutes(app, parts, base)
    creationRoute(app, parts, base)
    userRoutes(app, parts, base)
  }
}

function listRoutes(app: ApiApp, { database }: ApiParts, base: string): void {
  app.get(
    base,
    {
      config: mayRead,
      schema: { querystring: Type.Object({ limit: Text, after: Text }), response: { 200: HsUserList } },
    },
    async (request) => {
      const users = await listActive(database.db, accountOfDirectory(request))
      return pageById(users.map(shape), request.query)
    },
  )
  app.get(`${base}/roles`, { config: mayRead, schema: { response: { 200: HsRoleList } } }, async (request) => {
    accountOfDirectory(request)
    return { results: roles.map(({ id, name }) => ({ id, name, requiresBillingWrite: false })) }
  })
  app.get(`${base}/teams`, { config: mayReadTeams, schema: { response: { 200: HsTeamList } } }, async (request) => {
    const accountId = accountOfDirectory(request)
    const teams = await listTeams(database.db, accountId)
    const active = new Set((await listActive(database.db, accountId)).map(({ id }) => id))
    return {
      results: teams.toSorted(byId).map(({ id, name, mainUserIds, extraUserIds }) => ({
        id,
        name,
        userIds: mainUserIds.filter((userId) => active.has(userId)),
        secondaryUserIds: extraUserIds.filter((userId) => active.has(userId)),
      })),
    }
  })
}

function creationRoute(app: ApiApp, parts: ApiParts, base: string): void {
  const { database } = parts
  app.post(
    base,
    { config: mayWrite, schema: { body: HsNewUser, response: { 201: HsUser } } },
    async (request, reply) => {
      const accountId = accountOfDirectory(request)
      const { body } = request
      // Each asks for a mail to a stranger to leave.
      await throttle(database.db, [{ key: `add-user:${accountId}`, attempts: 1000, seconds: 3600 }])
      const { sendWelcomeEmail = true } = body
      // Nobody knows it: the owner of the address chooses one by the link that is mailed there.
      const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
      const user = await database.transaction((tx) =>
        once(tx, idempotencyOf(request, body), async () => {
          const person = await createPerson(tx, accountId, auditSourceOf(request), {
            email: body.email,
            name: readPersonName('firstName', nameOf(body) || nameFromAddress(body.email)),
            role: roleOf(body.roleId) ?? 'user',
            seat: seatOf(body.seatNames),
            ...(await teamsOf(tx, accountId, body)),
            passwordHash,
          })
          const { loginId, email: address } = person
          if (sendWelcomeEmail) await queueResetMail(tx, { accountId, loginId, address })
          return { ...shape(person), sendWelcomeEmail }
        }),
      )
      parts.nudgeWorkers()
      return reply.code(201).send(user)
    },
  )
}

function userRoutes(app: ApiApp, { database }: ApiParts, base: string): void {
  app.get(`${base}/:userId`, { config: mayRead, schema: { ...OneUser, response: { 200: HsUser } } }, async (request) =>
    shape(await getUser(database.db, accountOfDirectory(request), named(request))),
  )
  app.put(
    `${base}/:userId`,
    { config: mayWrite, schema: { ...OneUser, body: HsUserChange, response: { 200: HsUser } } },
    async (request) => {
      const accountId = accountOfDirectory(request)
      const { body } = request
      return database.transaction(async (tx) => {
        const now = await getUser(tx, accountId, named(request))
        const name = nameOf(body, now.name)
        const changed = await changePerson(tx, accountId, auditSourceOf(request), now.id, {
          name: name === undefined ? name : readPersonName('firstName', name),
          role: roleOf(body.roleId),
          seat: seatOf(body.seatNames),
          ...(await teamsOf(tx, accountId, body, now)),
        })
        return shape(changed)
      })
    },
  )
  app.delete(`${base}/:userId`, { config: mayWrite, schema: OneUser }, async (request, reply) => {
    const accountId = accountOfDirectory(request)
    await database.transaction(async (tx) => {
      const { id: userId } = await getUser(tx, accountId, named(request))
      const source = auditSourceOf(request)
      await removePerson(tx, accountId, source, userId)
      await releaseThreads(tx, { accountId, userId, source })
    })
    return reply.code(204).send()
  })
}

/** A token acts within its scope; a person needs the right to manage people besides. */
export function accountOfDirectory(request: FastifyRequest): string {
  const { actor } = askerOf(request)
  if (actor.kind === 'user') requireInAccount(actor, 'managePeople')
  return actor.accountId
}

/** Which user a path names: by id, or with `idProperty=EMAIL` by address. */
function named(request: { params: { userId: string }; query: Static<typeof OneUser.querystring> }) {
  const { userId } = request.params
  const by = readChoice('idProperty', request.query.idProperty, ['USER_ID', 'EMAIL']) ?? 'USER_ID'
  return (user: Person) => (by === 'USER_ID' ? user.id === userId : user.email.toLowerCase() === userId.toLowerCase())
}

/** Pages go by the ids. */
const byId = (a: { id: string }, b: { id: string }) => Number(a.id) - Number(b.id)

const listActive = async (db: Db | Tx, accountId: string) =>
  (await listPeople(db, accountId)).filter((user) => user.isActive).toSorted(byId)

async function getUser(db: Db | Tx, accountId: string, isMeant: (user: Person) => boolean) {
  const user = (await listActive(db, accountId)).find(isMeant)
  if (!user) throw new Problem('notFound')
  return user
}

/** The teams that a body gives; what it leaves out stays. */
function teamsOf(tx: Tx, accountId: string, body: Static<typeof HsUserChange>, now?: Person) {
  const mainTeamId = body.primaryTeamId === '' ? null : body.primaryTeamId
  const fields = { main: 'primaryTeamId', extra: 'secondaryTeamIds' }
  return readTeamsOfPerson(tx, accountId, { mainTeamId, extraTeamIds: body.secondaryTeamIds }, now, fields)
}

/** The name that a body gives; where it gives one half only, the other stays. */
function nameOf({ firstName, lastName }: Static<typeof HsUserChange>, now = ''): string | undefined {
  if (firstName === undefined && lastName === undefined) return undefined
  const known = splitName(now)
  return `${firstName ?? known.firstName} ${lastName ?? known.lastName ?? ''}`.trim()
}

function roleOf(roleId: string | undefined): Exclude<Role, 'super-admin'> | undefined {
  if (roleId === undefined || roleId === '') return undefined
  const role = roles.find(({ id }) => id === roleId)
  if (!role) throw invalid('roleId', `takes ${roles.map(({ id, name }) => `${id} (${name})`).join(' or ')}`)
  return role.role
}

function seatOf(names: readonly string[] | undefined): Seat | undefined {
  if (names === undefined) return undefined
  const [name, ...more] = new Set(names.map((one) => one.toLowerCase()))
  if (name === undefined) return 'none'
  if (more.length > 0 || (name !== 'sales' && name !== 'service'))
    throw invalid('seatNames', 'takes Sales or Service, or nothing for no paid seat')
  return name
}

function shape(user: Person): Static<typeof HsUser> {
  const roleIds = roles.filter(({ role }) => role === user.role).map(({ id }) => id)
  const [roleId] = roleIds
  return {
    id: user.id,
    email: user.email,
    ...splitName(user.name),
    superAdmin: user.role === 'super-admin',
    ...(roleId === undefined ? {} : { roleId }),
    roleIds,
    ...(user.mainTeamId === null ? {} : { primaryTeamId: user.mainTeamId }),
    secondaryTeamIds: user.extraTeamIds,
    seatNames: user.seat === 'none' ? [] : [seatNames[user.seat]],
  }
}
