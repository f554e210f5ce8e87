-- Most updates of a thread change nothing that its list or its counts show: a delivery that ended raises its seq. Those
-- are asked one question instead of three statements.
create or replace function thread_changed() returns trigger language plpgsql as $$
begin
  if not exists (
    select from before b join after a on a.account_id = b.account_id and a.id = b.id
    where (a.inbox_ids, a.status, a.assignee_user_id, a.latest_message_at, a.waiting_since, a.archived_at, a.joined_into_id, a.is_spam)
      is distinct from
      (b.inbox_ids, b.status, b.assignee_user_id, b.latest_message_at, b.waiting_since, b.archived_at, b.joined_into_id, b.is_spam)
  ) then
    return null;
  end if;
  delete from thread_inbox ti using before b, after a
    where ti.account_id = a.account_id and ti.thread_id = a.id and b.account_id = a.account_id and b.id = a.id
      and (a.archived_at is not null or a.joined_into_id is not null or a.is_spam or ti.inbox_id <> all (a.inbox_ids));
  insert into thread_inbox as ti
      (account_id, inbox_id, thread_id, status, assignee_user_id, latest_message_at, waiting_since)
    select a.account_id, i.inbox_id, a.id, a.status, a.assignee_user_id, a.latest_message_at, a.waiting_since
    from after a cross join lateral unnest(a.inbox_ids) as i (inbox_id)
    where a.archived_at is null and a.joined_into_id is null and not a.is_spam
    on conflict (account_id, thread_id, inbox_id) do update set status = excluded.status,
      assignee_user_id = excluded.assignee_user_id, latest_message_at = excluded.latest_message_at,
      waiting_since = excluded.waiting_since
    where (ti.status, ti.assignee_user_id, ti.latest_message_at, ti.waiting_since) is distinct from
      (excluded.status, excluded.assignee_user_id, excluded.latest_message_at, excluded.waiting_since);
  insert into thread_count_delta (account_id, inbox_ids, status, assignee_user_id, is_waiting, threads)
    select account_id, inbox_ids, status, coalesce(assignee_user_id, 0), waiting_since is not null, sum(n)
    from (
      select b.*, -1 as n from before b
      union all
      select a.*, 1 from after a
    ) t
    where archived_at is null and joined_into_id is null and not is_spam
    group by 1, 2, 3, 4, 5
    having sum(n) <> 0;
  return null;
end $$;
