-- Mails by which a provider asks whether mail may be forwarded to an address of ours (S19), where the provider's signature
-- proves that it asks: shown to who sets up the channel, instead of as a conversation. The mail itself stays its arrival.
create table forwarding_confirmation (
  account_id bigint not null references account (id) on delete cascade,
  id bigint generated always as identity unique,
  channel_account_id bigint not null,
  arrival_id bigint not null,
  -- what makes a second delivery the same question
  mail_key text not null,
  provider text not null,
  -- the mailbox that wants to forward, as the mail states it
  asking_address text,
  code text,
  -- https, at a host of the provider
  link text,
  received_at timestamptz not null,
  dismissed_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, channel_account_id) references channel_account (account_id, id) on delete cascade,
  foreign key (account_id, arrival_id) references arrival (account_id, id) on delete cascade
);
create unique index forwarding_confirmation_by_mail on forwarding_confirmation (account_id, channel_account_id, mail_key);
create index forwarding_confirmation_open on forwarding_confirmation (account_id, channel_account_id, id desc)
  where dismissed_at is null;
create index forwarding_confirmation_by_arrival on forwarding_confirmation (account_id, arrival_id);
alter table forwarding_confirmation alter column account_id set statistics 0;

alter table arrival drop constraint arrival_state_check;
alter table arrival add constraint arrival_state_check
  check (state in ('received', 'stored', 'duplicate', 'delivery-state', 'forwarding-confirmation'));
