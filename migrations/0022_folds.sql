-- What of a mail's text folds on screen (quotes, signatures), as [start, end, kind] in UTF-16 units of the text. Found when the
-- mail is parsed: a long conversation is shown without reading each of its mails again. Null where nothing folds, and for
-- mails from before, whose folds are found when they are shown.
alter table message_body add column folds jsonb;
