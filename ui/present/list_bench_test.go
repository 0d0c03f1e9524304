package present

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

// fleet is a table of so many transactions, with three to four findings each.
func fleet(n int) *listTable {
	rules := []string{"clk007 reg001", "clk001 reg003 uni001", "", "pwr001 sch003 txn001"}
	t := &listTable{rows: make([]packedTx, n)}
	parts := make([]tableBuilder, 1)
	parts[0].rows = t.rows[:0]
	for i := range n {
		start := model.UnixTime(1_700_000_000+int64(i)*97, 0, 0, model.ZoneStated)
		parts[0].add(&store.Listed{Rules: rules[i%len(rules)], Tx: model.Transaction{
			Key: model.TransactionKey(i + 1), Station: fmt.Sprintf("CP%d", i*31%500), Connector: model.Some(int64(i%2 + 1)), ID: model.Some(int64(i)),
			IDTag: fmt.Sprintf("04A1B2%06X", i*7919%60_000), Start: start, First: start, Last: start,
			Stop:       start.Add(time.Duration(20+i*37%300) * time.Minute),
			MeterStart: model.Some(int64(i)), MeterStop: model.Some(int64(i) + 5000), Complete: true, StopReason: "EVDisconnected",
			Energy: model.Some(model.NewDecimal(int64(i*7919%60_000), 0)), EnergyFrom: model.EnergyFromMeter,
			MaxPower: model.Some(model.NewDecimal(int64(i*31%22_000), 1)), At: model.Place{Source: 1, Line: i, Offset: int64(i) * 1000},
			SoCStart: model.Some(model.NewDecimal(int64(i%60), 0)), SoCEnd: model.Some(model.NewDecimal(int64(60+i%40), 0)),
			MeterValues: 60, SampledValues: 600, Errors: i % 3 / 2, Warnings: 2, Infos: i % 3,
		}})
	}
	t.join(parts)
	return t
}

// BenchmarkListView makes views of 300,000 transactions with a million findings: it is what is done between a click
// on a header, or a letter of a search, and the list.
func BenchmarkListView(b *testing.B) {
	table := fleet(300_000)
	warning := severity(model.SeverityWarning)
	for _, c := range []struct {
		name, search string
		severity     *model.Severity
		orders       []Order
	}{
		{"all", "", nil, FirstOrders()},
		{"energy", "", nil, []Order{{"energy", true}}},
		{"average power", "", nil, []Order{{"avgpower", true}}},
		{"station, severity, energy", "", nil, []Order{{"station", false}, {"severity", true}, {"energy", true}}},
		{"tag", "", nil, []Order{{"tag", false}}},
		{"warnings", "", warning, FirstOrders()},
		{"a word", "cp7", nil, FirstOrders()},
		{"an id", "4711", nil, FirstOrders()},
		{"terms", "kwh>30 rule:REG since:2023-12-01 duration<2h -station:CP12", nil, []Order{{"energy", true}}},
		{"average", "avg>11 soc<80", nil, FirstOrders()},
	} {
		b.Run(c.name, func(b *testing.B) {
			q := &listQuery{
				table: table, search: parseSearch(nil, c.search, time.UTC, time.Time{}), severity: c.severity, orders: c.orders, zone: time.UTC,
			}
			for b.Loop() {
				if _, err := q.look(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkListTable packs 300,000 transactions.
func BenchmarkListTable(b *testing.B) {
	c := memcase.Filled(300_000)
	for b.Loop() {
		if _, err := readTable(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSuggest gives suggestions for what is typed.
func BenchmarkSuggest(b *testing.B) {
	e := NewEngine(time.Now, time.UTC)
	a := NewApp(context.Background(), e, nil)
	a.List.table = fleet(300_000)
	for b.Loop() {
		if len(a.List.Suggest("kwh>30 tag:04a1", 15)) == 0 {
			b.Fatal("nothing is suggested")
		}
	}
}

// BenchmarkSelectAll sums up 300,000 transactions.
func BenchmarkSelectAll(b *testing.B) {
	t := fleet(300_000)
	rows := make([]int32, len(t.rows))
	for i := range rows {
		rows[i] = int32(i)
	}
	for b.Loop() {
		var c choice
		for _, row := range rows {
			c.set(row, true)
		}
		c.sum(t, rows)
	}
}

// BenchmarkOpenList reads the whole list of a case on the disk, as the window does when it opens one. METERSCOPE_CASE
// names it; it is best one of 300,000 transactions.
func BenchmarkOpenList(b *testing.B) {
	path := os.Getenv("METERSCOPE_CASE")
	if path == "" {
		b.Skip("METERSCOPE_CASE names no case")
	}
	for b.Loop() {
		c, err := lookAt(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		t, err := readTable(b.Context(), c)
		if err != nil {
			b.Fatal(err)
		}
		q := &listQuery{table: t, search: parseSearch(nil, "", time.UTC, time.Time{}), orders: FirstOrders(), zone: time.UTC}
		if _, err := q.look(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(t.rows)), "rows")
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
