import { Type } from 'typebox'
import { Id, Instant, Nullable, OneOf } from './common.ts'
import { Email, Language, Password, Role, Seat } from './session.ts'
import { DeliveryState } from './thread.ts'

const Name = Type.String({ minLength: 1, maxLength: 100 })
const TeamIds = Type.Array(Id, { maxItems: 100, uniqueItems: true })

/** What a person is given in an account: by creation, by invitation, or by a change. */
const place = {
  role: Role,
  seat: Type.Optional(Seat),
  mainTeamId: Type.Optional(Nullable(Id)),
  extraTeamIds: Type.Optional(TeamIds),
}

/** Somebody of the account. Everybody may know the names; the rest is for those who manage people. */
export const Person = Type.Object(
  {
    id: Id,
    name: Type.String(),
    isActive: Type.Boolean(),
    details: Nullable(
      Type.Object(
        {
          email: Type.String(),
          role: Role,
          seat: Seat,
          mainTeamId: Nullable(Id),
          extraTeamIds: Type.Array(Id),
          createdAt: Instant,
          lastSeenAt: Nullable(Instant),
          mayManage: Type.Boolean({ description: 'whether the reader may change this row' }),
        },
        { description: 'null for a reader who does not manage people' },
      ),
    ),
  },
  { title: 'Person' },
)
export const People = Type.Object({ results: Type.Array(Person) }, { title: 'People' })

export const PersonCreation = Type.Object(
  { name: Name, email: Email, password: Password, ...place },
  { title: 'PersonCreation', additionalProperties: false },
)

export const PersonChange = Type.Object(
  {
    role: Type.Optional(Role),
    seat: Type.Optional(Seat),
    mainTeamId: Type.Optional(Nullable(Id)),
    extraTeamIds: Type.Optional(TeamIds),
    isActive: Type.Optional(Type.Boolean()),
  },
  { title: 'PersonChange', additionalProperties: false, minProperties: 1 },
)

export const Team = Type.Object(
  { id: Id, name: Type.String(), mainUserIds: Type.Array(Id), extraUserIds: Type.Array(Id) },
  { title: 'Team' },
)
export const Teams = Type.Object({ results: Type.Array(Team) }, { title: 'Teams' })

const members = {
  mainUserIds: Type.Optional(Type.Array(Id, { maxItems: 10_000, uniqueItems: true })),
  extraUserIds: Type.Optional(Type.Array(Id, { maxItems: 10_000, uniqueItems: true })),
}
export const TeamCreation = Type.Object(
  { name: Name, ...members },
  { title: 'TeamCreation', additionalProperties: false },
)
export const TeamChange = Type.Object(
  { name: Type.Optional(Name), ...members },
  { title: 'TeamChange', additionalProperties: false, minProperties: 1 },
)

export const Invitation = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String({ description: 'as the inviter wrote it; may be empty' }),
    role: Role,
    seat: Seat,
    mainTeamId: Nullable(Id),
    extraTeamIds: Type.Array(Id),
    state: OneOf('waiting', 'expired', 'accepted'),
    invitedById: Nullable(Id),
    createdAt: Instant,
    expiresAt: Instant,
    acceptedAt: Nullable(Instant),
    /** how its mail fares; null: it was not mailed */
    mailState: Nullable(DeliveryState),
    mayManage: Type.Boolean(),
  },
  { title: 'Invitation' },
)
export const Invitations = Type.Object({ results: Type.Array(Invitation) }, { title: 'Invitations' })

/** One to 500 people, all or none. */
export const NewInvitations = Type.Object(
  {
    invitations: Type.Array(
      Type.Object(
        { email: Email, name: Type.Optional(Type.String({ maxLength: 100 })), ...place },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { title: 'NewInvitations', additionalProperties: false },
)

const Link = Nullable(
  Type.String({ description: 'to hand over, where no relay is set: told this once, and kept nowhere' }),
)
export const SentInvitation = Type.Object({ invitation: Invitation, link: Link }, { title: 'SentInvitation' })
export const SentInvitations = Type.Object({ results: Type.Array(SentInvitation) }, { title: 'SentInvitations' })

/** A pasted list or the text of a CSV file, with what its lines do not say themselves. */
export const InvitationText = Type.Object(
  { text: Type.String({ maxLength: 200_000 }), ...place },
  { title: 'InvitationText', additionalProperties: false },
)

export const LineProblemCode = OneOf(
  'badAddress',
  'repeated',
  'alreadyUser',
  'deactivatedUser',
  'alreadyInvited',
  'unknownRole',
  'unknownSeat',
  'unknownTeam',
  'noSeat',
  'roleAbove',
)

export const InvitationPreview = Type.Object(
  {
    lines: Type.Array(
      Type.Object({
        line: Type.Integer({ description: 'counted from 1, in the text' }),
        email: Type.String(),
        name: Type.String(),
        role: Role,
        seat: Seat,
        mainTeamId: Nullable(Id),
        extraTeamIds: Type.Array(Id),
        problems: Type.Array(
          Type.Object({
            code: LineProblemCode,
            value: Type.String({ description: 'what stands there' }),
            sentence: Type.String(),
          }),
        ),
      }),
    ),
  },
  { title: 'InvitationPreview' },
)

const Token = Type.String({ maxLength: 200 })
export const InvitationToken = Type.Object({ token: Token }, { title: 'InvitationToken', additionalProperties: false })

/** What whoever holds the link may know. */
export const OpenInvitation = Type.Object(
  {
    email: Type.String(),
    name: Type.String(),
    accountName: Type.String(),
    inviterName: Nullable(Type.String()),
    /** choose a name and password; sign in as this address and join; or say the password, where it signs in nowhere now */
    step: OneOf('newLogin', 'signIn', 'password'),
    asksForNewPassword: Type.Boolean({
      description: 'the address was never proven, so others may know the password: a new one is chosen',
    }),
  },
  { title: 'OpenInvitation' },
)

export const InvitationAcceptance = Type.Object(
  {
    token: Token,
    name: Type.Optional(Name),
    password: Type.String({ minLength: 1, maxLength: 200 }),
    newPassword: Type.Optional(Password),
    language: Type.Optional(Language),
    timeZone: Type.Optional(Type.String({ maxLength: 64, description: 'an IANA time zone' })),
  },
  { title: 'InvitationAcceptance', additionalProperties: false },
)
export const InvitationJoin = Type.Object(
  { token: Token, newPassword: Type.Optional(Password) },
  { title: 'InvitationJoin', additionalProperties: false },
)

/** The accounts in which a person is, one of them open. */
export const OwnAccounts = Type.Object(
  { results: Type.Array(Type.Object({ id: Id, name: Type.String(), isCurrent: Type.Boolean() })) },
  { title: 'OwnAccounts' },
)
export const AccountChoice = Type.Object({ accountId: Id }, { title: 'AccountChoice', additionalProperties: false })
