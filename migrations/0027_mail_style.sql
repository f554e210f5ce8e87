-- The style sheets of a mail, sanitised (server/mail/sanitise-style-sheet.ts): beside its HTML, because only the frame may
-- ever apply them. '': it has none.
alter table message_body add column style text not null default '';
