import { sql } from 'kysely'
import type { Db } from '../../server/platform/database.ts'

/** Each yields one row for every thing that contradicts another: none may, at any moment between two transactions. */
const contradictions = {
  'a mail that is acknowledged and stays unprocessed': sql`select id from arrival where state = 'received'`,
  'a message whose sender is being checked and by nobody': sql`
    select m.id from message m where m.sender->>'state' = 'checking' and not exists (
      select from arrival a where a.account_id = m.account_id and a.message_id = m.id and a.is_checking)`,
  'a message in that was not told to have been checked once': sql`
    select m.id from message m where m.direction = 'incoming' and m.arrival_id is not null and 1 <> (
      select count(*) from event e where e.account_id = m.account_id and e.message_id = m.id and e.type = 'message.checked')`,
  'an acknowledged mail without its bytes': sql`
    select id from arrival a where storage_key is null and not exists (
      select from arrival_raw r where r.account_id = a.account_id and r.arrival_id = a.id)`,
  'a stored arrival without its message': sql`
    select id from arrival a where state in ('stored', 'duplicate') and not exists (
      select from message m where m.account_id = a.account_id and m.id = a.message_id)`,
  'two messages of one key': sql`
    select internet_message_id from message where kind = 'message' and direction = 'incoming'
    group by account_id, internet_message_id, subject having count(*) > 1`,
  'a message without a body': sql`
    select id from message m where kind in ('message', 'comment') and not exists (
      select from message_body b where b.account_id = m.account_id and b.message_id = m.id)`,
  'a message in without its one event': sql`
    select m.id from message m where direction = 'incoming' and 1 <> (
      select count(*) from event e where e.account_id = m.account_id and e.message_id = m.id and e.type = 'message.received')`,
  'a message out without its recipients': sql`
    select m.id from message m where direction = 'outgoing' and not exists (
      select from recipient r where r.account_id = m.account_id and r.message_id = m.id)`,
  'a thread that counts its messages wrongly': sql`
    select t.id from thread t where joined_into_id is null and message_count <> (
      select count(*) from message m where m.account_id = t.account_id and m.thread_id = t.id
        and m.kind in ('message', 'comment'))`,
  'a thread that counts its failures wrongly': sql`
    select t.id from thread t where joined_into_id is null and failed_count <> (
      select count(*) from recipient r where r.account_id = t.account_id and r.thread_id = t.id
        and r.state in ('failed', 'uncertain'))`,
  'a thread behind its own messages': sql`
    select t.id from thread t where seq < (
      select max(seq) from message m where m.account_id = t.account_id and m.thread_id = t.id)`,
  'a list that differs from its threads': sql`
    with shown as (
      select t.account_id, i.id as inbox_id, t.id as thread_id, t.status, t.assignee_user_id, t.latest_message_at,
        t.waiting_since
      from thread t cross join lateral unnest(t.inbox_ids) as i (id)
      where t.archived_at is null and t.joined_into_id is null and not t.is_spam
    ), listed as (
      select account_id, inbox_id, thread_id, status, assignee_user_id, latest_message_at, waiting_since from thread_inbox
    )
    (select thread_id from (select * from shown except select * from listed) a)
    union all (select thread_id from (select * from listed except select * from shown) b)`,
  'counters that differ from a recount': sql`
    with counted as (
      select account_id, inbox_ids, status, coalesce(assignee_user_id, 0) as assignee, waiting_since is not null as waits,
        count(*)::int as threads
      from thread where archived_at is null and joined_into_id is null and not is_spam group by 1, 2, 3, 4, 5
    ), kept as (
      select account_id, inbox_ids, status, assignee_user_id as assignee, is_waiting as waits, sum(threads)::int as threads
      from (
        select account_id, inbox_ids, status, assignee_user_id, is_waiting, threads from thread_count
        union all
        select account_id, inbox_ids, status, assignee_user_id, is_waiting, threads from thread_count_delta
      ) x group by 1, 2, 3, 4, 5 having sum(threads) <> 0
    )
    (select account_id from (select * from counted except select * from kept) a)
    union all (select account_id from (select * from kept except select * from counted) b)`,
  'work that a process holds which is gone': sql`
    select id from arrival a where state = 'received' and leased_by is not null
      and not exists (select from process p where p.id = a.leased_by)`,
}

/** What contradicts itself in a Samtale that has come to rest; empty where all is well. */
export async function listInconsistencies(db: Db): Promise<string[]> {
  const found: string[] = []
  for (const [what, query] of Object.entries(contradictions)) {
    const { rows } = await query.execute(db)
    if (rows.length > 0) found.push(`${what}: ${rows.length}, such as ${JSON.stringify(rows[0])}`)
  }
  return found
}
