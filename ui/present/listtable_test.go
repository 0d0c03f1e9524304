package present

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

func tableOf(tb testing.TB, c *memcase.Case) *listTable {
	tb.Helper()
	table, err := readTable(tb.Context(), c)
	if err != nil {
		tb.Fatal(err)
	}
	return table
}

func TestPackedTransactionsAreWhatTheyWere(t *testing.T) {
	huge, err := model.ParseDecimal("123456789012345678901234567890.5")
	if err != nil {
		t.Fatal(err)
	}
	at := func(y int, digits int, zone model.ZoneOrigin) model.Time {
		return model.NewTime(time.Date(y, 3, 1, 10, 0, 0, 123_000_000, time.UTC), digits, zone)
	}
	c := memcase.Filled(50)
	c.Rows = append(c.Rows,
		model.Transaction{},
		model.Transaction{Key: 52, Station: "CP1", Energy: model.Some(huge), StopReason: "Local"},
		model.Transaction{Key: 53, Start: at(9999, 0, model.ZoneStated), SoCStart: model.Some(model.NewDecimal(math.MaxInt64, 2))},
		model.Transaction{Key: 54, Start: at(1960, 3, model.ZoneAssumed), Stop: at(2025, 9, model.ZoneStated), ID: model.Some(int64(-7)), Inferred: true},
		model.Transaction{Key: 55, Connector: model.Some(int64(math.MaxInt64)), MeterValues: math.MaxInt64, EnergyFrom: "elsewhere"},
	)
	table := tableOf(t, c)
	for i := range c.Rows {
		want := c.Rows[i]
		got := table.transaction(int32(i))
		if got.Energy.OK && got.Energy.V.Cmp(want.Energy.V) == 0 {
			got.Energy = want.Energy // a big number is another pointer
		}
		if got != want {
			t.Errorf("row %d\n got %+v\nwant %+v", i, got, want)
		}
	}
	if len(table.odd) != 3 {
		t.Errorf("%d rows didn't fit, want 3", len(table.odd))
	}
}

func TestNumbersThatDontFitARowAreSortedAndFoundAsTheyAre(t *testing.T) {
	const far = int64(1) << 40
	c := memcase.New("far.meterscope")
	for i, id := range []int64{far, 5, -far, far + 1} {
		c.Rows = append(c.Rows, model.Transaction{
			Key: model.TransactionKey(i + 1), ID: model.Some(id), MeterStart: model.Some(-id), MeterStop: model.Some(id), Errors: int(id >> 24 & math.MaxInt32),
		})
	}
	table := tableOf(t, c)
	for i := range c.Rows {
		if got := table.transaction(int32(i)); got != c.Rows[i] {
			t.Errorf("row %d\n got %+v\nwant %+v", i, got, c.Rows[i])
		}
	}
	for _, o := range []struct {
		search string
		order  Order
		want   string
	}{
		{"", Order{"id", false}, "3 2 1 4"},
		{"", Order{"meterstart", false}, "4 1 2 3"},
		{"", Order{"meterstop", true}, "4 1 2 3"},
		{"1099511627776", Order{"id", false}, "3 1"},
		{"id>1099511627776", Order{"id", false}, "4"},
	} {
		q := &listQuery{table: table, search: parseSearch(nil, o.search, time.UTC, time.Time{}), orders: []Order{o.order}, zone: time.UTC}
		v, err := q.look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range v.rows {
			got = append(got, fmt.Sprint(table.rows[row].key))
		}
		if strings.Join(got, " ") != o.want {
			t.Errorf("%q by %v: %v, want %s", o.search, o.order, got, o.want)
		}
	}
}

func TestTableIsReadInPartsAsInOne(t *testing.T) {
	c := memcase.Filled(50_000) // three parts, where there are cores
	c.Rows[49_000].MeterValues = math.MaxInt64
	table := tableOf(t, c)
	for i := range c.Rows {
		if got := table.transaction(int32(i)); got != c.Rows[i] {
			t.Fatalf("row %d\n got %+v\nwant %+v", i, got, c.Rows[i])
		}
	}
	if n := len(table.stations.texts); n != 4 {
		t.Errorf("%d stations", n)
	}
}

func TestRowsThatWentAwayWhileTheListIsReadLeaveNoHoles(t *testing.T) {
	parts := make([]tableBuilder, 2)
	table := &listTable{rows: make([]packedTx, 6)}
	parts[0].rows, parts[1].rows, parts[1].first = table.rows[0:0:3], table.rows[3:3:6], 3
	for i := range 2 { // of three
		parts[0].add(&store.Listed{Tx: model.Transaction{Key: model.TransactionKey(i + 1)}})
	}
	for i := range 5 { // more than there were
		parts[1].add(&store.Listed{Tx: model.Transaction{Key: model.TransactionKey(i + 10), MeterValues: math.MaxInt64}})
	}
	table.join(parts)
	var keys []model.TransactionKey
	for i := range table.rows {
		keys = append(keys, table.transaction(int32(i)).Key)
	}
	if !slices.Equal(keys, []model.TransactionKey{1, 2, 10, 11, 12}) {
		t.Errorf("rows %v", keys)
	}
}

