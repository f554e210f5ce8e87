-- The list is sorted by this instant, and then by id. Screens hold instants in milliseconds and sort what the stream brings
-- by the same rule: two conversations of one millisecond would stand the other way round there until they were fetched.
alter table thread alter column latest_message_at type timestamptz(3);
alter table thread_inbox alter column latest_message_at type timestamptz(3);
