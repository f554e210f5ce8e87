import { sql } from 'kysely'
import { invalid } from '../../shared/problems.ts'
import type { Asker } from '../inbox/asker.ts'
import type { Database, Tx } from '../platform/database.ts'
import { setStatus } from './change-status.ts'
import { lockThread, recordChange, type Thread, userIdOf } from './thread-store.ts'

/**
 * Puts a conversation into another, when an agent says that they are one (*Join?*). All its messages move, with their
 * ids, files and participants; answers to it reach the other from now on. Answers the other.
 * @throws {Problem} `notFound`, `viewOnly`, `invalid`
 */
export async function joinThread(database: Database, asker: Asker, threadId: string, targetId: string): Promise<void> {
  if (threadId === targetId) throw invalid('threadId', 'takes another conversation than this one')
  await database.transaction(async (tx) => {
    // In the order of their ids, so that two people who join the same two never wait in a circle.
    const locked = new Map<string, Thread>()
    for (const id of [threadId, targetId].sort((a, b) => Number(a) - Number(b)))
      locked.set(id, await lockThread(tx, asker, id))
    const source = locked.get(threadId)
    const target = locked.get(targetId)
    if (!source || !target) throw new Error('a thread that was just locked is gone')
    await moveMessages(tx, source, target)
    const opened = await setStatus(tx, { ...target, seq: target.seq + 1 }, 'open', userIdOf(asker), 'message')
    await recordChange(tx, opened, {
      kind: 'joined',
      userId: userIdOf(asker),
      details: { from: source.id },
      event: 'thread.joined',
      payload: { joinedThreadId: source.id },
    })
  })
}

/** Puts all of one conversation into another, both locked; raises the other's seq by one. */
export async function moveMessages(tx: Tx, source: Thread, target: Thread): Promise<void> {
  const { accountId } = source
  const inboxIds = [...new Set([...target.inboxIds, ...source.inboxIds])]
  const seq = target.seq + 1
  await sql`update message set thread_id = ${target.id}, seq = ${seq} where account_id = ${accountId} and thread_id = ${source.id}`.execute(
    tx,
  )
  await sql`update message_key set thread_id = ${target.id} where account_id = ${accountId} and thread_id = ${source.id}`.execute(
    tx,
  )
  await sql`update recipient set thread_id = ${target.id} where account_id = ${accountId} and thread_id = ${source.id}`.execute(
    tx,
  )
  await sql`
    insert into thread_participant (account_id, thread_id, address)
    select account_id, ${target.id}, address from thread_participant
    where account_id = ${accountId} and thread_id = ${source.id}
    on conflict do nothing`.execute(tx)
  await sql`delete from thread_suggestion where account_id = ${accountId} and thread_id = ${source.id}`.execute(tx)
  await sql`update thread set joined_into_id = ${target.id} where account_id = ${accountId} and joined_into_id = ${source.id}`.execute(
    tx,
  )
  await sql`
    update thread t set joined_into_id = ${target.id}, seq = t.seq + 1 where account_id = ${accountId} and id = ${source.id}`.execute(
    tx,
  )
  await sql`
    update thread t set seq = ${seq}, received_seq = ${seq}, inbox_ids = ${inboxIds}::bigint[],
      message_count = t.message_count + s.message_count, attachment_count = t.attachment_count + s.attachment_count,
      failed_count = t.failed_count + s.failed_count,
      latest_message_at = greatest(t.latest_message_at, s.latest_message_at),
      latest_received_at = greatest(t.latest_received_at, s.latest_received_at),
      waiting_since = coalesce(t.waiting_since, s.waiting_since),
      snippet = case when s.latest_message_at > t.latest_message_at then s.snippet else t.snippet end,
      snippet_by = case when s.latest_message_at > t.latest_message_at then s.snippet_by else t.snippet_by end
    from thread s
    where t.account_id = ${accountId} and t.id = ${target.id} and s.account_id = ${accountId} and s.id = ${source.id}`.execute(
    tx,
  )
}
