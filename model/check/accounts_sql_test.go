package check_test

import (
	"context"
	"database/sql"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/store"
)

// TestAccountsAreWhatSQLMakesOfTheSamples reckons meters, registers and intervals of random logs once more, in SQL over
// the samples as rows: they are equal to the last digit. SQLite has no decimals, so it gives the readings, and fractions
// subtract and add them.
func TestAccountsAreWhatSQLMakesOfTheSamples(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(21, 22))
	var log strings.Builder
	begin := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	for id := range 30 {
		randomTransaction(r, &log, id+1, begin.Add(time.Duration(id)*time.Hour))
	}
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"random.log", log.String()})
	db, err := c.SQL()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	keys, err := c.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Transactions(ctx, keys)
	if err != nil || len(list) != 30 {
		t.Fatalf("%d transactions, %v", len(list), err)
	}
	const rows = `FROM sample WHERE transaction_key = ?1 AND measurand = ?2 AND unit = 'Wh' AND location = 'Outlet' AND phase IS NULL AND value IS NOT NULL`
	for i := range list {
		tx := &list[i]
		kept, err := c.Statement(ctx, tx.Key)
		if err != nil {
			t.Fatal(err)
		}
		s, err := account.ParseStatement(kept) // as the checks left it
		if err != nil {
			t.Fatal(err)
		}
		readings := func(measurand, order string) []*big.Rat {
			t.Helper()
			return fractions(t, db, `SELECT value `+rows+` ORDER BY time, source, frame, offset`+order, int64(tx.Key), measurand)
		}
		registers := readings("Energy.Active.Import.Register", "")
		equal(t, &s, account.Register, new(big.Rat).Sub(registers[len(registers)-1], registers[0]))
		sum := new(big.Rat)
		for _, v := range readings("Energy.Active.Import.Interval", "") {
			sum.Add(sum, v)
		}
		equal(t, &s, account.Interval, sum)
		meters := fractions(t, db, `SELECT meter_stop - meter_start FROM txn WHERE key = ?1 AND meter_stop - meter_start IS NOT NULL`, int64(tx.Key))
		switch {
		case len(meters) == 1:
			equal(t, &s, account.Meter, meters[0])
		case s.Of(account.Meter) != nil:
			t.Errorf("transaction %d has a meter", tx.ID.V)
		}
	}
}

// fractions reads numbers exactly.
func fractions(t *testing.T, db *sql.DB, query string, args ...any) (all []*big.Rat) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		v, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%q is no number", text)
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func equal(t *testing.T, s *account.Statement, k account.Kind, want *big.Rat) {
	t.Helper()
	a := s.Of(k)
	if a == nil {
		t.Errorf("no account of the %s", k)
		return
	}
	if got, _ := new(big.Rat).SetString(a.Energy.String()); got.Cmp(want) != 0 {
		t.Errorf("%s: the account says %s, SQL %s", k, a.Energy, want.FloatString(12))
	}
}
