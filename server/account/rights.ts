import { Problem } from '../../shared/problems.ts'
import type { Actor, Role } from './actor.ts'

/** What is the whole account's, where `can()` (`inbox/access.ts`) says what may be done in one inbox. */
export type AccountAction =
  /** users, teams, availability of others */
  | 'managePeople'
  /** create an inbox, connect a channel */
  | 'createInbox'
  /** plan, seats, API tokens, audit, removing for good */
  | 'manageAccount'

/** The table of ARCHITECTURE.md: super admins may everything, account access all but what binds the company. Pure. */
export function canInAccount(actor: Actor, action: AccountAction): boolean {
  if (actor.kind === 'token') return false
  if (actor.role === 'super-admin') return true
  return actor.role === 'account-access' && action !== 'manageAccount'
}

const rank = { user: 0, 'account-access': 1, 'super-admin': 2 } as const satisfies Record<Role, number>

/**
 * Whether a person may change another's row, and give it `newRole`: those who manage people, but no super admin's row
 * and no role above their own. Pure.
 */
export function canManageUser(actor: Actor, target: { role: Role }, newRole: Role = target.role): boolean {
  if (actor.kind === 'token' || !canInAccount(actor, 'managePeople')) return false
  return rank[target.role] <= rank[actor.role] && rank[newRole] <= rank[actor.role]
}

/** @throws {Problem} `notAllowed` */
export function requireInAccount(actor: Actor, action: AccountAction): void {
  if (!canInAccount(actor, action)) throw new Problem('notAllowed')
}
