import { type Static, Type } from 'typebox'
import { HsOwner, HsOwnerList } from '../../shared/api/settings.ts'
import { Problem } from '../../shared/problems.ts'
import { splitName } from '../../shared/split-name.ts'
import { listEverybody, type Person } from '../account/people-store.ts'
import { listTeams } from '../account/team-store.ts'
import type { Db } from '../platform/database.ts'
import type { ApiApp } from './app.ts'
import { askerOf } from './doors.ts'
import { pageById } from './page-by-id.ts'
import type { ApiParts } from './parts.ts'
import { readChoice, readFlag, readText, Text } from './query.ts'

const mayRead = { door: { scope: 'crm.objects.owners.read' } } as const

/** HubSpot's owners: the users as records name them. Who has left is archived. */
export function ownerRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    '/crm/v3/owners',
    {
      config: mayRead,
      schema: {
        querystring: Type.Object({ email: Text, after: Text, limit: Text, archived: Text }),
        response: { 200: HsOwnerList },
      },
    },
    async (request) => {
      const email = readText(request.query.email)?.toLowerCase()
      const owners = await listOwners(
        database.db,
        askerOf(request).actor.accountId,
        readFlag('archived', request.query.archived),
      )
      return pageById(
        owners.filter((owner) => email === undefined || owner.email.toLowerCase() === email),
        request.query,
      )
    },
  )
  app.get(
    '/crm/v3/owners/:ownerId',
    {
      config: mayRead,
      schema: {
        params: Type.Object({ ownerId: Type.String() }),
        querystring: Type.Object({ idProperty: Text, archived: Text }),
        response: { 200: HsOwner },
      },
    },
    async (request) => {
      const { ownerId } = request.params
      const by = readChoice('idProperty', request.query.idProperty, ['id', 'userId']) ?? 'id'
      const isArchived = readFlag('archived', request.query.archived)
      const owners = await listOwners(database.db, askerOf(request).actor.accountId, isArchived)
      const owner = owners.find((one) => (by === 'id' ? one.id : String(one.userIdIncludingInactive)) === ownerId)
      if (!owner) throw new Problem('notFound')
      return owner
    },
  )
}

async function listOwners(db: Db, accountId: string, isArchived: boolean): Promise<Static<typeof HsOwner>[]> {
  const people = await listEverybody(db, accountId)
  const teamNames = new Map((await listTeams(db, accountId)).map(({ id, name }) => [id, name]))
  return people
    .filter((person) => person.isActive !== isArchived)
    .map((person) => shape(person, teamNames))
    .toSorted((a, b) => Number(a.id) - Number(b.id))
}

function shape(user: Person, teamNames: ReadonlyMap<string, string>): Static<typeof HsOwner> {
  const teamOf = (id: string, primary: boolean) => ({ id, name: teamNames.get(id) ?? '', primary })
  return {
    id: user.ownerId,
    email: user.email,
    type: 'PERSON',
    ...splitName(user.name),
    ...(user.isActive ? { userId: Number(user.id) } : {}),
    userIdIncludingInactive: Number(user.id),
    teams: [
      ...(user.mainTeamId === null ? [] : [teamOf(user.mainTeamId, true)]),
      ...user.extraTeamIds.map((id) => teamOf(id, false)),
    ],
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    archived: !user.isActive,
  }
}
