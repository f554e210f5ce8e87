import { type RawBuilder, sql } from 'kysely'
import type { AuditSource } from '../account/audit.ts'
import type { Tx } from '../platform/database.ts'
import { eventRows } from '../platform/events.ts'
import { insertTogether } from '../platform/insert-rows.ts'
import { newUuid } from '../platform/uuid.ts'
import { changeLines } from './thread-store.ts'

/**
 * Takes the open conversations from somebody who leaves, so that they are found under *Unassigned* and not forgotten,
 * each with its line and its event; in the transaction in which he leaves. Closed ones stay theirs: there they are looked for.
 */
export async function releaseThreads(
  tx: Tx,
  { accountId, userId, source }: { accountId: string; userId: string; source: AuditSource },
): Promise<void> {
  const byUserId = source.actor?.kind === 'user' ? source.actor.userId : null
  await release(tx, accountId, byUserId, sql`t.assignee_user_id = ${userId} and t.status = 'open'`)
}

/** Likewise for conversations that have just been reopened, of those whose assignee has left meanwhile: answers their ids. */
export function releaseReopened(tx: Tx, accountId: string, threadIds: readonly string[]): Promise<string[]> {
  const hasLeft = sql`exists (select from "user" u
    where u.account_id = t.account_id and u.id = t.assignee_user_id and not u.is_active)`
  return release(tx, accountId, null, sql`t.id = any(${threadIds}::bigint[]) and ${hasLeft}`)
}

async function release(
  tx: Tx,
  accountId: string,
  byUserId: string | null,
  which: RawBuilder<unknown>,
): Promise<string[]> {
  // In the order of their ids, as a batch of arrivals locks them.
  const { rows: threads } = await sql<{ id: string; seq: number; assigneeId: string }>`
    select t.id, t.seq, t.assignee_user_id as "assigneeId" from thread t
    where t.account_id = ${accountId} and t.joined_into_id is null and ${which}
    order by t.id for update of t`.execute(tx)
  const ids = threads.map(({ id }) => id)
  if (ids.length === 0) return []
  await sql`update thread set assignee_user_id = null, seq = seq + 1
    where account_id = ${accountId} and id = any(${ids}::bigint[])`.execute(tx)
  const lines = threads.map(({ id, seq, assigneeId }) => ({
    messageId: newUuid(),
    threadId: id,
    seq: seq + 1,
    change: { from: assigneeId, to: null },
  }))
  await insertTogether(tx, [
    changeLines(
      accountId,
      lines.map(({ messageId, threadId, seq, change }) => ({
        id: messageId,
        threadId,
        kind: 'assignment' as const,
        userId: byUserId,
        seq,
        details: change,
      })),
    ),
    eventRows(
      tx,
      lines.map(({ messageId, threadId, change }) => ({
        accountId,
        type: 'thread.assigned' as const,
        threadId,
        messageId,
        userId: byUserId,
        payload: change,
      })),
    ),
  ])
  return ids
}
