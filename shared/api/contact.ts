import { Type } from 'typebox'
import { Address, Id, Instant, Nullable, OneOf, Paging, Refusal } from './common.ts'
import { ThreadStatus } from './thread.ts'

const closed = { additionalProperties: false }

/** Somebody outside, as one person sees him. */
export const ContactRecord = Type.Object(
  {
    id: Id,
    name: Type.String(),
    addresses: Type.Array(Type.String()),
    ownerId: Nullable(Id),
    isStated: Type.Boolean({ description: 'known by a forwarder’s word alone, the name as well' }),
    createdAt: Instant,
    senders: Type.Array(
      Type.Object({
        channelAccountId: Id,
        address: Type.String(),
        mailName: Type.String({ description: 'the name that the contact sees beside the address' }),
        inboxName: Type.String(),
        refusal: Nullable(Refusal),
      }),
      { description: 'the addresses that the reader may write from: of the inboxes in which he may act' },
    ),
    signature: Nullable(Type.String({ description: 'the reader’s own, which closes what he writes from here' })),
  },
  { title: 'ContactRecord' },
)

export const ContactThreadPage = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        id: Id,
        subject: Type.String(),
        status: ThreadStatus,
        latestMessageAt: Instant,
        snippet: Type.String(),
        snippetBy: OneOf('contact', 'user', 'comment'),
        assigneeId: Nullable(Id),
        inboxName: Type.String(),
        isStated: Type.Boolean({ description: 'his by a forwarder’s word alone' }),
      }),
      { description: 'the newest first; those that the reader may see' },
    ),
    paging: Type.Optional(Paging),
  },
  { title: 'ContactThreadPage' },
)

export const ChangeContact = Type.Object(
  { ownerId: Nullable(Id, { description: 'an active user; null: nobody' }) },
  { title: 'ChangeContact', ...closed },
)

export const EmailContact = Type.Object(
  {
    channelAccountId: Id,
    to: Type.String({ maxLength: 400, description: 'one of the contact’s addresses' }),
    cc: Type.Optional(Type.Array(Address, { maxItems: 100 })),
    bcc: Type.Optional(Type.Array(Address, { maxItems: 100 })),
    subject: Type.String({ maxLength: 1000 }),
    text: Type.String({ maxLength: 1_000_000 }),
    html: Type.String({ maxLength: 1_000_000 }),
    fileIds: Type.Array(Id, { maxItems: 100 }),
  },
  { title: 'EmailContact', ...closed },
)

export const SentEmail = Type.Object({ threadId: Id, messageId: Type.String() }, { title: 'SentEmail' })
