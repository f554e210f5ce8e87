-- Sender truth: what DNS and signatures say of who sent a mail (shared/sender-truth.ts), instead of one flag.
alter table message add column sender jsonb;
update message set sender = '{"state": "notChecked", "spf": "none", "dkim": "none", "dmarc": "none", "arc": "none",
    "policy": null, "domain": "", "by": null, "because": "noDns", "signs": ["claimsUser"], "likeDomain": null,
    "answersTo": null, "namedAddress": null}'
  where is_unverified;
alter table message drop column is_unverified;

-- What SPF asks beside the client's address and the envelope: how the client named itself.
alter table arrival add column helo text not null default '';
-- Stored and shown, while its sender is being looked up: leased like a delivery that is being stored.
alter table arrival add column is_checking boolean not null default false;
-- What the answer may undo or bring about (conversation/threading.ts): see conversation/awaited-verdict.ts.
alter table arrival add column awaits jsonb;
alter table arrival add column check_attempts integer not null default 0;
create index arrival_checking on arrival (id) where is_checking;

-- Domains of known contacts, each under the keys by which one that looks like it is found (conversation/look-alike.ts).
create table known_domain (
  account_id bigint not null references account (id) on delete cascade,
  key text not null,
  domain text not null,
  primary key (account_id, key, domain)
);
alter table known_domain alter column account_id set statistics 0;
