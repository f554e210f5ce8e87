import { type Plan, planLimits } from '../../shared/plans.ts'
import { Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'

/** The plans' names as they are sold, the same in every language. */
const planNames = {
  free: 'Free',
  starter: 'Starter',
  professional: 'Professional',
  enterprise: 'Enterprise',
} as const satisfies Record<Plan, string>

/**
 * Asked before an inbox is created or restored (S40). The account's row stays locked until the end of the transaction, so
 * that two at the same time do not both take the last room.
 * @throws {Problem} `planLimit`
 */
export async function requireRoomForInbox(tx: Tx, accountId: string): Promise<void> {
  const account = await tx
    .selectFrom('account')
    .select('plan')
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const plan = account.plan as Plan
  const { inboxes: limit } = planLimits(plan, 0)
  if (limit === null) return
  const { used } = await tx
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<string>().as('used'))
    .where('account_id', '=', accountId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(used) >= limit) throw new Problem('planLimit', { plan: planNames[plan] })
}
