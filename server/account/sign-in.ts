import { Problem } from '../../shared/problems.ts'
import type { Database } from '../platform/database.ts'
import { readEmailAddress } from './email-address.ts'
import { findLogin } from './login-store.ts'
import { isPassword } from './password.ts'
import { openSession } from './session-store.ts'
import { forgive, throttle } from './throttle.ts'
import { findUserOfLogin } from './user-store.ts'

/**
 * Signs a person in and answers the new session's id, for the cookie. Known and unknown addresses get the same answer
 * after the same time. Throttled by address (10 in 15 minutes) and by IP (50 in 15 minutes).
 * @throws {Problem} `wrongPassword`, `tooMany`
 */
export async function signIn(
  database: Database,
  input: { email: string; password: string; userAgent: string; remoteAddress: string },
): Promise<string> {
  const key = addressKey(input.email)
  const window = 15 * 60
  const byAddress = `sign-in:${key}`
  await throttle(database.db, [
    { key: `sign-in-ip:${input.remoteAddress}`, attempts: 50, seconds: window },
    { key: byAddress, attempts: 10, seconds: window },
  ])
  const login = await findLogin(database.db, key)
  const isRight = await isPassword(login?.passwordHash ?? null, input.password)
  const user = login && isRight ? await findUserOfLogin(database.db, login.id) : null
  if (!login || !user) throw new Problem('wrongPassword')
  await forgive(database.db, [byAddress])
  return database.transaction((tx) =>
    openSession(tx, {
      accountId: user.accountId,
      userId: user.id,
      loginId: login.id,
      userAgent: input.userAgent,
      remoteAddress: input.remoteAddress,
    }),
  )
}

/** What cannot be an address cannot be known either: it is looked up as it was typed, and not found. */
function addressKey(email: string): string {
  try {
    return readEmailAddress('email', email).key
  } catch {
    return email.slice(0, 254).toLowerCase()
  }
}
