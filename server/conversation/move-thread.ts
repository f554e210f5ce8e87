import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { requireAllowed } from '../inbox/access.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import { type ChannelAccount, listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { Database, Tx } from '../platform/database.ts'
import { listAssignable, setAssignee } from './assign-thread.ts'
import { sendingRefusal } from './sending-channel.ts'
import { lockThread, recordChange, type Thread, userIdOf } from './thread-store.ts'

/**
 * Moves a conversation to another inbox (W6): from one where the asker may act to one where he may.
 * @throws {Problem} `notFound`, `viewOnly`
 */
export async function moveThread(
  database: Database,
  asker: Asker & { actor: UserActor },
  threadId: string,
  inboxId: string,
): Promise<Thread> {
  return database.transaction(async (tx) => {
    // Before the conversation, as who moves a channel or archives an inbox locks them.
    const isInUse = await lockInbox(tx, asker.actor.accountId, inboxId)
    const thread = await lockThread(tx, asker, threadId)
    if (!isInUse || !visibleInboxIds(asker).includes(inboxId)) throw new Problem('notFound')
    requireAllowed(verdictOn(asker, 'act', [inboxId]))
    // Of several inboxes that show it, it leaves the first that is the asker's to act in: the others belong to others.
    const from = thread.inboxIds.find((id) => verdictOn(asker, 'act', [id]).isAllowed)
    return from === undefined ? thread : setInbox(tx, thread, { from, to: inboxId }, userIdOf(asker))
  })
}

/**
 * Puts one inbox of a locked thread in another's place, with its timeline line and its event; nothing where it is so
 * already. Where the home changes, answers leave from the new inbox's address, if it has one that sends; those to the
 * old address go on reaching this thread. An assignee who may not act in the inboxes that show it then is unassigned.
 */
export async function setInbox(
  tx: Tx,
  thread: Thread,
  { from, to }: { from: string; to: string },
  byUserId: string | null,
): Promise<Thread> {
  if (from === to) return thread
  const inboxIds = [...new Set(thread.inboxIds.map((id) => (id === from ? to : id)))]
  const inboxId = inboxIds[0] ?? to
  const channels = inboxId === thread.inboxId ? [] : await listChannelAccounts(tx, thread.accountId)
  const channelAccountId = sendingChannelIn(channels, inboxId, thread)?.id ?? thread.channelAccountId
  const { seq } = await recordChange(tx, thread, {
    kind: 'moved',
    userId: byUserId,
    details: { from, to },
    event: 'thread.moved',
    // Who saw it in these and sees it in none any more is told that it is gone.
    payload: { from, to, fromInboxIds: thread.inboxIds },
    set: sql`inbox_id = ${inboxId}, inbox_ids = ${inboxIds}::bigint[], channel_account_id = ${channelAccountId}`,
  })
  const moved = { ...thread, inboxId, inboxIds, channelAccountId, seq }
  if (moved.assigneeId === null) return moved
  const assignable = await listAssignable(tx, thread.accountId, inboxIds)
  return assignable.some((user) => user.id === moved.assigneeId) ? moved : setAssignee(tx, moved, null, byUserId)
}

/** Whether the inbox is in use, and it stays so until the transaction ends. */
async function lockInbox(tx: Tx, accountId: string, inboxId: string): Promise<boolean> {
  const { rows } = await sql`
    select from inbox where account_id = ${accountId} and id = ${inboxId} and archived_at is null for share`.execute(tx)
  return rows.length > 0
}

/** The address of an inbox that a conversation of this kind is answered from. */
function sendingChannelIn(channels: readonly ChannelAccount[], inboxId: string, { channelId }: Thread) {
  return channels.find((one) => one.inboxId === inboxId && one.channelId === channelId && sendingRefusal(one) === null)
}
