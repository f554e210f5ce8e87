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
 * Whether somebody may change a person's row, and give it `newRole`: those who manage people, but no super admin's row
 * and no role above their own. A program needs a scope for users, and makes, changes and removes no super admin, so that
 * a token is never a way to more than it was given. Pure.
 */
export function canManageUser(actor: Actor, target: { role: Role }, newRole: Role = target.role): boolean {
  if (actor.kind === 'token')
    return scopesOfUsers.some((scope) => actor.scopes.has(scope)) && ![target.role, newRole].includes('super-admin')
  if (!canInAccount(actor, 'managePeople')) return false
  return rank[target.role] <= rank[actor.role] && rank[newRole] <= rank[actor.role]
}

const scopesOfUsers = ['settings.users.write', 'crm.objects.users.write'] as const

/** Taking somebody out for good is a super admin's; of programs those do it that may change the row. Pure. */
export function canRemoveUser(actor: Actor, target: { role: Role }): boolean {
  return canManageUser(actor, target) && (actor.kind === 'token' || canInAccount(actor, 'manageAccount'))
}

/** @throws {Problem} `notAllowed` */
export function requireInAccount(actor: Actor, action: AccountAction): void {
  if (!canInAccount(actor, action)) throw new Problem('notAllowed')
}
