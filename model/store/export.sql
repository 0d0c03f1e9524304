-- Quantities are exact decimals as text, in the unit beside them or in the column's name; cast them to REAL to
-- reckon with them. Times are RFC 3339 in UTC. Null is unknown.
CREATE TABLE sources (
    id             INTEGER PRIMARY KEY,
    name           TEXT NOT NULL,
    bytes          INTEGER NOT NULL,
    sha256         TEXT,
    format         TEXT NOT NULL,
    format_from    TEXT NOT NULL,    -- who says so: log, inferred, user or default; so the next ones
    zone           TEXT NOT NULL,
    zone_from      TEXT NOT NULL,
    station        TEXT,             -- of frames whose lines name none
    station_from   TEXT,
    columns        TEXT,             -- what those of a table were read as
    columns_from   TEXT,
    complete       INTEGER NOT NULL,
    frames         INTEGER NOT NULL,
    duplicates     INTEGER NOT NULL,
    meter_values   INTEGER NOT NULL,
    sampled_values INTEGER NOT NULL,
    unread         INTEGER NOT NULL
) STRICT;

CREATE TABLE transactions (
    key            INTEGER PRIMARY KEY,
    station        TEXT,
    connector_id   INTEGER,
    transaction_id INTEGER,
    id_tag         TEXT,
    start          TEXT,
    stop           TEXT,
    first_sign     TEXT,
    last_sign      TEXT,
    stop_reason    TEXT,
    complete       INTEGER NOT NULL,
    meter_start_wh INTEGER,
    meter_stop_wh  INTEGER,
    energy_wh      TEXT,
    energy_from    TEXT,
    max_power_w    TEXT,
    soc_start      TEXT,
    soc_end        TEXT,
    meter_values   INTEGER NOT NULL,
    sampled_values INTEGER NOT NULL,
    errors         INTEGER NOT NULL,
    warnings       INTEGER NOT NULL,
    infos          INTEGER NOT NULL,
    inferred       INTEGER NOT NULL,
    summary        TEXT              -- two or three sentences
) STRICT;

-- The ways to say how much energy flowed in a transaction.
CREATE TABLE accounts (
    transaction_key INTEGER NOT NULL,
    account         TEXT NOT NULL,    -- meter, register, interval, power, current, phases, signed, billed, car
    reference       INTEGER NOT NULL, -- 1: the one that the others are compared with
    energy_wh       TEXT NOT NULL,
    from_time       TEXT,
    to_time         TEXT,
    samples         INTEGER NOT NULL,
    difference_wh   TEXT,
    tolerance_wh    TEXT,
    agrees          INTEGER,
    cause           TEXT,             -- why it doesn't agree
    cause_from      TEXT,
    cause_to        TEXT,
    could_hide_wh   TEXT,
    cause_text      TEXT,
    PRIMARY KEY (transaction_key, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE frames (
    source          INTEGER NOT NULL,
    seq             INTEGER NOT NULL,
    kind            INTEGER NOT NULL, -- 2 CALL, 3 CALLRESULT, 4 CALLERROR, 0 a bare payload
    id              TEXT,
    action          TEXT,
    line            INTEGER NOT NULL,
    offset          INTEGER NOT NULL,
    size            INTEGER NOT NULL,
    logged_at       TEXT,
    station         TEXT,
    direction       TEXT,             -- from the station, or to it
    answers         INTEGER,          -- seq of the frame that it answers
    partial         INTEGER NOT NULL,
    transaction_key INTEGER,
    PRIMARY KEY (source, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE samples (
    source          INTEGER NOT NULL,
    frame           INTEGER NOT NULL,
    line            INTEGER NOT NULL,
    offset          INTEGER NOT NULL,
    time            TEXT,
    station         TEXT,
    connector_id    INTEGER,
    transaction_id  INTEGER,          -- as sent
    transaction_key INTEGER,
    measurand       TEXT NOT NULL,
    phase           TEXT,
    location        TEXT NOT NULL,
    context         TEXT NOT NULL,
    format          TEXT NOT NULL,
    value           TEXT,             -- in the base unit; null: no number was sent
    unit            TEXT,             -- the base unit
    raw_value       TEXT,             -- as sent
    raw_unit        TEXT,             -- as sent
    from_stop       INTEGER NOT NULL, -- from a StopTransaction's transactionData
    inferred        INTEGER NOT NULL
) STRICT;

CREATE TABLE findings (
    rule            TEXT NOT NULL,
    severity        TEXT NOT NULL,
    source          INTEGER NOT NULL,
    frame           INTEGER,
    frame_id        TEXT,
    frame_line      INTEGER,
    line            INTEGER NOT NULL,
    offset          INTEGER NOT NULL,
    end_line        INTEGER,
    end_offset      INTEGER,
    from_time       TEXT,
    to_time         TEXT,
    count           INTEGER NOT NULL,
    pointer         TEXT,
    got             TEXT,
    want            TEXT,
    transaction_key INTEGER,
    inferred        INTEGER NOT NULL,
    title           TEXT,
    message         TEXT,
    params          TEXT              -- of its rule, as used: "CLK007.factor=3 CLK007.floor=2m"
) STRICT;

-- What the rules were used with: severities by rule, parameters by name. default_value is the catalogue's.
CREATE TABLE settings (
    name          TEXT PRIMARY KEY,
    value         TEXT NOT NULL,
    default_value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What somebody wrote about a transaction. written is in UTC.
CREATE TABLE notes (
    transaction_key INTEGER PRIMARY KEY,
    text            TEXT NOT NULL,
    written         TEXT NOT NULL
) STRICT;
