-- *Mine* is read inbox by inbox, as the other lists of tickets are: whoever owns none reads none of the others'.
drop index ticket_by_owner;
create index ticket_owned on ticket (account_id, inbox_id, owner_user_id, id desc) where closed_at is null and owner_user_id is not null;
-- Whom a removed person's tickets are taken from.
create index ticket_by_owner on ticket (account_id, owner_user_id) where owner_user_id is not null;

-- Whom a rule chooses, people, teams and lost teams alike: the other indexes of the table hold only a part each.
create index assignment_target_by_channel on assignment_target (account_id, channel_account_id);

-- A page of a contact's tickets is read in its order.
drop index ticket_contact_by_contact;
create index ticket_contact_by_contact on ticket_contact (account_id, contact_id, ticket_id desc);
