import { Problem } from '../../shared/problems.ts'
import type { Database, Db } from '../platform/database.ts'
import { endSessions, openSession, type SessionUser } from './session-store.ts'

export type Client = { userAgent: string; remoteAddress: string }

/** The accounts in which a login is an active user, by name. */
export function listAccountsOfLogin(db: Db, loginId: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('user as u')
    .innerJoin('account as a', 'a.id', 'u.account_id')
    .select(['a.id', 'a.name'])
    .where('u.login_id', '=', loginId)
    .where('u.is_active', '=', true)
    .orderBy('a.name')
    .orderBy('a.id')
    .execute()
}

/**
 * Opens another account of the same login, under a new session id; the one before ends.
 * @throws {Problem} `notFound` for an account in which the login is nobody
 */
export async function switchAccount(
  database: Database,
  session: SessionUser,
  accountId: string,
  client: Client,
): Promise<string> {
  return database.transaction(async (tx) => {
    const user = await tx
      .selectFrom('user')
      .select('id')
      .where('account_id', '=', accountId)
      .where('login_id', '=', session.loginId)
      .where('is_active', '=', true)
      .executeTakeFirst()
    if (!user) throw new Problem('notFound')
    await endSessions(tx, { idHash: session.sessionHash })
    return openSession(tx, { accountId, userId: user.id, loginId: session.loginId, ...client })
  })
}
