import { Problem } from '../../shared/problems.ts'
import type { Plan } from '../account/actor.ts'
import type { Db, Tx } from '../platform/database.ts'

/** How many inboxes a plan has in use at a time (S2, S40). */
export const inboxLimit = (plan: Plan) => (plan === 'free' || plan === 'starter' ? 1 : Number.POSITIVE_INFINITY)

/** How a sentence names the plan. */
const planNames: Record<Plan, string> = {
  free: 'Free',
  starter: 'Starter',
  professional: 'Professional',
  enterprise: 'Enterprise',
}

/** Why the plan lets no further inbox be, or null. */
export async function inboxRefusal(db: Db | Tx, accountId: string): Promise<Problem | null> {
  const { plan } = await db.selectFrom('account').select('plan').where('id', '=', accountId).executeTakeFirstOrThrow()
  const { used } = await db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<string>().as('used'))
    .where('account_id', '=', accountId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(used) < inboxLimit(plan as Plan) ? null : new Problem('planLimit', { plan: planNames[plan as Plan] })
}

/** One at a time: two must not both take the last place. @throws {Problem} `planLimit` */
export async function requireRoomForInbox(tx: Tx, accountId: string): Promise<void> {
  await lockAccount(tx, accountId)
  const refusal = await inboxRefusal(tx, accountId)
  if (refusal) throw refusal
}

/** What must be the only one of its kind in the account is looked for and written under this lock. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await tx
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    // Foreign keys to the account are not held up by it.
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
}
