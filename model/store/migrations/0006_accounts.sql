-- What the accounts of a transaction say, as facts: see account.Statement. stamp is a hash of all that the transaction's
-- measurements, findings and accounts were made from: while it is the same they need not be made again.
CREATE TABLE account (
    txn       INTEGER PRIMARY KEY,
    stamp     BLOB NOT NULL,
    statement BLOB NOT NULL
) STRICT;

-- What the user adds to the accounts of a transaction, as typed: see model.Entered.
CREATE TABLE entered (
    txn       INTEGER PRIMARY KEY,
    billed    TEXT NOT NULL,
    car       TEXT NOT NULL,
    battery   TEXT NOT NULL,
    soc_from  TEXT NOT NULL,
    soc_to    TEXT NOT NULL,
    loss_low  TEXT NOT NULL,
    loss_high TEXT NOT NULL,
    source    TEXT NOT NULL
) STRICT;
