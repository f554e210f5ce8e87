-- *Mine* is read inbox by inbox, as the other lists of tickets are: whoever owns none reads none of the others'.
drop index ticket_by_owner;
create index ticket_owned on ticket (account_id, inbox_id, owner_user_id, id desc) where closed_at is null and owner_user_id is not null;
-- Whom a removed person's tickets are taken from.
create index ticket_by_owner on ticket (account_id, owner_user_id) where owner_user_id is not null;
