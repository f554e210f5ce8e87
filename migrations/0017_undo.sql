-- What a reply changed besides itself, kept while it can be taken back: ids, instants and addresses, no words.
alter table message add column undo jsonb;
