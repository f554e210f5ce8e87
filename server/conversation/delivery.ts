import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Asker } from '../inbox/asker.ts'
import { againAfterDeadlock, type Database, type Db, markForAnnouncement, type Tx } from '../platform/database.ts'
import { storableText } from '../platform/insert-rows.ts'
import { setStatus } from './change-status.ts'
import type { DueDelivery } from './delivery-store.ts'
import { takeWaiting } from './held-deliveries.ts'
import { retryDelay } from './retry-delay.ts'
import { lockThread, type Thread, userIdOf } from './thread-store.ts'

/** How an attempt ended; `response` is the other server's own sentence. */
export type SendResult = { kind: 'sent' | 'later' | 'never' | 'uncertain'; response: string }

/**
 * Writes how an attempt ended, on the recipient and, as an event, on its conversation. What failed for good or may have
 * been sent reopens the conversation, so that somebody sees it (pains 14). A process that was silent so long that another
 * has this delivery now writes nothing: its *later* would send a second copy. Only that it was sent after all is news.
 */
export async function recordAttempt(database: Database, delivery: DueDelivery, result: SendResult): Promise<void> {
  const delay = result.kind === 'later' ? nextDelay(delivery) : null
  const state = stateOf(result.kind, delay)
  const reply = storableText(result.response).slice(0, 1000)
  const change = sql`
    update recipient set state = ${state}, reply = ${reply}, leased_by = null,
      -- An attempt that ended before the data was not counted by markSending.
      attempts = attempts + case when state = 'queued' then 1 else 0 end,
      due_at = ${delay === null ? null : sql`now() + make_interval(secs => ${delay})`},
      sent_at = case when ${state} = 'sent' then now() else sent_at end
    where account_id = ${delivery.accountId} and id = ${delivery.id}
      and (leased_by = ${delivery.leasedBy} and state in ('queued', 'sending')
        or ${state} = 'sent' and state = 'uncertain')`
  if (state === 'failed' || state === 'uncertain') {
    await database.transaction((tx) => changeState(tx, change))
    return
  }
  // One statement is a transaction of its own, and asks the database once where it would be asked three times.
  await againAfterDeadlock(() => writeState(database.db, change, null))
  database.announce()
}

function nextDelay(delivery: DueDelivery): number | null {
  const seconds = (Date.now() - delivery.firstDueAt.getTime()) / 1000
  return retryDelay(delivery.attempts + 1, Math.max(0, seconds))
}

function stateOf(kind: SendResult['kind'], delay: number | null): 'sent' | 'queued' | 'failed' | 'uncertain' {
  if (kind === 'sent') return 'sent'
  if (kind === 'uncertain') return 'uncertain'
  return kind === 'later' && delay !== null ? 'queued' : 'failed'
}

export type DeliveryReport = {
  /** `delayed` changes no state: the other server goes on trying. */
  kind: 'failed' | 'delayed' | 'delivered' | 'read'
  /** The other server's own; null: it gave none. */
  sentence: string | null
}

/** The states that a report of each kind may find. It may be quicker than we are at writing down the relay's 250. */
const before: Record<DeliveryReport['kind'], string[]> = {
  failed: ['sending', 'sent', 'uncertain', 'delivered'],
  delayed: ['sending', 'sent'],
  delivered: ['sending', 'sent', 'uncertain'],
  read: ['sending', 'sent', 'uncertain', 'delivered'],
}

/** A report came back: the recipient of a mail that was sent did not get it (or got it late, or did, or has read it). */
export async function recordReport(
  tx: Tx,
  accountId: string,
  recipientId: string,
  { kind, sentence }: DeliveryReport,
): Promise<boolean> {
  const reply = sentence === null ? null : storableText(sentence).slice(0, 1000)
  const { isChanged } = await changeState(
    tx,
    kind === 'delayed'
      ? sql`
    update recipient set delayed_at = now(), reply = coalesce(${reply}, reply)
    where account_id = ${accountId} and id = ${recipientId} and state = any(${before.delayed})`
      : sql`
    update recipient set state = ${kind}, reply = coalesce(${reply}, reply), delayed_at = null, leased_by = null
    where account_id = ${accountId} and id = ${recipientId} and state = any(${before[kind]})`,
  )
  return isChanged
}

