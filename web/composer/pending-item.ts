import type { Session, ThreadDetails, TimelineItem } from '../data/types.ts'
import type { Content } from './draft.ts'
import type { RecipientKind } from './recipients.ts'

/**
 * The entry that stands in the conversation while the message is on its way to the server, under the draft's key as its
 * id. Its HTML is what the editor made of the draft, so nothing in it is foreign. `now`: milliseconds since 1970.
 */
export function pendingItem(content: Content, details: ThreadDetails, { user }: Session, now: number): TimelineItem {
  const isComment = content.mode === 'comment'
  return {
    id: content.idempotencyKey,
    threadId: details.thread.id,
    seq: details.thread.seq,
    kind: isComment ? 'comment' : 'message',
    direction: isComment ? null : 'outgoing',
    at: new Date(now).toISOString(),
    author: { kind: 'user', id: user.id, name: user.name, address: isComment ? null : details.channelAccount.address },
    to: isComment ? [] : content.to,
    cc: isComment ? [] : content.cc,
    bcc: isComment ? [] : content.bcc,
    subject: details.thread.subject,
    text: content.text,
    parts: [],
    frameUrl: null,
    hasRemoteImages: false,
    richText: content.html,
    signature: isComment ? null : details.channelAccount.signature,
    attachments: content.attachments.map((attachment) => ({
      ...attachment,
      isInline: false,
      url: `/api/files/${attachment.fileId}/content`,
    })),
    deliveries: isComment ? [] : (['to', 'cc', 'bcc'] as const).flatMap((kind) => pendingDeliveries(content, kind)),
    deliveredTimes: 1,
    unreadable: null,
    traits: [],
    sender: null,
    forwarded: null,
    invitations: [],
    rawUrl: null,
    reply: { to: content.to, cc: [] },
    replyAll: { to: content.to, cc: content.cc },
    suggested: [],
    change: {},
  }
}

function pendingDeliveries(content: Content, kind: RecipientKind): TimelineItem['deliveries'] {
  return content[kind].map(({ name, address }, index) => ({
    recipientId: `${kind}-${index}`,
    kind,
    name,
    address,
    state: 'sending',
    reply: null,
    attempts: 0,
    nextAttemptAt: null,
    leavesAt: null,
    sentAt: null,
    delayedAt: null,
  }))
}
