import { Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor, Role, Seat } from './actor.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { readEmailAddress } from './email-address.ts'
import { lockAccount } from './lock-account.ts'
import { findLogin, insertLogin } from './login-store.ts'
import { getPerson, type Person } from './people-store.ts'
import { readPersonName } from './read-name.ts'
import { canManageUser } from './rights.ts'
import { requireFreeSeat } from './seats.ts'
import { readTeamsOfPerson, setTeamsOfPerson } from './team-store.ts'
import { insertUser } from './user-store.ts'

export type NewPerson = {
  name: string
  email: string
  role: Role
  seat?: Seat | undefined
  mainTeamId?: string | null | undefined
  extraTeamIds?: readonly string[] | undefined
}

/**
 * Makes a user with a new login, whose password somebody else chose: only for an address that nobody signs in with, and
 * the address stays unproven, so that such a login opens no other account before its owner chose a password (abuse-55a).
 * @throws {Problem} `notAllowed`, `loginExists`, `invalid`
 */
export async function createPerson(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  input: NewPerson & { passwordHash: string },
): Promise<Person> {
  const { role, seat = 'none' } = input
  requireRole(source.actor, role)
  const name = readPersonName('name', input.name)
  const { email, key } = readEmailAddress('email', input.email)
  await lockAccount(tx, accountId)
  if (await findLogin(tx, key)) throw new Problem('loginExists', { email })
  await requireFreeSeat(tx, accountId, seat)
  const teams = await readTeamsOfPerson(tx, accountId, input)
  const loginId = await insertLogin(tx, { email, key, passwordHash: input.passwordHash })
  const userId = await insertUser(tx, { accountId, loginId, name, role, seat })
  await setTeamsOfPerson(tx, accountId, userId, teams)
  const subject = { type: 'user' as const, id: userId }
  await recordAudit(tx, {
    accountId,
    source,
    action: 'user.created',
    subject,
    after: { name, email, role, seat, ...teams },
  })
  return getPerson(tx, accountId, userId)
}

/** Nobody gives a role above his own. @throws {Problem} `notAllowed` */
export function requireRole(actor: Actor | null, role: Role): void {
  if (actor && !canManageUser(actor, { role: 'user' }, role)) throw new Problem('notAllowed')
}
