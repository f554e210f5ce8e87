import { Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import type { Plan, Seat } from './actor.ts'

/** How many paid seats a plan has: none on Free, as many as the super admin set on Starter, else any number. */
export function seatLimit(plan: Plan, starterSeats: number): number {
  if (plan === 'free') return 0
  return plan === 'starter' ? starterSeats : Number.POSITIVE_INFINITY
}

/** @throws {Problem} `invalid` where the plan has no further paid seat */
export async function requireFreeSeat(tx: Tx, accountId: string, seat: Seat): Promise<void> {
  if (seat === 'none') return
  const { free, limit } = await countFreeSeats(tx, accountId)
  if (free > 0) return
  const message =
    limit === 0 ? 'seat: the Free plan has no paid seats' : `seat: all ${limit} paid seats of the plan are taken`
  throw new Problem('invalid', { message, field: 'seat' }, [{ message, in: 'seat', code: 'INVALID_OPTION' }])
}

/** How many paid seats nobody has, and how many there are; both may be infinite. Held until the transaction ends. */
export async function countFreeSeats(tx: Tx, accountId: string): Promise<{ free: number; limit: number }> {
  // Locked, so that two at the same time do not both take the last one.
  const account = await tx
    .selectFrom('account')
    .select(['plan', 'starter_seats'])
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const { taken } = await tx
    .selectFrom('user')
    .select((eb) => eb.fn.countAll<string>().as('taken'))
    .where('account_id', '=', accountId)
    .where('is_active', '=', true)
    .where('seat', '<>', 'none')
    .executeTakeFirstOrThrow()
  const limit = seatLimit(account.plan as Plan, account.starter_seats)
  return { free: limit - Number(taken), limit }
}
