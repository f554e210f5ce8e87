-- Who: the installation, its accounts, the people in them, and what they hold to get in.
-- Every domain table has account_id, first in its key and in every foreign key (ARCHITECTURE.md, law 6).

create table installation (
  is_the_one boolean primary key default true check (is_the_one),
  secret_fingerprint text not null,
  file_store_id uuid not null,
  -- Part of every realtime cursor: a restored database is another epoch, because its transaction ids start anew.
  epoch uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);

create table process (
  id uuid primary key,
  roles text[] not null,
  host text not null,
  pid integer not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

create table account (
  id bigint generated always as identity primary key,
  name text not null,
  plan text not null check (plan in ('free', 'starter', 'professional', 'enterprise')),
  starter_seats integer not null default 5 check (starter_seats >= 0),
  subdomain text not null unique,
  language text not null default 'en' check (language in ('en', 'nb')),
  time_zone text not null default 'UTC',
  -- Threads closed longer than this start anew, linked; null: never.
  reopen_within_days integer check (reopen_within_days > 0),
  created_at timestamptz not null default now()
);

-- A person's credentials, across accounts. No account can read or set them.
create table login (
  id bigint generated always as identity primary key,
  email text not null,
  email_key text not null unique,
  password_hash text not null,
  proven_at timestamptz,
  created_at timestamptz not null default now()
);

create table "user" (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  login_id bigint not null references login (id),
  name text not null,
  role text not null check (role in ('super-admin', 'account-access', 'user')),
  seat text not null default 'none' check (seat in ('none', 'sales', 'service')),
  availability text not null default 'available' check (availability in ('available', 'away')),
  time_zone text,
  language text check (language in ('en', 'nb')),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  uses_shortcuts boolean not null default true,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, login_id)
);
create index user_by_login on "user" (login_id);

create table team (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  name text not null,
  primary key (account_id, id)
);

create table team_member (
  account_id bigint not null,
  team_id bigint not null,
  user_id bigint not null,
  kind text not null check (kind in ('main', 'extra')),
  primary key (account_id, team_id, user_id),
  foreign key (account_id, team_id) references team (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references "user" (account_id, id) on delete cascade
);
create index team_member_by_user on team_member (account_id, user_id);

-- The cookie holds the id; the database only its hash.
create table session (
  id_hash bytea primary key,
  public_id uuid not null default gen_random_uuid() unique,
  account_id bigint not null,
  user_id bigint not null,
  login_id bigint not null references login (id) on delete cascade,
  user_agent text not null default '',
  remote_address text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (account_id, user_id) references "user" (account_id, id) on delete cascade
);
create index session_by_login on session (login_id);

create table app_token (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  token_hash bytea not null unique,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (account_id, id)
);

create table password_reset (
  token_hash bytea primary key,
  login_id bigint not null references login (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Attempts counted by key (address, IP) in a window. Unlogged: a crash forgives, which is all it may cost.
create unlogged table throttle (
  key text primary key,
  attempts integer not null,
  resets_at timestamptz not null
);

create table idempotency (
  account_id bigint not null references account (id) on delete cascade,
  actor text not null,
  key text not null,
  body_hash bytea not null,
  -- written at the end of the transaction that made the row
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (account_id, actor, key)
);
create index idempotency_by_age on idempotency (created_at);

create table dkim_key (
  domain text primary key,
  selector text not null,
  sealed_private_key bytea not null,
  public_key text not null,
  created_at timestamptz not null default now()
);
