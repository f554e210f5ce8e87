-- Signatures: a team's under the mail of its channel, a person's under mail that he writes from a contact's record.

alter table channel_account
  add column signature_is_on boolean not null default false,
  add column signature_mode text not null default 'simple' check (signature_mode in ('simple', 'html')),
  -- sanitised HTML with tokens, {{full_name}} …
  add column signature_html text not null default '';

-- What closes a mail that we wrote, filled in and as it left; null: nothing. The words stay apart, so that a reply that is
-- taken back is the words alone.
alter table message_body add column signature_html text;

-- The pictures of signatures. A mail that has left names them for ever, so what was once saved in a signature stays.
create table signature_image (
  account_id bigint not null references account (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  media_type text not null,
  size integer not null,
  storage_key text not null,
  -- false: uploaded, and in no signature yet
  is_kept boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
alter table signature_image alter column account_id set statistics 0;
create index signature_image_by_storage on signature_image (storage_key);
create index signature_image_unkept on signature_image (created_at) where not is_kept;
