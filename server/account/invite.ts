import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Actor, Role, Seat } from './actor.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { readEmailAddress } from './email-address.ts'
import {
  type InvitationFacts,
  type LineProblem,
  lineSentence,
  problemsOfWishes,
  type Wish,
} from './invitation-check.ts'
import { readInvitationList, roleOf, seatOf } from './invitation-list.ts'
import {
  type Invitation,
  insertInvitations,
  lockInvitation,
  mintInvitationToken,
  withdrawInvitation,
} from './invitation-store.ts'
import { lockAccount } from './lock-account.ts'
import { cleanName } from './read-name.ts'
import { canManageUser } from './rights.ts'
import { countFreeSeats } from './seats.ts'
import { listTeams } from './team-store.ts'
import { throttle } from './throttle.ts'

/** What somebody is invited to be; what is left out is nothing. */
export type Place = {
  role: Role
  seat?: Seat | undefined
  mainTeamId?: string | null | undefined
  extraTeamIds?: readonly string[] | undefined
}

export type PreviewedLine = Omit<Wish, 'key' | 'unknown'> & { line: number; problems: LineProblem[] }

/** What would come of inviting a pasted list or a CSV file: each line as it is understood, and what is wrong with it. */
export async function previewInvitations(
  tx: Tx,
  accountId: string,
  inviter: Actor,
  text: string,
  place: Place,
): Promise<PreviewedLine[]> {
  const teams = await listTeams(tx, accountId)
  const idOf = (name: string) => teams.find((team) => team.name.toLowerCase() === name.toLowerCase())?.id ?? null
  const listed = readInvitationList(text)
  const wishes = listed.map((person): Wish => {
    const named = [person.mainTeam ?? [], person.extraTeams].flat()
    const role = person.role === null ? place.role : roleOf(person.role)
    const seat = person.seat === null ? (place.seat ?? 'none') : seatOf(person.seat)
    const extraTeamIds = person.extraTeams.flatMap((name) => idOf(name) ?? [])
    return {
      email: person.email,
      key: keyOf(person.email),
      name: person.name,
      role: role ?? 'user',
      seat: seat ?? 'none',
      mainTeamId: person.mainTeam === null ? (place.mainTeamId ?? null) : idOf(person.mainTeam),
      extraTeamIds: extraTeamIds.length > 0 ? extraTeamIds : (place.extraTeamIds ?? []),
      unknown: [
        ...(role === null ? [{ code: 'unknownRole' as const, value: person.role ?? '' }] : []),
        ...(seat === null ? [{ code: 'unknownSeat' as const, value: person.seat ?? '' }] : []),
        ...named.filter((name) => idOf(name) === null).map((value) => ({ code: 'unknownTeam' as const, value })),
      ],
    }
  })
  const problems = problemsOfWishes(wishes, await loadFacts(tx, accountId, inviter, wishes))
  return wishes.map(({ key: _, unknown: __, ...wish }, index) => ({
    ...wish,
    line: listed[index]?.line ?? 0,
    problems: problems[index] ?? [],
  }))
}

/**
 * Invites people, all or none. With a relay each gets a mail, whose link is made while it is sent; without one the answer
 * holds the tokens, to be handed over: this one time, because only their hashes are kept.
 * @throws {Problem} `notAllowed` for a role above the inviter's own, `invalid` with what is wrong with whom
 */
export async function invite(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  invitations: readonly (Place & { email: string; name?: string | undefined })[],
  { isMailed }: { isMailed: boolean },
): Promise<{ id: string; token: string | null }[]> {
  await lockAccount(tx, accountId)
  const wishes = invitations.map(
    (one): Wish => ({
      email: one.email.trim(),
      key: keyOf(one.email),
      name: cleanName(one.name ?? ''),
      role: one.role,
      seat: one.seat ?? 'none',
      mainTeamId: one.mainTeamId ?? null,
      extraTeamIds: [...new Set(one.extraTeamIds ?? [])].filter((id) => id !== one.mainTeamId),
      unknown: [],
    }),
  )
  const facts = await loadFacts(tx, accountId, source.actor, wishes)
  requireNoProblems(problemsOfWishes(wishes, facts))
  const rows = wishes.map((wish) => ({ ...wish, ...readEmailAddress('email', wish.email) }))
  const invitedById = source.actor?.kind === 'user' ? source.actor.userId : null
  const ids = await insertInvitations(tx, accountId, invitedById, isMailed, rows)
  const sent = []
  for (const [index, id] of ids.entries()) {
    const { email, name, role, seat, mainTeamId, extraTeamIds } = rows[index] as (typeof rows)[number]
    const after = { email, name, role, seat, mainTeamId, extraTeamIds }
    await recordAudit(tx, { accountId, source, action: 'user.invited', subject: { type: 'invitation', id }, after })
    sent.push({ id, token: await dispatch(tx, accountId, { id, email }, isMailed) })
  }
  return sent
}

