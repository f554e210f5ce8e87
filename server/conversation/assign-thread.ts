import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import { actorOf, listUsers } from '../account/user-store.ts'
import { can } from '../inbox/access.ts'
import type { Asker } from '../inbox/asker.ts'
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
    if (assigneeId !== null) await requireAssignable(tx, asker, thread, assigneeId)
    return setAssignee(tx, thread, assigneeId, userIdOf(asker))
  })
}

/** Writes the assignee of a locked thread, its timeline line (`assignmentId`) and its event; nothing when it is so already. */
export async function setAssignee(
  tx: Tx,
  thread: Thread,
  assigneeId: string | null,
  byUserId: string | null,
): Promise<Thread & { assignmentId?: string }> {
  if (thread.assigneeId === assigneeId) return thread
  const { seq, itemId } = await recordChange(tx, thread, {
    kind: 'assignment',
    userId: byUserId,
    details: { from: thread.assigneeId, to: assigneeId },
    event: 'thread.assigned',
    set: sql`assignee_user_id = ${assigneeId}`,
  })
  return { ...thread, assigneeId, seq, assignmentId: itemId }
}

/** Active users who may act in an inbox: those a conversation of it can be given to. */
export async function listAssignable(db: Db | Tx, asker: Asker, inboxIds: readonly string[]) {
  const users = await listUsers(db, asker.actor.accountId)
  return users.filter((user) => {
    const actor = actorOf(asker.actor.accountId, user)
    return (
      user.isActive &&
      inboxIds.some((id) => {
        const inbox = asker.inboxes.get(id)
        return inbox !== undefined && can(actor, 'act', inbox).isAllowed
      })
    )
  })
}

async function requireAssignable(tx: Tx, asker: Asker, thread: Thread, userId: string): Promise<void> {
  const assignable = await listAssignable(tx, asker, thread.inboxIds)
  if (assignable.some((user) => user.id === userId)) return
  const message = 'actorId: takes an active user who may act in the inbox of this conversation'
  throw new Problem('invalid', { message, field: 'actorId' }, [{ message, in: 'actorId', code: 'INVALID_OPTION' }])
}
