import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { TimelineItem as TimelineItemSchema } from '../../shared/api/thread.ts'
import { invalid } from '../../shared/problems.ts'
import type { MailAddress, ParsedInvitation } from '../mail/parsed-mail.ts'
import type { Db, Tx } from '../platform/database.ts'
import { isoInstant, selectJson } from '../platform/select-json.ts'
import { answerRecipients, type Forwarding } from './answer-recipients.ts'
import type { StoredForward } from './forward.ts'
import type { Links } from './links.ts'
import { trustIn } from './sender-truth.ts'
import { type StoredFold, textParts } from './text-parts.ts'

export type TimelineItem = Static<typeof TimelineItemSchema>

type Row = {
  id: string
  threadId: string
  seq: number
  kind: TimelineItem['kind']
  direction: 'incoming' | 'outgoing' | null
  at: string
  authorUserId: string | null
  authorUserName: string | null
  authorContactId: string | null
  fromName: string
  fromAddress: string
  addresses: { to?: MailAddress[]; cc?: MailAddress[]; bcc?: MailAddress[]; replyTo?: MailAddress[] }
  subject: string
  text: string | null
  visibleText: string | null
  folds: StoredFold[] | null
  richText: string | null
  signature: string | null
  hasHtml: boolean
  hasRemoteImages: boolean
  traits: TimelineItem['traits']
  sender: TimelineItem['sender']
  forwarded: StoredForward | null
  deliveredTimes: number
  details: Record<string, unknown>
  hasRaw: boolean
  attachments: { fileId: string; name: string; mediaType: string; size: number; isInline: boolean }[]
  deliveries: (Omit<TimelineItem['deliveries'][number], 'nextAttemptAt' | 'leavesAt' | 'sentAt' | 'delayedAt'> & {
    nextAttemptAt: string | null
    leavesAt: string | null
    sentAt: string | null
    delayedAt: string | null
  })[]
}

/**
 * A page of a conversation, newest first unless `isAscending`, as the thread shows it: messages, comments and what happened. Texts above
 * 256 KB are cut here and whole behind "original content"; the HTML of a mail is only linked.
 */
