package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// fleet fills a case with so many transactions, of each of which a few rules have something to say.
func fleet(tb testing.TB, n, findings int) *Case {
	tb.Helper()
	c := newCaseFile(tb)
	rules := []model.RuleID{"REG001", "REG003", "CLK007", "SCH003", "TXN001", "PWR001", "UNI001", "CLK001"}
	ok(tb, c.ReplaceTransactions(tb.Context(), func(put func(Joined) error) error {
		said := 0
		for i := range n {
			start := model.UnixTime(1_700_000_000+int64(i)*97, 0, 0, model.ZoneStated)
			tx := model.Transaction{
				Station: fmt.Sprintf("CP%d", i%500), Connector: model.Some(int64(i%2 + 1)), ID: model.Some(int64(i)),
				IDTag: fmt.Sprintf("04A1B2%06X", i*7919%60_000), Start: start, First: start, Last: start, Stop: start.Add(time.Duration(20+i*37%300) * time.Minute),
				MeterStart: model.Some(int64(i)), MeterStop: model.Some(int64(i) + 5000), Complete: true, StopReason: "EVDisconnected",
				Energy: model.Some(model.NewDecimal(int64(i*7919%60_000), 0)), EnergyFrom: model.EnergyFromMeter,
				MaxPower: model.Some(model.NewDecimal(int64(i*31%22_000), 1)), At: model.Place{Source: 1, Line: i, Offset: int64(i) * 1000},
				SoCStart: model.Some(model.NewDecimal(int64(i%60), 0)), SoCEnd: model.Some(model.NewDecimal(int64(60+i%40), 0)),
				MeterValues: 60, SampledValues: 600,
			}
			j := Joined{Tx: &tx}
			for k := 0; said < findings*(i+1)/n; said, k = said+1, k+1 {
				j.Findings = append(j.Findings, model.Finding{
					Rule: rules[(i+k*3)%len(rules)], Severity: model.Severity(1 + (i+k)%3), At: tx.At, Count: 1,
					Want: fmt.Sprintf("%d W", k), Frame: model.NoFrame,
				})
			}
			if err := put(j); err != nil {
				return err
			}
		}
		return nil
	}))
	return c
}

func TestListingGivesAllTransactionsAsTheyAre(t *testing.T) {
	c := fleet(t, 300, 500)
	ctx := context.Background()
	keys, err := c.TransactionKeys(ctx, TransactionQuery{})
	ok(t, err)
	want, err := c.Transactions(ctx, keys)
	ok(t, err)
	i := 0
	for _, part := range [][2]int{{0, 100}, {100, 299}, {299, 300}} {
		ok(t, c.Listing(ctx, part[0], part[1], func(l *Listed) {
			if l.Tx != want[i] {
				t.Errorf("row %d\n got %+v\nwant %+v", i, l.Tx, want[i])
			}
			if (l.Rules == "") != (want[i].Severity() == model.SeverityNone) {
				t.Errorf("row %d has the rules %q", i, l.Rules)
			}
			if i++; i != part[1] && i == part[1]+1 {
				t.Errorf("row %d is in the part %v", i-1, part)
			}
		}))
	}
	n, err := c.TransactionCount(ctx)
	ok(t, err)
	if n != 300 || i != 300 {
		t.Errorf("%d rows of %d", i, n)
	}
}

func TestRulesAreToldFromWhatIsSearchedToo(t *testing.T) {
	for _, tx := range []model.Transaction{
		{Station: "CP1", IDTag: "REG001", ID: model.Some(int64(-42))},
		{Station: "reg001"},
		{IDTag: "Straße İ"},
		{},
	} {
		for _, rules := range []string{"", "reg001", "clk007 reg001"} {
			var names []model.RuleID
			for _, r := range strings.Fields(rules) {
				names = append(names, model.RuleID(r))
			}
			if got := rulesOf(&tx, searchText(&tx, names)); got != rules {
				t.Errorf("%+v: %q, want %q", tx, got, rules)
			}
		}
	}
}

func TestListingEndsWhenItIsNotWanted(t *testing.T) {
	c := fleet(t, 5000, 0)
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err := c.Listing(ctx, 0, 5000, func(*Listed) {
		if n++; n == 10 {
			cancel()
		}
	})
	wantErr(t, err, context.Canceled)
	if n > 1100 {
		t.Errorf("%d rows were read", n)
	}
}

// BenchmarkListing reads the list of 300,000 transactions with a million findings.
func BenchmarkListing(b *testing.B) {
	const n = 300_000
	c := fleet(b, n, 1_000_000)
	for b.Loop() {
		ok(b, c.Listing(b.Context(), 0, n, func(*Listed) {}))
	}
}
