import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { LoginSource } from './login-changes.ts'
import { getLogin } from './login-store.ts'
import { findUserOfLogin } from './user-store.ts'

/** What a person is told of that happened to his login. */
export type LoginChange =
  | 'password-changed'
  | 'totp-added'
  | 'totp-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'all-removed'
  | 'recovery-codes-renewed'

const maxPerHour = 10

/**
 * Queues the mail that tells a person of a change of his password or factors: whoever did it in his name cannot hide it
 * from him. It leaves by the account where he was last. Ten an hour at most: an address that is not its owner's yet is not
 * flooded by whoever signed up with it.
 */
export async function queueLoginNotice(
  tx: Tx,
  loginId: string,
  { by, change }: { by: LoginSource; change: LoginChange },
): Promise<void> {
  const { email } = await getLogin(tx, loginId)
  const user = await findUserOfLogin(tx, loginId)
  if (!user) return
  await sql`
    insert into recipient (account_id, notice, login_id, address, login_change, login_changed_from)
    select ${user.accountId}, 'loginChanged', ${loginId}, ${email}, ${change}, ${by?.remoteAddress ?? ''}
    where (select count(*) from recipient
      where login_id = ${loginId} and notice = 'loginChanged' and created_at > now() - interval '1 hour') < ${maxPerHour}`.execute(
    tx,
  )
}