export async function listTimeline(
  db: Db,
  links: Links,
  accountId: string,
  threadId: string,
  { limit, after, isAscending = false }: { limit: number; after: string | null; isAscending?: boolean },
): Promise<{ results: TimelineItem[]; next: string | null }> {
  if (after !== null && !/^[0-9a-f-]{36}$/.test(after))
    throw invalid('after', 'takes the paging.next.after of an earlier page')
  const place = after ? sql`and m.id ${sql.raw(isAscending ? '>' : '<')} ${after}::uuid` : sql``
  const order = sql.raw(isAscending ? 'asc' : 'desc')
  const rows = await selectItems(
    db,
    sql`(
      select * from message m where m.account_id = ${accountId} and m.thread_id = ${threadId} ${place}
      order by m.id ${order} limit ${limit + 1}
    ) m`,
    order,
  )
  const page = rows.slice(0, limit)
  return {
    results: await present(db, links, accountId, page),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** These entries as they are now; those that are gone are left out. */
export async function getTimelineItems(
  db: Db,
  links: Links,
  accountId: string,
  ids: readonly string[],
): Promise<TimelineItem[]> {
  // Each by its primary key, whatever the planner believes of the account (thread-rows.ts, byKey).
  const messages = sql`unnest(${ids}::uuid[]) as place (id)
    cross join lateral (select * from message where account_id = ${accountId} and id = place.id offset 0) m`
  return present(db, links, accountId, await selectItems(db, messages))
}

const maxTextLength = 262_144

/** The entries of `messages` (m), in the order of their ids. */
async function selectItems(db: Db, messages: RawBuilder<unknown>, order = sql.raw('asc')): Promise<Row[]> {
  return selectJson<Row>(
    db,
    sql`
    select m.id, m.thread_id::text as "threadId", m.seq, m.kind, m.direction, m.at,
      m.author_user_id::text as "authorUserId", u.name as "authorUserName",
      m.author_contact_id::text as "authorContactId", m.from_name as "fromName",
      m.from_address as "fromAddress", m.addresses, m.subject, left(b.text, ${maxTextLength}) as text,
      left(b.visible_text, ${maxTextLength}) as "visibleText", b.folds,
      case when m.author_user_id is not null then b.html end as "richText", b.signature_html as signature, m.has_html as "hasHtml",
      m.has_remote_images as "hasRemoteImages", m.traits, m.sender, m.forwarded,
      m.delivered_times as "deliveredTimes", m.details,
      m.arrival_id is not null or m.direction = 'outgoing' as "hasRaw",
      (select coalesce(json_agg(json_build_object('fileId', f.id::text, 'name', a.name, 'mediaType', f.media_type,
          'size', f.size, 'isInline', a.is_inline) order by a.position), '[]')
        from attachment a
        cross join lateral (select * from file where account_id = a.account_id and id = a.file_id offset 0) f
        where a.account_id = m.account_id and a.message_id = m.id) as attachments,
      (select coalesce(json_agg(json_build_object('recipientId', r.id::text, 'kind', r.kind, 'name', r.name,
          'address', r.address, 'state', r.state, 'reply', r.reply, 'attempts', r.attempts,
          'nextAttemptAt', case when r.state = 'queued' and r.attempts > 0 then r.due_at end,
          'leavesAt', case when r.state = 'queued' and r.attempts = 0 then r.due_at end, 'sentAt', r.sent_at, 'delayedAt', r.delayed_at) order by r.id), '[]')
        from recipient r where r.account_id = m.account_id and r.message_id = m.id) as deliveries
    from ${messages}
    left join lateral (
      select text, visible_text, folds, html, signature_html from message_body where account_id = m.account_id and message_id = m.id offset 0
    ) b on true
    left join "user" u on u.account_id = m.account_id and u.id = m.author_user_id
    order by m.id ${order}`,
  )
}

async function present(db: Db, links: Links, accountId: string, rows: readonly Row[]): Promise<TimelineItem[]> {
  if (rows.length === 0) return []
  const ours = new Set(await listOwnAddresses(db, accountId))
  return rows.map((row) => presentItem(links, accountId, row, (address) => ours.has(address)))
}

/** Every address that the account receives at, lower case, without plus part. */
export async function listOwnAddresses(db: Db | Tx, accountId: string): Promise<string[]> {
  const { rows } = await sql<{
    address: string
  }>`select address from mail_address where account_id = ${accountId}`.execute(db)
  return rows.map((row) => row.address)
}

function presentItem(links: Links, accountId: string, row: Row, isOurs: (address: string) => boolean): TimelineItem {
  const { to = [], cc = [], bcc = [], replyTo = [] } = row.addresses
  const text = row.text ?? ''
  const visible = row.visibleText ?? text
  const answer =
    row.kind === 'message'
      ? answerRecipients(
          {
            direction: row.direction ?? 'incoming',
            from: { name: row.fromName, address: row.fromAddress },
            to,
            cc,
            replyTo,
            forwarding: forwardingOf(row),
          },
          isOurs,
        )
      : { reply: { to: [], cc: [] }, replyAll: { to: [], cc: [] }, suggested: [] }
  return {
    id: row.id,
    threadId: row.threadId,
    seq: row.seq,
    kind: row.kind,
    direction: row.direction,
    at: isoInstant(row.at),
    author: authorOf(row),
    to,
    cc,
    bcc,
    subject: row.subject,
    text: visible,
    parts: textParts({ ...row, text, isForwarded: row.traits.includes('forwarded') }),
    frameUrl: row.hasHtml && row.authorUserId === null ? links.frameUrl(accountId, row.id) : null,
    hasRemoteImages: row.hasRemoteImages,
    richText: row.richText,
    signature: row.signature,
    attachments: row.attachments.map((file) => ({ ...file, url: `/api/files/${file.fileId}/content` })),
    deliveries: row.deliveries.map((delivery) => ({
      ...delivery,
      nextAttemptAt: delivery.nextAttemptAt === null ? null : isoInstant(delivery.nextAttemptAt),
      leavesAt: delivery.leavesAt === null ? null : isoInstant(delivery.leavesAt),
      sentAt: delivery.sentAt === null ? null : isoInstant(delivery.sentAt),
      delayedAt: delivery.delayedAt === null ? null : isoInstant(delivery.delayedAt),
    })),
    deliveredTimes: row.deliveredTimes,
    unreadable: (row.details.unreadable as TimelineItem['unreadable']) ?? null,
    traits: row.traits,
    sender: row.sender,
    forwarded: row.forwarded && presentForward(row.forwarded),
    invitations: invitationsOf(row),
    rawUrl: row.kind === 'message' && row.hasRaw ? `/api/messages/${row.id}/raw` : null,
    ...answer,
    change: changeOf(row),
  }
}

function changeOf({ kind, details }: Row): TimelineItem['change'] {
  if (kind === 'message' || kind === 'comment') return {}
  const { eventId: _, ...change } = details
  return change as TimelineItem['change']
}

function presentForward({ isByUser: _, isAuthors, ...forward }: StoredForward): TimelineItem['forwarded'] {
  return { ...forward, isAuthors: isAuthors === true }
}

/** That a colleague passed it on counts as soon as his domain proves it, and not before. */
function forwardingOf({ forwarded, sender }: Row): Forwarding | null {
  if (!forwarded || forwarded.method === 'auto') return null
  const { author, isByUser, isAuthors } = forwarded
  return { author, isAuthors: isAuthors === true, isProvenUser: isByUser === true && trustIn(sender, true) === 'yes' }
}

function invitationsOf({ details, attachments }: Row): TimelineItem['invitations'] {
  const invitations = (details.invitations ?? []) as ParsedInvitation[]
  return invitations.map(({ file, ...invitation }) => ({
    ...invitation,
    fileId: file === null ? null : (attachments[file]?.fileId ?? null),
  }))
}

function authorOf(row: Row): TimelineItem['author'] {
  if (row.authorUserId !== null) {
    return { kind: 'user', id: row.authorUserId, name: row.authorUserName ?? '', address: row.fromAddress || null }
  }
  if (row.authorContactId !== null) {
    return { kind: 'contact', id: row.authorContactId, name: row.fromName || row.fromAddress, address: row.fromAddress }
  }
  return { kind: 'system', id: null, name: '', address: null }
}
