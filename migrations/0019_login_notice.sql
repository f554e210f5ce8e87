-- A person is told by mail when his password or a factor has changed: what it was and from where, and no secret.
alter table recipient drop constraint recipient_notice_check;
alter table recipient add constraint recipient_notice_check
  check (notice in ('passwordReset', 'invitation', 'loginChanged'));
alter table recipient add column login_change text
  check (login_change in ('password-changed', 'totp-added', 'totp-removed', 'passkey-added', 'passkey-removed',
    'all-removed', 'recovery-codes-renewed'));
-- Empty: the command line.
alter table recipient add column login_changed_from text;
alter table recipient add check ((notice = 'loginChanged') = (login_change is not null and login_changed_from is not null));
create index recipient_by_login on recipient (login_id, created_at) where login_id is not null;
