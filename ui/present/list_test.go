package present

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestListShowsEachRowWhereItStands(t *testing.T) {
	d := opened(t, memcase.Filled(100_000))
	tx, _ := d.List.Row(50_010)
	if tx.Key != 50_011 || d.List.Len() != 100_000 {
		t.Errorf("row 50,010 of %d shows transaction %d", d.List.Len(), tx.Key)
	}
	for _, row := range []int{-1, 100_000} {
		if _, ok := d.List.Row(row); ok {
			t.Errorf("there is a row %d", row)
		}
	}
}

func TestFirstRowsOfALongListAreThereBeforeTheOthers(t *testing.T) {
	d := newDesk(t, memcase.Filled(30_000))
	lengths := map[int]bool{}
	d.List.OnChange = func() { lengths[d.List.Len()] = true }
	d.OpenCase("test" + CaseEnding)
	d.until("the list is read", func() bool { return d.List.Loaded() && d.List.Len() > 200 })
	d.settle()
	if d.List.Len() != 30_000 || d.List.Selected() != 0 {
		t.Errorf("%d rows, row %d selected", d.List.Len(), d.List.Selected())
	}
	for n := range lengths {
		if n != 0 && n != 200 && n != 30_000 {
			t.Errorf("%d rows were shown", n)
		}
	}
	first, err := firstListed(t.Context(), memcase.Filled(30_000))
	if err != nil || len(first.rows) != 200 {
		t.Fatalf("the first rows: %v", err)
	}
	if none, err := firstListed(t.Context(), memcase.Filled(30)); none != nil || err != nil {
		t.Error("a short list is read twice")
	}
}

func TestKeyboardMovesTheSelectionAndStopsAtTheEnds(t *testing.T) {
	d := opened(t, memcase.Filled(300))
	scrolled := -1
	d.List.OnScroll = func(i int) { scrolled = i }
	for _, step := range []struct {
		name string
		do   func()
		want int
	}{
		{"down", func() { d.List.Move(1) }, 1},
		{"page down", func() { d.List.Move(20) }, 21},
		{"up", func() { d.List.Move(-1) }, 20},
		{"end", d.List.End, 299},
		{"down at the end", func() { d.List.Move(5) }, 299},
		{"home", d.List.Home, 0},
		{"up at the beginning", func() { d.List.Move(-3) }, 0},
	} {
		step.do()
		if d.List.Selected() != step.want || scrolled != step.want {
			t.Errorf("%s: row %d selected, scrolled to %d, want %d", step.name, d.List.Selected(), scrolled, step.want)
		}
	}
	d.List.Select(250)
	d.until("its transaction is shown", func() bool { tx := d.Detail.Transaction(); return tx != nil && tx.Key == 251 })
}

func TestFilterAndSearchKeepTheSelectionWhereTheyCan(t *testing.T) {
	d := opened(t, memcase.Filled(60))
	d.List.Select(3) // an error
	var chips []string
	for _, c := range d.List.Chips() {
		chips = append(chips, c.Label+" "+Count(nil, c.Count))
	}
	if got := strings.Join(chips, ", "); got != "All 60, Errors 10, Warnings 15, Info 7, Clean 28" {
		t.Errorf("chips %s", got)
	}
	d.List.SetSeverity(d.List.Chips()[1].Severity)
	d.until("only errors are shown", func() bool { return d.List.Len() == 10 })
	if d.List.Selected() != 0 || d.List.selectedKey != 4 || !d.List.Chips()[1].Active || !d.List.Filtered() {
		t.Errorf("row %d, key %d selected", d.List.Selected(), d.List.selectedKey)
	}
	d.List.SetSearch("cp2")
	d.until("the search is done", func() bool { return d.List.Len() < 10 })
	d.List.SetSearch("nobody")
	d.until("nothing fits", func() bool { return d.List.Len() == 0 })
	if d.Detail.Shown() || d.List.Selected() != -1 || d.List.Search() != "nobody" {
		t.Error("something is selected in an empty list")
	}
	d.List.ShowAll()
	d.until("all are back", func() bool { return d.List.Len() == 60 })
	if d.List.Selected() != 9 { // the first that the search for CP2 left over
		t.Errorf("row %d is selected still, want 9", d.List.Selected())
	}
}

func TestSortingTurnsRoundAtTheSecondClick(t *testing.T) {
	d := opened(t, memcase.Filled(40))
	d.List.SortBy("energy")
	if got := d.List.Orders(); !slices.Equal(got, []Order{{"energy", true}}) {
		t.Errorf("first click: %v; the most comes first", got)
	}
	d.List.SortBy("energy")
	d.until("the smallest is first", func() bool {
		tx, ok := d.List.Row(0)
		return ok && !tx.Energy.OK || ok && tx.Energy.V.Sign() < 0
	})
	d.List.SortBy("station")
	if got := d.List.Orders(); !slices.Equal(got, []Order{{"station", false}}) {
		t.Errorf("%v: names begin with the last", got)
	}
}

