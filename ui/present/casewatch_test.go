package present

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestCaseThatAnotherProgramWritesToIsShownAsThatLeavesIt(t *testing.T) {
	file := memcase.Filled(5)
	file.Frozen, file.Changes = true, make(chan struct{})
	d := newDesk(t, file)
	d.Engine.Lock = func(string) (func(), error) { return nil, ErrInUse }
	d.Engine.Look = func(context.Context, string) (CaseFile, error) { return file, nil }
	d.OpenCase("shared" + CaseEnding)
	d.until("it is open", func() bool { return !d.Opening() && d.List.Len() == 5 })
	d.settle()
	d.List.Select(3)
	scrolled := false
	d.List.OnScroll = func(int) { scrolled = true }
	more := memcase.Filled(8).Rows
	for i := range more[:5] {
		more[i] = file.Rows[i]
	}
	more[3].StopReason = "PowerLoss"
	file.Change(func() { file.Rows = more })
	file.Changes <- struct{}{}
	d.until("what is new is there", func() bool { return d.List.Len() == 8 })
	d.settle()
	if d.List.Selected() != 3 || scrolled {
		t.Errorf("row %d is selected, scrolled %v", d.List.Selected(), scrolled)
	}
	if tx := d.Detail.Transaction(); tx == nil || tx.StopReason != "PowerLoss" {
		t.Errorf("the detail shows %+v", tx)
	}
	file.Change(func() { file.Rows = append([]model.Transaction{}, more[:2]...) }) // what was selected has gone
	file.Changes <- struct{}{}
	d.until("what has gone is gone", func() bool { return d.List.Len() == 2 && d.List.Selected() == 0 })
}

func TestCaseOfOnesOwnIsNotWatched(t *testing.T) {
	file := memcase.Filled(5)
	file.Changes = make(chan struct{})
	d := opened(t, file)
	select {
	case file.Changes <- struct{}{}:
		t.Error("it is watched")
	default:
	}
	if d.InUse() {
		t.Error("it is in use")
	}
}

func TestWindowThatOnlyReadsSeesWhatIsImportedElsewhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared"+CaseEnding)
	writer := realDesk(t, path)
	defer writer.shut()
	e := NewEngine(writer.Engine.Now, writer.Engine.Zone)
	e.Lock = func(string) (func(), error) { return nil, errors.Join(ErrInUse) } // the test's own program has it
	reader := &desk{loop: newLoop(t)}
	reader.App = NewApp(context.Background(), e, reader)
	defer reader.shut()
	reader.OpenCase(path)
	reader.until("it is open", func() bool { return !reader.Opening() && reader.List.Loaded() })
	if !reader.InUse() || reader.List.Len() != 0 {
		t.Fatalf("in use %v, %d rows", reader.InUse(), reader.List.Len())
	}
	writer.ImportSample()
	writer.until("it is imported", func() bool { return !writer.Importing() && writer.List.Len() > 0 })
	reader.until("it is seen elsewhere", func() bool { return reader.List.Len() == writer.List.Len() && reader.sources == 1 })
}
