import { sql } from 'kysely'
import { isAutomatic, type MailTrait } from '../../shared/mail-traits.ts'
import type { SenderVerdict } from '../mail/authenticity.ts'
import type { Database, Tx } from '../platform/database.ts'
import { appendEvents, type NewEvent } from '../platform/events.ts'
import { storableJson } from '../platform/insert-rows.ts'
import type { AwaitedVerdict } from './awaited-verdict.ts'
import { setStatus } from './change-status.ts'
import { moveMessages } from './join-thread.ts'
import { mayTrust, type Sender, trustIn } from './sender-truth.ts'
import { standApart } from './stand-apart.ts'
import { selectThread, type Thread } from './thread-store.ts'

export type GivenVerdict = { arrivalId: string; verdict: SenderVerdict }

/**
 * Writes what was found out about senders of messages that are stored already, of one account: many in one statement,
 * each with its event; those whose conversation changes by it one by one. A verdict that was given is not given again.
 */
export async function settleVerdicts(
  database: Database,
  accountId: string,
  given: readonly GivenVerdict[],
): Promise<void> {
  const verdicts = new Map(given.map((one) => [one.arrivalId, one.verdict]))
  const moving = await database.transaction(async (tx) => {
    const waiting = await lockWaiting(tx, accountId, [...verdicts.keys()])
    const moves = waiting.filter((one) => movesBy(one, verdicts.get(one.arrivalId)))
    const stays = waiting.filter((one) => !moves.includes(one))
    await writeVerdicts(tx, accountId, stays, verdicts)
    return moves
  })
  for (const { arrivalId } of moving) {
    await database.transaction(async (tx) => {
      const [one] = await lockWaiting(tx, accountId, [arrivalId])
      const verdict = verdicts.get(arrivalId)
      if (one && verdict) await settleAlone(tx, accountId, one, verdict)
    })
  }
}

type Waiting = {
  arrivalId: string
  messageId: string
  /** null: the message is gone for good. */
  threadId: string | null
  sender: Sender | null
  awaits: AwaitedVerdict | null
}

/** Those that still wait, with their conversations and those that they may join locked in the order of their ids. */
async function lockWaiting(tx: Tx, accountId: string, arrivalIds: readonly string[]): Promise<Waiting[]> {
  await sql`
    select t.id from thread t where t.account_id = ${accountId} and t.id in (
      select unnest(array[m.thread_id, coalesce(j.joined_into_id, j.id)])
      from arrival a
      join message m on m.account_id = a.account_id and m.id = a.message_id
      left join thread j on j.account_id = a.account_id and j.id = (a.awaits->>'threadId')::bigint
      where a.account_id = ${accountId} and a.id = any(${arrivalIds}::bigint[]) and a.is_checking
    ) order by t.id for update`.execute(tx)
  const { rows } = await sql<Waiting>`
    select a.id as "arrivalId", a.message_id as "messageId", m.thread_id as "threadId", m.sender, a.awaits
    from arrival a left join message m on m.account_id = a.account_id and m.id = a.message_id
    where a.account_id = ${accountId} and a.id = any(${arrivalIds}::bigint[]) and a.is_checking
    order by a.id for update of a`.execute(tx)
  return rows
}

function movesBy(waiting: Waiting, verdict: SenderVerdict | undefined): boolean {
  const { awaits, threadId } = waiting
  if (!awaits || !verdict || threadId === null) return false
  const sender = senderAfter(waiting, verdict)
  if (awaits.kind === 'mayJoin') return mayTrust({ sender })
  // Where an agent has put it meanwhile it stays.
  return trustIn(sender, false) === 'no' && threadId === awaits.threadId
}

