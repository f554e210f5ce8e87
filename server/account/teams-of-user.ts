import { invalid } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'

/** The team that work reaches a person through, and those that he helps out in. */
export type TeamsOfUser = { primaryTeamId: string | null; secondaryTeamIds: readonly string[] }

/** The same, each team once. @throws {Problem} `invalid` for an id that is no team of the account */
export async function readTeams(tx: Tx, accountId: string, wanted: TeamsOfUser): Promise<TeamsOfUser> {
  const teams = await tx.selectFrom('team').select('id').where('account_id', '=', accountId).execute()
  const known = new Set(teams.map(({ id }) => id))
  const require = (field: string, id: string) => {
    if (!known.has(id)) throw invalid(field, `takes ids of the account's teams, not "${id.slice(0, 40)}"`)
  }
  const { primaryTeamId } = wanted
  if (primaryTeamId !== null) require('primaryTeamId', primaryTeamId)
  const secondaryTeamIds = [...new Set(wanted.secondaryTeamIds)].filter((id) => id !== primaryTeamId)
  for (const id of secondaryTeamIds) require('secondaryTeamIds', id)
  return { primaryTeamId, secondaryTeamIds }
}

/** Puts a person into these teams and out of all others. */
export async function setTeams(tx: Tx, accountId: string, userId: string, teams: TeamsOfUser): Promise<void> {
  const left = await tx
    .deleteFrom('team_member')
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .returning('team_id')
    .execute()
  const members = [
    ...(teams.primaryTeamId === null ? [] : [{ team_id: teams.primaryTeamId, kind: 'main' }]),
    ...teams.secondaryTeamIds.map((id) => ({ team_id: id, kind: 'extra' })),
  ]
  if (members.length > 0)
    await tx
      .insertInto('team_member')
      .values(members.map((member) => ({ account_id: accountId, user_id: userId, ...member })))
      .execute()
  if (left.length + members.length > 0) await appendEvents(tx, [{ accountId, type: 'team.changed' }])
}
