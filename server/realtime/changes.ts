import { sql } from 'kysely'
import { loadAvailabilities, presentAvailability } from '../account/availability-store.ts'
import { type DraftOfRow, listDraftsOf } from '../conversation/draft-store.ts'
import type { Links } from '../conversation/links.ts'
import { getThreadRows, listReadSeqs, type ThreadRow } from '../conversation/thread-rows.ts'
import { getTimelineItems } from '../conversation/timeline.ts'
import type { Db } from '../platform/database.ts'
import type { StoredEvent } from '../platform/events.ts'

/**
 * What a stretch of the stream comes to for one account: things as they are now, read once for all who listen and made
 * into JSON once. What each person gets of it is chosen by `patchesFor`.
 */
export type Changes = {
  threads: { row: ThreadRow; json: string }[]
  items: { inboxIds: readonly string[]; json: string }[]
  gone: { threadId: string; inboxIds: readonly string[]; joinedInto: string | null }[]
  /** conversations that were moved, with the inboxes that showed them before: who sees none of the new ones loses them */
  left: { threadId: string; inboxIds: readonly string[]; nowInInboxIds: readonly string[] }[]
  /** user id → thread id → seq that he has read */
  reads: Map<string, Map<string, number>>
  /** user id → thread id → what the row says of his drafts */
  drafts: Map<string, Map<string, DraftOfRow>>
  /** what concerns one person alone: his reading and his drafts */
  own: { userId: string; json: string }[]
  /** patches that everybody of the account gets */
  availabilities: string[]
  hasOverviewChanged: boolean
  endedSessions: ReadonlySet<string>
}

