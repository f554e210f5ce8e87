-- HubSpot's owner, whose id is not the user's: records name their owner by it, actors (A-…) are users. It begins far from
-- where users' ids do, so that one taken for the other is found out.
alter table "user" add column owner_id bigint generated always as identity (start with 1000001);
alter table "user" add constraint user_owner_id unique (owner_id);

-- The audit of a stretch of time, without reading everything that is newer.
create index audit_by_time on audit (account_id, at);

-- Requests with tokens, by account and day (UTC): what the account-info API tells of it.
create table api_usage (
  account_id bigint not null references account (id) on delete cascade,
  day date not null,
  requests bigint not null,
  primary key (account_id, day)
);
