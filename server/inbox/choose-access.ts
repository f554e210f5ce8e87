import { sql } from 'kysely'
import { invalid } from '../../shared/problems.ts'
import { listUsers } from '../account/user-store.ts'
import type { Db, Tx } from '../platform/database.ts'

/** *Everyone*, or the users and teams chosen; with *Everyone* nobody is. */
export type InboxAccess = {
  access: 'everyone' | 'specific'
  userIds: readonly string[]
  teamIds: readonly string[]
}

/** Writes down who works in a new inbox. @throws {Problem} `invalid` for people and teams that are not the account's */
export async function chooseAccess(
  tx: Tx,
  accountId: string,
  inboxId: string,
  { access, userIds, teamIds }: InboxAccess,
): Promise<void> {
  const chosen = access === 'specific' ? { users: unique(userIds), teams: unique(teamIds) } : { users: [], teams: [] }
  await requireOwn(tx, accountId, 'user', 'userIds', chosen.users)
  await requireOwn(tx, accountId, 'team', 'teamIds', chosen.teams)
  const rows = [
    ...chosen.users.map((id) => ({ account_id: accountId, inbox_id: inboxId, user_id: id, team_id: null })),
    ...chosen.teams.map((id) => ({ account_id: accountId, inbox_id: inboxId, user_id: null, team_id: id })),
  ]
  if (rows.length > 0) await tx.insertInto('inbox_access').values(rows).execute()
}

async function requireOwn(tx: Tx, accountId: string, table: 'user' | 'team', field: string, ids: readonly string[]) {
  if (ids.length === 0) return
  const own = tx
    .selectFrom(table)
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', sql<string>`any(${ids}::bigint[])`)
  // Who has left and comes back has what he is given then.
  const rows = await (table === 'user' ? own.where(sql<boolean>`is_active`) : own).execute()
  const known = new Set(rows.map((row) => row.id))
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw invalid(field, `takes ids of this account’s ${table}s, not ${unknown}`)
}

const unique = (ids: readonly string[]) => [...new Set(ids)]

/** Whom an inbox can be given to: everybody who has not left, and the teams with how many are in each. */
export async function listCandidates(db: Db, accountId: string) {
  const [users, teams] = await Promise.all([
    listUsers(db, accountId),
    db.selectFrom('team').select(['id', 'name']).where('account_id', '=', accountId).orderBy('name').execute(),
  ])
  const active = users.filter((user) => user.isActive)
  return {
    users: active.map(({ id, name, email }) => ({ id, name, email })),
    teams: teams.map((team) => ({ ...team, members: active.filter((user) => user.teamIds.includes(team.id)).length })),
  }
}
