import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Role, Seat } from './actor.ts'

/** Somebody of the account, with what those see who manage people. */
export type Person = {
  id: string
  /** an id of its own, by which records name their owner */
  ownerId: string
  loginId: string
  name: string
  email: string
  role: Role
  seat: Seat
  isActive: boolean
  mainTeamId: string | null
  extraTeamIds: string[]
  createdAt: Date
  /** the last change of the person that the audit knows of */
  updatedAt: Date
  lastSeenAt: Date | null
}

const selectPerson = sql`
  select u.id, u.owner_id as "ownerId", u.login_id as "loginId", u.name, l.email, u.role, u.seat, u.is_active as "isActive",
    (select m.team_id from team_member m
      where m.account_id = u.account_id and m.user_id = u.id and m.kind = 'main') as "mainTeamId",
    array(select m.team_id from team_member m
      where m.account_id = u.account_id and m.user_id = u.id and m.kind = 'extra' order by m.team_id) as "extraTeamIds",
    u.created_at as "createdAt",
    greatest(u.created_at, (select a.at from audit a
      where a.account_id = u.account_id and a.subject_type = 'user' and a.subject_id = u.id
      order by a.id desc limit 1)) as "updatedAt",
    greatest(u.last_seen_at, (select max(s.last_seen_at) from session s
      where s.login_id = u.login_id and s.account_id = u.account_id)) as "lastSeenAt"
  from "user" u join login l on l.id = u.login_id`

/** Everybody of an account but who was removed, by name. */
export async function listPeople(db: Db | Tx, accountId: string): Promise<Person[]> {
  return ask(db, sql`where u.account_id = ${accountId} and u.removed_at is null order by lower(u.name), u.id`)
}

/** Everybody, also who was removed, by id: records of them stay. */
export async function listEverybody(db: Db | Tx, accountId: string): Promise<Person[]> {
  return ask(db, sql`where u.account_id = ${accountId} order by u.id`)
}

/** @throws {Problem} `notFound`, also for somebody who was removed */
export async function getPerson(db: Db | Tx, accountId: string, userId: string): Promise<Person> {
  const [person] = await ask(db, sql`where u.account_id = ${accountId} and u.id = ${userId} and u.removed_at is null`)
  if (!person) throw new Problem('notFound')
  return person
}

async function ask(db: Db | Tx, which: RawBuilder<unknown>): Promise<Person[]> {
  const { rows } = await sql<Person>`${selectPerson} ${which}`.execute(db)
  return rows
}

/** @throws {Problem} `lastSuperAdmin` where nobody but this person is an active super admin */
export async function requireAnotherSuperAdmin(tx: Tx, accountId: string, userId: string): Promise<void> {
  const other = await tx
    .selectFrom('user')
    .select('id')
    .where('account_id', '=', accountId)
    .where('role', '=', 'super-admin')
    .where('is_active', '=', true)
    .where('id', '<>', userId)
    .limit(1)
    .executeTakeFirst()
  if (!other) throw new Problem('lastSuperAdmin')
}
