-- Who is given what comes in on a channel: its rule, whom it chooses, and who was given something last.
create table assignment_rule (
  account_id bigint not null,
  channel_account_id bigint not null,
  is_on boolean not null,
  assign_to text not null check (assign_to in ('specific', 'contactOwner')),
  only_available boolean not null,
  reroutes_reopened boolean not null,
  primary key (account_id, channel_account_id),
  foreign key (account_id, channel_account_id) references channel_account (account_id, id) on delete cascade
);

-- A person or a team. One whose team was deleted stays, with the team's name, until somebody takes it out of the rule.
create table assignment_target (
  account_id bigint not null,
  channel_account_id bigint not null,
  user_id bigint,
  team_id bigint,
  lost_team_name text,
  check (num_nonnulls(user_id, team_id, lost_team_name) <= 1),
  foreign key (account_id, channel_account_id) references assignment_rule (account_id, channel_account_id) on delete cascade,
  foreign key (account_id, user_id) references "user" (account_id, id) on delete cascade,
  foreign key (account_id, team_id) references team (account_id, id) on delete cascade
);
create unique index assignment_target_user on assignment_target (account_id, channel_account_id, user_id) where user_id is not null;
create unique index assignment_target_team on assignment_target (account_id, channel_account_id, team_id) where team_id is not null;
create index assignment_target_by_user on assignment_target (account_id, user_id) where user_id is not null;
create index assignment_target_by_team on assignment_target (account_id, team_id) where team_id is not null;

create function assignment_target_lost() returns trigger language plpgsql as $$
begin
  update assignment_target set team_id = null, lost_team_name = old.name
    where account_id = old.account_id and team_id = old.id;
  return old;
end $$;
create trigger assignment_target_lost before delete on team for each row execute function assignment_target_lost();

-- Automatic assignments alone. `turn` counts them in the account: two in one transaction have one time, and their order matters.
create table last_assignment (
  account_id bigint not null,
  user_id bigint not null,
  turn bigint not null,
  assigned_at timestamptz not null,
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references "user" (account_id, id) on delete cascade
);

alter table assignment_rule alter column account_id set statistics 0;
alter table assignment_target alter column account_id set statistics 0;
alter table last_assignment alter column account_id set statistics 0;

-- `routed`: a rule was asked and gave it to nobody. An assignment by a rule says why in the same way (details.why).
alter table message drop constraint message_kind_check;
alter table message add constraint message_kind_check
  check (kind in ('message', 'comment', 'assignment', 'status', 'joined', 'moved', 'routed'));

-- A contact's owner who is not given the conversation is mailed what was written, once.
alter table recipient drop constraint recipient_notice_check;
alter table recipient add constraint recipient_notice_check
  check (notice in ('passwordReset', 'invitation', 'loginChanged', 'contactOwner'));
alter table recipient add column about_thread_id bigint;
alter table recipient add check ((notice is not distinct from 'contactOwner') = (about_thread_id is not null));
alter table recipient add foreign key (account_id, about_thread_id) references thread (account_id, id) on delete cascade;
create unique index recipient_about_thread on recipient (account_id, about_thread_id) where about_thread_id is not null;
