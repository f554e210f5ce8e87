import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Database, Tx } from '../platform/database.ts'
import { type LoginSource, recordLoginChange } from './login-changes.ts'
import { queueLoginNotice } from './login-notice.ts'
import { setPassword, setProven } from './login-store.ts'
import { hashPassword } from './password.ts'
import { endSessions } from './session-store.ts'

const lifetimeMinutes = 60
const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** Makes a reset link's token (256 bits, one use, one hour). Only its hash is kept; it is made while its mail is sent. */
export async function mintResetToken(tx: Tx, loginId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await tx
    .insertInto('password_reset')
    .values({
      token_hash: hashOf(token),
      login_id: loginId,
      expires_at: sql<Date>`now() + make_interval(mins => ${lifetimeMinutes})`,
    })
    .execute()
  return token
}

/**
 * Sets a new password by a mailed token and ends every session of the login; the address is proven by it.
 * @throws {Problem} `linkExpired` for a token that is unknown, used or too old
 */
export async function resetPassword(
  database: Database,
  token: string,
  password: string,
  remoteAddress: string,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await database.transaction(async (tx) => {
    const row = await tx
      .updateTable('password_reset')
      .set({ used_at: sql`now()` })
      .where('token_hash', '=', hashOf(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .returning('login_id')
      .executeTakeFirst()
    if (!row) throw new Problem('linkExpired')
    await changePassword(tx, row.login_id, passwordHash, { by: { remoteAddress } })
    await setProven(tx, row.login_id)
  })
}

/**
 * Sets a password, and tells its owner by mail; all sessions of the login end in every account, but for the one that asked, and open reset links with
 * them. Factors stay: whoever reads a person's mail has not their phone.
 */
export async function changePassword(
  tx: Tx,
  loginId: string,
  passwordHash: string,
  { by, exceptPublicId }: { by: LoginSource; exceptPublicId?: string },
): Promise<void> {
  await setPassword(tx, loginId, passwordHash)
  await tx
    .updateTable('password_reset')
    .set({ used_at: sql`now()` })
    .where('login_id', '=', loginId)
    .where('used_at', 'is', null)
    .execute()
  const ended = await endSessions(tx, { loginId, ...(exceptPublicId ? { exceptPublicId } : {}) })
  await recordLoginChange(tx, loginId, { by, action: 'user.password_changed', after: { endedSessions: ended } })
  await queueLoginNotice(tx, loginId, { by, change: 'password-changed' })
}
