import { sql } from 'kysely'
import { invalid, Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'

export type Team = { id: string; name: string; mainUserIds: string[]; extraUserIds: string[] }

/** The teams of somebody: a main one at most, and any others. */
export type TeamsOfPerson = { mainTeamId: string | null; extraTeamIds: readonly string[] }

/** All teams of an account by name, with their members; who was removed is in none. */
export async function listTeams(db: Db | Tx, accountId: string): Promise<Team[]> {
  const { rows } = await sql<Team>`
    select t.id, t.name,
      array(select m.user_id from team_member m
        where m.account_id = t.account_id and m.team_id = t.id and m.kind = 'main' order by m.user_id) as "mainUserIds",
      array(select m.user_id from team_member m
        where m.account_id = t.account_id and m.team_id = t.id and m.kind = 'extra' order by m.user_id) as "extraUserIds"
    from team t where t.account_id = ${accountId} order by lower(t.name)`.execute(db)
  return rows
}

/** @throws {Problem} `notFound` */
export async function getTeam(db: Db | Tx, accountId: string, teamId: string): Promise<Team> {
  const team = (await listTeams(db, accountId)).find(({ id }) => id === teamId)
  if (!team) throw new Problem('notFound')
  return team
}

/** @throws {Problem} `teamTaken` */
export async function insertTeam(tx: Tx, accountId: string, name: string): Promise<string> {
  await requireFreeName(tx, accountId, name, null)
  const { id } = await tx
    .insertInto('team')
    .values({ account_id: accountId, name })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws {Problem} `teamTaken` */
export async function renameTeam(tx: Tx, accountId: string, teamId: string, name: string): Promise<void> {
  await requireFreeName(tx, accountId, name, teamId)
  await tx.updateTable('team').set({ name }).where('account_id', '=', accountId).where('id', '=', teamId).execute()
}

/** The caller holds `lockAccount`, so that nobody takes the name in between. */
async function requireFreeName(tx: Tx, accountId: string, name: string, exceptId: string | null): Promise<void> {
  const { rows } = await sql`select from team
    where account_id = ${accountId} and lower(name) = lower(${name}) and id is distinct from ${exceptId}`.execute(tx)
  if (rows.length > 0) throw new Problem('teamTaken', { name })
}

/** Its members lose what it let them see. */
export async function deleteTeam(tx: Tx, accountId: string, teamId: string): Promise<void> {
  await tx.deleteFrom('team').where('account_id', '=', accountId).where('id', '=', teamId).execute()
}

/** Puts a person into exactly these teams. */
export async function setTeamsOfPerson(
  tx: Tx,
  accountId: string,
  userId: string,
  { mainTeamId, extraTeamIds }: TeamsOfPerson,
): Promise<void> {
  await tx.deleteFrom('team_member').where('account_id', '=', accountId).where('user_id', '=', userId).execute()
  const rows = [
    ...(mainTeamId === null ? [] : [{ team_id: mainTeamId, kind: 'main' }]),
    ...extraTeamIds.map((team_id) => ({ team_id, kind: 'extra' })),
  ].map((row) => ({ ...row, account_id: accountId, user_id: userId }))
  if (rows.length > 0) await tx.insertInto('team_member').values(rows).execute()
}

/**
 * Puts exactly these people into a team. Who becomes a main member and has another main team stays in that one as an
 * extra member: nobody loses what the other team let them see.
 */
export async function setMembers(
  tx: Tx,
  accountId: string,
  teamId: string,
  { mainUserIds, extraUserIds }: Pick<Team, 'mainUserIds' | 'extraUserIds'>,
): Promise<void> {
  await tx.deleteFrom('team_member').where('account_id', '=', accountId).where('team_id', '=', teamId).execute()
  await sql`update team_member set kind = 'extra'
    where account_id = ${accountId} and user_id = any(${mainUserIds}::bigint[]) and kind = 'main'`.execute(tx)
  await sql`insert into team_member (account_id, team_id, user_id, kind)
    select ${accountId}::bigint, ${teamId}::bigint, id, 'main' from unnest(${mainUserIds}::bigint[]) id
    union all select ${accountId}::bigint, ${teamId}::bigint, id, 'extra' from unnest(${extraUserIds}::bigint[]) id`.execute(
    tx,
  )
}

/**
 * What a request says of somebody's teams over what holds now; a main team is no extra one. `fields`: what the request
 * calls them.
 * @throws {Problem} `invalid` for a team that the account does not have
 */
export async function readTeamsOfPerson(
  tx: Tx,
  accountId: string,
  wish: { mainTeamId?: string | null | undefined; extraTeamIds?: readonly string[] | undefined },
  now: TeamsOfPerson = { mainTeamId: null, extraTeamIds: [] },
  fields = { main: 'mainTeamId', extra: 'extraTeamIds' },
): Promise<TeamsOfPerson> {
  const mainTeamId = wish.mainTeamId === undefined ? now.mainTeamId : wish.mainTeamId
  const extraTeamIds = [...new Set(wish.extraTeamIds ?? now.extraTeamIds)].filter((id) => id !== mainTeamId)
  const known = await listTeams(tx, accountId)
  const isKnown = (id: string) => known.some((team) => team.id === id)
  if (mainTeamId !== null && !isKnown(mainTeamId)) throw invalid(fields.main, 'takes the id of a team, or none')
  if (!extraTeamIds.every(isKnown)) throw invalid(fields.extra, 'takes ids of teams')
  return { mainTeamId, extraTeamIds }
}
