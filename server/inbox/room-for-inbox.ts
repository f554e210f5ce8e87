import { type Plan, planLimits } from '../../shared/plans.ts'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'

/** How a sentence names the plan. */
const planNames: Record<Plan, string> = {
  free: 'Free',
  starter: 'Starter',
  professional: 'Professional',
  enterprise: 'Enterprise',
}

/** Why the plan lets no further inbox be, or null. */
export async function inboxRefusal(db: Db | Tx, accountId: string): Promise<Problem | null> {
  const account = await db.selectFrom('account').select('plan').where('id', '=', accountId).executeTakeFirstOrThrow()
  const plan = account.plan as Plan
  const { used } = await db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<string>().as('used'))
    .where('account_id', '=', accountId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  const { inboxes: limit } = planLimits(plan, 0)
  return limit === null || Number(used) < limit ? null : new Problem('planLimit', { plan: planNames[plan] })
}
