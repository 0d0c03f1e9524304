-- A source and how far its import got: the ledger. The row changes only together with what was read.
CREATE TABLE source (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT NOT NULL,
    announced      INTEGER NOT NULL,          -- size before it was read; -1: not known
    size           INTEGER NOT NULL,          -- bytes kept so far; all of them where complete
    head           BLOB NOT NULL,             -- SHA-256 of the first 64 KiB
    sha256         BLOB,                      -- of all; where complete
    format         TEXT NOT NULL,
    zone           TEXT NOT NULL,
    zone_from      TEXT NOT NULL,
    station        TEXT NOT NULL,             -- as the user named it
    nameless       INTEGER,                   -- the source whose nameless station is also its own; null: its own
    lines          INTEGER NOT NULL DEFAULT 0,
    next_frame     INTEGER NOT NULL DEFAULT 0,
    frames         INTEGER NOT NULL DEFAULT 0,
    duplicates     INTEGER NOT NULL DEFAULT 0,
    meter_values   INTEGER NOT NULL DEFAULT 0,
    sampled_values INTEGER NOT NULL DEFAULT 0,
    unread         INTEGER NOT NULL DEFAULT 0,
    state          BLOB,                      -- what the importer needs to go on
    complete       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX source_head ON source (head);

-- The bytes of the sources, in blocks compressed with zstd.
CREATE TABLE evidence (
    source INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    data   BLOB NOT NULL,
    PRIMARY KEY (source, offset)
) STRICT;

-- The heads of the frames first to first+count-1. The extent of their log times, in Unix seconds, finds those
-- that another source may have logged too.
CREATE TABLE frames (
    source      INTEGER NOT NULL,
    first       INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    logged_from INTEGER,
    logged_to   INTEGER,
    data        BLOB NOT NULL,
    PRIMARY KEY (source, first)
) STRICT;
CREATE INDEX frames_logged ON frames (logged_to, logged_from) WHERE logged_to IS NOT NULL;

-- The events of one station in one source; first is the frame of the first.
CREATE TABLE event (
    station TEXT NOT NULL,
    source  INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    data    BLOB NOT NULL
) STRICT;
CREATE INDEX event_station ON event (station, source, first);
CREATE INDEX event_source ON event (source);

-- Samples of one meter, that is a connector under one transactionId as sent, from one source, in log order
-- within each series. Their order is that of id. Times in Unix seconds.
CREATE TABLE chunk (
    id             INTEGER PRIMARY KEY,
    station        TEXT NOT NULL,
    source         INTEGER NOT NULL,
    connector      INTEGER,
    transaction_id INTEGER,
    first_frame    INTEGER NOT NULL,
    last_frame     INTEGER NOT NULL,
    min_time       INTEGER,
    max_time       INTEGER,
    count          INTEGER NOT NULL,
    data           BLOB NOT NULL
) STRICT;
CREATE INDEX chunk_meter ON chunk (station, source, transaction_id, connector, first_frame, last_frame);
CREATE INDEX chunk_source ON chunk (source);

-- Transactions as joined. A time is Unix seconds and a part: nanoseconds * 32 + digits * 2 + zone assumed.
-- Quantities are exact as text; the columns of REAL are for sorting.
CREATE TABLE txn (
    key             INTEGER PRIMARY KEY AUTOINCREMENT,
    station         TEXT NOT NULL,
    connector       INTEGER,
    transaction_id  INTEGER,
    id_tag          TEXT NOT NULL,
    start           INTEGER,
    start_part      INTEGER,
    stop            INTEGER,
    stop_part       INTEGER,
    first           INTEGER,
    first_part      INTEGER,
    last            INTEGER,
    last_part       INTEGER,
    stop_reason     TEXT NOT NULL,
    complete        INTEGER NOT NULL,
    meter_start     INTEGER,
    meter_stop      INTEGER,
    energy          TEXT,
    energy_from     TEXT NOT NULL,
    max_power       TEXT,
    soc_start       TEXT,
    soc_end         TEXT,
    meter_values    INTEGER NOT NULL,
    sampled_values  INTEGER NOT NULL,
    errors          INTEGER NOT NULL,
    warnings        INTEGER NOT NULL,
    infos           INTEGER NOT NULL,
    at_source       INTEGER NOT NULL,
    at_line         INTEGER NOT NULL,
    at_offset       INTEGER NOT NULL,
    inferred        INTEGER NOT NULL,
    position        INTEGER NOT NULL,         -- in the list's own order, from 1
    severity        INTEGER NOT NULL,
    energy_sort     REAL,
    max_power_sort  REAL,
    soc_sort        REAL,
    duration        INTEGER,                  -- milliseconds
    search          TEXT NOT NULL             -- words, in lower case
) STRICT;
CREATE INDEX txn_position ON txn (position);
CREATE INDEX txn_severity ON txn (severity, position);

-- Which stretches of which frames are a transaction's.
CREATE TABLE txn_span (
    txn            INTEGER NOT NULL,
    source         INTEGER NOT NULL,
    station        TEXT NOT NULL,
    connector      INTEGER,
    transaction_id INTEGER,
    first          INTEGER NOT NULL,
    last           INTEGER NOT NULL,
    inferred       INTEGER NOT NULL
) STRICT;
CREATE INDEX txn_span_txn ON txn_span (txn);

-- The first and last frame of a transaction in a source, answers included.
CREATE TABLE txn_extent (
    txn    INTEGER NOT NULL,
    source INTEGER NOT NULL,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (txn, source)
) STRICT, WITHOUT ROWID;

-- The transaction of each of the frames first to first+count-1.
CREATE TABLE frame_txn (
    source INTEGER NOT NULL,
    first  INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    data   BLOB NOT NULL,
    PRIMARY KEY (source, first)
) STRICT;

-- Repeats of one finding: rule, pointer shape, got and want are one row with a list of places. txn is 0 for
-- findings of the import, the transaction for those of joining, -1 for those of joining without one.
CREATE TABLE finding (
    id           INTEGER PRIMARY KEY,
    source       INTEGER NOT NULL,
    txn          INTEGER NOT NULL,
    rule         TEXT NOT NULL,
    severity     INTEGER NOT NULL,
    shape        TEXT,                        -- the pointer, its array indices as *; null: about the frame
    got          TEXT NOT NULL,
    has_got      INTEGER NOT NULL,            -- got is the JSON text at the place; else it is what a message needs
    want         TEXT NOT NULL,
    inferred     INTEGER NOT NULL,
    first_offset INTEGER NOT NULL,
    first_frame  INTEGER NOT NULL,            -- the least; -1: a place that is no frame
    last_frame   INTEGER NOT NULL,
    level        INTEGER NOT NULL,            -- hexadecimal digits of last_frame - first_frame
    count        INTEGER NOT NULL,
    data         BLOB NOT NULL
) STRICT;
CREATE INDEX finding_place ON finding (source, first_offset);
CREATE INDEX finding_txn ON finding (txn) WHERE txn <> 0;
CREATE INDEX finding_frames ON finding (source, level, first_frame, last_frame) WHERE txn = 0;

-- What somebody wrote about a transaction: one note each. made is in UTC, RFC 3339.
CREATE TABLE note (
    id   INTEGER PRIMARY KEY,
    txn  INTEGER NOT NULL UNIQUE,
    made TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
