import { sql } from 'kysely'
import { invalid, Problem } from '../../shared/problems.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import type { Db, Tx } from '../platform/database.ts'

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

export type ContactFacts = {
  id: string
  name: string
  addresses: string[]
  ownerId: string | null
  /** Known by a forwarder's word alone, the name as well. */
  isStated: boolean
  createdAt: string
}

/** What is known of a contact. The caller has asked whether he may be seen. @throws {Problem} `notFound` */
export async function loadContactFacts(db: Db, accountId: string, contactId: string): Promise<ContactFacts> {
  const { rows } = await sql<Omit<ContactFacts, 'createdAt'> & { createdAt: Date }>`
    select c.id, coalesce(nullif(c.name, ''), c.email, '') as name, c.owner_user_id as "ownerId", c.created_at as "createdAt",
      c.is_stated as "isStated",
      array(select i.value from contact_identity i
        where i.account_id = c.account_id and i.contact_id = c.id and i.kind = 'email' order by i.created_at) as addresses
    from contact c where c.account_id = ${accountId} and c.id = ${contactId}`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('notFound')
  return { ...row, createdAt: row.createdAt.toISOString() }
}

/** Gives a contact to one of the account's people, or to nobody. @throws {Problem} `invalid`, `notFound` */
export async function setContactOwner(
  tx: Tx,
  source: AuditSource,
  accountId: string,
  contactId: string,
  ownerId: string | null,
): Promise<void> {
  const owner =
    ownerId === null
      ? null
      : await tx
          .selectFrom('user')
          .select('id')
          .where('account_id', '=', accountId)
          .where('id', '=', ownerId)
          .where('is_active', '=', true)
          .forShare()
          .executeTakeFirst()
  if (owner === undefined) throw invalid('ownerId', 'takes an active user of this account, or null')
  const { rows } = await sql<{ before: string | null }>`
    update contact set owner_user_id = ${owner?.id ?? null} where account_id = ${accountId} and id = ${contactId}
    returning old.owner_user_id as before`.execute(tx)
  const [changed] = rows
  if (!changed) throw new Problem('notFound')
  if (changed.before === (owner?.id ?? null)) return
  await recordAudit(tx, {
    accountId,
    source,
    action: 'contact.owner_changed',
    subject: { type: 'contact', id: contactId },
    before: { ownerId: changed.before },
    after: { ownerId: owner?.id ?? null },
  })
}
