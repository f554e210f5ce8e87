import { Type } from 'typebox'

/** An id as HubSpot writes it: digits in a string; no more than the database counts to. */
export const Id = Type.String({ pattern: '^[0-9]{1,18}$', description: 'digits', examples: ['512'] })
export const Uuid = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds' })
export const Nullable = <T extends Type.TSchema>(schema: T, options: Type.TSchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options)
export const OneOf = <const T extends string>(...values: T[]): Type.TEnum<T[]> => Type.Enum(values)

export const Paging = Type.Object({
  next: Type.Optional(Type.Object({ after: Type.String(), link: Type.Optional(Type.String()) })),
})

export const Address = Type.Object(
  { name: Type.String(), address: Type.String() },
  { title: 'Address', additionalProperties: false },
)

/** Why something is not possible, told before it is tried: what a problem of this code would say. */
export const Refusal = Type.Object(
  {
    code: Type.String(),
    sentence: Type.String(),
    details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  },
  { title: 'Refusal' },
)

/** The body of every answer that is not a success (HubSpot's shape; `code` and `details` are Samtale's additions). */
export const ApiError = Type.Object(
  {
    status: Type.Literal('error'),
    message: Type.String(),
    correlationId: Uuid,
    category: Type.String(),
    subCategory: Type.Optional(Type.String()),
    code: Type.Optional(Type.String({ description: 'the problem in one word: key of its label on the screen' })),
    details: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
    context: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          message: Type.String(),
          code: Type.Optional(Type.String()),
          in: Type.Optional(Type.String()),
          context: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
        }),
      ),
    ),
  },
  { title: 'ApiError', additionalProperties: true },
)
