import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { type EventType, eventRows } from '../platform/events.ts'
import { insertTogether } from '../platform/insert-rows.ts'
import { newUuid } from '../platform/uuid.ts'

/**
 * Takes the open conversations from somebody who leaves, so that they are found under *Unassigned* and not forgotten,
 * each with its line and its event. Closed ones stay his: there they are looked for.
 */
export async function releaseThreads(
  tx: Tx,
  { accountId, userId, byUserId }: { accountId: string; userId: string; byUserId: string | null },
): Promise<void> {
  // In the order of their ids, as a batch of arrivals locks them.
  const { rows: threads } = await sql<{ id: string; seq: number }>`
    select id, seq from thread
    where account_id = ${accountId} and assignee_user_id = ${userId} and status = 'open' and joined_into_id is null
    order by id for update`.execute(tx)
  if (threads.length === 0) return
  await sql`update thread set assignee_user_id = null, seq = seq + 1
    where account_id = ${accountId} and id = any(${threads.map(({ id }) => id)}::bigint[])`.execute(tx)
  const change = { from: userId, to: null }
  const lines = threads.map(({ id, seq }) => ({ messageId: newUuid(), threadId: id, seq: seq + 1 }))
  await insertTogether(tx, [
    {
      table: 'message',
      columns: {
        account_id: 'bigint',
        id: 'uuid',
        thread_id: 'bigint',
        kind: 'text',
        author_user_id: 'bigint',
        seq: 'integer',
        details: 'jsonb',
      },
      rows: lines.map(({ messageId, threadId, seq }) => ({
        account_id: accountId,
        id: messageId,
        thread_id: threadId,
        kind: 'assignment',
        author_user_id: byUserId,
        seq,
        details: change,
      })),
    },
    eventRows(
      tx,
      lines.map(({ messageId, threadId }) => ({
        accountId,
        type: 'thread.assigned' satisfies EventType,
        threadId,
        messageId,
        userId: byUserId,
        payload: change,
      })),
    ),
  ])
}
