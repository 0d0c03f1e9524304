package present

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

func TestImportShowsProgressAndThenTheRows(t *testing.T) {
	file := memcase.New("x")
	d := opened(t, file)
	tick := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	d.Engine.Now = func() time.Time { tick = tick.Add(time.Second); return tick }
	goOn := make(chan struct{})
	d.imports.run = func(_ context.Context, _ []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
		progress(importer.Progress{Source: "/logs/day.log", Done: 90e6, Total: 1000e6})
		progress(importer.Progress{Source: "/logs/day.log", Done: 270e6, Total: 1000e6})
		<-goOn
		full := memcase.Filled(7)
		file.Rows, file.Log = full.Rows, full.Log
		return importer.Report{}, nil
	}
	d.Import("/logs/day.log")
	d.until("the rate is shown", func() bool { return strings.Contains(d.Status.Progress, "left") })
	if got := d.Status.Progress; got != "27 % · 180 MB/s · 5 s left" || d.Status.Source != "day.log" {
		t.Errorf("progress %q of %q", got, d.Status.Source)
	}
	if !d.Importing() || !d.Status.Busy || d.Empty() || d.Status.Fraction != 0.27 {
		t.Error("it doesn't look like an import")
	}
	d.OpenCase("other" + CaseEnding)
	if len(d.problems) != 1 || d.CaseName() != "test" {
		t.Errorf("another case is opened in an import: %v", d.problems)
	}
	ready := false
	d.OnReady = func() { ready = true }
	close(goOn)
	d.until("the rows are there", func() bool { return d.List.Len() == 7 && ready })
	d.settle()
	if d.Importing() || d.Status.Busy || d.List.Selected() != 0 || d.Empty() {
		t.Error("the import doesn't end")
	}
}

func TestImportCanBeCancelled(t *testing.T) {
	d := opened(t, memcase.New("x"))
	d.imports.run = func(ctx context.Context, _ []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
		progress(importer.Progress{Source: "day.log", Done: 5})
		<-ctx.Done()
		return importer.Report{}, fmt.Errorf("import: %w", ctx.Err())
	}
	d.Import("day.log")
	d.Import("more.log")
	d.until("it runs", func() bool { return d.Status.Progress == "5 B" })
	if d.Status.Fraction >= 0 {
		t.Error("the size is not known")
	}
	d.CancelImport()
	d.until("it ended", func() bool { return !d.Importing() })
	if d.Status.Note != TextCancelled || len(d.problems) != 0 || len(d.imports.inputs) != 1 {
		t.Errorf("note %q, problems %v, imported %v", d.Status.Note, d.problems, d.imports.inputs)
	}
	d.Status.Say(TextCopied)
	if d.Status.Note != TextCopied {
		t.Error("the note doesn't change")
	}
}

func TestInterruptedImportIsJoinedWhenItsCaseIsOpened(t *testing.T) {
	file := memcase.Filled(4)
	file.Unjoined = true
	d := newDesk(t, file)
	joined := 0
	d.imports.run = func(_ context.Context, in []importer.Input, _ func(importer.Progress)) (importer.Report, error) {
		joined += 1 - len(in)
		return importer.Report{}, nil
	}
	d.OpenCase("test" + CaseEnding)
	d.until("it is joining", func() bool { return d.Status.Progress == TextChecking })
	d.until("it has joined", func() bool { return !d.Importing() && !d.Opening() })
	if joined != 1 || d.Status.Busy {
		t.Errorf("joined %d times", joined)
	}
}

