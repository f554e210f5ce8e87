import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import { actorOf, type Colleague, listUsers } from '../account/user-store.ts'
import { canInAny } from '../inbox/access.ts'
import type { Asker } from '../inbox/asker.ts'
import { getInboxes } from '../inbox/inbox-store.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { lockThread, recordChange, type Thread, userIdOf } from './thread-store.ts'

/**
 * Gives a conversation to somebody who may act in its inbox, or to nobody (null).
 * @throws {Problem} `notFound`, `viewOnly`, and `invalid` for somebody who may not act in it
 */
export async function assignThread(
  database: Database,
  asker: Asker,
  threadId: string,
  assigneeId: string | null,
): Promise<Thread> {
  return database.transaction(async (tx) => {
    const thread = await lockThread(tx, asker, threadId)
    if (assigneeId !== null) await requireAssignable(tx, thread, assigneeId)
    return setAssignee(tx, thread, assigneeId, userIdOf(asker))
  })
}

/**
 * Writes the assignee of a locked thread, its timeline line (`assignmentId`) and its event; nothing when it is so already.
 * `because`: what the line tells beside it, where no person did it.
 */
export async function setAssignee(
  tx: Tx,
  thread: Thread,
  assigneeId: string | null,
  byUserId: string | null,
  because: Record<string, unknown> = {},
): Promise<Thread & { assignmentId?: string }> {
  if (thread.assigneeId === assigneeId) return thread
  const { seq, itemId } = await recordChange(tx, thread, {
    kind: 'assignment',
    userId: byUserId,
    details: { from: thread.assigneeId, to: assigneeId, ...because },
    event: 'thread.assigned',
    payload: { from: thread.assigneeId, to: assigneeId },
    set: sql`assignee_user_id = ${assigneeId}`,
  })
  return { ...thread, assigneeId, seq, assignmentId: itemId }
}

/** Active users who may act in one of these inboxes: those a conversation that they show can be given to. */
export async function listAssignable(
  db: Db | Tx,
  accountId: string,
  inboxIds: readonly string[],
): Promise<Colleague[]> {
  const [users, inboxes] = await Promise.all([listUsers(db, accountId), getInboxes(db, accountId, inboxIds)])
  return users.filter((user) => {
    return user.isActive && canInAny(actorOf(accountId, user), 'act', inboxes).isAllowed
  })
}

async function requireAssignable(tx: Tx, thread: Thread, userId: string): Promise<void> {
  const assignable = await listAssignable(tx, thread.accountId, thread.inboxIds)
  if (assignable.some((user) => user.id === userId)) return
  const message = 'actorId: takes an active user who may act in the inbox of this conversation'
  throw new Problem('invalid', { message, field: 'actorId' }, [{ message, in: 'actorId', code: 'INVALID_OPTION' }])
}
