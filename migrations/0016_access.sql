-- Who sees one inbox of two hundred counts that one inbox's threads, not the account's.
create index thread_count_by_inbox on thread_count using gin (inbox_ids);

-- A conversation that was moved to another inbox says so in its timeline (moved: from, to).
alter table message drop constraint message_kind_check;
alter table message add constraint message_kind_check
  check (kind in ('message', 'comment', 'assignment', 'status', 'joined', 'moved'));
