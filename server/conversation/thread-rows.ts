import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { ThreadRow as ThreadRowSchema } from '../../shared/api/thread.ts'
import { invalid } from '../../shared/problems.ts'
import type { Db } from '../platform/database.ts'
import { apiInstant, jsonOf, selectJson } from '../platform/select-json.ts'
import { type DraftOfRow, draftColumns } from './draft-store.ts'

export type ThreadRow = Static<typeof ThreadRowSchema>
export type MyThreadRow = ThreadRow & { readSeq: number } & DraftOfRow
export type View = 'open' | 'mine' | 'unassigned' | 'closed'

/** What a row of the list shows; `t` is thread and `c` its contact. */
const rowColumns = sql`
  t.id::text as id, t.seq, t.received_seq as "receivedSeq", t.inbox_ids::text[] as "inboxIds", 'email' as channel, t.subject, t.snippet,
  t.snippet_by as "snippetBy", json_build_object('id', c.id::text, 'name', coalesce(nullif(c.name, ''), c.email, ''), 'address', coalesce(c.email, '')) as contact,
  t.is_contact_stated as "isContactStated", t.status, t.assignee_user_id::text as "assigneeId",
  ${apiInstant(sql`t.latest_message_at`)} as "latestMessageAt", ${apiInstant(sql`t.waiting_since`)} as "waitingSince",
  t.message_count as "messageCount", t.attachment_count as "attachmentCount", t.failed_count as "failedCount",
  t.is_example as "isExample"`

const mineColumns = (accountId: string, userId: string) => sql`
  -- What came before a person joined is not unread to him.
  coalesce(
    (select r.seq from thread_read r where r.account_id = t.account_id and r.user_id = ${userId} and r.thread_id = t.id),
    case when t.latest_message_at < (select u.created_at from "user" u where u.account_id = ${accountId} and u.id = ${userId})
      then t.received_seq else 0 end
  ) as "readSeq",
  ${draftColumns(accountId, userId)}`

/**
 * Threads (t) and their contacts (c) by the ids of `places`, each by its primary key. `offset 0` keeps the planner from
 * joining them its own way: with few of an account's threads among those it sampled, that is by reading them all.
 */
const byKey = (accountId: string, places: RawBuilder<unknown>) => sql`
  ${places}
  cross join lateral (select * from thread where account_id = ${accountId} and id = place.id offset 0) t
  cross join lateral (select * from contact where account_id = ${accountId} and id = t.contact_id offset 0) c`

const placesOf = (threadIds: readonly string[]) => sql`unnest(${threadIds}::bigint[]) as place (id)`

export type ListQuery = {
  accountId: string
  userId: string
  inboxIds: readonly string[]
  view: View
  limit: number
  /** `next` of the page before */
  after: string | null
}

/**
 * A page of a view, newest first, as the JSON text of its rows (`MyThreadRow[]`): it goes to the client as PostgreSQL
 * wrote it, since to read and write fifty rows again takes longer than all the rest of the request.
 *
 * One index scan per inbox, each at most a page long, merged; a thread that two of them show stands once. The place is
 * (time, id), never an offset, so a page costs the same anywhere in the list.
 */
export async function listThreads(db: Db, query: ListQuery): Promise<{ results: string; next: string | null }> {
  const after = query.after === null ? null : readPlace(query.after)
  const order = sql`order by place.latest_message_at desc, place.id desc`
  const { rows } = await sql<{ results: string; nextAt: string | null; nextId: string | null }>`
    with place as materialized (
      select ti.thread_id as id, ti.latest_message_at
      from unnest(${query.inboxIds}::bigint[]) as i (id)
      cross join lateral (
        select thread_id, latest_message_at from thread_inbox
        where account_id = ${query.accountId} and inbox_id = i.id and ${inView(query)}
          ${after ? sql`and (latest_message_at, thread_id) < (${after.at}::timestamptz, ${after.id}::bigint)` : sql``}
        order by latest_message_at desc, thread_id desc
        limit ${query.limit + 1}
      ) ti
      group by ti.thread_id, ti.latest_message_at
      order by ti.latest_message_at desc, ti.thread_id desc
      limit ${query.limit + 1}
    ), last as (
      select latest_message_at::text as at, id from place ${order} limit 1 offset ${query.limit - 1}
    )
    select ${jsonOf(sql`
      select ${rowColumns}, ${mineColumns(query.accountId, query.userId)}
      from ${byKey(query.accountId, sql`(select * from place ${order} limit ${query.limit}) place`)}
      ${order}`)}::text as results,
      last.at as "nextAt", last.id as "nextId"
    from (select) one left join last on (select count(*) from place) > ${query.limit}`.execute(db)
  const { results = '[]', nextAt = null, nextId = null } = rows[0] ?? {}
  return { results, next: nextAt !== null && nextId !== null ? writePlace(nextAt, nextId) : null }
}

function inView({ view, userId }: ListQuery): RawBuilder<unknown> {
  switch (view) {
    case 'open':
      return sql`status = 'open'`
    case 'mine':
      return sql`status = 'open' and assignee_user_id = ${userId}`
    case 'unassigned':
      return sql`status = 'open' and assignee_user_id is null`
    case 'closed':
      return sql`status = 'closed'`
  }
}

/** Rows of these threads as they are now, without what is each person's own. Threads in the trash are left out. */
export async function getThreadRows(db: Db, accountId: string, threadIds: readonly string[]): Promise<ThreadRow[]> {
  return selectJson<ThreadRow>(
    db,
    sql`
    select ${rowColumns}
    from ${byKey(accountId, placesOf(threadIds))}
    where t.archived_at is null and t.joined_into_id is null and not t.is_spam`,
  )
}

export async function findMyThreadRow(
  db: Db,
  accountId: string,
  userId: string,
  threadId: string,
): Promise<MyThreadRow | null> {
  const rows = await selectJson<MyThreadRow>(
    db,
    sql`
    select ${rowColumns}, ${mineColumns(accountId, userId)}
    from ${byKey(accountId, placesOf([threadId]))}`,
  )
  return rows[0] ?? null
}

/** What each of these people has read of these threads; of what is missing: nothing (0). */
export async function listReadSeqs(
  db: Db,
  accountId: string,
  userIds: readonly string[],
  threadIds: readonly string[],
) {
  const { rows } = await sql<{ userId: string; threadId: string; readSeq: number }>`
    with asked as (
      select t.id, t.latest_message_at, t.received_seq from ${byKey(accountId, placesOf(threadIds))}
    )
    select r.user_id as "userId", t.id as "threadId", r.seq as "readSeq"
    from asked t
    cross join lateral (
      select user_id, seq from thread_read
      where account_id = ${accountId} and thread_id = t.id and user_id = any(${userIds}::bigint[]) offset 0
    ) r
    union all
    select u.id, t.id, t.received_seq
    from asked t
    join "user" u on u.account_id = ${accountId} and u.id = any(${userIds}::bigint[]) and u.created_at > t.latest_message_at
    where not exists (
      select from thread_read r where r.account_id = ${accountId} and r.user_id = u.id and r.thread_id = t.id
    )`.execute(db)
  return rows
}

export const writePlace = (at: string, id: string) => Buffer.from(`${at}|${id}`).toString('base64url')

export function readPlace(after: string): { at: string; id: string } {
  const match = /^([12]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00)\|(\d{1,18})$/.exec(
    Buffer.from(after, 'base64url').toString(),
  )
  if (!match?.[1] || !match[2] || Number.isNaN(Date.parse(match[1])))
    throw invalid('after', 'takes the paging.next.after of an earlier page')
  return { at: match[1], id: match[2] }
}
