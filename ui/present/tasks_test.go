package present

import (
	"context"
	"strings"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// titles are what the tasks are called.
func titles(all []Task) string {
	var names []string
	for _, t := range all {
		names = append(names, t.Title)
	}
	return strings.Join(names, ", ")
}

func TestTasksSayWhatGoesOnAndWhatWaits(t *testing.T) {
	d := opened(t, memcase.Filled(3))
	if len(d.Tasks()) != 0 || d.TasksText() != "" {
		t.Errorf("tasks %s", titles(d.Tasks()))
	}
	d.imports.run = func(ctx context.Context, in []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
		progress(importer.Progress{Source: in[0].Path, Done: 50, Total: 100, SourcesTotal: 1})
		<-ctx.Done()
		return importer.Report{}, ctx.Err()
	}
	d.Import("a.log")
	d.until("it runs", func() bool { return strings.Contains(d.Status.Progress, "50 %") })
	d.Import("b.log", "c.log")
	if got := titles(d.Tasks()); got != "a.log, b.log, c.log" || d.TasksText() != "3 tasks" {
		t.Errorf("tasks %s", got)
	}
	if task := d.Tasks()[0]; task.Fraction != 0.5 || task.Label != TextCancel {
		t.Errorf("task %+v", task)
	}
	d.Tasks()[1].Stop() // b.log is not wanted
	if got := titles(d.Tasks()); got != "a.log, c.log" {
		t.Errorf("tasks %s", got)
	}
	d.Tasks()[0].Stop()
	if task := d.Tasks()[0]; task.Stop != nil || task.Note != TextStopping {
		t.Errorf("it is stopping: %+v", task)
	}
	d.until("the next has its turn", func() bool { return titles(d.Tasks()) == "c.log" })
	d.CancelImport()
	d.until("nothing goes on", func() bool { return len(d.Tasks()) == 0 })
}

// slow is a case whose copies last until they are cancelled.
type slow struct{ *memcase.Case }

func (s slow) SaveCopy(ctx context.Context, _ string) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestACopyThatLastsCanBeCancelled(t *testing.T) {
	file := memcase.Filled(1)
	d := newDesk(t, file)
	d.Engine.Open = func(context.Context, string, bool) (CaseFile, error) { return slow{file}, nil }
	d.OpenCase("x" + CaseEnding)
	d.until("it is open", func() bool { return !d.Opening() && d.List.Loaded() })
	d.SaveCopy("copy" + CaseEnding)
	if got := titles(d.Tasks()); got != "Saving copy.meterscope" {
		t.Fatalf("tasks %q", got)
	}
	d.Tasks()[0].Stop()
	d.until("it ended", func() bool { return len(d.Tasks()) == 0 })
	if len(d.problems) != 0 {
		t.Errorf("problems %+v", d.problems)
	}
}

// Everything that reads, writes, imports or follows is asked of storage that never answers; the window's goroutine must
// come back from each at once.
func TestStorageThatNeverAnswersHoldsNothingUp(t *testing.T) {
	file := memcase.Filled(500)
	file.Hang = true
	d := newDesk(t, file)
	release := make(chan struct{})
	t.Cleanup(file.Release)
	t.Cleanup(func() { close(release) })
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		<-release
		return importer.Report{}, nil
	}
	d.Engine.Follow = func(string, ...model.SourceID) Followed { return &deaf{release} }
	d.Engine.Kept = func(context.Context, CaseFile) (RuleSettings, error) {
		<-release
		return RuleSettings{}, nil
	}
	d.OpenCase("test" + CaseEnding)
	d.until("the case is open", func() bool { return !d.Opening() })
	longest, slowest := time.Duration(0), ""
	for name, do := range map[string]func(){
		"list": d.List.Reload, "search": func() { d.List.SetSearch("CP1") }, "show": func() { d.Detail.show(7, nil) },
		"plot": func() { d.Plot.Resize(800, 600, 1) }, "refresh": d.Refresh, "sources": d.Sources.ShowUnread,
		"page": func() { d.ShowPage(PageSources) }, "rules": d.Rules.Load, "follow": func() { d.Follow("live.log") },
		"import": func() { d.Import("day.log") }, "copy": func() { d.SaveCopy("copy" + CaseEnding) },
		"paste": func() { d.Paste("[2,\"a\",\"Heartbeat\",{}]") }, "zone": func() { d.ShowIn(time.UTC) },
		"tasks": func() { d.Tasks() }, "cancel": d.CancelImport, "undo": d.Undo, "stop": d.StopFollowingAll,
		"other case": func() { d.OpenCase("other" + CaseEnding) }, "rename": func() { d.RenameCase("named" + CaseEnding) },
	} {
		began := time.Now()
		do()
		d.settleBriefly()
		if took := time.Since(began); took > longest {
			longest, slowest = took, name
		}
	}
	if longest > time.Second {
		t.Errorf("%s held the window up for %v", slowest, longest)
	}
}

// deaf is a file whose storage never answers.
type deaf struct{ release chan struct{} }

func (s *deaf) Step(ctx context.Context, _ CaseFile, _ bool) (FollowStep, error) {
	<-s.release
	return FollowStep{}, ctx.Err()
}
func (s *deaf) Settle(context.Context, CaseFile) error { return nil }
func (s *deaf) Close() error                           { return nil }
