import type { Static } from 'typebox'
import { PlanChange, PlanOverview } from '../../shared/api/plan.ts'
import { inKeepingOrder, planLimits } from '../../shared/plans.ts'
import { canInAccount } from '../account/rights.ts'
import { type Asker, loadAsker } from '../inbox/asker.ts'
import { changePlan, getPlanUse } from '../inbox/change-plan.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'

/** The account's plan and its seats: everybody may read what it allows, super admins choose. */
export function planRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, domains } = parts
  app.get(
    '/api/plan',
    { config: { door: 'signed-in' }, schema: { response: { 200: PlanOverview } } },
    async (request) => overviewFor(parts, personOf(request)),
  )
  app.patch(
    '/api/plan',
    { config: { door: { right: 'manageAccount' } }, schema: { body: PlanChange, response: { 200: PlanOverview } } },
    async (request) => {
      const { actor } = personOf(request)
      await database.transaction((tx) => changePlan(tx, domains, actor.accountId, request.body, auditSourceOf(request)))
      return overviewFor(parts, await loadAsker(database.db, actor))
    },
  )
}

async function overviewFor(
  { database, domains }: ApiParts,
  { actor, inboxes }: Asker,
): Promise<Static<typeof PlanOverview>> {
  const use = await getPlanUse(database.db, actor.accountId)
  const mayChange = canInAccount(actor, 'manageAccount')
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
    keeps: mayChange ? inKeepingOrder([...inboxes.values()]).map(({ id, name }) => ({ id, name })) : [],
    mailDomains: domains,
    mayChange,
  }
}
