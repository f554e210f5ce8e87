-- Plans must not depend on which account asks. With statistics on account_id the planner takes an account that is not among
-- the sampled ones for a row or two, finds every index that begins with account_id equally good, and may read all of the
-- account where two columns name one row: slower with each mail until the next analyze, which a table of a million rows
-- sees after another hundred thousand. Without them each account counts for a two-hundredth, and the index with more of
-- the columns wins. Every table with an account_id gets this but thread: pages of all of an account's threads are read in
-- the order of an index only where the planner knows that there are many, and single ones have the unique index on id.
-- tests/house/query-plans.test.ts sees to it.
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
