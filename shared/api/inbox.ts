import { Type } from 'typebox'
import { EffectiveAvailability } from './availability.ts'
import { Id, Instant, Nullable } from './common.ts'

export const ViewCounts = Type.Object(
  {
    open: Type.Integer(),
    mine: Type.Integer(),
    unassigned: Type.Integer(),
    closed: Type.Integer(),
    needsYou: Type.Integer({ description: 'unassigned, plus mine that wait for an answer' }),
  },
  { title: 'ViewCounts' },
)

/** Conversations per view, over all the inboxes that the person sees and for each of them. */
export const Counters = Type.Object({ all: ViewCounts, inboxes: Type.Record(Id, ViewCounts) }, { title: 'Counters' })

export const Colleague = Type.Object(
  {
    id: Id,
    name: Type.String(),
    email: Type.String(),
    isActive: Type.Boolean(),
    avatarUrl: Nullable(Type.String()),
    availability: EffectiveAvailability,
    availableUntil: Nullable(Instant),
  },
  { title: 'Colleague' },
)

/** What the inbox's shell needs at once. */
export const InboxOverview = Type.Object(
  {
    inboxes: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        mayAct: Type.Boolean(),
        refusal: Nullable(Type.Object({ code: Type.String(), sentence: Type.String() })),
        fallbackAddress: Nullable(Type.String()),
        isReceiving: Type.Boolean(),
      }),
    ),
    colleagues: Type.Array(Colleague),
    counters: Counters,
    hasThreads: Type.Boolean({ description: 'false: show the welcome page' }),
    hasExamples: Type.Boolean(),
    sendsMail: Type.Boolean({ description: 'a relay is set; without it replies wait in the Outbox' }),
  },
  { title: 'InboxOverview' },
)

/** Who can be given a conversation of an inbox: those who may act in it. */
export const Assignable = Type.Object(
  { results: Type.Array(Type.Object({ id: Id, name: Type.String(), email: Type.String() })) },
  { title: 'Assignable' },
)
