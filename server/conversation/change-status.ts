import { sql } from 'kysely'
import type { Asker } from '../inbox/asker.ts'
import type { Database, Tx } from '../platform/database.ts'
import { lockThread, recordChange, type Thread, userIdOf } from './thread-store.ts'

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
export async function setStatus<Changed extends Pick<Thread, 'accountId' | 'id' | 'status' | 'seq'>>(
  tx: Tx,
  thread: Changed,
  status: 'open' | 'closed',
  byUserId: string | null,
  reason: 'message' | 'failure' | null = null,
): Promise<Changed> {
  if (thread.status === status) return thread
  // Closing answers it; what comes after waits anew.
  const times = status === 'closed' ? sql`closed_at = now(), waiting_since = null` : sql`closed_at = null`
  const { seq } = await recordChange(tx, thread, {
    kind: 'status',
    userId: byUserId,
    details: reason ? { to: status, reason } : { to: status },
    event: 'thread.status_changed',
    set: sql`status = ${status}, ${times}`,
  })
  return { ...thread, status, seq }
}
