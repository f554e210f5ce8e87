-- Who owns a contact decides who its mail is given to: a change of it is written down as the settings' are.
alter table audit drop constraint audit_subject_type_check;
alter table audit add constraint audit_subject_type_check
  check (subject_type in ('account', 'user', 'team', 'invitation', 'inbox', 'channel', 'token', 'contact'));
