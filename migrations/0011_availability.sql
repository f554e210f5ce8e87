-- When a person takes new conversations: the switch of the top bar, working hours and holidays in the person's zone, and
-- where the account asks for it, an open browser. What comes of it (`shared/availability.ts`) is computed whenever it is
-- asked; the two last columns only say what was told last, and when to look again.

alter table account add column asks_for_browser boolean not null default false;

alter table "user"
  add column availability_set_by bigint,
  add column availability_set_at timestamptz,
  -- [{days, startMinute, endMinute}], local minutes of `time_zone`; none: always
  add column working_hours jsonb not null default '[]',
  -- [{label, from, to}], local dates ("2026-12-24", both included) or minutes ("2026-12-24T12:00", `to` excluded)
  add column holidays jsonb not null default '[]',
  add column effective_availability text not null default 'available'
    check (effective_availability in ('available', 'away', 'outside-hours')),
  -- when to look again; null: nothing but a person changes it
  add column availability_due_at timestamptz,
  add foreign key (account_id, availability_set_by) references "user" (account_id, id) on delete set null (availability_set_by);

update "user" set effective_availability = availability;

-- The queue of the clock: its first row is the next change of anybody.
create index user_availability_due on "user" (availability_due_at) where availability_due_at is not null;

create index session_of_user on session (account_id, user_id);

-- A browser that comes or goes may change it where the account asks for one: whoever writes sessions need not know.
create function browser_came_or_went() returns trigger language plpgsql as $$
declare
  seen session := case when tg_op = 'DELETE' then old else new end;
begin
  update "user" u set availability_due_at = '-infinity'
  from account a
  where a.id = seen.account_id and a.asks_for_browser
    and u.account_id = seen.account_id and u.id = seen.user_id and u.availability = 'available'
    and u.effective_availability = case when tg_op = 'DELETE' then 'available' else 'away' end;
  return null;
end $$;

create trigger browser_came_or_went after insert or delete or update of last_seen_at on session
  for each row execute function browser_came_or_went();