/** Sends an invitation again, under a new link and for seven days more. @throws {Problem} `notFound`, `notAllowed` */
export async function inviteAgain(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  id: string,
  { isMailed }: { isMailed: boolean },
): Promise<string | null> {
  const invitation = await lockInvitation(tx, accountId, id)
  requireManageable(source, invitation)
  await forgetMails(tx, accountId, id)
  const subject = { type: 'invitation' as const, id }
  await recordAudit(tx, { accountId, source, action: 'user.invited', subject, after: { email: invitation.email } })
  // What was handed out before opens nothing from now on, and not only once the new mail leaves.
  const token = await mintInvitationToken(tx, accountId, id, { isMailed })
  if (!isMailed) return token
  await queueMail(tx, accountId, { id, email: invitation.email })
  return null
}

/** Its link opens nothing from now on. @throws {Problem} `notFound`, `notAllowed` */
export async function withdraw(tx: Tx, accountId: string, source: AuditSource, id: string): Promise<void> {
  const invitation = await lockInvitation(tx, accountId, id)
  requireManageable(source, invitation)
  await withdrawInvitation(tx, accountId, id)
  await forgetMails(tx, accountId, id)
  const { email, role } = invitation
  const subject = { type: 'invitation' as const, id }
  await recordAudit(tx, { accountId, source, action: 'invitation.withdrawn', subject, before: { email, role } })
}

/**
 * Counts what is asked to be mailed: by address, by IP and over all, since an invitation is a mail to anybody (abuse-54).
 * @throws {Problem} `tooMany`
 */
export async function throttleInvitations(db: Db, emails: readonly string[], remoteAddress: string): Promise<void> {
  const counts = emails.length
  await throttle(db, [
    { key: 'invite', attempts: 5000, seconds: 3600, counts },
    { key: `invite-ip:${remoteAddress}`, attempts: 2000, seconds: 3600, counts },
    ...emails.map((email) => ({ key: `invite:${keyOf(email) ?? email.slice(0, 254)}`, attempts: 10, seconds: 3600 })),
  ])
}

async function loadFacts(
  tx: Tx,
  accountId: string,
  inviter: Actor | null,
  wishes: readonly Wish[],
): Promise<InvitationFacts> {
  const keys = wishes.flatMap(({ key }) => key ?? [])
  const { rows: users } = await sql<{ key: string; isActive: boolean }>`
    select l.email_key as key, u.is_active as "isActive" from login l join "user" u on u.login_id = l.id
    where l.email_key = any(${keys}) and u.account_id = ${accountId} and u.removed_at is null`.execute(tx)
  const { rows: waiting } = await sql<{ key: string; seat: Seat }>`
    select email_key as key, seat from invitation
    where account_id = ${accountId} and accepted_at is null and withdrawn_at is null and expires_at > now()`.execute(tx)
  const { free } = await countFreeSeats(tx, accountId)
  return {
    inviter,
    users: new Map(users.map(({ key, isActive }) => [key, isActive])),
    waiting: new Set(waiting.map(({ key }) => key)),
    teamIds: new Set((await listTeams(tx, accountId)).map(({ id }) => id)),
    freeSeats: free - waiting.filter(({ seat }) => seat !== 'none').length,
  }
}

function requireNoProblems(problems: readonly LineProblem[][]): void {
  if (problems.flat().some(({ code }) => code === 'roleAbove')) throw new Problem('notAllowed')
  const errors = problems.flatMap((ofOne, index) =>
    ofOne.map((one) => ({
      message: `invitations.${index}: ${lineSentence(one)}`,
      in: `invitations.${index}`,
      code: one.code,
    })),
  )
  const [first] = errors
  if (first) throw new Problem('invalid', { message: first.message, field: first.in }, errors)
}

function requireManageable({ actor }: AuditSource, invitation: Pick<Invitation, 'role'>): void {
  if (actor && !canManageUser(actor, invitation)) throw new Problem('notAllowed')
}

async function dispatch(
  tx: Tx,
  accountId: string,
  invitation: { id: string; email: string },
  isMailed: boolean,
): Promise<string | null> {
  if (!isMailed) return mintInvitationToken(tx, accountId, invitation.id, { isMailed })
  await queueMail(tx, accountId, invitation)
  return null
}

async function queueMail(tx: Tx, accountId: string, { id, email }: { id: string; email: string }): Promise<void> {
  await tx
    .insertInto('recipient')
    .values({ account_id: accountId, notice: 'invitation', invitation_id: id, address: email })
    .execute()
}

/** What has not left yet does not leave. */
async function forgetMails(tx: Tx, accountId: string, id: string): Promise<void> {
  await tx
    .deleteFrom('recipient')
    .where('account_id', '=', accountId)
    .where('invitation_id', '=', id)
    .where('state', 'in', ['queued', 'held', 'failed'])
    .execute()
}

function keyOf(email: string): string | null {
  try {
    return readEmailAddress('email', email).key
  } catch {
    return null
  }
}
