package present

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

// interruptedCheck makes a case of the sample of which the program was killed when it had kept that a rule over messages
// is off, and had not read the sources again.
func interruptedCheck(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "case"+CaseEnding)
	d := realDesk(t, path)
	d.ImportSample()
	d.until("it is imported", func() bool { return !d.Importing() && d.List.Len() == 3 })
	if saidBy(t, d, "SCH003") == 0 {
		t.Fatal("the rule says nothing in the sample")
	}
	d.shut()
	file, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	changed, err := check.Adopt(t.Context(), file, check.Options{Severity: map[model.RuleID]model.Severity{"SCH003": model.SeverityNone}})
	if err != nil || !changed {
		t.Fatalf("changed %v, %v", changed, err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// saidBy is how many findings a rule has in the case.
func saidBy(t *testing.T, d *desk, id model.RuleID) (n int) {
	t.Helper()
	counts, err := d.App.file().FindingCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range counts {
		if counts[i].Rule == id {
			n += counts[i].Count
		}
	}
	return n
}

func TestCheckThatWasInterruptedGoesOnWhenTheCaseIsOpened(t *testing.T) {
	path := interruptedCheck(t)
	d := realDesk(t, path)
	defer d.shut()
	seen := false
	d.until("it is checked again", func() bool {
		seen = seen || len(d.Tasks()) == 1 && d.Tasks()[0].Stop != nil
		return !d.Importing() && d.Status.Note != ""
	})
	if !seen {
		t.Error("it is no task")
	}
	if n := saidBy(t, d, "SCH003"); n != 0 || len(d.problems) > 0 {
		t.Errorf("%d findings of a rule that is off, problems %v", n, d.problems)
	}
	if d.Status.Note != "The case was checked again with the rules as you set them." {
		t.Errorf("it says %q", d.Status.Note)
	}
	d.OpenCase(path)
	d.until("it is open again", func() bool { return !d.Opening() && d.List.Loaded() })
	d.settle()
	if d.Importing() || d.Status.Note != "" {
		t.Error("it is checked once more")
	}
}

func TestCheckThatWasInterruptedWaitsForAnImport(t *testing.T) {
	path := interruptedCheck(t)
	d := newDesk(t, memcase.New("unused"))
	d.Engine = NewEngine(time.Now, time.UTC)
	d.NewCase(path)
	d.importInputs(importer.Input{Path: "later.log", Reader: bytes.NewReader(logText(4000))})
	d.until("both are done", func() bool {
		return !d.Opening() && !d.Importing() && d.sources == 2 && !d.lookLater
	})
	d.until("it is checked again", func() bool { return !d.Importing() && saidBy(t, d, "SCH003") == 0 })
}

func TestCheckThatGoesOnCanBeCancelledAndIsLeft(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	began := make(chan struct{}, 9)
	d.Engine.Outdated = func(context.Context, CaseFile) (bool, error) { return true, nil }
	d.Engine.LookAgain = func(ctx context.Context, _ CaseFile, _ func(importer.Progress)) error {
		began <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	d.OpenCase("test" + CaseEnding)
	d.until("it goes on", func() bool { return !d.Opening() && d.Importing() && d.List.Loaded() })
	<-began // one that is stopped before doesn't begin
	d.Tasks()[0].Stop()
	d.until("it ends", func() bool { return !d.Importing() })
	d.settle()
	if len(began) > 0 || d.Importing() || len(d.problems) > 0 {
		t.Errorf("it was begun %d times more, problems %v", len(began), d.problems)
	}
}
