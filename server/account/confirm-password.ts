import { Problem } from '../../shared/problems.ts'
import type { Db } from '../platform/database.ts'
import { isPassword } from './password.ts'
import { forgive, throttle } from './throttle.ts'

/**
 * Asks a signed-in person for the own password again, before what would outlive the session (abuse-55): whoever finds an
 * open browser does not get further than it. Ten attempts in 15 minutes.
 * @throws {Problem} `wrongOwnPassword`, `tooMany`
 */
export async function confirmPassword(db: Db, loginId: string, password: string): Promise<void> {
  const key = `confirm-password:${loginId}`
  await throttle(db, [{ key, attempts: 10, seconds: 15 * 60 }])
  const login = await db.selectFrom('login').select('password_hash').where('id', '=', loginId).executeTakeFirst()
  if (!(await isPassword(login?.password_hash ?? null, password))) throw new Problem('wrongOwnPassword')
  await forgive(db, [key])
}
