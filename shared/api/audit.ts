import { Type } from 'typebox'
import { auditActions, auditSubjectTypes } from '../audit.ts'
import { Id, Instant, Nullable, OneOf, Paging } from './common.ts'

/** One change: who, what, when, from where, and how it was before and after. */
export const AuditEntry = Type.Object(
  {
    id: Id,
    at: Instant,
    action: OneOf(...auditActions),
    who: Type.Object({
      type: OneOf('user', 'token', 'system'),
      id: Nullable(Id),
      name: Nullable(Type.String({ description: 'null: the system, or who is gone' })),
    }),
    remoteAddress: Type.String({ description: 'empty: not from a browser or a program' }),
    subject: Type.Object({
      type: OneOf(...auditSubjectTypes),
      id: Id,
      name: Nullable(Type.String()),
      isGone: Type.Boolean({ description: 'the name is the one that it had' }),
    }),
    before: Type.Record(Type.String(), Type.Unknown()),
    after: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'AuditEntry' },
)

export const AuditPage = Type.Object(
  { results: Type.Array(AuditEntry), paging: Type.Optional(Paging) },
  { title: 'AuditPage' },
)