export async function loadChanges(
  db: Db,
  links: Links,
  accountId: string,
  events: readonly StoredEvent[],
  userIds: readonly string[],
  now: number,
): Promise<Changes> {
  const shared = events.filter((event) => event.type !== 'thread.read' && event.type !== 'draft.changed')
  const threadIds = distinct(shared.flatMap((event) => event.threadId ?? []))
  const joinedIds = distinct(
    events.flatMap((event) => (event.type === 'thread.joined' ? String(event.payload.joinedThreadId) : [])),
  )
  const messageIds = distinct(shared.flatMap((event) => event.messageId ?? []))
  const drafted = events.filter((event) => event.type === 'draft.changed')
  const draftThreadIds = distinct([...threadIds, ...drafted.flatMap((event) => event.threadId ?? [])])
  const [rows, items, readSeqs, drafts] = await Promise.all([
    threadIds.length > 0 ? getThreadRows(db, accountId, threadIds) : [],
    messageIds.length > 0 ? getTimelineItems(db, links, accountId, messageIds) : [],
    threadIds.length > 0 ? listReadSeqs(db, accountId, userIds, threadIds) : [],
    draftThreadIds.length > 0 ? listDraftsOf(db, accountId, userIds, draftThreadIds) : [],
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const moved = events.filter((event) => event.type === 'thread.moved')
  const missing = [...threadIds.filter((id) => !byId.has(id)), ...joinedIds]
  return {
    threads: rows.map((row) => ({ row, json: JSON.stringify(row) })),
    items: [
      ...items.flatMap((item) => {
        const row = byId.get(item.threadId)
        return row ? [{ inboxIds: row.inboxIds, json: JSON.stringify({ type: 'item', item }) }] : []
      }),
      ...events.flatMap(({ type, threadId, payload }) => {
        const row = type === 'message.undone' && threadId !== null ? byId.get(threadId) : undefined
        const patch = { type: 'item-gone', threadId, itemIds: payload.itemIds }
        return row ? [{ inboxIds: row.inboxIds, json: JSON.stringify(patch) }] : []
      }),
      ...(await listTicketPatches(db, accountId, events)),
    ],
    gone: missing.length > 0 ? await listGone(db, accountId, missing, events) : [],
    left: moved.flatMap(({ threadId, payload }) => {
      const row = threadId === null ? undefined : byId.get(threadId)
      return row ? [{ threadId: row.id, inboxIds: idsOf(payload.fromInboxIds), nowInInboxIds: row.inboxIds }] : []
    }),
    reads: byPersonAndThread(readSeqs, ({ readSeq }) => readSeq),
    drafts: byPersonAndThread(drafts.toReversed(), ({ snippet }) => draftOfRow(snippet)),
    own: [...(await listReads(db, accountId, events)), ...draftPatches(drafted, drafts)],
    availabilities: await listAvailabilities(db, accountId, events, now),
    hasOverviewChanged: events.some(
      ({ type }) => type !== availabilityChanged && /^(account|inbox|user|team)\./.test(type),
    ),
    endedSessions: new Set(
      events.flatMap((event) => (event.type === 'session.ended' ? String(event.payload.sessionId) : [])),
    ),
  }
}

/** What a change of rights has done to a listener: inboxes that came into sight, and that went out of it. */
export type SightChange = { lost: readonly string[]; gained: readonly string[] }

export const sameSight: SightChange = { lost: [], gained: [] }

/**
 * The patches of one person, each a JSON text. `maySee` is asked with current facts at delivery: who may not see the
 * inbox hears nothing of the thread, not even that it is gone.
 */
export function patchesFor(
  changes: Changes,
  userId: string,
  maySee: (inboxIds: readonly string[]) => boolean,
  { lost, gained }: SightChange,
): string[] {
  const reads = changes.reads.get(userId)
  const drafts = changes.drafts.get(userId)
  const mine = ({ id }: ThreadRow) => JSON.stringify({ readSeq: reads?.get(id) ?? 0, ...(drafts?.get(id) ?? noDraft) })
  return [
    // First: what follows is told to somebody who holds nothing that he may not see any more.
    ...(lost.length > 0 ? [JSON.stringify({ type: 'access-lost', inboxIds: lost })] : []),
    ...(gained.length > 0 ? [JSON.stringify({ type: 'access-gained', inboxIds: gained })] : []),
    ...changes.threads
      .filter(({ row }) => maySee(row.inboxIds))
      .map(({ row, json }) => `{"type":"thread","row":${json},${mine(row).slice(1)}`),
    ...changes.items.filter((item) => maySee(item.inboxIds)).map((item) => item.json),
    ...changes.gone
      .filter((thread) => maySee(thread.inboxIds))
      .map(({ threadId, joinedInto }) => JSON.stringify({ type: 'gone', threadId, joinedInto })),
    ...changes.left
      .filter((thread) => hasLeft(thread, maySee))
      .map(({ threadId }) => JSON.stringify({ type: 'gone', threadId, joinedInto: null })),
    ...changes.own.filter((one) => one.userId === userId).map((one) => one.json),
    ...changes.availabilities,
    ...(changes.hasOverviewChanged ? ['{"type":"overview"}'] : []),
  ]
}

/**
 * What the patches of a person depend on: two people with the same audience get the same patches. Most have, since few
 * have read or drafted anything of what has just changed.
 */
export function audienceOf(
  changes: Changes,
  userId: string,
  maySee: (inboxIds: readonly string[]) => boolean,
  { lost, gained }: SightChange,
): string {
  const { threads, items, gone, left, reads, drafts, own } = changes
  const shown = [...threads.map(({ row }) => row), ...items, ...gone].map(({ inboxIds }) => (maySee(inboxIds) ? 1 : 0))
  const leaving = left.map((thread) => (hasLeft(thread, maySee) ? 1 : 0))
  const isOwn = reads.has(userId) || drafts.has(userId) || own.some((one) => one.userId === userId)
  return `${shown.join('')} ${leaving.join('')} ${lost.join()} ${gained.join()} ${isOwn ? userId : ''}`
}

const hasLeft = ({ inboxIds, nowInInboxIds }: Changes['left'][number], maySee: (ids: readonly string[]) => boolean) =>
  maySee(inboxIds) && !maySee(nowInInboxIds)

/** Threads of events that the list does not show any more: in the trash, joined into another, or removed for good. */
async function listGone(
  db: Db,
  accountId: string,
  threadIds: readonly string[],
  events: readonly StoredEvent[],
): Promise<Changes['gone']> {
  const { rows } = await sql<{ threadId: string; inboxIds: string[]; joinedInto: string | null }>`
    select id as "threadId", inbox_ids as "inboxIds", joined_into_id as "joinedInto" from thread
    where account_id = ${accountId} and id = any(${threadIds}::bigint[])`.execute(db)
  const removed = events.flatMap((event) => {
    if (event.type !== 'thread.removed' || event.threadId === null) return []
    return [{ threadId: event.threadId, inboxIds: idsOf(event.payload.inboxIds), joinedInto: null }]
  })
  return [...rows, ...removed]
}

/** To who may see the ticket, and to who saw it in the inbox that it has left: it carries ids alone. */
async function listTicketPatches(db: Db, accountId: string, events: readonly StoredEvent[]): Promise<Changes['items']> {
  const told = events.filter(({ type }) => type.startsWith('ticket.'))
  if (told.length === 0) return []
  const { rows } = await sql<{ id: string; inboxId: string }>`
    select id, inbox_id as "inboxId" from ticket
    where account_id = ${accountId} and id = any(${told.map(({ payload }) => payload.ticketId)}::bigint[])`.execute(db)
  const inboxOf = new Map(rows.map(({ id, inboxId }) => [id, inboxId]))
  return told.map(({ threadId, payload: { ticketId, fromInboxId } }) => ({
    inboxIds: [inboxOf.get(String(ticketId)), fromInboxId].flatMap((id) => (id ? [String(id)] : [])),
    json: JSON.stringify({ type: 'ticket', ticketId, threadId }),
  }))
}

async function listReads(db: Db, accountId: string, events: readonly StoredEvent[]): Promise<Changes['own']> {
  const reads = events.filter((event) => event.type === 'thread.read')
  if (reads.length === 0) return []
  const { rows } = await sql<{ userId: string; threadId: string; seq: number }>`
    select user_id as "userId", thread_id as "threadId", seq from thread_read
    where account_id = ${accountId} and user_id = any(${reads.map((event) => event.userId)}::bigint[])
      and thread_id = any(${reads.map((event) => event.threadId)}::bigint[])`.execute(db)
  return rows.map(({ userId, threadId, seq }) => ({
    userId,
    json: JSON.stringify({ type: 'read', threadId, readSeq: seq }),
  }))
}

const availabilityChanged = 'user.availability_changed'

async function listAvailabilities(db: Db, accountId: string, events: readonly StoredEvent[], now: number) {
  const userIds = distinct(events.flatMap(({ type, userId }) => (type === availabilityChanged && userId) || []))
  if (userIds.length === 0) return []
  const stored = await loadAvailabilities(db, accountId, userIds)
  return stored.map((one) => JSON.stringify({ type: 'availability', ...presentAvailability(one, now) }))
}

/** The drafts that changed, as they are now; `drafts` come newest first. */
function draftPatches(
  changed: readonly StoredEvent[],
  drafts: Awaited<ReturnType<typeof listDraftsOf>>,
): Changes['own'] {
  return changed.flatMap(({ userId, threadId, payload }) => {
    if (userId === null) return []
    const held = drafts.filter((draft) => draft.userId === userId && draft.threadId === threadId)
    const updatedAt = held.find((draft) => draft.kind === payload.kind)?.updatedAt.toISOString() ?? null
    const ofRow = draftOfRow(held[0]?.snippet ?? null)
    return [{ userId, json: JSON.stringify({ type: 'draft', threadId, kind: payload.kind, updatedAt, ...ofRow }) }]
  })
}

/** Of several rows of one person and thread the last one stays. */
function byPersonAndThread<Row extends { userId: string; threadId: string }, Value>(
  rows: readonly Row[],
  pick: (row: Row) => Value,
): Map<string, Map<string, Value>> {
  const values = new Map<string, Map<string, Value>>()
  for (const row of rows) {
    const ofUser = values.get(row.userId) ?? new Map<string, Value>()
    ofUser.set(row.threadId, pick(row))
    values.set(row.userId, ofUser)
  }
  return values
}

const idsOf = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

const draftOfRow = (snippet: string | null): DraftOfRow => ({ hasDraft: snippet !== null, draftSnippet: snippet ?? '' })

const noDraft = draftOfRow(null)
const distinct = (values: readonly string[]) => [...new Set(values)]
