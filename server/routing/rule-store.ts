import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** Who is given what comes in on a channel. */
export type AssignmentRule = {
  isOn: boolean
  assignTo: 'specific' | 'contactOwner'
  userIds: string[]
  teamIds: string[]
  onlyAvailable: boolean
  reroutesReopened: boolean
}

export type StoredRule = AssignmentRule & {
  channelAccountId: string
  /** Teams that were chosen and are deleted. */
  lostTeams: string[]
}

/** Of a channel that nobody has set one for. */
export const noRule: AssignmentRule = {
  isOn: false,
  assignTo: 'specific',
  userIds: [],
  teamIds: [],
  onlyAvailable: true,
  reroutesReopened: true,
}

/** The rules of these channels, by channel; ids in order. */
export async function loadRules(
  db: Db | Tx,
  accountId: string,
  channelAccountIds: readonly string[],
): Promise<Map<string, StoredRule>> {
  const { rows } = await sql<StoredRule>`
    select r.channel_account_id as "channelAccountId", r.is_on as "isOn", r.assign_to as "assignTo",
      r.only_available as "onlyAvailable", r.reroutes_reopened as "reroutesReopened",
      array_remove(array_agg(t.user_id order by t.user_id), null) as "userIds",
      array_remove(array_agg(t.team_id order by t.team_id), null) as "teamIds",
      array_remove(array_agg(t.lost_team_name order by t.lost_team_name), null) as "lostTeams"
    from assignment_rule r
    left join assignment_target t on t.account_id = r.account_id and t.channel_account_id = r.channel_account_id
    where r.account_id = ${accountId} and r.channel_account_id = any(${channelAccountIds}::bigint[])
    group by r.account_id, r.channel_account_id`.execute(db)
  return new Map(rows.map((row) => [row.channelAccountId, row]))
}

/** Those of these accounts in which any rule is on, in order: the one question where none is. */
export async function listRoutedAccounts(db: Db | Tx, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select distinct account_id as "accountId" from assignment_rule
    where is_on and account_id = any(${accountIds}::bigint[]) order by 1`.execute(db)
  return rows.map(({ accountId }) => accountId)
}

/** Writes a channel's rule with exactly these people and teams: what was lost is forgotten. */
export async function saveRule(tx: Tx, accountId: string, channelId: string, rule: AssignmentRule): Promise<void> {
  await sql`
    insert into assignment_rule (account_id, channel_account_id, is_on, assign_to, only_available, reroutes_reopened)
    values (${accountId}, ${channelId}, ${rule.isOn}, ${rule.assignTo}, ${rule.onlyAvailable}, ${rule.reroutesReopened})
    on conflict (account_id, channel_account_id) do update set is_on = excluded.is_on, assign_to = excluded.assign_to,
      only_available = excluded.only_available, reroutes_reopened = excluded.reroutes_reopened`.execute(tx)
  await sql`delete from assignment_target where account_id = ${accountId} and channel_account_id = ${channelId}`.execute(
    tx,
  )
  await sql`
    insert into assignment_target (account_id, channel_account_id, user_id, team_id)
    select ${accountId}::bigint, ${channelId}::bigint, id, null from unnest(${rule.userIds}::bigint[]) as one (id)
    union all
    select ${accountId}::bigint, ${channelId}::bigint, null, id from unnest(${rule.teamIds}::bigint[]) as one (id)`.execute(
    tx,
  )
}

/** Each person's last automatic assignment, by its number in the account. */
export async function loadTurns(db: Db | Tx, accountId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ userId: string; turn: string }>`
    select user_id as "userId", turn from last_assignment where account_id = ${accountId}`.execute(db)
  return new Map(rows.map(({ userId, turn }) => [userId, Number(turn)]))
}

export async function saveTurns(tx: Tx, accountId: string, turns: ReadonlyMap<string, number>): Promise<void> {
  await sql`
    insert into last_assignment (account_id, user_id, turn, assigned_at)
    select ${accountId}::bigint, user_id, turn, now()
    from unnest(${[...turns.keys()]}::bigint[], ${[...turns.values()]}::bigint[]) as one (user_id, turn)
    on conflict (account_id, user_id) do update set turn = excluded.turn, assigned_at = excluded.assigned_at`.execute(
    tx,
  )
}