func TestListIsOrderedBySeveralColumns(t *testing.T) {
	d := opened(t, memcase.Filled(120))
	d.List.SortBy("station")
	d.List.SortAlso("severity")
	d.List.SortAlso("energy")
	d.List.SortAlso("energy")
	if got, want := d.List.Orders(), []Order{{"station", false}, {"severity", true}, {"energy", false}}; !slices.Equal(got, want) {
		t.Fatalf("ordered by %v, want %v", got, want)
	}
	d.settle()
	for i := 1; i < d.List.Len(); i++ {
		a, _ := d.List.Row(i - 1)
		b, _ := d.List.Row(i)
		c := cmp.Or(strings.Compare(a.Station, b.Station), cmp.Compare(a.Connector.V, b.Connector.V), -cmp.Compare(a.Severity(), b.Severity()))
		if c == 0 && a.Energy.OK && b.Energy.OK {
			c = a.Energy.V.Cmp(b.Energy.V)
		}
		if c > 0 {
			t.Fatalf("row %d stands before row %d:\n%+v\n%+v", i-1, i, a, b)
		}
	}
	d.List.SetOrders([]Order{{"nonsense", true}, {"id", true}, {"id", false}})
	if got := d.List.Orders(); !slices.Equal(got, []Order{{"id", true}}) {
		t.Errorf("what isn't known orders by %v", got)
	}
	d.List.SetOrders(nil)
	if len(d.List.Orders()) != 1 {
		t.Error("nothing orders the list")
	}
}

func TestCellsSayWhatIsKnown(t *testing.T) {
	at := func(s string) model.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return model.NewTime(v, 0, model.ZoneStated)
	}
	full := model.Transaction{
		Station: "CP1", Connector: model.Some[int64](2), ID: model.Some[int64](42), Complete: true,
		Start: at("2025-03-01T10:00:00Z"), Stop: at("2025-03-01T11:02:10Z"),
		Energy: model.Some(model.NewDecimal(38214, 0)), EnergyFrom: model.EnergyFromMeter, MaxPower: model.Some(model.NewDecimal(110404, 1)),
		SoCStart: model.Some(model.NewDecimal(20, 0)), SoCEnd: model.Some(model.NewDecimal(813, 1)), Errors: 1, Infos: 2,
	}
	open := model.Transaction{First: at("2025-03-01T10:00:00Z"), Last: at("2025-03-01T10:00:40Z"), Warnings: 1}
	odd := model.Transaction{
		Complete: true, Start: at("2025-03-01T10:00:00Z"), Stop: at("2025-03-01T09:00:00Z"),
		Energy: model.Some(model.NewDecimal(-3100, 0)), EnergyFrom: model.EnergyFromRegister, Connector: model.Some[int64](1),
	}
	zone := time.FixedZone("CET", 3600)
	for _, c := range []struct {
		name string
		tx   model.Transaction
		want string
	}{
		{"full", full, "error|2025-03-01 11:00|CP1 · 2|42|38.214|1:02|36.88|11.04|20 → 81|3"},
		{"open", open, "warning|2025-03-01 11:00|–|–|open|40 s|–|–|–|1"},
		{"odd", odd, "off|2025-03-01 11:00|1|–|~−3.100|−1:00|–|–|–|"},
		{"nothing", model.Transaction{}, "off|–|–|–|open|–|–|–|–|"},
	} {
		var cells []string
		for _, col := range Columns(nil) {
			if col.Extra || col.ID == "note" {
				continue
			}
			text, _ := col.Cell(&c.tx, zone)
			cells = append(cells, text)
		}
		if got := strings.Join(cells, "|"); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestNarrowListLeavesOutWhatMattersLeast(t *testing.T) {
	columns := Columns(nil)
	var widths []float32
	for _, c := range columns {
		widths = append(widths, c.Width)
	}
	names := func(room float32) string {
		var s []string
		for _, i := range Fit(columns, widths, map[string]bool{"note": false}, inOrder(columns), room) {
			s = append(s, columns[i].ID)
		}
		return strings.Join(s, " ")
	}
	for room, want := range map[float32]string{
		2000: "severity start station id energy duration avgpower maxpower soc findings",
		510:  "severity start station energy duration soc findings",
		310:  "severity start station energy",
		50:   "severity start energy",
	} {
		if got := names(room); got != want {
			t.Errorf("in %g: %s, want %s", room, got, want)
		}
	}
	all := inOrder(columns)
	slices.Reverse(all)
	if shown := Fit(columns, widths, map[string]bool{"tag": true, "id": false, "note": false}, all, 2000); columns[shown[0]].ID != "findings" || len(shown) != 10 {
		t.Errorf("arranged the other way round: %v", shown)
	}
}

func inOrder(columns []Column) []int {
	all := make([]int, len(columns))
	for i := range all {
		all[i] = i
	}
	return all
}

func TestRowsStandWhileTheyAreReadAgain(t *testing.T) {
	d := opened(t, memcase.Filled(300))
	d.List.Row(5)
	d.settle()
	if tx, ok := d.List.Row(5); !ok || tx.Key != 6 {
		t.Fatal("row 5 is not there")
	}
	gone := 0
	d.List.OnChange = func() {
		if _, ok := d.List.Row(5); !ok {
			gone++
		}
	}
	d.file.Change(func() { d.file.Rows[5].Errors = 7 })
	d.Refresh()
	d.settle()
	if tx, ok := d.List.Row(5); gone > 0 || !ok || tx.Errors != 7 {
		t.Errorf("row 5 was gone %d times, now %+v", gone, tx)
	}
}
