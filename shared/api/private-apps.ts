import { Type } from 'typebox'
import { Id, Instant, Nullable } from './common.ts'

const Scopes = Type.Array(Type.String({ maxLength: 100 }))

/** A program that acts for the account with a token. The token itself is in no answer but that of its making. */
export const PrivateApp = Type.Object(
  {
    id: Id,
    name: Type.String(),
    scopes: Scopes,
    createdAt: Instant,
    lastUsedAt: Nullable(Instant),
  },
  { title: 'PrivateApp' },
)

export const PrivateAppList = Type.Object(
  {
    results: Type.Array(PrivateApp),
    scopes: Type.Array(Type.String(), { description: 'scopes that open something, to choose from' }),
  },
  { title: 'PrivateAppList' },
)

export const NewPrivateApp = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    scopes: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 100 }),
    password: Type.String({ maxLength: 1000, description: 'the own password, again' }),
  },
  { title: 'NewPrivateApp', additionalProperties: false },
)

export const CreatedPrivateApp = Type.Object(
  {
    app: PrivateApp,
    token: Nullable(
      Type.String({
        description: 'shown this once; null: the same request made the app before, and the token is kept nowhere',
      }),
    ),
  },
  { title: 'CreatedPrivateApp' },
)
