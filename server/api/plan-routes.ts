import type { Static } from 'typebox'
import { PlanChange, PlanOverview } from '../../shared/api/plan.ts'
import { planLimits } from '../../shared/plans.ts'
import type { Actor } from '../account/actor.ts'
import { canInAccount } from '../account/rights.ts'
import { changePlan, getPlanUse } from '../inbox/change-plan.ts'
import type { Db } from '../platform/database.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'

/** The account's plan and its seats: everybody may read what it allows, super admins choose. */
export function planRoutes(app: ApiApp, { database, domains }: ApiParts): void {
  app.get(
    '/api/plan',
    { config: { door: 'signed-in' }, schema: { response: { 200: PlanOverview } } },
    async (request) => overviewFor(database.db, personOf(request).actor),
  )
  app.patch(
    '/api/plan',
    { config: { door: { right: 'manageAccount' } }, schema: { body: PlanChange, response: { 200: PlanOverview } } },
    async (request) => {
      const { actor } = personOf(request)
      await database.transaction((tx) => changePlan(tx, domains, actor.accountId, request.body, auditSourceOf(request)))
      return overviewFor(database.db, actor)
    },
  )
}

async function overviewFor(db: Db, actor: Actor): Promise<Static<typeof PlanOverview>> {
  const use = await getPlanUse(db, actor.accountId)
  const limits = planLimits(use.plan, use.starterSeats)
  return {
    plan: use.plan,
    starterSeats: use.starterSeats,
    seats: {
      sales: use.salesSeats,
      service: use.serviceSeats,
      none: use.freeUsers,
      used: use.salesSeats + use.serviceSeats,
      allowed: limits.paidSeats,
    },
    inboxes: { used: use.inboxes, allowed: limits.inboxes },
    mayChange: canInAccount(actor, 'manageAccount'),
  }
}
