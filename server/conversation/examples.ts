import { sql } from 'kysely'
import type { Database, Db } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'

export async function hasExamples(db: Db, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from thread where account_id = ${accountId} and is_example)
      or exists (select from arrival where account_id = ${accountId} and is_example and state = 'received') as has`.execute(
    db,
  )
  return rows[0]?.has ?? false
}

/** Removes the example conversations for good, with their contacts where these have no other conversation. */
export async function removeExamples(database: Database, accountId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await sql<{ id: string; inboxIds: string[]; contactId: string }>`
      select id, inbox_ids as "inboxIds", contact_id as "contactId" from thread
      where account_id = ${accountId} and is_example order by id for update`.execute(tx)
    const ids = rows.map((row) => row.id)
    await sql`delete from message_key where account_id = ${accountId} and thread_id = any(${ids}::bigint[])`.execute(tx)
    await sql`delete from thread where account_id = ${accountId} and id = any(${ids}::bigint[])`.execute(tx)
    await sql`delete from arrival where account_id = ${accountId} and is_example`.execute(tx)
    await sql`
      delete from contact c where c.account_id = ${accountId} and c.id = any(${rows.map((row) => row.contactId)}::bigint[])
        and not exists (select from thread t where t.account_id = c.account_id and t.contact_id = c.id)`.execute(tx)
    await appendEvents(
      tx,
      rows.map((row) => ({
        accountId,
        type: 'thread.removed' as const,
        threadId: row.id,
        payload: { inboxIds: row.inboxIds },
      })),
    )
    // The inbox may be empty again, which the screen shows otherwise.
    await appendEvents(tx, [{ accountId, type: 'inbox.changed' }])
  })
}
