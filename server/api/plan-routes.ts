import type { Static } from 'typebox'
import { PlanChange, PlanOverview } from '../../shared/api/plan.ts'
import { planLimits } from '../../shared/plans.ts'
import type { Actor } from '../account/actor.ts'
import { canInAccount } from '../account/rights.ts'
import { changePlan, getPlanUse } from '../inbox/change-plan.ts'
import { type Inbox, listInboxes } from '../inbox/inbox-store.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'

/** The account's plan and its seats: everybody may read what it allows, super admins choose. */
export function planRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, domains } = parts
  app.get(
    '/api/plan',
    { config: { door: 'signed-in' }, schema: { response: { 200: PlanOverview } } },
    async (request) => overviewFor(parts, personOf(request).actor),
  )
  app.patch(
    '/api/plan',
    { config: { door: { right: 'manageAccount' } }, schema: { body: PlanChange, response: { 200: PlanOverview } } },
    async (request) => {
      const { actor } = personOf(request)
      await database.transaction((tx) => changePlan(tx, domains, actor.accountId, request.body, auditSourceOf(request)))
      return overviewFor(parts, actor)
    },
  )
}

async function overviewFor({ database, domains }: ApiParts, actor: Actor): Promise<Static<typeof PlanOverview>> {
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
    keeps: mayChange ? inKeepingOrder(await listInboxes(database.db, actor.accountId)) : [],
    mailDomains: domains,
    mayChange,
  }
}

/** The inboxes in use, those first that a smaller plan keeps. */
function inKeepingOrder(inboxes: readonly Inbox[]): { id: string; name: string }[] {
  return inboxes
    .flatMap(({ id, name, placeInPlan }) => (placeInPlan === null ? [] : [{ id, name, placeInPlan }]))
    .toSorted((a, b) => a.placeInPlan - b.placeInPlan)
    .map(({ id, name }) => ({ id, name }))
}
