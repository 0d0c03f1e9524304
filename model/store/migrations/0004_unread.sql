-- How many bytes the unread places of a source have.
ALTER TABLE source ADD COLUMN unread_bytes INTEGER NOT NULL DEFAULT 0;
