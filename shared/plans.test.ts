import { expect, test } from 'vitest'
import { inboxesBeyondPlan, type Plan, planLimits } from './plans.ts'

test.each([
  { plan: 'free', inboxes: 1, paidSeats: 0 },
  { plan: 'starter', inboxes: 1, paidSeats: 5 },
  { plan: 'professional', inboxes: null, paidSeats: null },
  { plan: 'enterprise', inboxes: null, paidSeats: null },
] as const)('S60 what $plan allows', ({ plan, ...limits }) => {
  expect(planLimits(plan, 5)).toEqual(limits)
})

const inbox = (id: string, more: { isDefault?: boolean; isArchived?: boolean } = {}) => ({
  id,
  isDefault: false,
  isArchived: false,
  ...more,
})

test.each<{ because: string; plan: Plan; inboxes: ReturnType<typeof inbox>[]; beyond: string[] }>([
  {
    because: 'the default one is kept, whenever it was made',
    plan: 'starter',
    inboxes: [inbox('4'), inbox('12', { isDefault: true }), inbox('9')],
    beyond: ['4', '9'],
  },
  {
    because: 'then the oldest, and 10 is younger than 9',
    plan: 'free',
    inboxes: [inbox('10'), inbox('9')],
    beyond: ['10'],
  },
  {
    because: 'an archived one takes no room, and is not beyond it either',
    plan: 'free',
    inboxes: [inbox('3', { isArchived: true }), inbox('4'), inbox('5', { isArchived: true })],
    beyond: [],
  },
  {
    because: 'Professional has room for any number',
    plan: 'professional',
    inboxes: [inbox('1', { isDefault: true }), inbox('2'), inbox('3')],
    beyond: [],
  },
])('S40 $because', ({ plan, inboxes, beyond }) => {
  expect([...inboxesBeyondPlan(plan, inboxes)]).toEqual(beyond)
})
