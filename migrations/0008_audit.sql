-- Who changed what of people, access, seats, plan, inboxes and channels: read by super admins, appended in the
-- transaction of the change, never edited. `before` and `after` hold the changed fields alone, and never a secret.
create table audit (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  at timestamptz not null default now(),
  -- null and no token: the system itself, or the command line
  user_id bigint,
  token_id bigint,
  remote_address text not null default '',
  action text not null,
  subject_type text not null check (subject_type in ('account', 'user', 'team', 'invitation', 'inbox', 'channel', 'token')),
  subject_id bigint not null,
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  primary key (account_id, id)
);
create index audit_by_subject on audit (account_id, subject_type, subject_id, id desc);
create index audit_by_user on audit (account_id, user_id, id desc);
create index audit_by_action on audit (account_id, action, id desc);
-- Where a sample holds one action or one person alone, the planner takes every row for theirs, finds the primary key as
-- good as the index that has them, and reads the whole log for a rare one. Without statistics each counts for a
-- two-hundredth (0006_statistics.sql).
alter table audit alter column action set statistics 0;
alter table audit alter column user_id set statistics 0;
alter table audit alter column subject_type set statistics 0;
