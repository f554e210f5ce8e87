import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { DraftContent as DraftContentSchema, Draft as DraftSchema } from '../../shared/api/thread.ts'
import type { UserActor } from '../account/actor.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { storableJson } from '../platform/insert-rows.ts'

export type Draft = Static<typeof DraftSchema>
export type DraftContent = Static<typeof DraftContentSchema>
export type DraftKind = 'reply' | 'comment'
/** What a row of the list says of the drafts of the person who reads it. */
export type DraftOfRow = { hasDraft: boolean; draftSnippet: string }

/** A person's own drafts of a thread: a reply and a comment are two. */
export async function listDrafts(db: Db, actor: UserActor, threadId: string): Promise<Draft[]> {
  const rows = await db
    .selectFrom('draft')
    .select(['kind', 'content', 'updated_at'])
    .where('account_id', '=', actor.accountId)
    .where('user_id', '=', actor.userId)
    .where('thread_id', '=', threadId)
    .execute()
  return rows.map((row) => ({
    threadId,
    kind: row.kind as DraftKind,
    content: row.content as unknown as DraftContent,
    updatedAt: row.updated_at.toISOString(),
  }))
}

/**
 * How a draft `d` begins, as `snippetOf` would say it: its words, else the names of its files. In SQL, because pages of
 * the list go out as PostgreSQL writes them, and the stream's patches have to say the same.
 */
const snippet = sql<string>`(
  select case when length(s.line) <= 160 then s.line else rtrim(left(s.line, 160)) || '…' end
  from (select btrim(regexp_replace(left(coalesce(
    nullif(btrim(d.content ->> 'text'), ''),
    (select string_agg(file ->> 'name', ', ') from jsonb_array_elements(d.content -> 'attachments') file),
    ''
  ), 640), '\\s+', ' ', 'g')) as line) s
)`
const newestFirst = sql`d.updated_at desc, d.kind desc`

/**
 * Whether a person has a draft in the thread `t` of a row, and how the newest begins. Where he has any is asked once for
 * the whole page: most rows have none.
 */
export const draftColumns = (accountId: string, userId: string) => {
  const hasDraft = sql`t.id = any(array(select d.thread_id from draft d where d.account_id = ${accountId} and d.user_id = ${userId}))`
  return sql`${hasDraft} as "hasDraft", case when ${hasDraft} then (
      select ${snippet} from draft d where d.account_id = t.account_id and d.user_id = ${userId} and d.thread_id = t.id
      order by ${newestFirst} limit 1
    ) else '' end as "draftSnippet"`
}

/** The drafts of these people in these threads; of each thread the newest first. */
export async function listDraftsOf(
  db: Db,
  accountId: string,
  userIds: readonly string[],
  threadIds: readonly string[],
): Promise<{ userId: string; threadId: string; kind: DraftKind; updatedAt: Date; snippet: string }[]> {
  const { rows } = await sql<{ userId: string; threadId: string; kind: DraftKind; updatedAt: Date; snippet: string }>`
    select d.user_id as "userId", d.thread_id as "threadId", d.kind, d.updated_at as "updatedAt", ${snippet} as snippet
    from draft d
    where d.account_id = ${accountId} and d.user_id = any(${userIds}::bigint[]) and d.thread_id = any(${threadIds}::bigint[])
    order by ${newestFirst}`.execute(db)
  return rows
}

export function saveDraft(
  database: Database,
  actor: UserActor,
  threadId: string,
  kind: DraftKind,
  content: DraftContent,
): Promise<Draft> {
  return database.transaction((tx) => putDraft(tx, actor, threadId, kind, content))
}

/** The same within a transaction of somebody else's. */
export async function putDraft(
  tx: Tx,
  actor: UserActor,
  threadId: string,
  kind: DraftKind,
  content: DraftContent,
): Promise<Draft> {
  const { updated_at } = await tx
    .insertInto('draft')
    .values({
      account_id: actor.accountId,
      user_id: actor.userId,
      thread_id: threadId,
      kind,
      content: storableJson(content),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'user_id', 'thread_id', 'kind'])
        .doUpdateSet({ content: (eb) => eb.ref('excluded.content'), updated_at: sql`now()` }),
    )
    .returning('updated_at')
    .executeTakeFirstOrThrow()
  await appendEvents(tx, [draftChanged(actor, threadId, kind)])
  return { threadId, kind, content, updatedAt: updated_at.toISOString() }
}

/** Removes a draft; with `idempotencyKey` only the one that was born with it, so that a newer draft stays. */
export async function removeDraft(
  tx: Tx,
  actor: UserActor,
  threadId: string,
  kind: DraftKind,
  idempotencyKey?: string,
): Promise<void> {
  let query = tx
    .deleteFrom('draft')
    .where('account_id', '=', actor.accountId)
    .where('user_id', '=', actor.userId)
    .where('thread_id', '=', threadId)
    .where('kind', '=', kind)
  if (idempotencyKey !== undefined) query = query.where(sql`content ->> 'idempotencyKey'`, '=', idempotencyKey)
  const [result] = await query.execute()
  if (result?.numDeletedRows) await appendEvents(tx, [draftChanged(actor, threadId, kind)])
}

const draftChanged = (actor: UserActor, threadId: string, kind: DraftKind) => ({
  accountId: actor.accountId,
  type: 'draft.changed' as const,
  userId: actor.userId,
  threadId,
  payload: { kind },
})
