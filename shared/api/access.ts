import { Type } from 'typebox'
import { Id, OneOf } from './common.ts'
import { Role, Seat } from './session.ts'

const Access = OneOf('everyone', 'specific')

/** Who has access to an inbox, and everybody who could be chosen, so that the screen can say what a choice means. */
export const InboxAccess = Type.Object(
  {
    inbox: Type.Object({ id: Id, name: Type.String() }),
    access: Access,
    userIds: Type.Array(Id),
    teamIds: Type.Array(Id),
    people: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        email: Type.String(),
        role: Role,
        seat: Seat,
        teamIds: Type.Array(Id),
      }),
      { description: 'the account’s active users' },
    ),
    teams: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  },
  { title: 'InboxAccess' },
)

export const ChangeInboxAccess = Type.Object(
  {
    access: Access,
    userIds: Type.Array(Id, { maxItems: 10_000, description: 'with `everyone` none' }),
    teamIds: Type.Array(Id, { maxItems: 1000, description: 'with `everyone` none' }),
  },
  { title: 'ChangeInboxAccess', additionalProperties: false },
)
