package present

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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

func TestImportIsTakenBackWholeOrNotAtAll(t *testing.T) {
	d, _ := withLog(t, brokenLog)
	gone := map[model.SourceID]bool{}
	d.Engine.Remove = func(_ context.Context, _ CaseFile, id model.SourceID) error {
		if id == 3 {
			return errors.New("the disk is full")
		}
		gone[id] = true
		return nil
	}
	d.Engine.Restore = func(_ context.Context, _ CaseFile, id model.SourceID) error {
		delete(gone, id)
		return nil
	}
	done := true
	d.removeAll([]model.Source{{ID: 1, Name: "a.log"}, {ID: 2, Name: "b.log"}, {ID: 3, Name: "c.log"}}, func(ok bool) { done = ok })
	d.until("it has ended", func() bool { return !d.Importing() })
	if done || len(gone) > 0 || len(d.problems) != 1 {
		t.Errorf("done %v, %v are gone, problems %+v", done, gone, d.problems)
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
