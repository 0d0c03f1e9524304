package present

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"meterscope/model"
)

func TestWrongLogIsTakenBack(t *testing.T) {
	d, dir := withLog(t, brokenLog)
	d.Undo()
	d.until("it is gone", func() bool { return !d.Importing() && len(d.Sources.Rows()) == 0 && d.List.Len() == 0 })
	d.settle()
	if got := d.Status.Note; got != "day.log was removed from the case." || !d.Empty() {
		t.Errorf("the status says %q, empty %v", got, d.Empty())
	}
	d.Redo()
	d.until("it is back", func() bool { return !d.Importing() && len(d.Sources.Rows()) == 1 && d.List.Len() == 1 })

	// What the case had before is not taken back with what came later.
	other := filepath.Join(dir, "other.log")
	if err := os.WriteFile(other, []byte(`[2,"x9","StartTransaction",{"connectorId":2,"idTag":"T","meterStart":1,"timestamp":"2025-03-02T10:00:00Z"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	d.Import(filepath.Join(dir, "day.log"), other)
	d.until("both are imported", func() bool { return !d.Importing() && len(d.Sources.Rows()) == 2 })
	if label, _ := d.CanUndo(); label != "Import other.log" {
		t.Errorf("to be undone: %q", label)
	}
	d.Undo()
	d.until("the first is left", func() bool { return !d.Importing() && len(d.Sources.Rows()) == 1 })
	if len(d.problems) > 0 {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestImportOfSeveralLogsIsTakenBackAtOnce(t *testing.T) {
	d, _ := withLog(t, brokenLog)
	var asked [][]model.SourceID
	var fails error
	d.Engine.Remove = func(_ context.Context, _ CaseFile, ids ...model.SourceID) error {
		asked = append(asked, ids)
		return fails
	}
	several := []model.Source{{ID: 1, Name: "a.log"}, {ID: 2, Name: "b.log"}, {ID: 3, Name: "c.log"}}
	for _, fails = range []error{nil, errors.New("the disk is full")} {
		ok := fails != nil
		d.removeAll(several, func(done bool) { ok = done })
		d.until("it has ended", func() bool { return !d.Importing() })
		if ok != (fails == nil) || len(d.problems) != len(asked)-1 {
			t.Errorf("%v: done %v, problems %+v", fails, ok, d.problems)
		}
	}
	if want := [][]model.SourceID{{1, 2, 3}, {1, 2, 3}}; !reflect.DeepEqual(asked, want) {
		t.Errorf("removed were %v", asked)
	}
}

func TestImportIntoAnEmptyCaseShowsTheList(t *testing.T) {
	d, dir := withLog(t, brokenLog)
	d.ShowPage(PageSources)
	d.Undo()
	d.until("it is gone", func() bool { return !d.Importing() && d.Empty() })
	d.Import(filepath.Join(dir, "day.log"))
	if d.Page() != PageTransactions {
		t.Errorf("page %d is shown", d.Page())
	}
	d.until("it is imported", func() bool { return !d.Importing() })
}
