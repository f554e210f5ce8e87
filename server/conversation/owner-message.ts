import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** Longer messages are read in the inbox. */
const maxTextLength = 20_000

export type OwnerMessage = {
  inboxIds: string[]
  contact: string
  subject: string
  text: string
  account: string
  language: 'en' | 'nb'
  defaultAddress: string
}

/** What came in last in a conversation, as its contact's owner is mailed it; null where it is gone or in the trash. */
export async function findForOwner(db: Db, accountId: string, threadId: string): Promise<OwnerMessage | null> {
  const { rows } = await sql<OwnerMessage>`
    select t.inbox_ids as "inboxIds", coalesce(nullif(m.from_name, ''), m.from_address) as contact, m.subject,
      left(coalesce(b.visible_text, b.text), ${maxTextLength}) as text, a.name as account,
      coalesce(u.language, a.language) as language, c.address as "defaultAddress"
    from thread t
    join account a on a.id = t.account_id
    join channel_account c on c.account_id = t.account_id and c.is_default
    join contact p on p.account_id = t.account_id and p.id = t.contact_id
    left join "user" u on u.account_id = p.account_id and u.id = p.owner_user_id
    join lateral (
      select id, from_name, from_address, subject from message
      where account_id = t.account_id and thread_id = t.id and kind = 'message' and direction = 'incoming'
      order by id desc limit 1
    ) m on true
    join message_body b on b.account_id = t.account_id and b.message_id = m.id
    where t.account_id = ${accountId} and t.id = ${threadId} and t.archived_at is null and not t.is_spam`.execute(db)
  return rows[0] ?? null
}
