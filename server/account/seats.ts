import { planLimits } from '../../shared/plans.ts'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Plan, Seat } from './actor.ts'

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
async function countFreeSeats(tx: Tx, accountId: string): Promise<{ free: number; limit: number }> {
  // Locked, so that two at the same time do not both take the last one.
  const account = await tx
    .selectFrom('account')
    .select(['plan', 'starter_seats'])
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const { sales, service } = await countSeats(tx, accountId)
  const limit = planLimits(account.plan as Plan, account.starter_seats).paidSeats ?? Number.POSITIVE_INFINITY
  return { free: limit - sales - service, limit }
}

/** Active people by seat. */
export async function countSeats(db: Db | Tx, accountId: string): Promise<Record<Seat, number>> {
  const rows = await db
    .selectFrom('user')
    .select((eb) => ['seat', eb.fn.countAll<string>().as('people')])
    .where('account_id', '=', accountId)
    .where('is_active', '=', true)
    .groupBy('seat')
    .execute()
  const used: Record<Seat, number> = { none: 0, sales: 0, service: 0 }
  for (const row of rows) used[row.seat as Seat] = Number(row.people)
  return used
}
