import { Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { type Colleague, listUsers } from '../account/user-store.ts'
import { canInAny } from '../inbox/access.ts'
import type { Asker } from '../inbox/asker.ts'
import { getInboxes } from '../inbox/inbox-store.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { addItem, lockThread, type Thread, userIdOf } from './thread-store.ts'

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

/** Writes the assignee of a locked thread, its timeline line and its event; nothing when it is so already. */
export async function setAssignee(
  tx: Tx,
  thread: Thread,
  assigneeId: string | null,
  byUserId: string | null,
): Promise<Thread> {
  if (thread.assigneeId === assigneeId) return thread
  const seq = thread.seq + 1
  await tx
    .updateTable('thread')
    .set({ assignee_user_id: assigneeId, seq })
    .where('account_id', '=', thread.accountId)
    .where('id', '=', thread.id)
    .execute()
  const change = { from: thread.assigneeId, to: assigneeId }
  const messageId = await addItem(tx, {
    accountId: thread.accountId,
    threadId: thread.id,
    kind: 'assignment',
    seq,
    userId: byUserId,
    details: change,
  })
  await appendEvents(tx, [
    {
      accountId: thread.accountId,
      type: 'thread.assigned',
      threadId: thread.id,
      messageId,
      userId: byUserId,
      payload: change,
    },
  ])
  return { ...thread, assigneeId, seq }
}

/** Active users who may act in one of these inboxes: those a conversation that they show can be given to. */
export async function listAssignable(
  db: Db | Tx,
  accountId: string,
  inboxIds: readonly string[],
): Promise<Colleague[]> {
  const [users, inboxes] = await Promise.all([listUsers(db, accountId), getInboxes(db, accountId, inboxIds)])
  return users.filter((user) => {
    const actor: UserActor = { kind: 'user', accountId, userId: user.id, ...user, teamIds: new Set(user.teamIds) }
    return user.isActive && canInAny(actor, 'act', inboxes).isAllowed
  })
}

async function requireAssignable(tx: Tx, thread: Thread, userId: string): Promise<void> {
  const assignable = await listAssignable(tx, thread.accountId, thread.inboxIds)
  if (assignable.some((user) => user.id === userId)) return
  const message = 'actorId: takes an active user who may act in the inbox of this conversation'
  throw new Problem('invalid', { message, field: 'actorId' }, [{ message, in: 'actorId', code: 'INVALID_OPTION' }])
}
