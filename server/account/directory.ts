import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Role, Seat } from './actor.ts'

/** A user as other programs' directories list them. */
export type DirectoryUser = {
  id: string
  /** an id of its own, by which records name their owner */
  ownerId: string
  name: string
  email: string
  role: Role
  seat: Seat
  isActive: boolean
  /** the teams that work is given to them through; at most one of it is HubSpot's primary */
  mainTeamIds: string[]
  extraTeamIds: string[]
  createdAt: Date
  /** the last change of people, access or seat that the audit knows of */
  updatedAt: Date
}

/** Everybody of an account, also those who have left, by id. */
export async function listDirectory(db: Db | Tx, accountId: string): Promise<DirectoryUser[]> {
  const { rows } = await sql<DirectoryUser>`
    select u.id, u.owner_id as "ownerId", u.name, l.email, u.role, u.seat, u.is_active as "isActive",
      array(select m.team_id from team_member m
        where m.account_id = u.account_id and m.user_id = u.id and m.kind = 'main' order by m.team_id) as "mainTeamIds",
      array(select m.team_id from team_member m
        where m.account_id = u.account_id and m.user_id = u.id and m.kind = 'extra' order by m.team_id) as "extraTeamIds",
      u.created_at as "createdAt",
      greatest(u.created_at, (select a.at from audit a
        where a.account_id = u.account_id and a.subject_type = 'user' and a.subject_id = u.id
        order by a.id desc limit 1)) as "updatedAt"
    from "user" u join login l on l.id = u.login_id
    where u.account_id = ${accountId}
    order by u.id`.execute(db)
  return rows
}

export type DirectoryTeam = { id: string; name: string; mainUserIds: string[]; extraUserIds: string[] }

/** The teams with who is active in them. */
export async function listDirectoryTeams(db: Db | Tx, accountId: string): Promise<DirectoryTeam[]> {
  const { rows } = await sql<DirectoryTeam>`
    select t.id, t.name,
      coalesce(array_agg(u.id order by u.id) filter (where m.kind = 'main'), '{}') as "mainUserIds",
      coalesce(array_agg(u.id order by u.id) filter (where m.kind = 'extra'), '{}') as "extraUserIds"
    from team t
    left join (team_member m join "user" u on u.account_id = m.account_id and u.id = m.user_id and u.is_active)
      on m.account_id = t.account_id and m.team_id = t.id
    where t.account_id = ${accountId}
    group by t.account_id, t.id
    order by t.id`.execute(db)
  return rows
}
