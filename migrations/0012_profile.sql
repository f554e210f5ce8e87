-- What a person sets for himself in an account: his picture, his signature, how long a reply can be undone.

alter table "user"
  add column undo_seconds integer not null default 10 check (undo_seconds between 0 and 30),
  -- sanitised HTML; empty: none
  add column signature_html text not null default '',
  -- names the picture in its address, so that browsers keep it for ever; null: initials
  add column avatar_version uuid;

-- One small picture each, made anew by the server; never the bytes that were uploaded.
create table user_avatar (
  account_id bigint not null,
  user_id bigint not null,
  version uuid not null,
  image bytea not null,
  primary key (account_id, user_id),
  foreign key (account_id, user_id) references "user" (account_id, id) on delete cascade
);
alter table user_avatar alter column image set storage external;