async function writeVerdicts(
  tx: Tx,
  accountId: string,
  waiting: readonly Waiting[],
  verdicts: ReadonlyMap<string, SenderVerdict>,
): Promise<void> {
  if (waiting.length === 0) return
  const threadIds = waiting.flatMap(({ threadId }) => threadId ?? [])
  const rows = waiting.map((one) => ({
    arrival_id: one.arrivalId,
    message_id: one.messageId,
    sender: senderAfter(one, verdicts.get(one.arrivalId)),
  }))
  await sql`
    with given as (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as x (arrival_id bigint, message_id uuid, sender jsonb)
    ), changed as (
      update thread set seq = seq + 1 where account_id = ${accountId} and id = any(${threadIds}::bigint[])
      returning id, seq
    ), told as (
      update message m set sender = given.sender, seq = changed.seq
      from given, changed
      where m.account_id = ${accountId} and m.id = given.message_id and m.thread_id = changed.id
    )
    update arrival a set is_checking = false, awaits = null, leased_by = null
    from given where a.account_id = ${accountId} and a.id = given.arrival_id`.execute(tx)
  await appendEvents(
    tx,
    waiting.flatMap((one) => (one.threadId === null ? [] : checked(accountId, one.threadId, one, verdicts))),
  )
}

const checked = (
  accountId: string,
  threadId: string,
  { arrivalId, messageId }: Waiting,
  verdicts: ReadonlyMap<string, SenderVerdict>,
): NewEvent => ({
  accountId,
  type: 'message.checked',
  threadId,
  messageId,
  payload: { state: verdicts.get(arrivalId)?.state ?? null },
})

/** What was found out beside what was known already; who is proven to be one of us claims nothing any more. */
function senderAfter({ sender }: Waiting, verdict: SenderVerdict | undefined): Sender | null {
  if (!sender || !verdict) return sender
  const isProven = trustIn(verdict, true) === 'yes'
  return { ...sender, ...verdict, signs: sender.signs.filter((sign) => !(sign === 'claimsUser' && isProven)) }
}

async function settleAlone(tx: Tx, accountId: string, waiting: Waiting, verdict: SenderVerdict): Promise<void> {
  const verdicts = new Map([[waiting.arrivalId, verdict]])
  const { awaits } = waiting
  if (movesBy(waiting, verdict)) {
    if (awaits?.kind === 'mayJoin') await join(tx, accountId, waiting, awaits.threadId)
    else if (awaits) await standApart(tx, accountId, waiting.messageId, awaits)
  }
  const [now] = await lockWaiting(tx, accountId, [waiting.arrivalId])
  if (now) await writeVerdicts(tx, accountId, [now], verdicts)
}

/**
 * Into the conversation that it answers, as if it had joined at once; unless somebody has begun to work on it where it
 * stands: then that stays, and *Join?* with it.
 */
async function join(tx: Tx, accountId: string, { messageId, threadId }: Waiting, into: string): Promise<void> {
  const { rows } = await sql<Thread & { isUntouched: boolean; traits: MailTrait[] }>`
    select t.*, m.traits,
      t."assigneeId" is null and t.status = 'open' and not exists (
        select from message other where other.account_id = ${accountId} and other.thread_id = t.id and other.id <> m.id
      ) as "isUntouched"
    from (${selectThread()} where account_id = ${accountId} and archived_at is null and joined_into_id is null
      and id in (${threadId}, coalesce((select joined_into_id from thread where account_id = ${accountId} and id = ${into}),
        ${into}::bigint))) t
    cross join (select id, traits from message where account_id = ${accountId} and id = ${messageId}) m`.execute(tx)
  const source = rows.find((one) => one.id === threadId)
  const target = rows.find((one) => one.id !== threadId)
  if (!source?.isUntouched || !target) return
  await moveMessages(tx, source, target)
  if (!isAutomatic(source.traits)) await setStatus(tx, { ...target, seq: target.seq + 1 }, 'open', null, 'message')
  await appendEvents(tx, [
    { accountId, type: 'thread.joined', threadId: target.id, messageId, payload: { joinedThreadId: source.id } },
  ])
}
