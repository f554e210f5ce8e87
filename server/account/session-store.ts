import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
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
  account: { id: string; name: string; plan: Plan; timeZone: string; language: 'en' | 'nb' }
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

/** The person behind a cookie, or null: unknown, expired, or no longer active in the account. */
export async function findSession(db: Db, idHash: Buffer): Promise<SessionUser | null> {
  const { rows } = await sql<{
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
    lastSeenAt: Date
  }>`
    select s.public_id as "publicId", s.login_id as "loginId", l.email, s.account_id as "accountId",
      s.user_id as "userId", u.name, u.role, u.seat,
      array(select m.team_id from team_member m where m.account_id = u.account_id and m.user_id = u.id) as "teamIds",
      u.language, u.theme, u.uses_shortcuts as "usesShortcuts", u.undo_seconds as "undoSeconds",
      u.avatar_version as "avatarVersion", a.name as "accountName", a.plan,
      coalesce(u.time_zone, a.time_zone) as "timeZone", a.language as "accountLanguage", s.last_seen_at as "lastSeenAt"
    from session s
    join "user" u on u.account_id = s.account_id and u.id = s.user_id
    join login l on l.id = s.login_id
    join account a on a.id = s.account_id
    where s.id_hash = ${idHash} and s.expires_at > now() and u.is_active`.execute(db)
  const row = rows[0]
  if (!row) return null
  return {
    sessionHash: idHash,
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
    },
    lastSeenAt: row.lastSeenAt,
  }
}

/** Notes that a session was used; at most once a minute, because every request would otherwise be a write. */
export async function touchSession(db: Db, idHash: Buffer): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: sql`now()`, expires_at: sql`now() + make_interval(days => ${lifetimeDays})` })
    .where('id_hash', '=', idHash)
    .where('last_seen_at', '<', sql<Date>`now() - interval '1 minute'`)
    .execute()
}

export function listSessions(db: Db, loginId: string, accountId: string) {
  return db
    .selectFrom('session')
    .select(['id_hash', 'public_id', 'created_at', 'last_seen_at', 'user_agent', 'remote_address'])
    .where('login_id', '=', loginId)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('last_seen_at', 'desc')
    .execute()
}

type EndWhich = { idHash: Buffer } | { loginId: string; publicId: string } | { loginId: string; exceptIdHash?: Buffer }

/** Ends sessions; open browsers of theirs hear of it by the event. Answers how many. */
export async function endSessions(tx: Tx, which: EndWhich): Promise<number> {
  let query = tx.deleteFrom('session').returning(['account_id', 'user_id', 'public_id'])
  if ('idHash' in which) query = query.where('id_hash', '=', which.idHash)
  else {
    query = query.where('login_id', '=', which.loginId)
    if ('publicId' in which) query = query.where('public_id', '=', which.publicId)
    else if (which.exceptIdHash) query = query.where('id_hash', '<>', which.exceptIdHash)
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
