import { sql } from 'kysely'
import { isOpenChannel } from '../inbox/channel-account-store.ts'
import type { Database, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { DueDelivery } from './delivery-store.ts'

type Change = { recipientId: string; messageId: string; threadId: string }

/**
 * Holds what waits to leave from these channels: it is not failed, and goes when they are open again (S51). For who
 * closes them, in the same transaction. What slips through (a reply that is written at this moment, an attempt that is
 * just ending) finds the channel closed when it is due, and is held then.
 */
export async function holdDeliveries(tx: Tx, accountId: string, channelAccountIds: readonly string[]): Promise<void> {
  const waiting = await takeWaiting(tx, accountId, channelAccountIds, ['queued'])
  await sql`
    update recipient set state = 'held', leased_by = null, due_at = null
    where account_id = ${accountId} and id = any(${waiting.map((one) => one.recipientId)}::bigint[])`.execute(tx)
  await tell(tx, accountId, waiting, 'held')
}

/** Queues anew what was held of these channels, where they are open now. */
export async function releaseDeliveries(
  tx: Tx,
  accountId: string,
  channelAccountIds: readonly string[],
): Promise<void> {
  await lockThreadsOf(tx, accountId, channelAccountIds, ['held'])
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
 * Holds one that was about to leave when its channel turned out to be closed. Where that has been opened again by now it
 * is only given back.
 */
export async function holdDelivery(database: Database, delivery: DueDelivery): Promise<void> {
  await database.transaction(async (tx) => {
    const { accountId } = delivery
    // Locked as in `markSending`: who opens the channel releases afterwards, or was there before.
    const { rows: gate } = await sql<{ isOpen: boolean; threadId: string }>`
      select ${isOpenChannel} as "isOpen", m.thread_id as "threadId"
      from message m
      join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
      join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
      where m.account_id = ${accountId} and m.id = ${delivery.messageId}
      for share of c, i`.execute(tx)
    const isOpen = gate[0]?.isOpen ?? false
    await lockThreads(
      tx,
      accountId,
      gate.map((one) => one.threadId),
    )
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

type Waiting = 'queued' | 'held'

/**
 * What waits of these channels, locked; their conversations are locked first, as everything else locks them. Who writes
 * the end of an attempt has its delivery before its conversation: such a delivery is passed over, not waited for.
 */
export async function takeWaiting(
  tx: Tx,
  accountId: string,
  channelAccountIds: readonly string[],
  states: readonly Waiting[],
): Promise<Change[]> {
  const threadIds = await lockThreadsOf(tx, accountId, channelAccountIds, states)
  const { rows } = await sql<Change>`
    select r.id as "recipientId", m.id as "messageId", m.thread_id as "threadId"
    from recipient r join message m on m.account_id = r.account_id and m.id = r.message_id
    where r.account_id = ${accountId} and r.state = any(${states}::text[]) and r.state in ('queued', 'held')
      and m.channel_account_id = any(${channelAccountIds}::bigint[]) and m.thread_id = any(${threadIds}::bigint[])
    order by r.id for update of r skip locked`.execute(tx)
  return rows
}

async function lockThreadsOf(
  tx: Tx,
  accountId: string,
  channelAccountIds: readonly string[],
  states: readonly Waiting[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct m.thread_id as id
    from recipient r join message m on m.account_id = r.account_id and m.id = r.message_id
    where r.account_id = ${accountId} and r.state = any(${states}::text[]) and r.state in ('queued', 'held')
      and m.channel_account_id = any(${channelAccountIds}::bigint[])`.execute(tx)
  const ids = rows.map((row) => row.id)
  await lockThreads(tx, accountId, ids)
  return ids
}

/** In the order of their ids, as who receives a batch locks them. */
async function lockThreads(tx: Tx, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`
    select from thread where account_id = ${accountId} and id = any(${ids}::bigint[]) order by id for update`.execute(
    tx,
  )
}

/** Raises the seq of each conversation once, and says of each recipient how it stands. The conversations are locked. */
async function tell(tx: Tx, accountId: string, changes: readonly Change[], state: Waiting): Promise<void> {
  if (changes.length === 0) return
  const threadIds = [...new Set(changes.map((change) => change.threadId))]
  const messageIds = [...new Set(changes.map((change) => change.messageId))]
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
