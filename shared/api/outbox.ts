import { Type } from 'typebox'
import { Id, Instant, Nullable, OneOf, Paging, Uuid } from './common.ts'
import { Delivery } from './thread.ts'

/** One mail that has not left yet, to one recipient. A notice (a mail of Samtale's own to a person) is listed without content. */
export const OutboxEntry = Type.Object(
  {
    recipient: Delivery,
    kind: OneOf('message', 'passwordReset', 'invitation', 'loginChanged', 'contactOwner', 'fromAddress'),
    threadId: Nullable(Id),
    messageId: Nullable(Uuid),
    subject: Type.String(),
    snippet: Type.String(),
    from: Type.String(),
    author: Type.String(),
    createdAt: Instant,
    emlUrl: Nullable(Type.String()),
    previewUrl: Nullable(Type.String({ description: 'the mail as it will look, in a page of its own' })),
  },
  { title: 'OutboxEntry' },
)

export const OutboxPage = Type.Object(
  {
    relay: OneOf('none', 'set'),
    results: Type.Array(OutboxEntry),
    paging: Type.Optional(Paging),
  },
  { title: 'OutboxPage' },
)
