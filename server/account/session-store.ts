import { createHash, randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type Db, markForAnnouncement, type Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { Plan, Role, Seat, UserActor } from './actor.ts'
import { avatarUrl } from './profile-store.ts'

/** A session ends 30 days after its last use. */
const lifetimeDays = 30

export type SessionUser = {
  sessionHash: Buffer
  publicId: string
  loginId: string
  email: string
  actor: UserActor
  profile: {
    language: 'en' | 'nb' | null
    theme: 'system' | 'light' | 'dark'
    usesShortcuts: boolean
    undoSeconds: number
    avatarUrl: string | null
  }
  account: {
    id: string
    name: string
    plan: Plan
    timeZone: string
    language: 'en' | 'nb'
    asksForSecondFactor: boolean
  }
  hasSecondFactor: boolean
  lastSeenAt: Date
}

export const hashSessionId = (id: string) => createHash('sha256').update(id).digest()

/** Opens a session under a new id (256 bits), which only the cookie holds. */
export async function openSession(
  tx: Tx,
  session: { accountId: string; userId: string; loginId: string; userAgent: string; remoteAddress: string },
): Promise<string> {
  const id = randomBytes(32).toString('base64url')
  await tx
    .insertInto('session')
    .values({
      id_hash: hashSessionId(id),
      account_id: session.accountId,
      user_id: session.userId,
      login_id: session.loginId,
      user_agent: session.userAgent.slice(0, 300),
      remote_address: session.remoteAddress,
      expires_at: sql<Date>`now() + make_interval(days => ${lifetimeDays})`,
    })
    .execute()
  return id
}

/** Whether the person has to set up a second factor before anything else: the account asks for one. Pure. */
export const mustSetUpFactor = ({ account, hasSecondFactor }: SessionUser) =>
  account.asksForSecondFactor && !hasSecondFactor

/**
 * The person behind a cookie, or behind a session whose cookie may have changed since; null: unknown, expired, or no
 * longer active in the account.
 */
export async function findSession(db: Db, which: Buffer | { publicId: string }): Promise<SessionUser | null> {
  const isIt = Buffer.isBuffer(which) ? sql`s.id_hash = ${which}` : sql`s.public_id = ${which.publicId}`
  return (await selectSessions(db, isIt))[0] ?? null
}

/** Those behind many sessions at once; whose is over is left out. */
export function findSessions(db: Db, publicIds: readonly string[]): Promise<SessionUser[]> {
  return selectSessions(db, sql`s.public_id = any(${publicIds}::uuid[])`)
}

async function selectSessions(db: Db, areThose: RawBuilder<unknown>): Promise<SessionUser[]> {
  const { rows } = await sql<{
    idHash: Buffer
    publicId: string
    loginId: string
    email: string
    accountId: string
    userId: string
    name: string
    role: Role
    seat: Seat
    teamIds: string[]
    language: 'en' | 'nb' | null
    theme: 'system' | 'light' | 'dark'
    usesShortcuts: boolean
    undoSeconds: number
    avatarVersion: string | null
    accountName: string
    plan: Plan
    timeZone: string
    accountLanguage: 'en' | 'nb'
    asksForSecondFactor: boolean
    hasSecondFactor: boolean
    lastSeenAt: Date
  }>`
    select s.id_hash as "idHash", s.public_id as "publicId", s.login_id as "loginId", l.email, s.account_id as "accountId",
      s.user_id as "userId", u.name, u.role, u.seat,
      array(select m.team_id from team_member m where m.account_id = u.account_id and m.user_id = u.id) as "teamIds",
      u.language, u.theme, u.uses_shortcuts as "usesShortcuts", u.undo_seconds as "undoSeconds",
      u.avatar_version as "avatarVersion", a.name as "accountName", a.plan,
      coalesce(u.time_zone, a.time_zone) as "timeZone", a.language as "accountLanguage", s.last_seen_at as "lastSeenAt",
      a.asks_for_second_factor as "asksForSecondFactor",
      exists (select from login_totp t where t.login_id = s.login_id)
        or exists (select from passkey p where p.login_id = s.login_id) as "hasSecondFactor"
    from session s
    join "user" u on u.account_id = s.account_id and u.id = s.user_id
    join login l on l.id = s.login_id
    join account a on a.id = s.account_id
    where ${areThose} and s.expires_at > now() and u.is_active`.execute(db)
  return rows.map((row) => ({
    sessionHash: row.idHash,
    publicId: row.publicId,
    loginId: row.loginId,
    email: row.email,
    actor: {
      kind: 'user',
      accountId: row.accountId,
      userId: row.userId,
      name: row.name,
      role: row.role,
      seat: row.seat,
      teamIds: new Set(row.teamIds),
    },
    profile: {
      language: row.language,
      theme: row.theme,
      usesShortcuts: row.usesShortcuts,
      undoSeconds: row.undoSeconds,
      avatarUrl: avatarUrl(row.userId, row.avatarVersion),
    },
    account: {
      id: row.accountId,
      name: row.accountName,
      plan: row.plan,
      timeZone: row.timeZone,
      language: row.accountLanguage,
      asksForSecondFactor: row.asksForSecondFactor,
    },
    hasSecondFactor: row.hasSecondFactor,
    lastSeenAt: row.lastSeenAt,
  }))
}

/** Notes that a session was used; at most once a minute, because every request would otherwise be a write. */
export async function touchSession(db: Db, { publicId }: { publicId: string }): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: sql`now()`, expires_at: sql`now() + make_interval(days => ${lifetimeDays})` })
    .where('public_id', '=', publicId)
    .where('last_seen_at', '<', sql<Date>`now() - interval '1 minute'`)
    .execute()
}

