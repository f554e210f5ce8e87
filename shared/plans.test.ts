import { expect, test } from 'vitest'
import { isBeyondPlan, type Plan, planLimits } from './plans.ts'

test.each([
  { plan: 'free', inboxes: 1, paidSeats: 0 },
  { plan: 'starter', inboxes: 1, paidSeats: 5 },
  { plan: 'professional', inboxes: null, paidSeats: null },
  { plan: 'enterprise', inboxes: null, paidSeats: null },
] as const)('S60 what $plan allows', ({ plan, ...limits }) => {
  expect(planLimits(plan, 5)).toEqual(limits)
})

test.each<{ because: string; plan: Plan; place: number | null; isBeyond: boolean }>([
  { because: 'the first is kept', plan: 'free', place: 0, isBeyond: false },
  { because: 'the second is not', plan: 'free', place: 1, isBeyond: true },
  { because: 'on Starter neither', plan: 'starter', place: 1, isBeyond: true },
  { because: 'an archived one takes no room, and is not beyond it', plan: 'free', place: null, isBeyond: false },
  { because: 'Professional has room for any number', plan: 'professional', place: 500, isBeyond: false },
])('S40 $because', ({ plan, place, isBeyond }) => {
  expect(isBeyondPlan(plan, place)).toBe(isBeyond)
})
