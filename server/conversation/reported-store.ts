import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** A delivery that a report may be about. */
export type Reported = {
  id: string
  address: string
  /** Its own token came along. */
  isProven: boolean
  /** The message went to nobody else. */
  isOnly: boolean
}

/** The deliveries of these messages, and these by themselves. */
export async function findReported(
  db: Db,
  accountId: string,
  { messageIds, recipientIds }: { messageIds: readonly string[]; recipientIds: readonly string[] },
): Promise<Reported[]> {
  const { rows } = await sql<Reported>`
    select r.id, r.address, r.id = any(${recipientIds}::bigint[]) as "isProven",
      r.message_id is not null and not exists (select from recipient other where other.account_id = r.account_id
        and other.message_id = r.message_id and other.id <> r.id) as "isOnly"
    from recipient r
    where r.account_id = ${accountId}
      and (r.message_id = any(${messageIds}::uuid[]) or r.id = any(${recipientIds}::bigint[]))
    order by r.id limit 200`.execute(db)
  return rows
}

/** Where a delivery belongs: its conversation and the address that reply addresses are made of. */
export async function findChannelOfRecipient(
  db: Db,
  accountId: string,
  recipientId: string,
): Promise<{ threadId: string; recipient: string; defaultAddress: string } | null> {
  const row = await db
    .selectFrom('recipient as r')
    .innerJoin('channel_account as c', (join) =>
      join.onRef('c.account_id', '=', 'r.account_id').on('c.is_default', '=', true),
    )
    .select(['r.thread_id', 'r.address', 'c.address as defaultAddress'])
    .where('r.account_id', '=', accountId)
    .where('r.id', '=', recipientId)
    .where('r.thread_id', 'is not', null)
    .executeTakeFirst()
  if (!row?.thread_id) return null
  return { threadId: row.thread_id, recipient: row.address, defaultAddress: row.defaultAddress }
}
