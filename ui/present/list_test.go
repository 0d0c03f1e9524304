package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

func TestListReadsOnlyThePagesThatAreSeen(t *testing.T) {
	file := memcase.Filled(100_000)
	d := opened(t, file)
	d.List.End()
	d.until("the last row is there", func() bool { _, ok := d.List.Row(99_999); return ok })
	for i := 50_000; i < 50_030; i++ {
		d.List.Row(i)
	}
	d.until("a row in the middle is there", func() bool { _, ok := d.List.Row(50_010); return ok })
	d.settle()
	if file.ReadRows > 10*pageRows {
		t.Errorf("%d rows were read to show three screens", file.ReadRows)
	}
	tx, _ := d.List.Row(50_010)
	if tx.Key != 50_011 {
		t.Errorf("row 50,010 shows transaction %d", tx.Key)
	}
	if _, ok := d.List.Row(-1); ok {
		t.Error("there is a row before the first")
	}
}

func TestListForgetsPagesThatWereNotSeenForLong(t *testing.T) {
	d := opened(t, memcase.Filled(10_000))
	for p := range 60 {
		d.until("a page is there", func() bool { _, ok := d.List.Row(p * pageRows); return ok })
	}
	if n := len(d.List.pages.pages); n > pagesKept {
		t.Errorf("%d pages are kept", n)
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
	d.List.SortBy(store.SortEnergy)
	if by, desc := d.List.Sort(); by != store.SortEnergy || !desc {
		t.Errorf("first click: %s, desc %v; the most comes first", by, desc)
	}
	d.List.SortBy(store.SortEnergy)
	d.until("the smallest is first", func() bool {
		tx, ok := d.List.Row(0)
		return ok && !tx.Energy.OK || ok && tx.Energy.V.Sign() < 0
	})
	d.List.SortBy(store.SortStation)
	if _, desc := d.List.Sort(); desc {
		t.Error("names begin with the last")
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
		for _, i := range Fit(columns, widths, nil, room) {
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
	for _, c := range columns {
		if c.Sortable() == (c.ID == "avgpower") {
			t.Errorf("%s sortable: %v", c.ID, c.Sortable())
		}
	}
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
	d.file.Rows[5].Errors = 7
	d.Refresh()
	d.settle()
	if tx, ok := d.List.Row(5); gone > 0 || !ok || tx.Errors != 7 {
		t.Errorf("row 5 was gone %d times, now %+v", gone, tx)
	}
}
