import { type Static, Type } from 'typebox'
import { HsOwner, HsOwnerList } from '../../shared/api/settings.ts'
import { Problem } from '../../shared/problems.ts'
import { type DirectoryTeam, type DirectoryUser, listDirectory, listDirectoryTeams } from '../account/directory.ts'
import { splitName } from '../account/name-halves.ts'
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
  const users = await listDirectory(db, accountId)
  const teams = new Map((await listDirectoryTeams(db, accountId)).map((team) => [team.id, team]))
  return users
    .filter((user) => user.isActive !== isArchived)
    .map((user) => shape(user, teams))
    .toSorted((a, b) => Number(a.id) - Number(b.id))
}

function shape(user: DirectoryUser, teams: ReadonlyMap<string, DirectoryTeam>): Static<typeof HsOwner> {
  const teamOf = (id: string, primary: boolean) => ({ id, name: teams.get(id)?.name ?? '', primary })
  const [primary, ...further] = user.mainTeamIds
  return {
    id: user.ownerId,
    email: user.email,
    type: 'PERSON',
    ...splitName(user.name),
    ...(user.isActive ? { userId: Number(user.id) } : {}),
    userIdIncludingInactive: Number(user.id),
    teams: [
      ...(primary === undefined ? [] : [teamOf(primary, true)]),
      ...[...further, ...user.extraTeamIds].map((id) => teamOf(id, false)),
    ],
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    archived: !user.isActive,
  }
}
