import { Type } from 'typebox'
import { mailTraits } from '../mail-traits.ts'
import { authResults, senderSigns, senderStates } from '../sender-truth.ts'
import { Address, Id, Instant, Nullable, OneOf, Paging, Refusal, Uuid } from './common.ts'
import { Invitation } from './invitation.ts'
import { RoutingReason } from './routing.ts'
import { Ticket } from './ticket.ts'

export const ThreadStatus = OneOf('open', 'closed')

/** One row of the list. `seq` rises with each change of the thread; a patch whose `seq` is not higher is old. */
export const ThreadRow = Type.Object(
  {
    id: Id,
    seq: Type.Integer(),
    receivedSeq: Type.Integer({ description: 'the seq at which the last message for the reader came in' }),
    inboxIds: Type.Array(Id, { description: 'the inboxes that show it, its home first' }),
    channel: OneOf('email'),
    subject: Type.String(),
    snippet: Type.String(),
    snippetBy: OneOf('contact', 'user', 'comment'),
    contact: Type.Object({ id: Id, name: Type.String(), address: Type.String() }),
    isContactStated: Type.Boolean({
      description: 'the contact is who a forwarder says he is, proven by nothing (S22)',
    }),
    status: ThreadStatus,
    assigneeId: Nullable(Id),
    latestMessageAt: Instant,
    waitingSince: Nullable(Instant),
    messageCount: Type.Integer(),
    attachmentCount: Type.Integer(),
    failedCount: Type.Integer({ description: 'recipients that a message of ours did not reach' }),
    isExample: Type.Boolean(),
  },
  { title: 'ThreadRow' },
)

/** The row as one person sees it. Unread: `receivedSeq > readSeq`. */
export const MyThreadRow = Type.Object(
  {
    ...ThreadRow.properties,
    readSeq: Type.Integer(),
    hasDraft: Type.Boolean(),
    draftSnippet: Type.String({
      description: 'the first words of the reader’s newest draft, else its files; empty without one',
    }),
  },
  { title: 'MyThreadRow' },
)

export const ThreadPage = Type.Object(
  { results: Type.Array(MyThreadRow), paging: Type.Optional(Paging) },
  { title: 'ThreadPage' },
)

export const ThreadDetails = Type.Object(
  {
    thread: MyThreadRow,
    mayAct: Type.Boolean(),
    refusal: Nullable(Type.Object({ code: Type.String(), sentence: Type.String() })),
    channelAccount: Type.Object({
      id: Id,
      channelId: Id,
      address: Type.String(),
      sendsFrom: Type.String({ description: 'the address that the customer sees' }),
      mailName: Type.String({ description: 'the name that the customer sees beside the address when you write' }),
      signature: Nullable(Type.String({ description: 'HTML that will stand under what you send, sanitised' })),
      insteadOf: Nullable(
        Type.String({ description: 'the conversation’s own address, which lost its connection: this one takes over' }),
      ),
      refusal: Nullable(Refusal),
      alternatives: Type.Array(
        Type.Object({
          id: Id,
          address: Type.String(),
          sendsFrom: Type.String(),
          mailName: Type.String(),
          signature: Nullable(Type.String()),
        }),
        { description: 'where nothing can be sent from it: other channels of the conversation’s inboxes that can' },
      ),
    }),
    contact: Type.Object({
      id: Id,
      name: Type.String(),
      addresses: Type.Array(Type.String()),
      ownerId: Nullable(Id),
      createdAt: Instant,
      isStated: Type.Boolean({ description: 'known by a forwarder’s word alone, the name as well' }),
    }),
    otherThreads: Type.Array(
      Type.Object({ id: Id, subject: Type.String(), status: ThreadStatus, latestMessageAt: Instant }),
      { description: 'the contact’s newest other conversations that the reader may see, at most 5' },
    ),
    routing: Nullable(
      Type.Object({ at: Instant, to: Nullable(Id), why: RoutingReason }, { description: 'what a rule did last' }),
    ),
    tickets: Type.Array(Ticket),
    suggestions: Type.Array(
      Type.Object({
        threadId: Id,
        subject: Type.String(),
        because: OneOf('replyAddress', 'messageId', 'subject'),
      }),
      { description: 'conversations that this one may belong to; an agent joins it in one click' },
    ),
  },
  { title: 'ThreadDetails' },
)

