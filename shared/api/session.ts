import { Type } from 'typebox'
import { Id, Instant, Nullable, OneOf } from './common.ts'

export const Role = OneOf('super-admin', 'account-access', 'user')
export const Seat = OneOf('none', 'sales', 'service')
export const Plan = OneOf('free', 'starter', 'professional', 'enterprise')
export const Language = OneOf('en', 'nb')
const Email = Type.String({ minLength: 3, maxLength: 254, description: 'an email address' })
const Password = Type.String({ minLength: 10, maxLength: 200, description: '10 to 200 characters' })

/** What somebody who is not signed in may know of the installation. */
export const Welcome = Type.Object(
  {
    mayCreateAccount: Type.Boolean(),
    isEmpty: Type.Boolean({ description: 'no account exists yet' }),
    asksForCode: Type.Boolean({ description: 'the first account asks for the code that the start printed' }),
    mailDomain: Type.String({ description: 'the default address is support@INBOX_ADDRESS.mailDomain' }),
    passwordMinLength: Type.Integer(),
    sendsMail: Type.Boolean({ description: 'a relay is set: a password can be reset by mail' }),
  },
  { title: 'Welcome' },
)

export const Session = Type.Object(
  {
    user: Type.Object({
      id: Id,
      name: Type.String(),
      email: Type.String(),
      role: Role,
      seat: Seat,
      language: Nullable(Language),
      theme: OneOf('system', 'light', 'dark'),
      usesShortcuts: Type.Boolean(),
      undoSeconds: Type.Integer({ description: 'so long a reply from the screen can be undone; 0: it leaves at once' }),
      avatarUrl: Nullable(Type.String()),
    }),
    account: Type.Object({ id: Id, name: Type.String(), plan: Plan, timeZone: Type.String() }),
    cursor: Type.String({ description: 'where the realtime stream stood when this was read: the first `after`' }),
  },
  { title: 'Session' },
)

export const SignUp = Type.Object(
  {
    companyName: Type.String({ minLength: 1, maxLength: 100 }),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    email: Email,
    password: Password,
    inboxAddress: Type.Optional(Type.String({ minLength: 1, maxLength: 63, description: 'the subdomain alone' })),
    code: Type.Optional(Type.String({ maxLength: 100 })),
    language: Type.Optional(Language),
    timeZone: Type.Optional(Type.String({ maxLength: 64, description: 'an IANA time zone' })),
  },
  { title: 'SignUp', additionalProperties: false },
)

export const InboxAddress = Type.Object(
  {
    inboxAddress: Type.String({ description: 'cleaned: lower case letters, digits, hyphens' }),
    isFree: Type.Boolean(),
    suggestion: Type.String({ description: 'a free one made from it; the same when it is free' }),
    fallbackAddress: Type.String(),
  },
  { title: 'InboxAddress' },
)

export const SignIn = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 1000 }) },
  { title: 'SignIn', additionalProperties: false },
)

export const OpenSession = Type.Object(
  {
    id: Type.String(),
    isCurrent: Type.Boolean(),
    createdAt: Instant,
    lastSeenAt: Instant,
    userAgent: Type.String(),
    remoteAddress: Type.String(),
  },
  { title: 'OpenSession' },
)

export const AskForReset = Type.Object({ email: Email }, { title: 'AskForReset', additionalProperties: false })
export const ResetPassword = Type.Object(
  { token: Type.String({ maxLength: 200 }), password: Password },
  { title: 'ResetPassword', additionalProperties: false },
)

/** What the profile page shows beyond the session. */
export const Profile = Type.Object(
  {
    name: Type.String(),
    email: Type.String(),
    avatarUrl: Nullable(Type.String()),
    undoSeconds: Type.Integer(),
    signatureHtml: Type.String({ description: 'sanitised; empty: none' }),
  },
  { title: 'Profile' },
)

/** The person's own settings in the account. */
export const ProfileChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    undoSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 })),
    signatureHtml: Type.Optional(Type.String({ maxLength: 50_000 })),
    language: Type.Optional(Nullable(Language)),
    theme: Type.Optional(OneOf('system', 'light', 'dark')),
    usesShortcuts: Type.Optional(Type.Boolean()),
  },
  { title: 'ProfileChange', additionalProperties: false, minProperties: 1 },
)
