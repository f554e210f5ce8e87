import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import type { DeliveryIdentifier, SendComment, SendMessage } from '../../../shared/api/conversations.ts'
import { invalid, Problem } from '../../../shared/problems.ts'
import type { UserActor } from '../../account/actor.ts'
import { readEmailAddress } from '../../account/email-address.ts'
import { once } from '../../account/idempotency.ts'
import { findContact } from '../../contact/contact-store.ts'
import type { DueDelivery } from '../../conversation/delivery-store.ts'
import { listContents } from '../../conversation/message-content.ts'
import { getThread } from '../../conversation/thread-store.ts'
import { getTimelineItems } from '../../conversation/timeline.ts'
import { comment, type Reply, reply, type Writing } from '../../conversation/write-message.ts'
import { type Asker, visibleInboxIds } from '../../inbox/asker.ts'
import { channelIds } from '../../inbox/channel-account-store.ts'
import type { MailAddress } from '../../mail/parsed-mail.ts'
import type { Db } from '../../platform/database.ts'
import { askerOf } from '../doors.ts'
import { idempotencyOf } from '../idempotency-key.ts'
import type { ApiParts } from '../parts.ts'
import { resolveUser } from './actors.ts'
import { type HsMessage, hsMessage } from './shapes.ts'

type Message = Static<typeof SendMessage>
type Comment = Static<typeof SendComment>

/**
 * `POST …/messages`: what leaves, or an internal comment. Written once per `Idempotency-Key`; with `If-Match` refused
 * where a newer message has come in. Answers the message as the list shows it.
 */
export async function postMessage(
  parts: ApiParts,
  request: FastifyRequest,
  threadId: string,
  body: Message | Comment,
): Promise<HsMessage> {
  const { database, links } = parts
  const asker = askerOf(request)
  await getThread(database.db, asker, threadId)
  const author = await authorOf(database.db, asker, body)
  const key = idempotencyOf(request, { threadId, body })
  const writing: Writing = {
    asker,
    threadId,
    author,
    seenSeq: readSeenSeq(request),
    draftKey: key?.key ?? null,
    // A program has thought before it writes.
    undoSeconds: request.session?.profile.undoSeconds ?? 0,
  }
  const content = body.type === 'MESSAGE' ? await readReply(database.db, asker, body) : null
  const { leasedBy, take } = parts.handOverDeliveries()
  let deliveries: DueDelivery[] = []
  const { messageId } = await database.transaction((tx) =>
    once(tx, key, async () => {
      if (!content) return { messageId: await comment(tx, writing, readComment(body)) }
      const written = await reply(tx, parts.signedIds, writing, content, leasedBy)
      deliveries = written.deliveries
      return { messageId: written.messageId }
    }),
  )
  take(deliveries)
  const { accountId } = asker.actor
  const [[item], [stored]] = await Promise.all([
    getTimelineItems(database.db, links, accountId, [messageId]),
    listContents(database.db, accountId, [messageId]),
  ])
  const message = item && hsMessage(item, stored)
  if (!message) throw new Problem('notFound')
  return message
}

/** A person writes as himself; a token as the user it names, or for a comment as the account's first super admin. */
async function authorOf(db: Db, asker: Asker, body: Message | Comment): Promise<UserActor> {
  const { actor } = asker
  if (body.type === 'MESSAGE' && !/^A-\d{1,18}$/.test(body.senderActorId)) {
    throw invalid('senderActorId', `takes A-{userId}, not "${body.senderActorId.slice(0, 80)}"`)
  }
  if (actor.kind === 'user') {
    if (body.type === 'MESSAGE' && body.senderActorId !== `A-${actor.userId}`) {
      throw invalid('senderActorId', `takes A-${actor.userId}: nobody writes in another's name`)
    }
    return actor
  }
  if (body.type === 'MESSAGE') return resolveUser(db, actor.accountId, 'senderActorId', body.senderActorId)
  const admin = await db
    .selectFrom('user')
    .select('id')
    .where('account_id', '=', actor.accountId)
    .where('role', '=', 'super-admin')
    .where('is_active', '=', true)
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  return resolveUser(db, actor.accountId, 'senderActorId', admin.id)
}

const readComment = (body: Message | Comment) => ({
  text: body.text,
  html: body.richText ?? null,
  fileIds: readFileIds(body.attachments),
})

async function readReply(db: Db, asker: Asker, body: Message): Promise<Reply> {
  if (body.channelId !== String(channelIds.email))
    throw invalid('channelId', `takes the channel of this conversation, ${channelIds.email}`)
  const recipients = { to: [] as MailAddress[], cc: [] as MailAddress[], bcc: [] as MailAddress[] }
  for (const recipient of [body.recipients].flat()) {
    const identifiers = [
      ...(recipient.deliveryIdentifiers ?? []),
      ...(recipient.deliveryIdentifier ? [recipient.deliveryIdentifier] : []),
    ]
    const kind = (recipient.recipientField ?? 'TO').toLowerCase() as 'to' | 'cc' | 'bcc'
    const address = await recipientAddress(db, asker, identifiers, recipient.actorId)
    recipients[kind].push({ name: recipient.name ?? '', address })
  }
  return {
    text: body.text,
    html: body.richText ?? null,
    subject: body.subject ?? null,
    ...recipients,
    fileIds: readFileIds(body.attachments),
    channelAccountId: body.channelAccountId,
    answersMessageId: null,
  }
}

async function recipientAddress(
  db: Db,
  asker: Asker,
  identifiers: readonly Static<typeof DeliveryIdentifier>[],
  actorId: string | undefined,
): Promise<string> {
  const identifier = identifiers.find((one) => one.type === 'HS_EMAIL_ADDRESS')
  if (identifier) return readEmailAddress('recipients', identifier.value).email
  const [, kind, value = ''] = /^([VE])-(.{1,300})$/.exec(actorId ?? '') ?? []
  if (kind === 'E') return readEmailAddress('recipients', value).email
  if (kind === 'V' && /^\d{1,18}$/.test(value)) {
    const contact = await findContact(db, asker.actor.accountId, value, visibleInboxIds(asker))
    if (contact?.email) return contact.email
  }
  throw invalid(
    'recipients',
    'takes for each a deliveryIdentifier of type HS_EMAIL_ADDRESS, or the actorId of somebody with an address',
  )
}

/** A file's id, or its absolute address, as HubSpot's guide writes it. */
function readFileIds(attachments: Message['attachments']): string[] {
  return [attachments ?? []].flat().map(({ fileId }) => {
    const id = /^(\d{1,18})$/.exec(fileId)?.[1] ?? /\/files\/(\d{1,18})(?:\/|$)/.exec(fileId)?.[1]
    if (!id) throw invalid('attachments', 'takes the fileId of a file that was uploaded first')
    return id
  })
}

/** `If-Match`: the thread's seq that the writer saw, bare or in quotes. */
function readSeenSeq(request: FastifyRequest): number | null {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return null
  const match = /^"?(\d{1,9})"?$/.exec(header)
  if (!match) throw invalid('If-Match', "takes the conversation's seq that was seen, a whole number")
  return Number(match[1])
}
