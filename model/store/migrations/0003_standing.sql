-- What of a source counts, and what is known of it beside its own reading.
ALTER TABLE source ADD COLUMN format_from TEXT NOT NULL DEFAULT 'inferred';
ALTER TABLE source ADD COLUMN station_from TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN columns_from TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;   -- 1: removed, until the case is closed; 2: a reading under way, see replaces
ALTER TABLE source ADD COLUMN replaces INTEGER;                    -- the source that this is another reading of
ALTER TABLE source ADD COLUMN reading INTEGER NOT NULL DEFAULT 1;  -- counts how often it was read
ALTER TABLE source ADD COLUMN rotation INTEGER;                    -- shared by the files of one log; nameless follows from it too
ALTER TABLE source ADD COLUMN learnt TEXT NOT NULL DEFAULT '';     -- the name of its nameless station, as others that logged the same say
ALTER TABLE source ADD COLUMN hollow INTEGER NOT NULL DEFAULT 0;   -- 1: nothing is kept of its frames that another source has: a case of version 1
ALTER TABLE source ADD COLUMN repeated INTEGER NOT NULL DEFAULT 0; -- of frames, those that count elsewhere; so the next two
ALTER TABLE source ADD COLUMN repeated_meter_values INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN repeated_sampled_values INTEGER NOT NULL DEFAULT 0;
UPDATE source SET hollow = 1, rotation = nameless, station_from = CASE station WHEN '' THEN '' ELSE 'user' END,
    columns_from = CASE columns WHEN '' THEN '' ELSE 'inferred' END;

-- Which frames of a block another source has, where they count: a bit each, the lowest of the first byte first.
ALTER TABLE frames ADD COLUMN repeats BLOB;
CREATE INDEX frames_repeats ON frames (source, first) WHERE repeats IS NOT NULL;

-- 1: the log does not name the station; it is the one that its source has learnt.
ALTER TABLE event ADD COLUMN unnamed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chunk ADD COLUMN unnamed INTEGER NOT NULL DEFAULT 0;

-- Transactions that there were before: if they come again they have their keys again, and with them their notes.
CREATE TABLE former (
    key            INTEGER PRIMARY KEY,
    station        TEXT NOT NULL,
    connector      INTEGER,
    transaction_id INTEGER,
    start          INTEGER,
    start_part     INTEGER,
    at_source      INTEGER NOT NULL,
    at_offset      INTEGER NOT NULL
) STRICT;
