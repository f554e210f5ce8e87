import { Type } from 'typebox'
import { Id, Instant, OneOf, Paging, Uuid } from './common.ts'

/** HubSpot's shapes of conversations v3 (`/conversations/v3/conversations`). Words such as "actor" live here only. */
const Archivable = { archived: Type.Boolean(), archivedAt: Type.Optional(Instant) }
const listOf = <T extends Type.TSchema>(item: T, title: string) =>
  Type.Object({ results: Type.Array(item), paging: Type.Optional(Paging) }, { title })
const countedListOf = <T extends Type.TSchema>(item: T, title: string) =>
  Type.Object({ total: Type.Integer(), results: Type.Array(item), paging: Type.Optional(Paging) }, { title })

export const HsInbox = Type.Object(
  {
    id: Id,
    name: Type.String(),
    type: OneOf('INBOX', 'HELP_DESK'),
    createdAt: Instant,
    updatedAt: Instant,
    ...Archivable,
  },
  { title: 'Inbox' },
)
export const HsInboxList = countedListOf(HsInbox, 'InboxList')

export const HsChannel = Type.Object({ id: Id, name: Type.String() }, { title: 'Channel' })
export const HsChannelList = countedListOf(HsChannel, 'ChannelList')

export const DeliveryIdentifier = Type.Object(
  {
    type: OneOf('HS_EMAIL_ADDRESS', 'HS_PHONE_NUMBER', 'HS_SHORT_CODE', 'CHANNEL_SPECIFIC_OPAQUE_ID'),
    value: Type.String({ maxLength: 1000 }),
  },
  { title: 'DeliveryIdentifier', additionalProperties: false },
)

export const HsChannelAccount = Type.Object(
  {
    id: Id,
    channelId: Id,
    inboxId: Id,
    name: Type.String(),
    active: Type.Boolean(),
    authorized: Type.Boolean(),
    deliveryIdentifier: Type.Optional(DeliveryIdentifier),
    createdAt: Instant,
    ...Archivable,
  },
  { title: 'ChannelAccount' },
)
export const HsChannelAccountList = countedListOf(HsChannelAccount, 'ChannelAccountList')

export const HsThread = Type.Object(
  {
    id: Id,
    status: OneOf('OPEN', 'CLOSED'),
    inboxId: Id,
    associatedContactId: Id,
    assignedTo: Type.Optional(Type.String()),
    spam: Type.Boolean(),
    archived: Type.Boolean(),
    originalChannelId: Id,
    originalChannelAccountId: Id,
    createdAt: Instant,
    closedAt: Type.Optional(Instant),
    latestMessageTimestamp: Type.Optional(Instant),
    latestMessageReceivedTimestamp: Type.Optional(Instant),
    latestMessageSentTimestamp: Type.Optional(Instant),
    threadAssociations: Type.Optional(Type.Object({ associatedTicketId: Type.Optional(Id) })),
  },
  { title: 'Thread' },
)
export const HsThreadList = listOf(HsThread, 'ThreadList')

export const PatchThread = Type.Object(
  { status: Type.Optional(OneOf('OPEN', 'CLOSED')), archived: Type.Optional(Type.Boolean()) },
  { title: 'PatchThread', additionalProperties: false, minProperties: 1 },
)
export const SetAssignee = Type.Object(
  { actorId: Type.String({ maxLength: 254, description: 'A-{userId}, a user id, or a user’s email address' }) },
  { title: 'SetAssignee', additionalProperties: false },
)

const Sender = Type.Object({
  actorId: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  senderField: Type.Optional(Type.String()),
  deliveryIdentifier: Type.Optional(DeliveryIdentifier),
})
const Recipient = Type.Object({
  actorId: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  recipientField: Type.Optional(OneOf('TO', 'CC', 'BCC')),
  deliveryIdentifier: DeliveryIdentifier,
})
const FileUsageType = OneOf('IMAGE', 'AUDIO', 'VOICE_RECORDING', 'STICKER', 'OTHER')
const FileAttachment = Type.Object({
  type: Type.Literal('FILE'),
  fileId: Id,
  name: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
  fileUsageType: FileUsageType,
})

