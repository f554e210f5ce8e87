import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { mayTrust, type Sender } from './sender-truth.ts'
import { splitAddress } from './signed-ids.ts'

/** How many answers machines may give, whatever they are about (RFC 3834 §2, abuse-12, abuse-15). */
export const answerBudgets = {
  /** to one sender in one conversation, per 24 hours */
  perConversation: 1,
  /** to one sender, per hour */
  perHour: 1,
  /** to one sender, per 24 hours */
  perDay: 10,
  /** from one inbox, per hour */
  perInboxAndHour: 100,
} as const

/**
 * - `message`: this mail gets none, see `mail/may-answer.ts`; or nothing proves that its sender wrote it
 * - `answered`: it was taken for this very message before
 * - the others: the budget that is used up
 */
export type AnswerRefusal = 'message' | 'answered' | keyof typeof answerBudgets

/**
 * Asks for leave to answer an incoming message by a machine, and takes it: whoever gets null sends exactly one answer, in
 * this transaction, with `isAutomatic`. Two that ask at once wait for each other, account by account; who is refused
 * anyway waits for nobody, so that a flood costs a look into an index each.
 */
export async function takeAutomaticAnswer(tx: Tx, accountId: string, messageId: string): Promise<AnswerRefusal | null> {
  const asked = await findAsked(tx, accountId, messageId)
  if (!asked) return 'message'
  const refusal = await refusalOf(tx, accountId, messageId, asked)
  if (refusal) return refusal
  await sql`select pg_advisory_xact_lock(hashtextextended('automatic-answer', ${accountId}::bigint))`.execute(tx)
  const late = await refusalOf(tx, accountId, messageId, asked)
  if (late) return late
  await tx
    .insertInto('automatic_answer')
    .values({
      account_id: accountId,
      message_id: messageId,
      inbox_id: asked.inboxId,
      thread_id: asked.threadId,
      address: asked.address,
      // Not the transaction's beginning: one that waited for the lock comes after the one that had it.
      at: sql<Date>`clock_timestamp()`,
    })
    .execute()
  return null
}

/** For housekeeping: what no budget counts any more. */
export async function sweepAutomaticAnswers(db: Db): Promise<void> {
  await sql`delete from automatic_answer where at < now() - interval '1 day'`.execute(db)
}

type Asked = { inboxId: string; threadId: string; address: string }

async function findAsked(tx: Tx, accountId: string, messageId: string): Promise<Asked | null> {
  const row = await tx
    .selectFrom('message as m')
    .innerJoin('thread as t', (join) =>
      join.onRef('t.account_id', '=', 'm.account_id').onRef('t.id', '=', 'm.thread_id'),
    )
    .select(['t.inbox_id', 't.id', 'm.from_address', 'm.sender'])
    .where('m.account_id', '=', accountId)
    .where('m.id', '=', messageId)
    .where('m.direction', '=', 'incoming')
    .where('m.may_answer', '=', true)
    .executeTakeFirst()
  // Nor is one answered whose sender is still being checked: who reacts to `message.checked` asks when that is known.
  if (!row || !mayTrust({ sender: row.sender as Sender | null })) return null
  // One mailbox is one sender, whatever stands behind its plus.
  return { inboxId: row.inbox_id, threadId: row.id, address: splitAddress(row.from_address).base }
}

async function refusalOf(tx: Tx, accountId: string, messageId: string, asked: Asked): Promise<AnswerRefusal | null> {
  const { rows } = await sql<{ isAnswered: boolean; conversation: number; hour: number; day: number; inbox: number }>`
    select exists (select from automatic_answer where account_id = ${accountId} and message_id = ${messageId}) as "isAnswered",
      s.conversation, s.hour, s.day, i.inbox
    from (
      select count(*) filter (where thread_id = ${asked.threadId})::int as conversation, count(*)::int as day,
        count(*) filter (where at > clock_timestamp() - interval '1 hour')::int as hour
      from automatic_answer
      where account_id = ${accountId} and address = ${asked.address} and at > clock_timestamp() - interval '1 day'
    ) s, (
      select count(*)::int as inbox from automatic_answer
      where account_id = ${accountId} and inbox_id = ${asked.inboxId} and at > clock_timestamp() - interval '1 hour'
    ) i`.execute(tx)
  const used = rows[0]
  if (!used || used.isAnswered) return 'answered'
  if (used.conversation >= answerBudgets.perConversation) return 'perConversation'
  if (used.hour >= answerBudgets.perHour) return 'perHour'
  if (used.day >= answerBudgets.perDay) return 'perDay'
  return used.inbox >= answerBudgets.perInboxAndHour ? 'perInboxAndHour' : null
}
