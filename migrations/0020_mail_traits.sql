-- What kind of mail a message is (shared/mail-traits.ts): one list instead of a column for each kind.
alter table message add column traits text[] not null default '{}';
update message set traits = '{autoReply}' where is_auto_reply;
alter table message drop column is_auto_reply;