/** Gives a session a new id under which it goes on: what held the old one is dead. Answers it, for the cookie. */
export async function renewSession(tx: Tx, idHash: Buffer): Promise<string> {
  const id = randomBytes(32).toString('base64url')
  await tx
    .updateTable('session')
    .set({ id_hash: hashSessionId(id) })
    .where('id_hash', '=', idHash)
    .execute()
  markForAnnouncement(tx, { changesAccess: true })
  return id
}

/** Where a login is signed in, in every account: the person's alone to see. */
export function listSessions(db: Db, loginId: string) {
  return db
    .selectFrom('session as s')
    .innerJoin('account as a', 'a.id', 's.account_id')
    .select(['s.id_hash', 's.public_id', 's.created_at', 's.last_seen_at', 's.user_agent', 's.remote_address'])
    .select(['a.id as accountId', 'a.name as accountName'])
    .where('s.login_id', '=', loginId)
    .where('s.expires_at', '>', sql<Date>`now()`)
    .orderBy('s.last_seen_at', 'desc')
    .execute()
}

type EndWhich =
  | { idHash: Buffer }
  | { accountId: string; userId: string }
  | { loginId: string; publicId: string }
  | { loginId: string; exceptPublicId?: string }

/** Ends sessions; open browsers of theirs hear of it by the event. Answers how many. */
export async function endSessions(tx: Tx, which: EndWhich): Promise<number> {
  let query = tx.deleteFrom('session').returning(['account_id', 'user_id', 'public_id'])
  if ('idHash' in which) query = query.where('id_hash', '=', which.idHash)
  else if ('userId' in which)
    query = query.where('account_id', '=', which.accountId).where('user_id', '=', which.userId)
  else {
    query = query.where('login_id', '=', which.loginId)
    if ('publicId' in which) query = query.where('public_id', '=', which.publicId)
    else if (which.exceptPublicId) query = query.where('public_id', '<>', which.exceptPublicId)
  }
  const ended = await query.execute()
  await appendEvents(
    tx,
    ended.map((session) => ({
      accountId: session.account_id,
      type: 'session.ended' as const,
      userId: session.user_id,
      payload: { sessionId: session.public_id },
    })),
  )
  return ended.length
}