func TestRowsAreSortedByEachColumnAsTheirValuesAre(t *testing.T) {
	c := memcase.Filled(400)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range c.Rows {
		tx := &c.Rows[i]
		tx.MaxPower.V = model.NewDecimal(r.Int64N(50), 1)
		tx.StopReason = []string{"", "Local", "Remote", "EVDisconnected"}[r.IntN(4)]
		tx.IDTag = []string{"tag2", "tag10", "TAG1", ""}[r.IntN(4)]
		tx.SampledValues = r.Int64N(9)
		if r.IntN(9) == 0 {
			tx.ID.OK, tx.MaxPower.OK, tx.Energy.OK, tx.SoCEnd.OK, tx.Stop, tx.Last = false, false, false, false, model.Time{}, model.Time{}
		}
	}
	table := tableOf(t, c)
	decimal := func(d model.Opt[model.Decimal]) (float64, bool) { return d.V.Float64(), d.OK }
	number := func(d model.Opt[int64]) (float64, bool) { return float64(d.V), d.OK }
	for column, value := range map[string]func(tx *model.Transaction) (float64, bool){
		"severity": func(tx *model.Transaction) (float64, bool) { return float64(tx.Severity()), true },
		"start":    func(tx *model.Transaction) (float64, bool) { return float64(tx.Begin().Time().Unix()), true },
		"stop": func(tx *model.Transaction) (float64, bool) {
			return float64(tx.End().Time().Unix()), !tx.End().IsZero()
		},
		"station": func(tx *model.Transaction) (float64, bool) {
			return float64(tx.Station[2])*1000 + float64(tx.Connector.V), true
		},
		"id":       func(tx *model.Transaction) (float64, bool) { return number(tx.ID) },
		"energy":   func(tx *model.Transaction) (float64, bool) { return decimal(tx.Energy) },
		"maxpower": func(tx *model.Transaction) (float64, bool) { return decimal(tx.MaxPower) },
		"soc":      func(tx *model.Transaction) (float64, bool) { return decimal(tx.SoCEnd) },
		"avgpower": func(tx *model.Transaction) (float64, bool) {
			d, ok := duration(tx)
			return tx.Energy.V.Float64() / d.Seconds(), ok && tx.Energy.OK
		},
		"duration":  func(tx *model.Transaction) (float64, bool) { d, ok := duration(tx); return float64(d), ok },
		"findings":  func(tx *model.Transaction) (float64, bool) { return float64(tx.Errors + tx.Warnings + tx.Infos), true },
		"samples":   func(tx *model.Transaction) (float64, bool) { return float64(tx.SampledValues), true },
		"meterstop": func(tx *model.Transaction) (float64, bool) { return number(tx.MeterStop) },
		"reason": func(tx *model.Transaction) (float64, bool) {
			return map[string]float64{"EVDisconnected": 1, "Local": 2, "Remote": 3}[tx.StopReason], tx.StopReason != ""
		},
		"tag": func(tx *model.Transaction) (float64, bool) {
			return map[string]float64{"TAG1": 1, "tag2": 2, "tag10": 3}[tx.IDTag], tx.IDTag != ""
		},
	} {
		for _, desc := range []bool{false, true} {
			rows := make([]int32, len(c.Rows))
			for i := range rows {
				rows[i] = int32(i)
			}
			rows = table.sorted(rows, []Order{{column, desc}}, sortKeyOf)
			seen := map[int32]bool{}
			for i, row := range rows {
				seen[row] = true
				if i == 0 {
					continue
				}
				a, aOK := value(&c.Rows[rows[i-1]])
				b, bOK := value(&c.Rows[row])
				if !aOK && bOK {
					t.Errorf("%s: what isn't known stands before what is", column)
				}
				if aOK && bOK && (a > b && !desc || a < b && desc || a == b && rows[i-1] > row) {
					t.Errorf("%s, falling %v: %v of row %d before %v of row %d", column, desc, a, rows[i-1], b, row)
				}
			}
			if len(seen) != len(c.Rows) {
				t.Errorf("%s: %d rows come out", column, len(seen))
			}
		}
	}
}

func TestNamesAreOrderedAsPeopleDo(t *testing.T) {
	names := []string{"", "2", "10", "CP1", "CP1 · 1", "cp2", "CP2", "CP02x", "CP10", "CP10a", "Z"}
	want := []string{"", "2", "10", "CP1", "CP1 · 1", "CP2", "cp2", "CP02x", "CP10", "CP10a", "Z"}
	slices.SortFunc(names, naturalCompare)
	if !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}

func FuzzNamesHaveAnOrder(f *testing.F) {
	f.Add("CP1", "cp01", "CP10")
	f.Add("a0", "a00", "A0")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if naturalCompare(a, b) != -naturalCompare(b, a) || (naturalCompare(a, b) == 0) != (a == b) {
			t.Errorf("%q and %q: %d, %d", a, b, naturalCompare(a, b), naturalCompare(b, a))
		}
		if naturalCompare(a, b) <= 0 && naturalCompare(b, c) <= 0 && naturalCompare(a, c) > 0 {
			t.Errorf("%q, %q, %q", a, b, c)
		}
	})
}
