import { sql } from 'kysely'
import { isAutomatic, type MailTrait } from '../../shared/mail-traits.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { HasJoined } from './awaited-verdict.ts'
import { latestWords } from './undo-send.ts'

/**
 * Takes a mail out of the conversation that it joined while its sender was being checked, into one of its own, linked:
 * its sender is not who he says. The conversation stands as if it had never come, but for what others did meanwhile. Both
 * are told by events; the conversation is locked.
 */
export async function standApart(tx: Tx, accountId: string, messageId: string, joined: HasJoined): Promise<void> {
  const { rows } = await sql<{ id: string }>`select nextval('thread_id_seq')::text as id`.execute(tx)
  const apartId = rows[0]?.id
  if (apartId === undefined) throw new Error('PostgreSQL gave no id')
  await openApart(tx, accountId, messageId, apartId, joined)
  const { isClosedAgain } = await putBack(tx, accountId, messageId, joined)
  const { threadId, reopenedLineId } = joined
  const gone = isClosedAgain && reopenedLineId !== null ? [messageId, reopenedLineId] : [messageId]
  await appendEvents(tx, [
    { accountId, type: 'thread.opened', threadId: apartId, inboxId: joined.home.inboxIds[0] ?? null },
    { accountId, type: 'message.undone', threadId, payload: { itemIds: gone } },
    ...(isClosedAgain
      ? [{ accountId, type: 'thread.status_changed' as const, threadId, payload: { to: 'closed', reason: 'message' } }]
      : []),
  ])
}

async function openApart(tx: Tx, accountId: string, messageId: string, apartId: string, joined: HasJoined) {
  const { home, threadId, participants, because } = joined
  const { rows } = await sql<{ traits: MailTrait[] }>`
    select traits from message where account_id = ${accountId} and id = ${messageId}`.execute(tx)
  const traits = rows[0]?.traits ?? []
  await sql`
    insert into thread (account_id, id, inbox_id, inbox_ids, contact_id, channel_account_id, channel_id, subject, seq,
      received_seq, created_at, latest_message_at, latest_received_at, waiting_since, snippet, snippet_by, message_count,
      attachment_count)
    select m.account_id, ${apartId}, ${home.inboxIds[0]}, ${home.inboxIds}::bigint[], m.author_contact_id,
      ${home.channelAccountId}, 1002, m.subject, 1, 1, m.at, m.at, m.at,
      case when ${isAutomatic(traits)} then null else m.at end, '', 'contact', 1,
      (select count(*) from attachment a where a.account_id = m.account_id and a.message_id = m.id and not a.is_inline)
    from message m where m.account_id = ${accountId} and m.id = ${messageId}`.execute(tx)
  await sql`update message set thread_id = ${apartId}, seq = 1 where account_id = ${accountId} and id = ${messageId}`.execute(
    tx,
  )
  await sql`
    update message_key set thread_id = ${apartId} where account_id = ${accountId} and message_id = ${messageId}`.execute(
    tx,
  )
  await sql`
    update arrival set thread_id = ${apartId} where account_id = ${accountId} and message_id = ${messageId}`.execute(tx)
  const words = await latestWords(tx, accountId, apartId)
  await sql`update thread set snippet = ${words.snippet} where account_id = ${accountId} and id = ${apartId}`.execute(
    tx,
  )
  await sql`
    insert into thread_participant (account_id, thread_id, address)
    select ${accountId}, ${apartId}, address from unnest(${participants}::text[]) as x (address)
    on conflict do nothing`.execute(tx)
  await sql`
    insert into thread_suggestion (account_id, thread_id, target_thread_id, because)
    values (${accountId}, ${apartId}, ${threadId}, ${because})`.execute(tx)
}

/** What the mail had changed is as before; where something was said after it, only what still comes from the mail. */
async function putBack(
  tx: Tx,
  accountId: string,
  messageId: string,
  { threadId, before, home, reopenedLineId }: HasJoined,
): Promise<{ isClosedAgain: boolean }> {
  await sql`
    delete from thread_participant where account_id = ${accountId} and thread_id = ${threadId}
      and address = any(${before.newParticipants}::text[])`.execute(tx)
  const words = await latestWords(tx, accountId, threadId)
  const added = home.inboxIds.filter((id) => !before.inboxIds.includes(id))
  const { rows } = await sql<{ isClosedAgain: boolean }>`
    update thread t set seq = t.seq + 1, message_count = t.message_count - 1, snippet = ${words.snippet},
      snippet_by = ${words.by},
      attachment_count = (select count(*) from attachment a
        join message o on o.account_id = a.account_id and o.id = a.message_id
        where o.account_id = t.account_id and o.thread_id = t.id and not a.is_inline),
      inbox_ids = case when t.inbox_id = any(${added}::bigint[]) then t.inbox_ids
        else array(select id from unnest(t.inbox_ids) with ordinality as i (id, place)
          where id <> all (${added}::bigint[]) order by place) end,
      latest_message_at = case when is_latest then ${before.latestMessageAt}::timestamptz else t.latest_message_at end,
      latest_received_at = case when t.latest_received_at = m.at then ${before.latestReceivedAt}::timestamptz
        else t.latest_received_at end,
      received_seq = case when is_latest then ${before.receivedSeq} else t.received_seq end,
      waiting_since = case when t.waiting_since is distinct from m.at then t.waiting_since
        when t.latest_received_at > m.at then t.latest_received_at else ${before.waitingSince}::timestamptz end,
      status = case when is_latest and ${reopenedLineId}::uuid is not null then 'closed' else t.status end,
      closed_at = case when is_latest and ${reopenedLineId}::uuid is not null then ${before.closedAt}::timestamptz
        else t.closed_at end
    from message m
    cross join lateral (
      select not exists (select from message later where later.account_id = ${accountId} and later.thread_id = ${threadId}
        and later.kind <> 'status' and later.id > m.id) as is_latest
    ) l
    where t.account_id = ${accountId} and t.id = ${threadId} and m.account_id = ${accountId} and m.id = ${messageId}
    returning t.status = 'closed' and ${reopenedLineId}::uuid is not null as "isClosedAgain"`.execute(tx)
  const isClosedAgain = rows[0]?.isClosedAgain ?? false
  if (isClosedAgain)
    await sql`delete from message where account_id = ${accountId} and id = ${reopenedLineId}`.execute(tx)
  return { isClosedAgain }
}
