import { sql } from 'kysely'
import type { Asker } from '../inbox/asker.ts'
import type { Database, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { addItem, lockThread, type Thread, userIdOf } from './thread-store.ts'

/** Closes or reopens a conversation. @throws {Problem} `notFound`, `viewOnly` */
export async function changeStatus(
  database: Database,
  asker: Asker,
  threadId: string,
  status: 'open' | 'closed',
): Promise<Thread> {
  return database.transaction(async (tx) =>
    setStatus(tx, await lockThread(tx, asker, threadId), status, userIdOf(asker)),
  )
}

/** Writes the status of a locked thread with its timeline line and event. `reason` tells why where no person did it. */
export async function setStatus(
  tx: Tx,
  thread: Thread,
  status: 'open' | 'closed',
  byUserId: string | null,
  reason: 'message' | 'failure' | null = null,
): Promise<Thread> {
  if (thread.status === status) return thread
  const seq = thread.seq + 1
  await tx
    .updateTable('thread')
    .set({
      status,
      seq,
      closed_at: status === 'closed' ? sql`now()` : null,
      // Closing answers it; what comes after waits anew.
      ...(status === 'closed' ? { waiting_since: null } : {}),
    })
    .where('account_id', '=', thread.accountId)
    .where('id', '=', thread.id)
    .execute()
  const change: Record<string, string> = reason ? { to: status, reason } : { to: status }
  const messageId = await addItem(tx, {
    accountId: thread.accountId,
    threadId: thread.id,
    kind: 'status',
    seq,
    userId: byUserId,
    details: change,
  })
  await appendEvents(tx, [
    {
      accountId: thread.accountId,
      type: 'thread.status_changed',
      threadId: thread.id,
      messageId,
      userId: byUserId,
      payload: change,
    },
  ])
  return { ...thread, status, seq }
}
