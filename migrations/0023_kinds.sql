-- Automatic mail: who may be answered by a machine, how often one was, and when a delivery was last reported late.

alter table message add column may_answer boolean not null default false;
-- The other server still tries (RFC 3464, Action: delayed): no failure. Its sentence is `reply`.
alter table recipient add column delayed_at timestamptz;

-- Each answer that a machine gave: what the budgets of conversation/automatic-answers.ts are counted from. A day old, it goes.
create table automatic_answer (
  account_id bigint not null references account (id) on delete cascade,
  message_id uuid not null,
  inbox_id bigint not null,
  thread_id bigint not null,
  -- lower case, without plus part
  address text not null,
  at timestamptz not null default now(),
  primary key (account_id, message_id),
  foreign key (account_id, message_id) references message (account_id, id) on delete cascade
);
create index automatic_answer_by_address on automatic_answer (account_id, address, at);
create index automatic_answer_by_inbox on automatic_answer (account_id, inbox_id, at);
alter table automatic_answer alter column account_id set statistics 0;
