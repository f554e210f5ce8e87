import { createHash, randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Role, Seat } from './actor.ts'
import type { TeamsOfPerson } from './team-store.ts'

export const invitationDays = 7

const hashOf = (token: string) => createHash('sha256').update(token).digest()

export type Invitation = {
  id: string
  email: string
  name: string
  role: Role
  seat: Seat
  mainTeamId: string | null
  extraTeamIds: string[]
  state: 'waiting' | 'expired' | 'accepted'
  invitedById: string | null
  createdAt: Date
  expiresAt: Date
  acceptedAt: Date | null
  mailState: MailState | null
}

type MailState = 'queued' | 'held' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain'

const selectInvitation = sql`
  select i.id, i.email, i.name, i.role, i.seat,
    (select t.team_id from invitation_team t
      where t.account_id = i.account_id and t.invitation_id = i.id and t.kind = 'main') as "mainTeamId",
    array(select t.team_id from invitation_team t
      where t.account_id = i.account_id and t.invitation_id = i.id and t.kind = 'extra') as "extraTeamIds",
    case when i.accepted_at is not null then 'accepted' when i.expires_at <= now() then 'expired' else 'waiting' end as state,
    i.invited_by_user_id as "invitedById", i.created_at as "createdAt", i.expires_at as "expiresAt",
    i.accepted_at as "acceptedAt",
    (select r.state from recipient r where r.account_id = i.account_id and r.invitation_id = i.id
      order by r.id desc limit 1) as "mailState"
  from invitation i`

/** Those that nobody withdrew, newest first; accepted ones for 30 days. */
export function listInvitations(db: Db | Tx, accountId: string): Promise<Invitation[]> {
  return ask(
    db,
    sql`where i.account_id = ${accountId} and i.withdrawn_at is null
      and (i.accepted_at is null or i.accepted_at > now() - interval '30 days') order by i.id desc`,
  )
}

export function listInvitationsById(db: Db | Tx, accountId: string, ids: readonly string[]): Promise<Invitation[]> {
  return ask(db, sql`where i.account_id = ${accountId} and i.id = any(${ids}::bigint[]) order by i.id`)
}

/** One that is neither accepted nor withdrawn, locked. @throws {Problem} `notFound` */
export async function lockInvitation(tx: Tx, accountId: string, id: string): Promise<Invitation> {
  const [invitation] = await ask(
    tx,
    sql`where i.account_id = ${accountId} and i.id = ${id} and i.accepted_at is null and i.withdrawn_at is null
      for update of i`,
  )
  if (!invitation) throw new Problem('notFound')
  return invitation
}

async function ask(db: Db | Tx, which: RawBuilder<unknown>): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`${selectInvitation} ${which}`.execute(db)
  return rows
}

export type InvitationRow = {
  email: string
  key: string
  name: string
  role: Role
  seat: Seat
} & TeamsOfPerson

/** Answers the ids in the order of the rows. An expired invitation of the same address makes room. */
export async function insertInvitations(
  tx: Tx,
  accountId: string,
  invitedById: string | null,
  isMailed: boolean,
  rows: readonly InvitationRow[],
): Promise<string[]> {
  await sql`update invitation set withdrawn_at = now(), token_hash = null
    where account_id = ${accountId} and accepted_at is null and withdrawn_at is null and expires_at <= now()
      and email_key = any(${rows.map(({ key }) => key)})`.execute(tx)
  const ids: string[] = []
  for (const row of rows) {
    const { id } = await tx
      .insertInto('invitation')
      .values({
        account_id: accountId,
        email: row.email,
        email_key: row.key,
        name: row.name,
        role: row.role,
        seat: row.seat,
        invited_by_user_id: invitedById,
        is_mailed: isMailed,
        expires_at: inSevenDays,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const teams = [
      ...(row.mainTeamId === null ? [] : [{ team_id: row.mainTeamId, kind: 'main' }]),
      ...row.extraTeamIds.map((team_id) => ({ team_id, kind: 'extra' })),
    ].map((team) => ({ ...team, account_id: accountId, invitation_id: id }))
    if (teams.length > 0) await tx.insertInto('invitation_team').values(teams).execute()
    ids.push(id)
  }
  return ids
}

const inSevenDays = sql<Date>`now() + make_interval(days => ${invitationDays})`

/**
 * Makes the link's token (256 bits, one use, seven days); the one before opens nothing any more. Null where the
 * invitation was accepted or withdrawn meanwhile. Only its hash is kept.
 */
export async function mintInvitationToken(
  tx: Tx,
  accountId: string,
  id: string,
  { isMailed }: { isMailed: boolean },
): Promise<string | null> {
  const token = randomBytes(32).toString('base64url')
  const { numUpdatedRows } = await tx
    .updateTable('invitation')
    .set({ token_hash: hashOf(token), is_mailed: isMailed, expires_at: inSevenDays })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n ? token : null
}

export async function withdrawInvitation(tx: Tx, accountId: string, id: string): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ withdrawn_at: sql`now()`, token_hash: null })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

/** What a link opens, or null: unknown, used, withdrawn or too old. `accept` takes it, once. */
export type HeldInvitation = {
  accountId: string
  id: string
  email: string
  key: string
  name: string
  role: Role
  seat: Seat
  isMailed: boolean
  accountName: string
  inviterName: string | null
}

export async function findInvitation(db: Db | Tx, token: string): Promise<HeldInvitation | null> {
  const { rows } = await sql<HeldInvitation>`
    select i.account_id as "accountId", i.id, i.email, i.email_key as key, i.name, i.role, i.seat,
      i.is_mailed as "isMailed", a.name as "accountName", u.name as "inviterName"
    from invitation i
    join account a on a.id = i.account_id
    left join "user" u on u.account_id = i.account_id and u.id = i.invited_by_user_id
    where i.token_hash = ${hashOf(token)} and i.accepted_at is null and i.withdrawn_at is null
      and i.expires_at > now()`.execute(db)
  return rows[0] ?? null
}

/** @throws {Problem} `linkExpired`, also for the second of two who come at the same time */
export async function takeInvitation(tx: Tx, token: string): Promise<HeldInvitation> {
  const invitation = await findInvitation(tx, token)
  const { numUpdatedRows } = await tx
    .updateTable('invitation')
    .set({ accepted_at: sql`now()`, token_hash: null })
    .where('token_hash', '=', hashOf(token))
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  if (!invitation || numUpdatedRows !== 1n) throw new Problem('linkExpired')
  return invitation
}

export async function listTeamsOfInvitation(tx: Tx, accountId: string, id: string): Promise<TeamsOfPerson> {
  const rows = await tx
    .selectFrom('invitation_team')
    .select(['team_id', 'kind'])
    .where('account_id', '=', accountId)
    .where('invitation_id', '=', id)
    .execute()
  return {
    mainTeamId: rows.find(({ kind }) => kind === 'main')?.team_id ?? null,
    extraTeamIds: rows.filter(({ kind }) => kind === 'extra').map(({ team_id }) => team_id),
  }
}

export async function setAcceptedUser(tx: Tx, accountId: string, id: string, userId: string): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ accepted_user_id: userId })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}
