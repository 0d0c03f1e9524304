package check_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/session"
	"meterscope/model/store"
)

// reckoned is what a slow, plain program makes of a transaction while it writes its log: exact fractions of Wh.
type reckoned struct{ meter, register, interval, power *big.Rat }

// randomTransaction writes a transaction of one station, each minute with a register in Wh or kWh, its interval and
// the power in W or kW, and reckons.
func randomTransaction(r *rand.Rand, log *strings.Builder, id int, begin time.Time) reckoned {
	frame := func(at time.Time, action, payload, answer string) {
		stamp := at.Format("2006-01-02 15:04:05.000")
		n := fmt.Sprintf("%d-%d", id, log.Len())
		fmt.Fprintf(log, "%s INFO (MainThread) [ocpp] CP1: receive message [2,%q,%q,%s]\n", stamp, n, action, payload)
		fmt.Fprintf(log, "%s INFO (MainThread) [ocpp] CP1: send [3,%q,%s]\n", stamp, n, answer)
	}
	fraction := func(text, unit string) *big.Rat {
		v, _ := new(big.Rat).SetString(text)
		if strings.HasPrefix(unit, "k") {
			v.Mul(v, big.NewRat(1000, 1))
		}
		return v
	}
	start := r.Int64N(1e9)
	frame(begin, "StartTransaction", fmt.Sprintf(`{"connectorId":1,"idTag":"A","meterStart":%d,"timestamp":%q}`, start, begin.Format(time.RFC3339)),
		fmt.Sprintf(`{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}`, id))
	got := reckoned{register: new(big.Rat), interval: new(big.Rat), power: new(big.Rat)}
	var first, before *big.Rat
	digits := r.IntN(5)
	counted := new(big.Rat).SetInt64(start)
	for i := range 5 + r.IntN(20) {
		at := begin.Add(time.Duration(i+1) * time.Minute)
		unit, kilo := "Wh", big.NewRat(1, 1)
		if r.IntN(2) == 0 {
			unit, kilo = "kWh", big.NewRat(1, 1000)
		}
		step := fmt.Sprintf("%d.%0*d", r.IntN(180), digits+1, r.IntN(10))
		counted.Add(counted, fraction(step, "Wh"))
		register := new(big.Rat).Mul(counted, kilo).FloatString(digits + 4)
		watts, powerUnit := fmt.Sprintf("%d.%d", r.IntN(11000), r.IntN(10)), "W"
		if r.IntN(2) == 0 {
			watts, powerUnit = fmt.Sprintf("%d.%03d", r.IntN(11), r.IntN(1000)), "kW"
		}
		frame(at, "MeterValues", fmt.Sprintf(`{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":%q,"sampledValue":[`+
			`{"value":%q,"unit":%q},{"value":%q,"measurand":"Energy.Active.Import.Interval"},{"value":%q,"measurand":"Power.Active.Import","unit":%q}]}]}`,
			id, at.Format(time.RFC3339), register, unit, step, watts, powerUnit), "{}")
		now := fraction(register, unit)
		if first == nil {
			first = now
		}
		got.register.Sub(now, first)
		got.interval.Add(got.interval, fraction(step, "Wh"))
		p := fraction(watts, powerUnit)
		if before != nil {
			got.power.Add(got.power, new(big.Rat).Mul(new(big.Rat).Add(p, before), big.NewRat(1, 120)))
		}
		before = p
	}
	end := begin.Add(40 * time.Minute)
	if r.IntN(3) > 0 {
		stop := r.Int64N(1e9)
		frame(end, "StopTransaction", fmt.Sprintf(`{"transactionId":%d,"meterStop":%d,"timestamp":%q}`, id, stop, end.Format(time.RFC3339)), "{}")
		got.meter = new(big.Rat).SetInt64(stop - start)
	}
	return got
}

// TestAccountsAreThoseOfAPlainProgram imports random logs and holds each account, and the energy of the transaction's
// row, to what a plain program reckoned in fractions.
func TestAccountsAreThoseOfAPlainProgram(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(11, 12))
	var log strings.Builder
	want := map[int64]reckoned{}
	begin := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	for id := range 40 {
		want[int64(id+1)] = randomTransaction(r, &log, id+1, begin.Add(time.Duration(id)*time.Hour))
	}
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"random.log", log.String()})
	keys, err := c.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Transactions(ctx, keys)
	if err != nil || len(list) != len(want) {
		t.Fatalf("%d transactions, %v", len(list), err)
	}
	for i := range list {
		tx := &list[i]
		series, err := c.Series(ctx, tx.Key, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := account.Reconcile(account.Input{Tx: tx, Series: series, Limits: session.DefaultLimits()})
		w := want[tx.ID.V]
		for kind, r := range map[account.Kind]*big.Rat{account.Meter: w.meter, account.Register: w.register, account.Interval: w.interval, account.Power: w.power} {
			a := s.Of(kind)
			switch {
			case r == nil && a == nil:
			case r == nil || a == nil:
				t.Errorf("transaction %d: %s: got %v, want %v", tx.ID.V, kind, a, r)
			case kind == account.Power:
				if got, want := a.Energy.Plain(), rounded(r); got != want {
					t.Errorf("transaction %d: %s: got %s, want %s", tx.ID.V, kind, got, want)
				}
			default:
				if got, _ := new(big.Rat).SetString(a.Energy.String()); got.Cmp(r) != 0 {
					t.Errorf("transaction %d: %s: got %s, want %s", tx.ID.V, kind, a.Energy, r)
				}
			}
		}
		if a := s.Of(account.Kind(tx.EnergyFrom)); a == nil || a.Energy.Cmp(tx.Energy.V) != 0 {
			t.Errorf("transaction %d: the row has %s by %q", tx.ID.V, number(tx.Energy), tx.EnergyFrom)
		}
	}
}

// rounded writes a fraction with up to three digits after the point, rounded half to even.
func rounded(r *big.Rat) string {
	scaled := new(big.Rat).Mul(r, big.NewRat(1000, 1))
	n, rest := new(big.Int).DivMod(scaled.Num(), scaled.Denom(), new(big.Int))
	if c := rest.Lsh(rest, 1).Cmp(scaled.Denom()); c > 0 || c == 0 && n.Bit(0) == 1 {
		n.Add(n, big.NewInt(1))
	}
	text := new(big.Rat).SetFrac(n, big.NewInt(1000)).FloatString(3)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// TestAccountsOfRealLogs holds the energy of each transaction's row to its account, and that no account of the logs
// that people posted is off without a cause.
func TestAccountsOfRealLogs(t *testing.T) {
	ctx := context.Background()
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the logs are not here")
	}
	c := openCase(t)
	if _, err := importer.Run(ctx, []importer.Input{{Path: root}}, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	keys, err := c.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Transactions(ctx, keys)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d transactions, %v", len(list), err)
	}
	for i := range list {
		tx := &list[i]
		s, err := check.Statement(ctx, c, tx, check.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if a := s.Of(account.Kind(tx.EnergyFrom)); tx.Energy.OK != (a != nil) || a != nil && a.Energy.Cmp(tx.Energy.V) != 0 {
			t.Errorf("%s %d: the row has %s by %q", tx.Station, tx.ID.V, number(tx.Energy), tx.EnergyFrom)
		}
		for _, a := range s.Accounts {
			if !a.Agrees && (a.Cause == nil || !a.Cause.Whole) {
				t.Errorf("%s %d: %s says %s, %s says %s", tx.Station, tx.ID.V, a.Kind, a.Energy, s.Reference, s.Of(s.Reference).Energy)
			}
		}
	}
}
