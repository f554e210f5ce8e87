import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export type Contact = { id: string; name: string; email: string | null }

/**
 * A contact that somebody who sees these inboxes may see: everybody's, but for one born in an inbox that he may not see
 * and met nowhere else.
 */
export async function findContact(
  db: Db,
  accountId: string,
  contactId: string,
  visibleInboxIds: readonly string[],
): Promise<Contact | null> {
  const { rows } = await sql<Contact>`
    select c.id, c.name, c.email from contact c
    where c.account_id = ${accountId} and c.id = ${contactId}
      and (c.born_in_inbox_id is null or c.born_in_inbox_id = any(${visibleInboxIds}::bigint[])
        or exists (select from thread t where t.account_id = c.account_id and t.contact_id = c.id
          and t.inbox_ids && ${visibleInboxIds}::bigint[]))`.execute(db)
  return rows[0] ?? null
}
