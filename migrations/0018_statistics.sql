-- The tables made since 0006: no statistics on account_id either, for the reason that stands there.
do $$
declare
  each_table regclass;
begin
  for each_table in
    select c.oid::regclass from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'account_id'
      and c.relname <> 'thread'
  loop
    execute format('alter table %s alter column account_id set statistics 0', each_table);
  end loop;
end $$;
