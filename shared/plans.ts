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

/**
 * Whether a plan does not cover an inbox. The inboxes in use have a place each: the default one 0, then the oldest first;
 * archived ones have none, for they take no room. What is beyond the plan is worked on as before, and nothing of its
 * settings is changed.
 */
export function isBeyondPlan(plan: Plan, placeInPlan: number | null): boolean {
  const { inboxes } = planLimits(plan, 0)
  return inboxes !== null && placeInPlan !== null && placeInPlan >= inboxes
}
