import { Problem } from '../../shared/problems.ts'
import type { Database, Tx } from '../platform/database.ts'
import { recordLoginChange } from './login-changes.ts'
import { getLogin } from './login-store.ts'
import { hashPassword, isPassword } from './password.ts'
import { changePassword } from './password-reset.ts'
import { endSessions, renewSession, type SessionUser } from './session-store.ts'
import { forgive, throttle } from './throttle.ts'

/** Where a change of one's own login comes from. */
export type Own = { session: SessionUser; remoteAddress: string }

/**
 * That the person in front of the browser is the one who signed in: asked before a password or factor changes, because
 * an open browser alone must not be enough to lock its owner out, and before a token that outlives the session (abuse-55). Ten attempts in 15 minutes.
 * @throws {Problem} `wrongCurrentPassword`, `tooMany`
 */
export async function confirmPassword(database: Database, loginId: string, password: string): Promise<void> {
  const key = `confirm:${loginId}`
  await throttle(database.db, [{ key, attempts: 10, seconds: 900 }])
  const login = await getLogin(database.db, loginId)
  if (!(await isPassword(login.passwordHash, password))) throw new Problem('wrongCurrentPassword')
  await forgive(database.db, [key])
}

/**
 * Changes the password of whoever knows the present one. Every other session of the login ends, in every account; this
 * one goes on under a new id, which is answered for the cookie.
 * @throws {Problem} `wrongCurrentPassword`, `tooMany`, `invalid`
 */
export async function changeOwnPassword(
  database: Database,
  own: Own,
  passwords: { current: string; password: string },
): Promise<string> {
  const { session, remoteAddress } = own
  await confirmPassword(database, session.loginId, passwords.current)
  const passwordHash = await hashPassword(passwords.password)
  return database.transaction(async (tx) => {
    const id = await renewSession(tx, session.sessionHash)
    await changePassword(tx, session.loginId, passwordHash, { by: { remoteAddress }, exceptPublicId: session.publicId })
    return id
  })
}

/** Signs a person out elsewhere: of one session, or of all others. Answers how many ended. */
export async function endOwnSessions(
  database: Database,
  { session, remoteAddress }: Own,
  which: { publicId: string } | { exceptPublicId: string },
): Promise<number> {
  const { loginId } = session
  return database.transaction(async (tx) => {
    const ended = await endSessions(tx, { loginId, ...which })
    const change = { by: { remoteAddress }, action: 'user.sessions_ended', after: { endedSessions: ended } } as const
    if (ended > 0) await recordLoginChange(tx, loginId, change)
    return ended
  })
}

/** After a change of factors: the others end, this one gets a new id (abuse-52). Answers the id, for the cookie. */
export async function goOnAlone(tx: Tx, session: SessionUser): Promise<string> {
  await endSessions(tx, { loginId: session.loginId, exceptPublicId: session.publicId })
  return renewSession(tx, session.sessionHash)
}
