import { Type } from 'typebox'
import { Id, Nullable } from './common.ts'
import { Plan } from './session.ts'

const Count = Type.Integer({ minimum: 0 })
const Limit = Nullable(Type.Integer({ minimum: 0, description: 'null: any number' }))

/** What the account's plan allows, and how much of it is in use. */
export const PlanOverview = Type.Object(
  {
    plan: Plan,
    starterSeats: Type.Integer({ description: 'the paid seats that Starter has, as a super admin sets them' }),
    seats: Type.Object({ sales: Count, service: Count, none: Count, used: Count, allowed: Limit }),
    inboxes: Type.Object({ used: Count, allowed: Limit }),
    keeps: Type.Array(Type.Object({ id: Id, name: Type.String() }), {
      description:
        'the inboxes in use, in the order in which a smaller plan keeps them; empty for who cannot change the plan',
    }),
    mailDomains: Type.Object({ paid: Type.String(), free: Type.String() }),
    mayChange: Type.Boolean(),
  },
  { title: 'PlanOverview' },
)

export const PlanChange = Type.Object(
  {
    plan: Type.Optional(Plan),
    starterSeats: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000, description: '0 to 10000' })),
  },
  { title: 'PlanChange', additionalProperties: false, minProperties: 1 },
)
