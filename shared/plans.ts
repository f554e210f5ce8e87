/** The plans, from the smallest to the largest. In a self-hosted installation the super admin chooses. */
export const plans = ['free', 'starter', 'professional', 'enterprise'] as const
export type Plan = (typeof plans)[number]

/** How many there may be; null: any number. */
export type PlanLimits = { inboxes: number | null; paidSeats: number | null }

/**
 * What a plan allows (S2, S40, S60): Free one inbox and no paid seat, Starter one inbox and as many seats as the super
 * admin sets, Professional and Enterprise any number of both.
 */
export function planLimits(plan: Plan, starterSeats: number): PlanLimits {
  if (plan === 'free') return { inboxes: 1, paidSeats: 0 }
  return plan === 'starter' ? { inboxes: 1, paidSeats: starterSeats } : { inboxes: null, paidSeats: null }
}

type InboxInUse = { id: string; isDefault: boolean; isArchived: boolean }

/**
 * The inboxes that a plan does not cover: the default one is kept, then the oldest. They are worked on as before, but
 * nothing of their settings is changed. Archived ones take no room.
 */
export function inboxesBeyondPlan(plan: Plan, inboxes: readonly InboxInUse[]): ReadonlySet<string> {
  const { inboxes: limit } = planLimits(plan, 0)
  if (limit === null) return new Set()
  return new Set(
    inKeepingOrder(inboxes)
      .slice(limit)
      .map((inbox) => inbox.id),
  )
}

/** The inboxes in use, those first that a smaller plan keeps. */
export function inKeepingOrder<Inbox extends InboxInUse>(inboxes: readonly Inbox[]): Inbox[] {
  return inboxes
    .filter((inbox) => !inbox.isArchived)
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault) || Number(BigInt(a.id) - BigInt(b.id)))
}
