import type { Draft, DraftContent, SendComment, SendMessage, ThreadDetails, TimelineItem } from '../data/types.ts'
import { hasMoreToAnswer, type Recipients, type ReplyMode, recipientsOf } from './recipients.ts'

export type Content = DraftContent
export type DraftKind = 'reply' | 'comment'
export type Attachment = Content['attachments'][number]
type Item = Pick<TimelineItem, 'id' | 'kind' | 'reply' | 'replyAll'>

/**
 * What this device keeps of a draft. `serverAt`: the server's `updatedAt` of the version that it grew from, null for a
 * draft that the server has never had. `isDirty`: it holds something that the server has not.
 */
export type LocalDraft = { content: Content; serverAt: string | null; isDirty: boolean }

/** The message that an answer is to: the one asked for, else the newest one. Timelines come newest first. */
export function answeredItem<T extends Item>(items: readonly T[], askedFor?: string | null): T | null {
  const messages = items.filter((item) => item.kind === 'message')
  return messages.find((item) => item.id === askedFor) ?? messages[0] ?? null
}

/** An empty answer: to all where there is more than the sender, else to the sender. */
export function newReply(answered: Item | null, idempotencyKey: string, mode?: ReplyMode): Content {
  const chosen = mode ?? (answered && hasMoreToAnswer(answered) ? 'replyAll' : 'reply')
  const recipients = answered ? recipientsOf(answered, chosen) : { to: [], cc: [], bcc: [] }
  return { ...emptyContent(idempotencyKey), mode: chosen, ...recipients, answersMessageId: answered?.id ?? null }
}

export function newComment(idempotencyKey: string): Content {
  return { ...emptyContent(idempotencyKey), mode: 'comment' }
}

/** Whether the person has written or attached something; recipients alone are no draft. */
export function hasWords(content: Content): boolean {
  return content.text.trim() !== '' || content.attachments.length > 0
}

/** The same draft answering somebody else, or more of them: its words stay, its recipients are the new ones. */
export function answerOtherwise(content: Content, answered: Item, mode: ReplyMode): Content {
  return { ...content, mode, ...recipientsOf(answered, mode), answersMessageId: answered.id }
}

export function recipientsIn({ to, cc, bcc }: Content): Recipients {
  return { to, cc, bcc }
}

/**
 * Which of two copies goes on: what this device wrote and the server never got wins, so that no word is lost; otherwise
 * the server's is the truth, also when it says that there is none any more (sent or thrown away in another window).
 */
export function chooseDraft(local: LocalDraft | null, server: Draft | null): LocalDraft | null {
  if (local?.isDirty) return local
  return server && { content: server.content, serverAt: server.updatedAt, isDirty: false }
}

type Sending = { channelAccount: Pick<ThreadDetails['channelAccount'], 'id' | 'channelId'> }

/** The draft as `POST …/messages` takes it. */
export function toSendMessage(content: Content, { channelAccount }: Sending, userId: string): SendMessage {
  const fields = [
    ...content.to.map((person) => ({ ...person, recipientField: 'TO' as const })),
    ...content.cc.map((person) => ({ ...person, recipientField: 'CC' as const })),
    ...content.bcc.map((person) => ({ ...person, recipientField: 'BCC' as const })),
  ]
  return {
    type: 'MESSAGE',
    text: content.text,
    richText: content.html,
    senderActorId: `A-${userId}`,
    channelId: channelAccount.channelId,
    channelAccountId: channelAccount.id,
    recipients: fields.map(({ name, address, recipientField }) => ({
      recipientField,
      ...(name && { name }),
      deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS' as const, value: address },
    })),
    ...withAttachments(content),
  }
}

export function toSendComment(content: Content): SendComment {
  return { type: 'COMMENT', text: content.text, richText: content.html, ...withAttachments(content) }
}

function withAttachments({ attachments }: Content) {
  return attachments.length === 0
    ? {}
    : { attachments: attachments.map(({ fileId }) => ({ type: 'FILE' as const, fileId })) }
}

function emptyContent(idempotencyKey: string): Content {
  return {
    mode: 'reply',
    html: '',
    text: '',
    to: [],
    cc: [],
    bcc: [],
    attachments: [],
    answersMessageId: null,
    idempotencyKey,
  }
}
