import type { Static } from 'typebox'
import type { HsMessage as HsMessageSchema, HsThread as HsThreadSchema } from '../../../shared/api/conversations.ts'
import { type MessageContent, withoutPictures } from '../../conversation/message-content.ts'
import type { Thread } from '../../conversation/thread-store.ts'
import type { TimelineItem } from '../../conversation/timeline.ts'
import { visibleHtml } from '../../mail/fold-html.ts'

export type HsThread = Static<typeof HsThreadSchema>
export type HsMessage = Static<typeof HsMessageSchema>

const systemActor = 'S-hubspot'
const agent = (userId: string | null | undefined) => (userId ? `A-${userId}` : undefined)

export function hsThread(thread: Thread, { withAssociations = false } = {}): HsThread {
  return {
    id: thread.id,
    status: thread.status === 'open' ? 'OPEN' : 'CLOSED',
    inboxId: thread.inboxId,
    associatedContactId: thread.contactId,
    ...optional('assignedTo', agent(thread.assigneeId)),
    spam: thread.isSpam,
    archived: thread.isArchived,
    originalChannelId: String(thread.channelId),
    originalChannelAccountId: thread.channelAccountId,
    createdAt: thread.createdAt.toISOString(),
    ...optional('closedAt', thread.closedAt?.toISOString()),
    latestMessageTimestamp: thread.latestMessageAt.toISOString(),
    ...optional('latestMessageReceivedTimestamp', thread.latestReceivedAt?.toISOString()),
    ...optional('latestMessageSentTimestamp', thread.latestSentAt?.toISOString()),
    ...(withAssociations ? { threadAssociations: {} } : {}),
  }
}

/** null: a kind of entry that HubSpot does not know. */
export function hsMessage(item: TimelineItem, content: MessageContent | undefined): HsMessage | null {
  const base = {
    id: item.id,
    conversationsThreadId: item.threadId,
    createdAt: item.at,
    archived: false,
    senders: [],
    recipients: [],
  }
  switch (item.kind) {
    case 'message':
      return { ...base, type: 'MESSAGE', ...messageFields(item, content) }
    case 'comment':
      return { ...base, type: 'COMMENT', ...commentFields(item) }
    case 'assignment':
      return {
        ...base,
        type: 'ASSIGNMENT',
        ...eventFields(item),
        ...optional('assignedFrom', agent(item.change.from)),
        ...optional('assignedTo', agent(item.change.to)),
      }
    case 'status':
      return {
        ...base,
        type: 'THREAD_STATUS_CHANGE',
        ...eventFields(item),
        newStatus: item.change.to === 'closed' ? 'CLOSED' : 'OPEN',
      }
    case 'moved':
      return {
        ...base,
        type: 'THREAD_INBOX_CHANGE',
        ...eventFields(item),
        ...optional('fromInboxId', item.change.from ?? undefined),
        ...optional('toInboxId', item.change.to ?? undefined),
      }
    case 'joined':
      return null
  }
}

const eventFields = (item: TimelineItem) => ({
  createdBy: agent(item.author.id) ?? systemActor,
  client: { clientType: 'SYSTEM' as const },
  senders: [{ actorId: systemActor }],
})

function commentFields(item: TimelineItem) {
  const actorId = agent(item.author.id) ?? systemActor
  return {
    createdBy: actorId,
    client: { clientType: 'HUBSPOT' as const },
    senders: [{ actorId, name: item.author.name }],
    text: item.text,
    richText: item.richText ?? item.text,
    attachments: attachmentsOf(item),
  }
}

function messageFields(item: TimelineItem, content: MessageContent | undefined) {
  const actorId =
    item.author.kind === 'user' ? `A-${item.author.id}` : item.author.id ? `V-${item.author.id}` : systemActor
  return {
    createdBy: actorId,
    client: { clientType: 'HUBSPOT' as const },
    senders: [
      {
        actorId,
        name: item.author.name,
        senderField: 'FROM',
        ...optional('deliveryIdentifier', email(item.author.address)),
      },
    ],
    recipients: [...recipients('TO', item.to), ...recipients('CC', item.cc), ...recipients('BCC', item.bcc)],
    ...optional('channelId', content?.channelId ? String(content.channelId) : undefined),
    ...optional('channelAccountId', content?.channelAccountId ?? undefined),
    direction: item.direction === 'outgoing' ? ('OUTGOING' as const) : ('INCOMING' as const),
    text: item.text,
    ...optional('richText', richTextOf(item, content)),
    subject: item.subject,
    ...optional('inReplyToId', content?.answersMessageId ?? undefined),
    truncationStatus: truncationOf(item, content),
    ...optional('status', statusOf(item)),
    attachments: attachmentsOf(item),
  }
}

function richTextOf(item: TimelineItem, content: MessageContent | undefined): string | undefined {
  if (item.richText !== null) return item.richText
  if (!content?.html) return undefined
  return withoutPictures(content.visibleText === null ? content.html : visibleHtml(content.html))
}

/** What `text` and `richText` hold of the mail; the whole of both is "original content". */
function truncationOf(item: TimelineItem, content: MessageContent | undefined) {
  if (item.parts.length > 0) return 'TRUNCATED_TO_MOST_RECENT_REPLY' as const
  return content && content.text.length > item.text.length ? ('TRUNCATED' as const) : ('NOT_TRUNCATED' as const)
}

/** Before the other server answered there is no status; one recipient that failed makes the message FAILED. */
function statusOf(item: TimelineItem): HsMessage['status'] {
  if (item.direction === 'incoming') return { statusType: 'RECEIVED' }
  const failed = item.deliveries.find((one) => one.state === 'failed' || one.state === 'uncertain')
  if (failed) {
    const errorMessage = failed.state === 'uncertain' ? `uncertain: ${failed.reply ?? ''}` : (failed.reply ?? '')
    return { statusType: 'FAILED', failureDetails: { errorMessage, errorMessageTokens: {} } }
  }
  const states = item.deliveries.map((one) => one.state)
  if (states.length > 0 && states.every((state) => state === 'read')) return { statusType: 'READ' }
  if (states.length > 0 && states.every((state) => ['sent', 'delivered', 'read'].includes(state)))
    return { statusType: 'SENT' }
  return undefined
}

const recipients = (recipientField: 'TO' | 'CC' | 'BCC', list: TimelineItem['to']) =>
  list.flatMap(({ name, address }) => {
    const deliveryIdentifier = email(address)
    return deliveryIdentifier
      ? [{ actorId: `E-${address}`, ...optional('name', name || undefined), recipientField, deliveryIdentifier }]
      : []
  })

const email = (address: string | null) => (address ? { type: 'HS_EMAIL_ADDRESS' as const, value: address } : undefined)

const attachmentsOf = (item: TimelineItem) =>
  item.attachments.map((file) => ({
    type: 'FILE' as const,
    fileId: file.fileId,
    name: file.name,
    url: file.url,
    fileUsageType: file.mediaType.startsWith('image/')
      ? ('IMAGE' as const)
      : file.mediaType.startsWith('audio/')
        ? ('AUDIO' as const)
        : ('OTHER' as const),
  }))

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value })
}
