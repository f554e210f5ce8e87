import { sql } from 'kysely'
import { isOpenChannel } from '../inbox/channel-account-store.ts'
import type { Database, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { DueDelivery } from './delivery-store.ts'

type Change = { recipientId: string; messageId: string; threadId: string }

/**
 * Holds what waits to leave from these channels: it is not failed, and goes when they are open again (S51). For who
 * closes them, in the same transaction. What a process has in hand but has not begun it will not be allowed to send.
 */
export async function holdDeliveries(tx: Tx, accountId: string, channelAccountIds: readonly string[]): Promise<void> {
  const { rows } = await sql<Change>`
    update recipient r set state = 'held', leased_by = null, due_at = null
    from message m
    where r.account_id = ${accountId} and r.state = 'queued' and m.account_id = r.account_id and m.id = r.message_id
      and m.channel_account_id = any(${channelAccountIds}::bigint[])
    returning r.id as "recipientId", m.id as "messageId", m.thread_id as "threadId"`.execute(tx)
  await tell(tx, accountId, rows, 'held')
}

/** Queues anew what was held of these channels, where they are open now. */
export async function releaseDeliveries(
  tx: Tx,
  accountId: string,
  channelAccountIds: readonly string[],
): Promise<void> {
  const { rows } = await sql<Change>`
    update recipient r set state = 'queued', due_at = now(), first_due_at = now(), attempts = 0, leased_by = null
    from message m
    join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
    join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
    where r.account_id = ${accountId} and r.state = 'held' and m.account_id = r.account_id and m.id = r.message_id
      and c.id = any(${channelAccountIds}::bigint[]) and ${isOpenChannel}
    returning r.id as "recipientId", m.id as "messageId", m.thread_id as "threadId"`.execute(tx)
  await tell(tx, accountId, rows, 'queued')
}

/**
 * Holds one that was about to leave when its channel turned out to be closed: it was written while somebody switched the
 * channel off. Where it has been opened again by now it is only given back.
 */
export async function holdDelivery(database: Database, delivery: DueDelivery): Promise<void> {
  await database.transaction(async (tx) => {
    const { accountId } = delivery
    // Locked as in `markSending`: who opens the channel releases afterwards, or was there before.
    const { rows: gate } = await sql<{ isOpen: boolean }>`
      select ${isOpenChannel} as "isOpen"
      from message m
      join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
      join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
      where m.account_id = ${accountId} and m.id = ${delivery.messageId}
      for share of c, i`.execute(tx)
    const isOpen = gate[0]?.isOpen ?? false
    const { rows } = await sql<Change>`
      update recipient r set leased_by = null, state = ${isOpen ? 'queued' : 'held'},
        due_at = case when ${isOpen}::boolean then r.due_at end
      from message m
      where r.account_id = ${accountId} and r.id = ${delivery.id} and r.state = 'queued'
        and r.leased_by = ${delivery.leasedBy} and m.account_id = r.account_id and m.id = r.message_id
      returning r.id as "recipientId", m.id as "messageId", m.thread_id as "threadId"`.execute(tx)
    if (!isOpen) await tell(tx, accountId, rows, 'held')
  })
}

/** Raises the seq of each conversation once, and says of each recipient how it stands. */
async function tell(tx: Tx, accountId: string, changes: readonly Change[], state: 'held' | 'queued'): Promise<void> {
  if (changes.length === 0) return
  const threadIds = [...new Set(changes.map((change) => change.threadId))]
  const messageIds = [...new Set(changes.map((change) => change.messageId))]
  // In the order of their ids, as who receives a batch locks them.
  await sql`
    select from thread where account_id = ${accountId} and id = any(${threadIds}::bigint[]) order by id for update`.execute(
    tx,
  )
  await sql`
    with changed as (
      update thread set seq = seq + 1 where account_id = ${accountId} and id = any(${threadIds}::bigint[])
      returning account_id, id, seq
    )
    update message m set seq = c.seq from changed c
    where m.account_id = c.account_id and m.thread_id = c.id and m.id = any(${messageIds}::uuid[])`.execute(tx)
  await appendEvents(
    tx,
    changes.map(({ recipientId, messageId, threadId }) => ({
      accountId,
      type: 'message.delivery_changed' as const,
      threadId,
      messageId,
      payload: { recipientId, state },
    })),
  )
}
