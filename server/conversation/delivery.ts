import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Asker } from '../inbox/asker.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { storableText } from '../platform/insert-rows.ts'
import { setStatus } from './change-status.ts'
import type { DueDelivery } from './delivery-store.ts'
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
  await database.transaction(async (tx) => {
    const delay = result.kind === 'later' ? nextDelay(delivery) : null
    const state = stateOf(result.kind, delay)
    const reply = storableText(result.response).slice(0, 1000)
    const { numAffectedRows = 0n } = await sql`
      update recipient set state = ${state}, reply = ${reply}, leased_by = null,
        -- An attempt that ended before the data was not counted by markSending.
        attempts = attempts + case when state = 'queued' then 1 else 0 end,
        due_at = ${delay === null ? null : sql`now() + make_interval(secs => ${delay})`},
        sent_at = case when ${state} = 'sent' then now() else sent_at end
      where account_id = ${delivery.accountId} and id = ${delivery.id}
        and (leased_by = ${delivery.leasedBy} and state in ('queued', 'sending')
          or ${state} = 'sent' and state = 'uncertain')`.execute(tx)
    if (numAffectedRows === 0n) return
    await tell(tx, delivery.accountId, delivery.messageId, delivery.id, state)
  })
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

/**
 * A report came back: the recipient of a mail that was sent did not get it (or got it late, or did). It may be quicker
 * than we are at writing down the relay's 250.
 */
export async function recordReport(
  tx: Tx,
  accountId: string,
  recipientId: string,
  report: { state: 'failed' | 'delivered'; sentence: string },
): Promise<boolean> {
  const row = await tx
    .updateTable('recipient')
    .set({ state: report.state, reply: storableText(report.sentence).slice(0, 1000), leased_by: null })
    .where('account_id', '=', accountId)
    .where('id', '=', recipientId)
    .where('state', 'in', ['sending', 'sent', 'uncertain', 'delivered'])
    .returning('message_id')
    .executeTakeFirst()
  if (!row) return false
  await tell(tx, accountId, row.message_id, recipientId, report.state)
  return true
}

/** What waits to leave from a channel never will: as if it had been refused. For who removes the channel. */
export async function failWaiting(tx: Tx, accountId: string, channelAccountId: string, reason: string): Promise<void> {
  const { rows } = await sql<{ id: string; messageId: string }>`
    update recipient r set state = 'failed', reply = ${reason}, leased_by = null from message m
    where r.account_id = ${accountId} and r.state in ('queued', 'held') and m.account_id = r.account_id
      and m.id = r.message_id and m.channel_account_id = ${channelAccountId}
    returning r.id, m.id as "messageId"`.execute(tx)
  for (const { id, messageId } of rows) await tell(tx, accountId, messageId, id, 'failed')
}

/** *Try again*, by a person: a failed or uncertain one is queued anew. @throws {Problem} `notFound`, `viewOnly`, `notRetryable` */
export async function retryDelivery(database: Database, asker: Asker, recipientId: string): Promise<string> {
  return database.transaction(async (tx) => {
    const { accountId } = asker.actor
    const row = await tx
      .selectFrom('recipient')
      .select(['message_id', 'thread_id', 'state'])
      .where('account_id', '=', accountId)
      .where('id', '=', recipientId)
      .forUpdate()
      .executeTakeFirst()
    if (!row?.message_id || !row.thread_id) throw new Problem('notFound')
    await lockThread(tx, asker, row.thread_id)
    if (row.state !== 'failed' && row.state !== 'uncertain') throw new Problem('notRetryable', { state: row.state })
    await tx
      .updateTable('recipient')
      .set({ state: 'queued', due_at: sql`now()`, first_due_at: sql`now()`, attempts: 0, leased_by: null })
      .where('account_id', '=', accountId)
      .where('id', '=', recipientId)
      .execute()
    await tell(tx, accountId, row.message_id, recipientId, 'queued', userIdOf(asker))
    return row.message_id
  })
}

/** Raises the thread's seq for a change of one of its deliveries, counts failures, and reopens where a person must look. */
async function tell(
  tx: Tx,
  accountId: string,
  messageId: string | null,
  recipientId: string,
  state: 'queued' | 'sent' | 'delivered' | 'failed' | 'uncertain',
  userId: string | null = null,
): Promise<void> {
  if (messageId === null) return
  // In a statement of its own: one that waits for this lock would count by what was committed before it waited, and two
  // deliveries of one conversation that end together would forget one failure.
  await sql`
    select from thread where account_id = ${accountId}
      and id = (select thread_id from message where account_id = ${accountId} and id = ${messageId})
    for update`.execute(tx)
  const { rows } = await sql<Thread>`
    with changed as (
      update thread t set seq = t.seq + 1,
        failed_count = (select count(*) from recipient r join message m on m.account_id = r.account_id and m.id = r.message_id
          where m.account_id = t.account_id and m.thread_id = t.id and r.state in ('failed', 'uncertain'))
      from message m
      where m.account_id = ${accountId} and m.id = ${messageId} and t.account_id = m.account_id and t.id = m.thread_id
      returning t.*
    ), marked as (
      update message m set seq = c.seq from changed c where m.account_id = c.account_id and m.id = ${messageId}
    )
    select account_id as "accountId", id, status, seq from changed`.execute(tx)
  const thread = rows[0]
  if (!thread) return
  await appendEvents(tx, [
    {
      accountId,
      type: 'message.delivery_changed',
      threadId: thread.id,
      messageId,
      userId,
      payload: { recipientId, state },
    },
  ])
  if (state === 'failed' || state === 'uncertain') await setStatus(tx, thread, 'open', null, 'failure')
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
