import { Type } from 'typebox'
import { Instant, Nullable, OneOf, Paging } from './common.ts'

const List = <T extends Type.TSchema>(title: string, of: T) =>
  Type.Object({ results: Type.Array(of), paging: Type.Optional(Paging) }, { title })

/** Who records belong to; its id is not the user's. */
export const HsOwner = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    type: Type.Literal('PERSON'),
    firstName: Type.Optional(Type.String()),
    lastName: Type.Optional(Type.String()),
    userId: Type.Optional(Type.Integer({ description: 'of A-{userId}; absent once the person has left' })),
    userIdIncludingInactive: Type.Integer(),
    teams: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), primary: Type.Boolean() })),
    createdAt: Instant,
    updatedAt: Instant,
    archived: Type.Boolean(),
  },
  { title: 'HsOwner' },
)
export const HsOwnerList = List('HsOwnerList', HsOwner)

export const HsUser = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    firstName: Type.Optional(Type.String()),
    lastName: Type.Optional(Type.String()),
    superAdmin: Type.Boolean(),
    roleId: Type.Optional(Type.String()),
    roleIds: Type.Array(Type.String()),
    primaryTeamId: Type.Optional(Type.String()),
    secondaryTeamIds: Type.Array(Type.String()),
    seatNames: Type.Array(Type.String()),
    sendWelcomeEmail: Type.Optional(Type.Boolean()),
  },
  { title: 'HsUser' },
)
export const HsUserList = List('HsUserList', HsUser)

const changeable = {
  firstName: Type.Optional(Type.String({ maxLength: 100 })),
  lastName: Type.Optional(Type.String({ maxLength: 100 })),
  roleId: Type.Optional(Type.String({ maxLength: 20 })),
  primaryTeamId: Type.Optional(Type.String({ maxLength: 20 })),
  secondaryTeamIds: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 100 })),
  seatNames: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
}
export const HsNewUser = Type.Object(
  {
    email: Type.String({ minLength: 3, maxLength: 254 }),
    ...changeable,
    sendWelcomeEmail: Type.Optional(
      Type.Boolean({ description: 'false: no mail; the person asks for a link where one signs in' }),
    ),
  },
  { title: 'HsNewUser', additionalProperties: false },
)
export const HsUserChange = Type.Object(changeable, { title: 'HsUserChange', additionalProperties: false })

/** A user as a record of the CRM: properties, each a string. */
export const HsUserObject = Type.Object(
  {
    id: Type.String(),
    properties: Type.Record(Type.String(), Nullable(Type.String())),
    createdAt: Instant,
    updatedAt: Instant,
    archived: Type.Boolean(),
  },
  { title: 'HsUserObject' },
)
export const HsUserObjectList = List('HsUserObjectList', HsUserObject)

const Json = Type.Optional(Nullable(Type.String({ maxLength: 40_000 })))
export const HsUserObjectChange = Type.Object(
  {
    properties: Type.Object(
      {
        hs_availability_status: Type.Optional(OneOf('available', 'away')),
        hs_standard_time_zone: Type.Optional(Nullable(Type.String({ maxLength: 64 }))),
        hs_working_hours: Json,
        hs_out_of_office_hours: Json,
      },
      { additionalProperties: false },
    ),
  },
  { title: 'HsUserObjectChange', additionalProperties: false },
)

export const HsRoleList = List(
  'HsRoleList',
  Type.Object({ id: Type.String(), name: Type.String(), requiresBillingWrite: Type.Boolean() }),
)
export const HsTeamList = List(
  'HsTeamList',
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    userIds: Type.Array(Type.String()),
    secondaryUserIds: Type.Array(Type.String()),
  }),
)

export const HsAccountDetails = Type.Object(
  {
    portalId: Type.Integer(),
    accountType: Type.Literal('STANDARD'),
    timeZone: Type.String(),
    companyCurrency: Type.String(),
    additionalCurrencies: Type.Array(Type.String()),
    utcOffset: Type.String({ examples: ['+01:00'] }),
    utcOffsetMilliseconds: Type.Integer(),
    uiDomain: Type.String(),
    dataHostingLocation: Type.String(),
  },
  { title: 'HsAccountDetails' },
)
export const HsMe = Type.Object(
  {
    portalId: Type.Integer(),
    timeZone: Type.String(),
    currency: Type.String(),
    utcOffset: Type.String(),
    utcOffsetMilliseconds: Type.Integer(),
  },
  { title: 'HsMe' },
)
export const HsApiUsage = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        name: Type.String(),
        usageLimit: Type.Integer(),
        currentUsage: Type.Integer(),
        collectedAt: Instant,
        fetchStatus: Type.Literal('SUCCESS'),
        resetsAt: Instant,
      }),
    ),
  },
  { title: 'HsApiUsage' },
)
