import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { selectThread, type Thread } from './thread-store.ts'

export type ThreadQuery = {
  accountId: string
  visibleInboxIds: readonly string[]
  /** homes; empty: any */
  inboxIds: readonly string[]
  status: 'open' | 'closed' | null
  contactId: string | null
  latestMessageAfter: Date | null
  isArchived: boolean
  sort: 'id' | 'latestMessage'
  isDescending: boolean
  limit: number
  after: { at: string | null; id: string } | null
}

/** Threads for programs: by id or by their latest message, from a place on. */
export async function queryThreads(
  db: Db,
  query: ThreadQuery,
): Promise<{ threads: Thread[]; next: ThreadQuery['after'] }> {
  const direction = sql.raw(query.isDescending ? 'desc' : 'asc')
  const beyond = sql.raw(query.isDescending ? '<' : '>')
  const byLatest = query.sort === 'latestMessage'
  const place = query.after
    ? byLatest
      ? sql`and (latest_message_at, id) ${beyond} (${query.after.at}::timestamptz, ${query.after.id}::bigint)`
      : sql`and id ${beyond} ${query.after.id}::bigint`
    : sql``
  const { rows } = await sql<Thread & { place: string }>`
    ${selectThread({ withPlace: true })}
    where account_id = ${query.accountId} and joined_into_id is null
      and archived_at ${sql.raw(query.isArchived ? 'is not null' : 'is null')}
      -- Inside a function the planner takes it for half of the rows; else for so few that it reads and sorts them all.
      and coalesce(inbox_ids && ${query.visibleInboxIds}::bigint[], false)
      ${query.inboxIds.length > 0 ? sql`and inbox_id = any(${query.inboxIds}::bigint[])` : sql``}
      ${query.status ? sql`and status = ${query.status}` : sql``}
      ${query.contactId ? sql`and contact_id = ${query.contactId}` : sql``}
      ${query.latestMessageAfter ? sql`and latest_message_at > ${query.latestMessageAfter}` : sql``}
      ${place}
    order by ${byLatest ? sql`latest_message_at ${direction}, id ${direction}` : sql`id ${direction}`}
    limit ${query.limit + 1}`.execute(db)
  const threads = rows.slice(0, query.limit)
  const last = threads.at(-1)
  return { threads, next: rows.length > query.limit && last ? { at: byLatest ? last.place : null, id: last.id } : null }
}
