-- What a person signs in with beside the password. It belongs to the login: no account can read or set it.

create table login_totp (
  login_id bigint primary key references login (id) on delete cascade,
  sealed_secret bytea not null,
  -- The 30 seconds whose code was taken last: a code is worth one sign-in.
  last_step bigint not null,
  created_at timestamptz not null default now()
);

create table recovery_code (
  login_id bigint not null references login (id) on delete cascade,
  -- of the login and the code, with a key of the installation's: the table alone is worth nothing
  code_mac bytea not null,
  used_at timestamptz,
  primary key (login_id, code_mac)
);

create table passkey (
  id bigint generated always as identity primary key,
  login_id bigint not null references login (id) on delete cascade,
  -- base64url, as WebAuthn's JSON has it
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_by_login on passkey (login_id);

-- Sealed challenges that were used, until they are too old to be used again.
create table spent_challenge (
  hash bytea primary key,
  expires_at timestamptz not null
);

alter table account add column asks_for_second_factor boolean not null default false;