/** What waits to leave from a channel never will: as if it had been refused. For who removes the channel. */
export async function failWaiting(tx: Tx, accountId: string, channelAccountId: string, reason: string): Promise<void> {
  for (const { recipientId } of await takeWaiting(tx, accountId, [channelAccountId], ['queued', 'held'])) {
    await changeState(
      tx,
      sql`
      update recipient set state = 'failed', reply = ${reason}, leased_by = null
      where account_id = ${accountId} and id = ${recipientId}`,
    )
  }
}

/** *Try again*, by a person: a failed or uncertain one is queued anew. @throws {Problem} `notFound`, `viewOnly`, `notRetryable` */
export async function retryDelivery(database: Database, asker: Asker, recipientId: string): Promise<string> {
  return database.transaction(async (tx) => {
    const { accountId } = asker.actor
    const find = tx
      .selectFrom('recipient')
      .select(['message_id', 'thread_id', 'state'])
      .where('account_id', '=', accountId)
      .where('id', '=', recipientId)
    // Before its conversation, as who writes the end of an attempt locks them; what waits or leaves is not locked at all.
    const over = await find.where('state', 'in', ['failed', 'uncertain']).forUpdate().executeTakeFirst()
    const row = over ?? (await find.executeTakeFirst())
    if (!row?.message_id || !row.thread_id) throw new Problem('notFound')
    await lockThread(tx, asker, row.thread_id)
    if (!over) throw new Problem('notRetryable', { state: row.state })
    await changeState(
      tx,
      sql`
      update recipient set state = 'queued', delayed_at = null, due_at = now(), first_due_at = now(), attempts = 0, leased_by = null
      where account_id = ${accountId} and id = ${recipientId}`,
      userIdOf(asker),
    )
    return row.message_id
  })
}

/** Within a transaction that may do more; what a person must look at reopens its conversation. */
async function changeState(
  tx: Tx,
  change: RawBuilder<unknown>,
  userId: string | null = null,
): Promise<{ isChanged: boolean }> {
  const written = await writeState(tx, change, userId)
  if (!written) return { isChanged: false }
  markForAnnouncement(tx, { changesAccess: false })
  const { thread, state } = written
  if (thread && (state === 'failed' || state === 'uncertain')) await setStatus(tx, thread, 'open', null, 'failure')
  return { isChanged: true }
}

type Written = { state: string; thread: Pick<Thread, 'accountId' | 'id' | 'status' | 'seq'> | null }

/**
 * Changes the state of one delivery (`change`, an update of `recipient`) and, in the same statement, raises the seq of its
 * conversation and message, counts its failures and appends the event. Null: there was nothing to change.
 *
 * Failures are counted by the difference that the change makes: two deliveries of one conversation that end together wait
 * for each other at its row, and a count would be of what was committed before it waited.
 */
async function writeState(db: Db | Tx, change: RawBuilder<unknown>, userId: string | null): Promise<Written | null> {
  const { rows } = await sql<Written>`
    with delivery as (
      ${change}
      returning account_id, id, message_id, thread_id, state,
        (state in ('failed', 'uncertain'))::integer - (old.state in ('failed', 'uncertain'))::integer as failures
    ), changed as (
      update thread t set seq = t.seq + 1, failed_count = t.failed_count + d.failures
      from delivery d where t.account_id = d.account_id and t.id = d.thread_id
      returning t.account_id, t.id, t.status, t.seq
    ), marked as (
      update message m set seq = c.seq
      from changed c, delivery d where m.account_id = c.account_id and m.id = d.message_id
    ), told as (
      insert into event (account_id, type, user_id, thread_id, message_id, payload)
      select c.account_id, 'message.delivery_changed', ${userId}::bigint, c.id, d.message_id,
        jsonb_build_object('recipientId', d.id::text, 'state', d.state)
      from changed c, delivery d
    )
    select d.state, case when c.id is not null then json_build_object('accountId', c.account_id::text, 'id', c.id::text,
      'status', c.status, 'seq', c.seq) end as thread
    from delivery d left join changed c on true`.execute(db)
  return rows[0] ?? null
}

/** The message that a delivery is of; null for a notice, and where there is none. */
export async function findDeliveryMessage(db: Db, accountId: string, recipientId: string): Promise<string | null> {
  const row = await db
    .selectFrom('recipient')
    .select('message_id')
    .where('account_id', '=', accountId)
    .where('id', '=', recipientId)
    .executeTakeFirst()
  return row?.message_id ?? null
}
