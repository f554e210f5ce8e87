import { type Static, Type } from 'typebox'
import {
  People,
  Person,
  PersonChange,
  PersonCreation,
  Team,
  TeamChange,
  TeamCreation,
  Teams,
} from '../../shared/api/people.ts'
import type { Actor } from '../account/actor.ts'
import { changePerson, removePerson } from '../account/change-person.ts'
import { changeTeam, createTeam, removeTeam } from '../account/change-team.ts'
import { createPerson } from '../account/create-person.ts'
import { once } from '../account/idempotency.ts'
import { hashPassword } from '../account/password.ts'
import { listPeople, type Person as PersonRow } from '../account/people-store.ts'
import { canInAccount, canManageUser } from '../account/rights.ts'
import { listTeams } from '../account/team-store.ts'
import { throttle } from '../account/throttle.ts'
import { releaseThreads } from '../conversation/release-threads.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const signedIn = { door: 'signed-in' } as const
const managers = { door: { right: 'managePeople' } } as const
const UserParams = Type.Object({ userId: Type.String() })
const TeamParams = Type.Object({ teamId: Type.String() })

/** *Users and teams*: who is in the account, as what, and in which teams (S60). */
export function peopleRoutes(app: ApiApp, parts: ApiParts): void {
  userRoutes(app, parts)
  teamRoutes(app, parts)
}

function userRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get('/api/users', { config: signedIn, schema: { response: { 200: People } } }, async (request) => {
    const { actor } = personOf(request)
    const people = await listPeople(database.db, actor.accountId)
    return { results: people.map((person) => presentPerson(actor, person)) }
  })
  app.post(
    '/api/users',
    { config: managers, schema: { body: PersonCreation, response: { 201: Person } } },
    async (request, reply) => {
      const { actor } = personOf(request)
      // It tells whether somebody signs in with an address, as it must; not to who asks for thousands.
      await throttle(database.db, [
        { key: `create-user-ip:${request.ip}`, attempts: 500, seconds: 3600 },
        { key: `create-user:${actor.accountId}`, attempts: 500, seconds: 3600 },
      ])
      const { password, ...input } = request.body
      const passwordHash = await hashPassword(password)
      const created = await database.transaction((tx) =>
        // Without the password: what is remembered of a request is a quick hash.
        once(tx, idempotencyOf(request, input), async () =>
          presentPerson(
            actor,
            await createPerson(tx, actor.accountId, auditSourceOf(request), { ...input, passwordHash }),
          ),
        ),
      )
      return reply.code(201).send(created)
    },
  )
  app.patch(
    '/api/users/:userId',
    { config: managers, schema: { params: UserParams, body: PersonChange, response: { 200: Person } } },
    async (request) => {
      const { actor } = personOf(request)
      const userId = idOf(request.params.userId)
      const source = auditSourceOf(request)
      const changed = await database.transaction(async (tx) => {
        const person = await changePerson(tx, actor.accountId, source, userId, request.body)
        if (!person.isActive) await releaseThreads(tx, { accountId: actor.accountId, userId, source })
        return person
      })
      return presentPerson(actor, changed)
    },
  )
  app.delete(
    '/api/users/:userId',
    { config: { door: { right: 'manageAccount' } }, schema: { params: UserParams } },
    async (request, reply) => {
      const { accountId } = personOf(request).actor
      const userId = idOf(request.params.userId)
      const source = auditSourceOf(request)
      await database.transaction(async (tx) => {
        await removePerson(tx, accountId, source, userId)
        await releaseThreads(tx, { accountId, userId, source })
      })
      return reply.code(204).send()
    },
  )
}

function teamRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get('/api/teams', { config: signedIn, schema: { response: { 200: Teams } } }, async (request) => ({
    results: await listTeams(database.db, personOf(request).actor.accountId),
  }))
  app.post(
    '/api/teams',
    { config: managers, schema: { body: TeamCreation, response: { 201: Team } } },
    async (request, reply) => {
      const { accountId } = personOf(request).actor
      const team = await database.transaction((tx) =>
        once(tx, idempotencyOf(request, request.body), () =>
          createTeam(tx, accountId, auditSourceOf(request), request.body),
        ),
      )
      return reply.code(201).send(team)
    },
  )
  app.patch(
    '/api/teams/:teamId',
    { config: managers, schema: { params: TeamParams, body: TeamChange, response: { 200: Team } } },
    async (request) => {
      const { accountId } = personOf(request).actor
      const teamId = idOf(request.params.teamId)
      return database.transaction((tx) => changeTeam(tx, accountId, auditSourceOf(request), teamId, request.body))
    },
  )
  app.delete('/api/teams/:teamId', { config: managers, schema: { params: TeamParams } }, async (request, reply) => {
    const { accountId } = personOf(request).actor
    const teamId = idOf(request.params.teamId)
    await database.transaction((tx) => removeTeam(tx, accountId, auditSourceOf(request), teamId))
    return reply.code(204).send()
  })
}

function presentPerson(reader: Actor, person: PersonRow): Static<typeof Person> {
  const { id, name, isActive, email, role, seat, mainTeamId, extraTeamIds } = person
  const details = {
    email,
    role,
    seat,
    mainTeamId,
    extraTeamIds,
    createdAt: person.createdAt.toISOString(),
    lastSeenAt: person.lastSeenAt?.toISOString() ?? null,
    mayManage: canManageUser(reader, person),
  }
  return { id, name, isActive, details: canInAccount(reader, 'managePeople') ? details : null }
}