export const DeliveryState = OneOf('queued', 'held', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain')

export const Delivery = Type.Object(
  {
    recipientId: Id,
    kind: OneOf('to', 'cc', 'bcc'),
    name: Type.String(),
    address: Type.String(),
    state: DeliveryState,
    reply: Nullable(Type.String({ description: 'the last sentence of the other server, as it said it' })),
    attempts: Type.Integer(),
    nextAttemptAt: Nullable(Instant),
    leavesAt: Nullable(Type.String({ format: 'date-time', description: 'not tried yet: until then it can be undone' })),
    sentAt: Nullable(Instant),
    delayedAt: Nullable(
      Type.String({
        format: 'date-time',
        description: 'when a report last said that delivery is late; it goes on being tried',
      }),
    ),
  },
  { title: 'Delivery' },
)

export const AttachmentItem = Type.Object(
  {
    fileId: Id,
    name: Type.String(),
    mediaType: Type.String({ description: 'from the bytes, not from what the sender said' }),
    size: Type.Integer({ description: 'bytes' }),
    isInline: Type.Boolean(),
    url: Type.String({ description: 'download; asks for the reader’s right each time' }),
  },
  { title: 'AttachmentItem' },
)

const Recipients = Type.Object({ to: Type.Array(Address), cc: Type.Array(Address) })

export const SenderTruth = Type.Object(
  {
    state: OneOf(...senderStates),
    domain: Type.String({ description: 'of the address in From' }),
    policy: Nullable(OneOf('none', 'quarantine', 'reject')),
    spf: OneOf(...authResults),
    dkim: OneOf(...authResults),
    dmarc: OneOf(...authResults),
    arc: OneOf(...authResults),
    by: Nullable(OneOf('dmarc', 'dkim', 'spf', 'arc')),
    because: Nullable(OneOf('noDns', 'timeUp')),
    signs: Type.Array(OneOf(...senderSigns)),
    likeDomain: Nullable(Type.String({ description: 'the known domain that its own looks like' })),
    answersTo: Nullable(Type.String({ description: 'where answers go, when that is another organisation' })),
    namedAddress: Nullable(Type.String({ description: 'the address that its display name shows' })),
  },
  { title: 'SenderTruth', description: 'whether a message that came in is from whom it says' },
)

/** A stretch of a mail's text, and whether it folds. */
export const TextPart = Type.Object(
  { text: Type.String(), fold: Nullable(OneOf('quote', 'signature')) },
  { title: 'TextPart' },
)

/** One entry of a conversation: a message, an internal comment, or something that happened. */
export const TimelineItem = Type.Object(
  {
    id: Uuid,
    threadId: Id,
    seq: Type.Integer({ description: 'the thread’s seq at the entry’s last change' }),
    kind: OneOf('message', 'comment', 'assignment', 'status', 'joined', 'moved', 'routed'),
    direction: Nullable(OneOf('incoming', 'outgoing')),
    at: Instant,
    author: Type.Object({
      kind: OneOf('user', 'contact', 'system'),
      id: Nullable(Id),
      name: Type.String(),
      address: Nullable(Type.String()),
    }),
    to: Type.Array(Address),
    cc: Type.Array(Address),
    bcc: Type.Array(Address),
    subject: Type.String(),
    text: Type.String({ description: 'what is shown unfolded' }),
    parts: Type.Array(TextPart, {
      description: 'the whole text in its order, where it holds more than `text`; else empty',
    }),
    frameUrl: Nullable(Type.String({ description: 'the HTML of the mail in a page of its own; valid for an hour' })),
    hasRemoteImages: Type.Boolean(),
    richText: Nullable(Type.String({ description: 'HTML that a user wrote here (comments, replies), sanitised' })),
    signature: Nullable(Type.String({ description: 'HTML that closes it, sanitised, as it left' })),
    attachments: Type.Array(AttachmentItem),
    deliveries: Type.Array(Delivery),
    deliveredTimes: Type.Integer({ description: 'how often the same mail came in' }),
    unreadable: Nullable(Type.Object({ reason: Type.String(), detail: Type.String() })),
    traits: Type.Array(OneOf(...mailTraits), { description: 'what kind of mail it is, beyond words to one person' }),
    sender: Nullable(SenderTruth),
    forwarded: Nullable(
      Type.Object(
        {
          method: OneOf('inline', 'attachment', 'list', 'auto'),
          forwarder: Nullable(Address),
          author: Nullable(Address),
          subject: Nullable(Type.String()),
          date: Nullable(Type.String({ description: 'as the forwarder states it, in any form' })),
          to: Type.Array(Address),
          cc: Type.Array(Address),
          isAuthors: Type.Boolean({
            description: 'it stands on the stated author, not on the forwarder: *Default to original sender* was on',
          }),
        },
        {
          description:
            'how the mail came here by way of another; all but `auto` is what the forwarder states, proven by nothing',
        },
      ),
    ),
    invitations: Type.Array(Invitation, { description: 'what its calendar parts say, at most 20' }),
    rawUrl: Nullable(Type.String({ description: 'the mail as it came in or went out (.eml)' })),
    reply: Recipients,
    replyAll: Recipients,
    suggested: Type.Array(
      Type.Object({
        kind: OneOf('to', 'cc'),
        ...Address.properties,
        because: OneOf('forwarder', 'statedAuthor'),
      }),
      { description: 'of a mail that was passed on: whom an answer does not reach and who may be meant all the same' },
    ),
    change: Type.Object(
      {
        from: Type.Optional(Nullable(Type.String())),
        to: Type.Optional(Nullable(Type.String())),
        reason: Type.Optional(Type.String()),
        why: Type.Optional(RoutingReason),
      },
      {
        description:
          'assignment, routed: user ids, and why a rule did so; status: open or closed; joined: the id of the other thread; moved: inbox ids',
      },
    ),
  },
  { title: 'TimelineItem' },
)

export const TimelinePage = Type.Object(
  { results: Type.Array(TimelineItem, { description: 'newest first' }), paging: Type.Optional(Paging) },
  { title: 'TimelinePage' },
)

export const DraftContent = Type.Object(
  {
    mode: OneOf('reply', 'replyAll', 'comment'),
    html: Type.String({ maxLength: 1_000_000 }),
    text: Type.String({ maxLength: 1_000_000 }),
    to: Type.Array(Address, { maxItems: 100 }),
    cc: Type.Array(Address, { maxItems: 100 }),
    bcc: Type.Array(Address, { maxItems: 100 }),
    attachments: Type.Array(
      Type.Object(
        { fileId: Id, name: Type.String(), size: Type.Integer(), mediaType: Type.String() },
        { additionalProperties: false },
      ),
      { maxItems: 100 },
    ),
    answersMessageId: Nullable(Uuid),
    idempotencyKey: Uuid,
  },
  { title: 'DraftContent', additionalProperties: false },
)

export const Draft = Type.Object(
  { threadId: Id, kind: OneOf('reply', 'comment'), content: DraftContent, updatedAt: Instant },
  { title: 'Draft' },
)

/** A reply and a comment of one conversation are two drafts. */
export const ThreadDrafts = Type.Object({ reply: Nullable(Draft), comment: Nullable(Draft) }, { title: 'ThreadDrafts' })
