-- Who passed a mail on, and who wrote it as the forwarder states it (server/conversation/forward.ts). Words about the
-- mail, for people to read: nothing joins on it, no right and no contact comes of it.
alter table message add column forwarded jsonb;
