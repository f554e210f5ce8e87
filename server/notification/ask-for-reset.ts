import { readEmailAddress } from '../account/email-address.ts'
import { findLogin } from '../account/login-store.ts'
import { throttle } from '../account/throttle.ts'
import { findUserOfLogin } from '../account/user-store.ts'
import type { Database, Tx } from '../platform/database.ts'

/**
 * Queues a mail with a reset link, where somebody signs in with this address. Known and unknown addresses are answered
 * alike. Throttled by address, by IP and over all, since each asks for a mail to leave.
 * @throws {Problem} `invalid`, `tooMany`
 */
export async function askForReset(database: Database, input: { email: string; remoteAddress: string }): Promise<void> {
  const { key } = readEmailAddress('email', input.email)
  await throttle(database.db, [
    { key: 'reset', attempts: 200, seconds: 3600 },
    { key: `reset-ip:${input.remoteAddress}`, attempts: 20, seconds: 3600 },
    { key: `reset:${key}`, attempts: 5, seconds: 3600 },
  ])
  await database.transaction(async (tx) => {
    const login = await findLogin(tx, key)
    const user = login ? await findUserOfLogin(tx, login.id) : null
    if (login && user) await queueResetMail(tx, { accountId: user.accountId, loginId: login.id, address: login.email })
  })
}

/** Queues the mail with a link to a new password; the link itself is made while it is sent. */
export async function queueResetMail(
  tx: Tx,
  { accountId, loginId, address }: { accountId: string; loginId: string; address: string },
): Promise<void> {
  await tx
    .insertInto('recipient')
    .values({ account_id: accountId, notice: 'passwordReset', login_id: loginId, address })
    .execute()
}
