import { sql } from 'kysely'
import type { UserActor } from '../account/actor.ts'
import type { Database } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'

/** Notes that a person has read a thread up to `seq`; never back. Others' unread marks stay as they are. */
export async function markRead(database: Database, actor: UserActor, threadId: string, seq: number): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await sql<{ seq: number }>`
      insert into thread_read as r (account_id, user_id, thread_id, seq)
      select account_id, ${actor.userId}::bigint, id, least(seq, ${seq}::int) from thread
      where account_id = ${actor.accountId} and id = ${threadId}
      on conflict (account_id, user_id, thread_id) do update set seq = excluded.seq where r.seq < excluded.seq
      returning seq`.execute(tx)
    if (rows.length === 0) return
    await appendEvents(tx, [{ accountId: actor.accountId, type: 'thread.read', threadId, userId: actor.userId }])
  })
}
