-- The outbox and the history: every change appends a row in the transaction that made it true.
-- Ids commit out of order; readers order by (xid, id) below the snapshot's xmin (ARCHITECTURE.md, events).
-- A row holds ids and enum values, never text or names, so that erasing a person need not rewrite history.

create table event (
  id bigint generated always as identity primary key,
  account_id bigint not null references account (id) on delete cascade,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  type text not null,
  -- null: the system itself, or somebody outside
  user_id bigint,
  thread_id bigint,
  message_id uuid,
  inbox_id bigint,
  payload jsonb not null default '{}'
);
create index event_stream on event (xid, id);
create index event_by_thread on event (account_id, thread_id, id) where thread_id is not null;