export const HsMessage = Type.Object(
  {
    id: Uuid,
    conversationsThreadId: Id,
    type: OneOf('MESSAGE', 'COMMENT', 'WELCOME_MESSAGE', 'ASSIGNMENT', 'THREAD_STATUS_CHANGE', 'THREAD_INBOX_CHANGE'),
    createdAt: Instant,
    updatedAt: Type.Optional(Instant),
    createdBy: Type.String(),
    client: Type.Object({
      clientType: OneOf('HUBSPOT', 'SYSTEM', 'INTEGRATION', 'UNKNOWN'),
      integrationAppId: Type.Optional(Type.Integer()),
    }),
    senders: Type.Array(Sender),
    recipients: Type.Array(Recipient),
    archived: Type.Boolean(),
    channelId: Type.Optional(Id),
    channelAccountId: Type.Optional(Id),
    direction: Type.Optional(OneOf('INCOMING', 'OUTGOING')),
    text: Type.Optional(Type.String()),
    richText: Type.Optional(Type.String()),
    subject: Type.Optional(Type.String()),
    inReplyToId: Type.Optional(Uuid),
    truncationStatus: Type.Optional(OneOf('NOT_TRUNCATED', 'TRUNCATED_TO_MOST_RECENT_REPLY', 'TRUNCATED')),
    status: Type.Optional(
      Type.Object({
        statusType: OneOf('SENT', 'FAILED', 'RECEIVED', 'READ'),
        failureDetails: Type.Optional(
          Type.Object({
            errorMessage: Type.Optional(Type.String()),
            errorMessageTokens: Type.Record(Type.String(), Type.String()),
          }),
        ),
      }),
    ),
    attachments: Type.Optional(Type.Array(FileAttachment)),
    assignedFrom: Type.Optional(Type.String()),
    assignedTo: Type.Optional(Type.String()),
    newStatus: Type.Optional(OneOf('OPEN', 'CLOSED')),
    fromInboxId: Type.Optional(Id),
    toInboxId: Type.Optional(Id),
  },
  { title: 'Message' },
)
export const HsMessageList = listOf(HsMessage, 'MessageList')
export const OriginalContent = Type.Object(
  { text: Type.Optional(Type.String()), richText: Type.Optional(Type.String()) },
  { title: 'OriginalContent' },
)

const maxText = { maxLength: 1_000_000 }
const RecipientInput = Type.Object(
  {
    actorId: Type.Optional(Type.String({ maxLength: 300 })),
    name: Type.Optional(Type.String({ maxLength: 300 })),
    recipientField: Type.Optional(OneOf('TO', 'CC', 'BCC')),
    deliveryIdentifiers: Type.Optional(Type.Array(DeliveryIdentifier, { maxItems: 10 })),
    deliveryIdentifier: Type.Optional(DeliveryIdentifier),
  },
  { additionalProperties: false },
)
/** Besides the file, what an attachment that was read here carries: it may be sent again as it is, and is made out anew. */
const AttachmentInput = Type.Object(
  {
    type: Type.Optional(Type.Literal('FILE')),
    fileId: Type.String({ maxLength: 2000 }),
    name: Type.Optional(Type.String({ maxLength: 1000 })),
    url: Type.Optional(Type.String({ maxLength: 2000 })),
    fileUsageType: Type.Optional(FileUsageType),
  },
  { additionalProperties: false },
)

/** `POST …/messages`: a message that leaves, or an internal comment. One object stands for a list of one, as in HubSpot's guide. */
export const SendMessage = Type.Object(
  {
    type: Type.Literal('MESSAGE'),
    text: Type.String(maxText),
    richText: Type.Optional(Type.String(maxText)),
    senderActorId: Type.String({ maxLength: 300, description: 'A-{userId}' }),
    channelId: Id,
    channelAccountId: Id,
    recipients: Type.Union([Type.Array(RecipientInput, { minItems: 1, maxItems: 100 }), RecipientInput]),
    subject: Type.Optional(Type.String({ maxLength: 1000 })),
    attachments: Type.Optional(Type.Union([Type.Array(AttachmentInput, { maxItems: 100 }), AttachmentInput])),
  },
  { title: 'SendMessage', additionalProperties: false },
)
export const SendComment = Type.Object(
  {
    type: Type.Literal('COMMENT'),
    text: Type.String(maxText),
    richText: Type.Optional(Type.String(maxText)),
    attachments: Type.Optional(Type.Union([Type.Array(AttachmentInput, { maxItems: 100 }), AttachmentInput])),
  },
  { title: 'SendComment', additionalProperties: false },
)

export const HsActor = Type.Object(
  {
    id: Type.String(),
    type: OneOf('AGENT', 'VISITOR', 'EMAIL', 'INTEGRATOR', 'SYSTEM', 'LLM', 'BOT'),
    name: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
    avatar: Type.Optional(Type.String()),
  },
  { title: 'Actor' },
)
export const ActorBatchInput = Type.Object(
  { inputs: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100 }) },
  { title: 'ActorBatchInput', additionalProperties: false },
)
export const ActorBatch = Type.Object(
  {
    status: Type.Literal('COMPLETE'),
    results: Type.Array(HsActor),
    startedAt: Instant,
    completedAt: Instant,
    numErrors: Type.Optional(Type.Integer()),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          status: Type.Literal('error'),
          category: Type.String(),
          message: Type.String(),
          context: Type.Record(Type.String(), Type.Array(Type.String())),
        }),
      ),
    ),
  },
  { title: 'ActorBatch' },
)

/** `POST /files/v3/files` (multipart) answers this. */
export const HsFile = Type.Object(
  {
    id: Id,
    name: Type.String(),
    path: Type.String(),
    extension: Type.String(),
    type: OneOf('IMG', 'DOCUMENT', 'AUDIO', 'MOVIE', 'OTHER'),
    mediaType: Type.String(),
    size: Type.Integer(),
    url: Type.String(),
    access: Type.Literal('PRIVATE'),
    createdAt: Instant,
    updatedAt: Instant,
    archived: Type.Boolean(),
  },
  { title: 'File' },
)
