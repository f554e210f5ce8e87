-- What setting up inboxes and channels writes.

-- Whatever its case; an archived one keeps its name, so that it can come back.
create unique index inbox_name on inbox (account_id, casefold(name collate pg_unicode_fast));

-- Who turned the channel on or off, and when. Null: nobody has, since it was connected.
alter table channel_account
  add column status_changed_at timestamptz,
  add column status_changed_by_user_id bigint,
  add foreign key (account_id, status_changed_by_user_id) references "user" (account_id, id)
    on delete set null (status_changed_by_user_id);
create index channel_account_by_switcher on channel_account (account_id, status_changed_by_user_id)
  where status_changed_by_user_id is not null;

-- When something last came in on a channel, and how many mails were refused since it was switched off. A row of its own:
-- what arrives must not wait for the lock of the channel, nor hold up who sends from it.
create table channel_activity (
  account_id bigint not null,
  channel_account_id bigint not null,
  last_received_at timestamptz,
  refused bigint not null default 0,
  primary key (account_id, channel_account_id),
  foreign key (account_id, channel_account_id) references channel_account (account_id, id) on delete cascade
);
alter table channel_activity alter column account_id set statistics 0;
insert into channel_activity (account_id, channel_account_id, last_received_at)
  select account_id, channel_account_id, max(latest_received_at) from thread group by account_id, channel_account_id;

-- What waits for its channel to be switched on again.
create index recipient_held on recipient (account_id, id) where state = 'held';
