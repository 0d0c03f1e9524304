package present

import (
	"slices"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestListShowsAndOrdersBySourceAndRules(t *testing.T) {
	file := memcase.Filled(4)
	file.Log = []model.Source{{ID: 1, Name: "logs/week 10.log", Complete: true}, {ID: 2, Name: "logs/week 9.log", Complete: true}}
	for i := range file.Rows {
		file.Rows[i].At.Source = model.SourceID(1 + i%2)
	}
	d := opened(t, file)
	d.until("the sources are known", func() bool { return d.Sources.Loaded() })
	cells := func(id string) string {
		var got []string
		columns := Columns(nil)
		c := &columns[slices.IndexFunc(columns, func(c Column) bool { return c.ID == id })]
		for i := range d.List.Len() {
			tx, _ := d.List.Row(i)
			text, _ := d.List.Cell(c, i, tx)
			got = append(got, text)
		}
		return strings.Join(got, "|")
	}
	d.List.SortBy("source")
	d.settle()
	if got, want := cells("source"), "week 9.log|week 9.log|week 10.log|week 10.log"; got != want {
		t.Errorf("ordered by source: %s, want %s", got, want)
	}
	d.List.SortBy("source")
	d.settle()
	if got := cells("source"); !strings.HasPrefix(got, "week 10.log|") {
		t.Errorf("the other way round: %s", got)
	}
	d.List.SortBy("rules")
	d.settle()
	if got := cells("rules"); !strings.HasPrefix(got, "SCH003 CLK007|") || !strings.HasSuffix(got, Dash) {
		t.Errorf("ordered by rules: %s", got)
	}
	if got := d.List.CopyTable([]string{"source", "rules"}); !strings.Contains(got, "\nweek ") || !strings.Contains(got, "SCH003 CLK007") {
		t.Errorf("copied:\n%s", got)
	}
}
