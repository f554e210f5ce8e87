-- Reactions to the event stream (platform/consumer.ts): how far each has come. The transaction that works moves the cursor.
create table consumer (
  name text primary key,
  -- of the database when the cursor was written: in another one its transaction ids mean nothing
  epoch uuid not null,
  xid xid8 not null,
  event_id bigint not null,
  moved_at timestamptz not null default now()
);

-- An event that a reaction could not be done for. After the last attempt it is set aside: the rest goes on.
create table consumer_failure (
  consumer text not null references consumer (name) on delete cascade,
  event_id bigint not null,
  account_id bigint not null references account (id) on delete cascade,
  attempts integer not null,
  error text not null,
  failed_at timestamptz not null default now(),
  is_set_aside boolean not null default false,
  primary key (consumer, event_id)
);
alter table consumer_failure alter column account_id set statistics 0;
