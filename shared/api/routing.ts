import { Type } from 'typebox'
import { Id, Nullable, OneOf } from './common.ts'

const closed = { additionalProperties: false }

export const AssignTo = OneOf('specific', 'contactOwner')

/** Why somebody is not given a conversation by a rule. */
export const skipReasons = ['inactive', 'extraMemberOnly', 'noSeat', 'noAccess', 'away', 'outsideHours'] as const

const rule = {
  isOn: Type.Boolean({ description: '*Automatically assign conversations*' }),
  assignTo: AssignTo,
  userIds: Type.Array(Id, {
    maxItems: 1000,
    description: 'of `specific`: people with a paid seat and access to the inbox',
  }),
  teamIds: Type.Array(Id, { maxItems: 1000, description: 'of `specific`: their main members are meant' }),
  onlyAvailable: Type.Boolean({ description: 'false: also people who are away or outside their working hours' }),
  reroutesReopened: Type.Boolean({
    description:
      'a conversation that a message reopens is assigned anew where its assignee has left or is not available',
  }),
}

/** Who is given the conversations of a channel, as *Save* takes it. */
export const ChangeAssignment = Type.Object(rule, { title: 'ChangeAssignment', ...closed })

/** Likewise as it is saved. */
export const AssignmentSettings = Type.Object(
  {
    ...rule,
    broken: Type.Array(
      Type.Object({
        kind: OneOf('user', 'team'),
        id: Nullable(Id),
        name: Type.String(),
        reason: OneOf('inactive', 'noSeat', 'noAccess', 'teamGone', 'teamEmpty'),
      }),
      { description: 'who was chosen and can be given nothing: skipped until that is mended or the rule is changed' },
    ),
  },
  { title: 'AssignmentSettings' },
)

/** Whom a rule of this channel can choose; who cannot be chosen comes last. */
export const AssignmentCandidates = Type.Object(
  {
    users: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        email: Type.String(),
        reason: Nullable(OneOf('inactive', 'noSeat', 'noAccess')),
      }),
    ),
    teams: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        mainMembers: Type.Integer(),
        eligible: Type.Integer({ description: 'main members who can be given conversations' }),
      }),
    ),
  },
  { title: 'AssignmentCandidates' },
)

export const TryAssignment = Type.Object({ assignment: ChangeAssignment }, { title: 'TryAssignment', ...closed })

const absences = [
  'nobodyChosen',
  'nobodyEligible',
  'noOwner',
  'statedContact',
  'refutedSender',
  'ownerSkipped',
  'automaticMail',
] as const

/** What a rule would have done with the channel's last conversations; nothing was changed. */
export const AssignmentTrial = Type.Object(
  {
    tried: Type.Integer({ description: 'how many conversations, the newest first' }),
    isComplete: Type.Boolean({ description: 'false: the time for it was over before all were tried' }),
    people: Type.Array(Type.Object({ userId: Id, count: Type.Integer() }), { description: 'most first' }),
    unassigned: Type.Array(Type.Object({ reason: OneOf(...absences), count: Type.Integer() }), {
      description: 'most first',
    }),
    skipped: Type.Array(Type.Object({ userId: Id, reason: OneOf(...skipReasons), count: Type.Integer() }), {
      description: 'who was passed over how often, most first, at most 50',
    }),
  },
  { title: 'AssignmentTrial' },
)

/** What a rule did with a conversation, and why: ids and enum values. */
export const RoutingReason = Type.Object(
  {
    trigger: OneOf('opened', 'reopened'),
    assignTo: AssignTo,
    onlyAvailable: Type.Boolean(),
    outcome: OneOf('assigned', 'stays', ...absences),
    candidates: Type.Array(Type.Object({ userId: Id, outcome: OneOf('chosen', 'waits', ...skipReasons) }), {
      description: 'who was looked at, at most 50: `waits` was given one more lately than who was chosen',
    }),
    more: Type.Integer({ description: 'candidates beyond those' }),
    previousReason: Nullable(OneOf(...skipReasons)),
    isOwnerMailed: Type.Boolean(),
  },
  { title: 'RoutingReason' },
)
