import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'

/**
 * Queues the mail that brings a contact's owner what was written to him, with a link; once per conversation (S25). It is
 * composed while it is sent, if he may still read it.
 */
export async function tellOwner(
  tx: Tx,
  { accountId, threadId, userId }: { accountId: string; threadId: string; userId: string },
): Promise<void> {
  await sql`
    insert into recipient (account_id, notice, login_id, address, about_thread_id)
    select u.account_id, 'contactOwner', u.login_id, l.email, ${threadId}
    from "user" u join login l on l.id = u.login_id
    where u.account_id = ${accountId} and u.id = ${userId}
    on conflict (account_id, about_thread_id) where about_thread_id is not null do nothing`.execute(tx)
}
