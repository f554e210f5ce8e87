import { randomBytes } from 'node:crypto'
import { Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import type { Role, Seat } from './actor.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { readEmailAddress } from './email-address.ts'
import { findLogin, insertLogin } from './login-store.ts'
import { nameFromAddress } from './name-halves.ts'
import { hashPassword } from './password.ts'
import { readName } from './read-name.ts'
import { requireFreeSeat } from './seats.ts'
import { readTeams, setTeams, type TeamsOfUser } from './teams-of-user.ts'
import { insertUser } from './user-store.ts'

export type UserByMail = {
  accountId: string
  email: string
  /** empty: made from the address */
  name: string
  role: Exclude<Role, 'super-admin'>
  seat: Seat
  teams: TeamsOfUser
  source: AuditSource
}

/**
 * Adds a person whom a program names by address: a user with a new login that nobody can open until its owner has
 * chosen a password by a link mailed to that address. An address that has a login already is refused, whatever account it
 * is of: that login's owner alone decides what it opens, by accepting an invitation (abuse-55a).
 * @throws {Problem} `invalid`, `loginExists`
 */
export async function addUserByMail(tx: Tx, input: UserByMail): Promise<{ userId: string; loginId: string }> {
  const { accountId, role, seat, source } = input
  const { email, key } = readEmailAddress('email', input.email)
  const name = readName('firstName', input.name || nameFromAddress(email))
  const teams = await readTeams(tx, accountId, input.teams)
  await requireFreeSeat(tx, accountId, seat)
  if (await findLogin(tx, key)) throw new Problem('loginExists', { email })
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
  const loginId = await insertLogin(tx, { email, key, passwordHash })
  const userId = await insertUser(tx, { accountId, loginId, name, role, seat })
  await setTeams(tx, accountId, userId, teams)
  await recordAudit(tx, {
    accountId,
    source,
    action: 'user.created',
    subject: { type: 'user', id: userId },
    after: { name, email, role, seat, ...teams },
  })
  return { userId, loginId }
}
