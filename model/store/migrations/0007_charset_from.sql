-- Who said what the characters of a source are written in: see model.Source.
ALTER TABLE source ADD COLUMN charset_from TEXT NOT NULL DEFAULT '';
