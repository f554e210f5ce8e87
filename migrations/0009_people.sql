-- People who are asked into an account, and what becomes of those who leave it.

-- null: never signed in here. The newest says which account a login of several opens.
alter table "user" add column last_seen_at timestamptz;
-- Gone for good: the row stays, because what the person wrote shows its name.
alter table "user" add column removed_at timestamptz;
alter table "user" add check (removed_at is null or not is_active);

-- One main team per person, any number of others.
create unique index team_member_main on team_member (account_id, user_id) where kind = 'main';
create unique index team_by_name on team (account_id, lower(name));

-- The link's token is 256 bits and kept as a hash alone; sending it again makes a new one, and the old one opens nothing.
create table invitation (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  email text not null,
  email_key text not null,
  name text not null default '',
  role text not null check (role in ('super-admin', 'account-access', 'user')),
  seat text not null default 'none' check (seat in ('none', 'sales', 'service')),
  invited_by_user_id bigint,
  token_hash bytea unique,
  -- The link went to the address, which proves it when it is used; else the inviter handed it over.
  is_mailed boolean not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_user_id bigint,
  withdrawn_at timestamptz,
  primary key (account_id, id),
  check (accepted_at is null or withdrawn_at is null),
  foreign key (account_id, invited_by_user_id) references "user" (account_id, id) on delete set null (invited_by_user_id),
  foreign key (account_id, accepted_user_id) references "user" (account_id, id) on delete set null (accepted_user_id)
);
create unique index invitation_waiting on invitation (account_id, email_key)
  where accepted_at is null and withdrawn_at is null;

create table invitation_team (
  account_id bigint not null,
  invitation_id bigint not null,
  team_id bigint not null,
  kind text not null check (kind in ('main', 'extra')),
  primary key (account_id, invitation_id, team_id),
  foreign key (account_id, invitation_id) references invitation (account_id, id) on delete cascade,
  foreign key (account_id, team_id) references team (account_id, id) on delete cascade
);
create unique index invitation_team_main on invitation_team (account_id, invitation_id) where kind = 'main';
create index invitation_team_by_team on invitation_team (account_id, team_id);

-- An invitation leaves as a notice: its link is made while the mail is sent.
alter table recipient drop constraint recipient_notice_check;
alter table recipient add constraint recipient_notice_check check (notice in ('passwordReset', 'invitation'));
alter table recipient add column invitation_id bigint;
alter table recipient add check ((notice = 'invitation') = (invitation_id is not null));
alter table recipient add foreign key (account_id, invitation_id) references invitation (account_id, id) on delete cascade;
create index recipient_by_invitation on recipient (account_id, invitation_id) where invitation_id is not null;

-- When a person was last here outlives the session that knew it, however that ends.
create function session_was_used() returns trigger language plpgsql as $$
declare
  used session := case when tg_op = 'DELETE' then old else new end;
begin
  update "user" set last_seen_at = greatest(last_seen_at, used.last_seen_at)
  where account_id = used.account_id and id = used.user_id;
  return null;
end $$;
create trigger session_was_used after insert or delete on session
  for each row execute function session_was_used();
