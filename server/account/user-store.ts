import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { Role, Seat, UserActor } from './actor.ts'

export type NewUser = {
  accountId: string
  loginId: string
  name: string
  role: Role
  seat: Seat
  timeZone?: string | null
  language?: 'en' | 'nb' | null
}

/** @throws {Problem} `emailTaken` where the login is a user of the account already */
export async function insertUser(tx: Tx, user: NewUser): Promise<string> {
  const row = await tx
    .insertInto('user')
    .values({
      account_id: user.accountId,
      login_id: user.loginId,
      name: user.name,
      role: user.role,
      seat: user.seat,
      time_zone: user.timeZone ?? null,
      language: user.language ?? null,
      // Where the account asks for an open browser, somebody new has none yet.
      effective_availability: sql`case when (select asks_for_browser from account where id = ${user.accountId})
        then 'away' else 'available' end`,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'login_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Problem('emailTaken')
  await appendEvents(tx, [{ accountId: user.accountId, type: 'user.created', userId: row.id }])
  return row.id
}

/** The account that a login opens: the one it joined first. */
export async function findUserOfLogin(db: Db | Tx, loginId: string) {
  const row = await db
    .selectFrom('user')
    .select(['account_id as accountId', 'id'])
    .where('login_id', '=', loginId)
    .where('is_active', '=', true)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export type Colleague = {
  id: string
  name: string
  email: string
  role: Role
  seat: Seat
  isActive: boolean
  teamIds: string[]
  /** Part of the address of his picture; null: initials. */
  avatarVersion: string | null
}

/** Everybody of an account, also those who have left: their names stay on what they wrote. */
export async function listUsers(db: Db | Tx, accountId: string): Promise<Colleague[]> {
  const rows = await db
    .selectFrom('user as u')
    .innerJoin('login as l', 'l.id', 'u.login_id')
    .leftJoin('team_member as m', (join) =>
      join.onRef('m.account_id', '=', 'u.account_id').onRef('m.user_id', '=', 'u.id'),
    )
    .select(['u.id', 'u.name', 'l.email', 'u.role', 'u.seat', 'u.is_active as isActive', 'm.team_id as teamId'])
    .select('u.avatar_version as avatarVersion')
    .where('u.account_id', '=', accountId)
    .orderBy('u.id')
    .execute()
  const users = new Map<string, Colleague>()
  for (const { teamId, ...row } of rows) {
    const user = users.get(row.id) ?? { ...row, role: row.role as Role, seat: row.seat as Seat, teamIds: [] }
    if (teamId) user.teamIds.push(teamId)
    users.set(row.id, user)
  }
  return [...users.values()]
}

/** A colleague as the one who would act: what `can()` is asked about others. */
export function actorOf(accountId: string, { id, name, role, seat, teamIds }: Colleague): UserActor {
  return { kind: 'user', accountId, userId: id, name, role, seat, teamIds: new Set(teamIds) }
}