func TestLogNeedsACase(t *testing.T) {
	d := newDesk(t, memcase.New("x"))
	d.NewCase("missing" + CaseEnding)
	d.until("it is told", func() bool { return len(d.problems) == 1 })
	d.Import("day.log")
	if len(d.problems) != 2 || d.problems[1].What != "No case is open." || d.Importing() {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestWhatIsDroppedInAnImportWaits(t *testing.T) {
	d := opened(t, memcase.New("x"))
	goOn := make(chan struct{})
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		<-goOn
		return importer.Report{}, nil
	}
	d.Import("a.log")
	d.Import("b.log", "c.log")
	d.ImportSample()
	close(goOn)
	d.until("all are imported", func() bool { return !d.Importing() })
	var names []string
	for _, in := range d.imports.inputs {
		names = append(names, in.Path)
	}
	if got := strings.Join(names, " "); got != "a.log b.log c.log dispute.log" || d.imports.inputs[3].Reader == nil {
		t.Errorf("imported %s", got)
	}
}

func TestStartOpensTheCaseThatIsNamedAndReadsTheLogs(t *testing.T) {
	d := newDesk(t, memcase.New("x"))
	d.Start("default"+CaseEnding, []string{"a.log", "mine.MeterScope", "b.log"})
	d.until("all are imported", func() bool { return !d.Opening() && !d.Importing() })
	if d.CasePath() != "mine.MeterScope" || len(d.imports.inputs) != 2 {
		t.Errorf("case %s, imported %v", d.CasePath(), d.imports.inputs)
	}
	d.Import("other" + CaseEnding)
	d.until("the other is open", func() bool { return d.CaseName() == "other" && !d.Opening() })
}

func TestOneBadFileDoesNotHideTheOthers(t *testing.T) {
	d := opened(t, memcase.New("x"))
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		return importer.Report{Sources: []importer.SourceReport{
			{Source: model.Source{Name: "good.log"}},
			{Source: model.Source{Name: "logs/photo.jpg"}, Err: importer.ErrNoFrames},
			{Source: model.Source{Name: "odd.log"}, Err: errors.New("read it: input/output error")},
		}}, nil
	}
	var told []ImportSummary
	d.OnSummary = func(s ImportSummary) { told = append(told, s) }
	d.Import("logs")
	d.until("it is told", func() bool { return len(told) == 1 })
	s := told[0]
	if s.Title != "1 log read, 2 not" || len(s.NotRead) != 2 || len(d.problems) != 0 {
		t.Fatalf("summary %+v, problems %+v", s, d.problems)
	}
	if s.NotRead[0].Why != "photo.jpg holds no OCPP messages." || !strings.HasPrefix(s.NotRead[1].Why, "odd.log could not be read") {
		t.Errorf("not read %+v", s.NotRead)
	}
	d.settle()
	var rows []string
	for _, r := range d.Sources.Rows() {
		rows = append(rows, r.Name+" "+r.State)
	}
	if got := strings.Join(rows, ", "); got != "photo.jpg Not read, odd.log Not read" {
		t.Errorf("sources %s", got)
	}
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		return importer.Report{Sources: []importer.SourceReport{{Source: model.Source{Name: "logs/photo.jpg"}, Err: importer.ErrNoFrames}}}, nil
	}
	d.Import("photo.jpg")
	d.until("it is told", func() bool { return len(d.problems) == 1 })
	if d.problems[0].What != "photo.jpg holds no OCPP messages." || len(told) != 1 {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestReadOnlyCaseTakesNoImport(t *testing.T) {
	file := memcase.Filled(2)
	file.Frozen = true
	d := opened(t, file)
	d.Import("a.log")
	if len(d.problems) != 1 || !strings.Contains(d.problems[0].What, "can only be read") || d.Importing() {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestCopyThatFailsIsTold(t *testing.T) {
	file := memcase.Filled(2)
	d := opened(t, file)
	file.Change(func() { file.Err = store.ErrFull })
	d.SaveCopy("copy" + CaseEnding)
	d.until("it is told", func() bool { return len(d.problems) == 1 })
	if p := d.problems[0]; p.What != "The copy could not be written." || p.Remedy == "" {
		t.Errorf("problem %+v", p)
	}
}

func TestEveryKnownErrorSaysWhatToDo(t *testing.T) {
	for _, err := range []error{
		importer.ErrNoFrames, store.ErrNewer, store.ErrNotCase, store.ErrLocked, store.ErrFull, syscall.ENOSPC, store.ErrBroken,
		store.ErrReadOnly, syscall.EROFS, fs.ErrNotExist, fs.ErrPermission, errors.New("something else"),
	} {
		for _, p := range []Problem{
			explainCase(nil, "/a/case.meterscope", fmt.Errorf("open: %w", err)), explainImport(nil, "/a/day.log", fmt.Errorf("read: %w", err)),
		} {
			for _, s := range []string{p.What, p.Means, p.Remedy} {
				if !strings.HasSuffix(s, ".") || strings.Contains(s, "/a/") || strings.Contains(s, "%") || jargon.MatchString(s) {
					t.Errorf("%v: %q is no sentence for a reader", err, s)
				}
			}
			if !strings.Contains(p.Details, err.Error()) {
				t.Errorf("%v: details %q", err, p.Details)
			}
		}
	}
	if p := ExplainDefault(nil, errors.New("no home")); p.Details != "no home" {
		t.Errorf("problem %+v", p)
	}
}

func TestRateFollowsTheLastSeconds(t *testing.T) {
	var r rate
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if r.add(at, 0) != 0 {
		t.Error("one reading gives no rate")
	}
	var got float64
	done := int64(0)
	for range 20 {
		at, done = at.Add(500*time.Millisecond), done+50e6
		got = r.add(at, done)
	}
	if got != 100e6 {
		t.Errorf("rate %g", got)
	}
	for range 10 {
		at = at.Add(500 * time.Millisecond)
		got = r.add(at, done)
	}
	if got != 0 {
		t.Errorf("rate %g after it stands still", got)
	}
}
