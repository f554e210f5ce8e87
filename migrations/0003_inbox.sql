-- Where: inboxes, who may act in them, and the channels connected to them.

create table inbox (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  name text not null,
  access text not null default 'everyone' check (access in ('everyone', 'specific')),
  is_default boolean not null default false,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index inbox_default on inbox (account_id) where is_default;

create table inbox_access (
  account_id bigint not null,
  inbox_id bigint not null,
  user_id bigint,
  team_id bigint,
  check ((user_id is null) <> (team_id is null)),
  foreign key (account_id, inbox_id) references inbox (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references "user" (account_id, id) on delete cascade,
  foreign key (account_id, team_id) references team (account_id, id) on delete cascade
);
create unique index inbox_access_user on inbox_access (account_id, inbox_id, user_id) where user_id is not null;
create unique index inbox_access_team on inbox_access (account_id, inbox_id, team_id) where team_id is not null;

create table channel_account (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  inbox_id bigint not null,
  -- HubSpot's number: 1002 mail, 1000 chat …
  channel_id integer not null,
  type text not null check (type in ('fallback-email')),
  name text not null,
  address text not null,
  is_default boolean not null default false,
  is_on boolean not null default true,
  is_authorised boolean not null default true,
  is_sending boolean not null default true,
  from_name_mode text not null default 'agent-and-company' check (from_name_mode in ('agent-and-company', 'company')),
  company_name text not null default '',
  uses_original_sender boolean not null default true,
  settings jsonb not null default '{}',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, inbox_id) references inbox (account_id, id)
);
create unique index channel_account_default on channel_account (account_id) where is_default;
create index channel_account_by_inbox on channel_account (account_id, inbox_id);

-- Every address that mail may be sent to, one indexed look-up for RCPT. An address that an account ever had stays its own.
create table mail_address (
  address text primary key,
  account_id bigint not null,
  channel_account_id bigint not null,
  created_at timestamptz not null default now(),
  foreign key (account_id, channel_account_id) references channel_account (account_id, id) on delete cascade
);
create index mail_address_by_channel on mail_address (account_id, channel_account_id);
