import { sql } from 'kysely'
import type { AuditAction } from '../../shared/audit.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { Role, Seat } from './actor.ts'
import { bySystem, recordAudit } from './audit.ts'

/** The person, from an address; or null: the command line. A login is changed by nobody else. */
export type LoginSource = { remoteAddress: string } | null

/**
 * Writes down what became of a login in each account that the person is in: an account sees that a factor came or went,
 * and can neither read nor change it. One that the person has left hears no more of what he does, nor from where.
 */
export async function recordLoginChange(
  tx: Tx,
  loginId: string,
  change: { by: LoginSource; action: AuditAction; after: Record<string, unknown> },
): Promise<void> {
  const users = await tx
    .selectFrom('user')
    .select(['account_id', 'id', 'name', 'role', 'seat'])
    .where('login_id', '=', loginId)
    .where('is_active', '=', true)
    .orderBy('id')
    .execute()
  for (const user of users) {
    const actor = {
      kind: 'user' as const,
      accountId: user.account_id,
      userId: user.id,
      name: user.name,
      role: user.role as Role,
      seat: user.seat as Seat,
      teamIds: new Set<string>(),
    }
    await recordAudit(tx, {
      accountId: user.account_id,
      source: change.by ? { actor, remoteAddress: change.by.remoteAddress } : bySystem,
      action: change.action,
      subject: { type: 'user', id: user.id },
      after: change.after,
    })
  }
}

/** Who may do what can depend on a login's factors: open browsers and what is kept of sessions look again. */
export async function announceLogin(tx: Tx, loginId: string): Promise<void> {
  const users = await tx.selectFrom('user').select(['account_id', 'id']).where('login_id', '=', loginId).execute()
  await appendEvents(
    tx,
    users.map((user) => ({ accountId: user.account_id, type: 'user.changed' as const, userId: user.id })),
  )
}

/**
 * Locks the login's row: of two changes of its factors the second sees what the first one left. Who signs in only refers
 * to the row, with a factor's row in hand, and does not wait.
 */
export async function lockLogin(tx: Tx, loginId: string): Promise<void> {
  await sql`select 1 from login where id = ${loginId} for no key update`.execute(tx)
}
