-- Addresses of their own that accounts ask to send from (S18), and the proof that whoever reads their mail agrees.

-- A proof is of the account and the address: once proven, each of its channels may send from it. The link's token is 256
-- bits and kept as a hash alone; asking again makes a new one, and the old one opens nothing.
create table from_address (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  address text not null,
  -- as it is compared: lower case
  address_key text not null,
  -- which asked last; its link dies with it
  channel_account_id bigint not null,
  asked_by_user_id bigint,
  asked_at timestamptz not null default now(),
  token_hash bytea unique,
  expires_at timestamptz not null,
  proven_at timestamptz,
  primary key (account_id, id),
  check (proven_at is null or token_hash is null),
  foreign key (account_id, channel_account_id) references channel_account (account_id, id) on delete cascade,
  foreign key (account_id, asked_by_user_id) references "user" (account_id, id) on delete set null (asked_by_user_id)
);
create unique index from_address_by_key on from_address (account_id, address_key);
create index from_address_by_channel on from_address (account_id, channel_account_id);
alter table from_address alter column account_id set statistics 0;

-- null: the channel's own address. One that is not proven yet is chosen and not sent from.
alter table channel_account
  add column from_address_id bigint,
  add foreign key (account_id, from_address_id) references from_address (account_id, id)
    on delete set null (from_address_id);
create index channel_account_by_from_address on channel_account (account_id, from_address_id)
  where from_address_id is not null;

-- The proof leaves as a notice: its link is made while the mail is sent.
alter table recipient drop constraint recipient_notice_check;
alter table recipient add constraint recipient_notice_check
  check (notice in ('passwordReset', 'invitation', 'loginChanged', 'contactOwner', 'fromAddress'));
alter table recipient add column from_address_id bigint;
alter table recipient add check ((notice = 'fromAddress') = (from_address_id is not null));
alter table recipient add foreign key (account_id, from_address_id) references from_address (account_id, id)
  on delete cascade;
create index recipient_by_from_address on recipient (account_id, from_address_id) where from_address_id is not null;
