-- Original senders (S22): a forwarded mail stands on the contact who is stated to have written it. Both marks say that
-- nothing but a forwarder's word stands behind it.
-- The contact never wrote here himself; his name is the forwarder's. Ends with his first own mail.
alter table contact add column is_stated boolean not null default false;
alter table thread add column is_contact_stated boolean not null default false;
