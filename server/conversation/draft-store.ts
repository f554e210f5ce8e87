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
