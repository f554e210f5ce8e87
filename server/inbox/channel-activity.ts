import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

type Channel = { accountId: string; channelAccountId: string }

/** Counts a mail that was refused because its channel is off: the screen shows how many there were. */
export async function countRefused(db: Db, { accountId, channelAccountId }: Channel): Promise<void> {
  await sql`
    insert into channel_activity as a (account_id, channel_account_id, refused)
    values (${accountId}, ${channelAccountId}, 1)
    on conflict (account_id, channel_account_id) do update set refused = a.refused + 1`.execute(db)
}

/** Begins to count anew, when the channel is switched off or its inbox archived. */
export async function forgetRefused(tx: Tx, accountId: string, channelAccountIds: readonly string[]): Promise<void> {
  await sql`
    with locked as (
      -- In the order of their ids, as who receives a batch writes them.
      select account_id, channel_account_id from channel_activity
      where account_id = ${accountId} and channel_account_id = any(${channelAccountIds}::bigint[])
      order by channel_account_id for update
    )
    update channel_activity a set refused = 0 from locked l
    where a.account_id = l.account_id and a.channel_account_id = l.channel_account_id`.execute(tx)
}

/** Looks through all conversations of an account; for who writes them in bulk. */
export async function noteLastReceived(db: Db, accountId: string): Promise<void> {
  await sql`
    insert into channel_activity as a (account_id, channel_account_id, last_received_at)
    select account_id, channel_account_id, max(latest_received_at) from thread
      where account_id = ${accountId} group by account_id, channel_account_id
    on conflict (account_id, channel_account_id) do update set last_received_at = excluded.last_received_at`.execute(db)
}
