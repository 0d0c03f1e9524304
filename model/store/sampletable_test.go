package store

import "testing"

func TestSamplesAreRowsOfAVirtualTable(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	importLog(t, c, g, "day.log")
	joinLog(t, c, g)
	db, err := c.SQL()
	ok(t, err)
	defer closing(t, db)
	for query, want := range map[string]any{
		`SELECT count(*) FROM sample`:                                                                     int64(12 * 40 * 6),
		`SELECT count(*) FROM sample WHERE source = 1 AND station = 'CP1'`:                                int64(6 * 40 * 6),
		`SELECT count(*) FROM sample WHERE transaction_id = 1 AND measurand = 'SoC'`:                      int64(40),
		`SELECT count(*) FROM sample WHERE phase = 'L1' AND connector_id = 2`:                             int64(6 * 40),
		`SELECT count(*) FROM sample WHERE measurand = 'Voltage'`:                                         int64(0),
		`SELECT count(*) FROM sample WHERE transaction_key = 3`:                                           int64(40 * 6),
		`SELECT count(*) FROM sample WHERE phase IS NULL AND from_stop = 0`:                               int64(12 * 40 * 3),
		`SELECT value || unit FROM sample WHERE frame = 16 AND measurand LIKE 'E%'`:                       "50Wh",
		`SELECT count(*) FROM sample a JOIN txn t ON a.transaction_id = t.transaction_id WHERE t.key = 2`: int64(40 * 6),
	} {
		var got any
		ok(t, db.QueryRow(query).Scan(&got))
		if got != want {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if _, err := db.Exec(`DELETE FROM sample`); err == nil {
		t.Error("samples can be deleted")
	}
	if _, err := db.Exec(`DELETE FROM txn`); err == nil {
		t.Error("transactions can be deleted")
	}
	_, err = c.writer.Exec(`UPDATE chunk SET data = zeroblob(9)`)
	ok(t, err)
	var n int
	if err := db.QueryRow(`SELECT count(*) FROM sample`).Scan(&n); err == nil {
		t.Error("damaged chunks are read")
	}
}
