-- How a source was read, beside its format: see model.Source.
ALTER TABLE source ADD COLUMN columns TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN also TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN charset TEXT NOT NULL DEFAULT '';
