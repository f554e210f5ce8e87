import { sql } from 'kysely'
import { invalid, Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { listUsers } from '../account/user-store.ts'
import { can, requireAllowed } from '../inbox/access.ts'
import { lockChannel } from '../inbox/channel-settings.ts'
import { lockInbox } from '../inbox/inbox-settings.ts'
import type { Inbox } from '../inbox/inbox-store.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { releaseDeliveries } from './held-deliveries.ts'

export type ChannelMove = {
  inboxId: string
  /** Whether its open conversations go with it; what is closed stays where it was dealt with. */
  openThreads: 'move' | 'stay'
}

/**
 * Connects a channel to another inbox: what comes in from now on lands there. Setting up asks for no place in the
 * inboxes; taking conversations along does (the table of rights: move).
 * @throws {Problem} `notFound`, `viewOnly`, `invalid`
 */
export async function moveChannel(
  tx: Tx,
  actor: UserActor,
  source: AuditSource,
  id: string,
  move: ChannelMove,
): Promise<void> {
  const { accountId } = actor
  const channel = await lockChannel(tx, accountId, id)
  const [from, target] = await lockBoth(tx, accountId, channel.inboxId, move.inboxId)
  const rights = move.openThreads === 'move' ? (['configure', 'act'] as const) : (['configure'] as const)
  for (const right of rights) for (const inbox of [from, target]) requireAllowed(can(actor, right, inbox))
  if (target.isArchived) throw invalid('inboxId', 'takes an inbox that is in use, not an archived one')
  if (from.id === target.id) return
  await tx
    .updateTable('channel_account')
    .set({ inbox_id: target.id })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
  const moved = move.openThreads === 'move' ? await moveOpenThreads(tx, actor, { channelId: id, from, target }) : 0
  // Its old inbox may have been archived.
  await releaseDeliveries(tx, accountId, [id])
  await appendEvents(
    tx,
    [from, target].map((inbox) => ({ accountId, type: 'inbox.changed' as const, inboxId: inbox.id })),
  )
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.moved',
    subject: { type: 'channel', id },
    before: { inboxId: from.id },
    after: { inboxId: target.id, openThreads: move.openThreads, moved },
  })
}

/** In the order of their ids: two moves in opposite directions do not wait for each other in a circle. */
async function lockBoth(tx: Tx, accountId: string, fromId: string, targetId: string): Promise<[Inbox, Inbox]> {
  const locked = new Map<string, Inbox>()
  for (const id of [fromId, targetId].sort((a, b) => Number(a) - Number(b)))
    locked.set(id, await lockInbox(tx, accountId, id))
  const [from, target] = [locked.get(fromId), locked.get(targetId)]
  if (!from || !target) throw new Problem('notFound')
  return [from, target]
}

type ThreadMove = { channelId: string; from: Inbox; target: Inbox }

/** Answers how many. Who may not act in the new inbox does not stay responsible for what is in it. */
async function moveOpenThreads(tx: Tx, actor: UserActor, { channelId, from, target }: ThreadMove): Promise<number> {
  const { accountId } = actor
  const mayAct = (await listUsers(tx, accountId))
    .filter(({ id, teamIds, ...user }) => {
      const colleague = { kind: 'user' as const, accountId, userId: id, ...user, teamIds: new Set(teamIds) }
      return user.isActive && can(colleague, 'act', target).isAllowed
    })
    .map((user) => user.id)
  // In the order of their ids, as who receives a batch locks them.
  const { rows: threads } = await sql<{ id: string; inboxIds: string[] }>`
    select t.id, t.inbox_ids as "inboxIds" from thread t
    where t.account_id = ${accountId} and t.channel_account_id = ${channelId} and t.inbox_id = ${from.id}
      and t.status = 'open' and t.archived_at is null and t.joined_into_id is null
      and t.id in (select thread_id from thread_inbox
        where account_id = ${accountId} and inbox_id = ${from.id} and status = 'open')
    order by t.id for update of t`.execute(tx)
  if (threads.length === 0) return 0
  const ids = threads.map((thread) => thread.id)
  await sql`
    update thread set seq = seq + 1, inbox_id = ${target.id},
      inbox_ids = ${target.id}::bigint || array_remove(array_remove(inbox_ids, ${from.id}::bigint), ${target.id}::bigint),
      assignee_user_id = case when assignee_user_id = any(${mayAct}::bigint[]) then assignee_user_id end
    where account_id = ${accountId} and id = any(${ids}::bigint[])`.execute(tx)
  await appendEvents(
    tx,
    threads.map(({ id: threadId, inboxIds }) => ({
      accountId,
      type: 'thread.moved' as const,
      threadId,
      userId: actor.userId,
      // Who saw it in these and sees it in none any more is told that it is gone.
      payload: { from: from.id, to: target.id, fromInboxIds: inboxIds },
    })),
  )
  return ids.length
}
