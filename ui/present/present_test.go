package present

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/internal/memcase"
)

// loop is a window's goroutine for tests: what is posted runs when the test waits.
type loop struct {
	t     *testing.T
	posts chan func()
}

func newLoop(t *testing.T) *loop { return &loop{t: t, posts: make(chan func(), 1024)} }

// Post keeps f until the test waits.
func (l *loop) Post(f func()) { l.posts <- f }

// until works through what is posted until the condition holds.
func (l *loop) until(what string, cond func() bool) {
	l.t.Helper()
	deadline := time.After(10 * time.Second)
	for !cond() {
		select {
		case f := <-l.posts:
			f()
		case <-deadline:
			l.t.Fatalf("waited in vain until %s", what)
		}
	}
}

// settle works through what is posted for a moment.
func (l *loop) settle() {
	for {
		select {
		case f := <-l.posts:
			f()
		case <-time.After(30 * time.Millisecond):
			return
		}
	}
}

// desk is an app over a case in memory, with what it told.
type desk struct {
	*App
	*loop
	file     *memcase.Case
	problems []Problem
	imports  *imports
}

// imports is an importer that does what the test says.
type imports struct {
	mu     sync.Mutex
	inputs []importer.Input
	run    func(ctx context.Context, in []importer.Input, progress func(importer.Progress)) (importer.Report, error)
}

func (i *imports) do(ctx context.Context, _ CaseFile, in []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
	i.mu.Lock()
	i.inputs = append(i.inputs, in...)
	run := i.run
	i.mu.Unlock()
	if run == nil {
		return importer.Report{}, nil
	}
	return run(ctx, in, progress)
}

func newDesk(t *testing.T, file *memcase.Case) *desk {
	t.Helper()
	d := &desk{loop: newLoop(t), file: file, imports: &imports{}}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	e := NewEngine(func() time.Time { return now }, time.UTC)
	e.Open = func(_ context.Context, path string, _ bool) (CaseFile, error) {
		if strings.Contains(path, "missing") {
			return nil, errors.New("open it: no")
		}
		return file, nil
	}
	e.Import, e.Lock = d.imports.do, nil
	e.Statement = func(ctx context.Context, _ CaseFile, tx *model.Transaction) (account.Statement, model.Entered, error) {
		return file.Statement(ctx, tx)
	}
	e.Enter = func(ctx context.Context, _ CaseFile, tx *model.Transaction, entered model.Entered) (account.Statement, error) {
		return file.Enter(ctx, tx, entered)
	}
	d.App = NewApp(context.Background(), e, d)
	d.OnProblem = func(p Problem) { d.problems = append(d.problems, p) }
	t.Cleanup(func() {
		done := make(chan struct{})
		go func() {
			d.Close()
			close(done)
		}()
		for {
			select {
			case <-d.posts:
			case <-done:
				return
			}
		}
	})
	return d
}

// opened is a desk whose case is open and shown.
func opened(t *testing.T, file *memcase.Case) *desk {
	t.Helper()
	d := newDesk(t, file)
	d.OpenCase("test" + CaseEnding)
	d.until("the list is read and shown", func() bool {
		return d.List.Loaded() && !d.Opening() && d.List.Len() == len(d.List.table.rows)
	})
	d.settle()
	return d
}

func TestCaseOpensWithItsFirstTransaction(t *testing.T) {
	d := opened(t, memcase.Filled(300))
	if d.List.Len() != 300 || d.List.Selected() != 0 {
		t.Fatalf("%d rows, row %d selected", d.List.Len(), d.List.Selected())
	}
	if got := d.Detail.Title(); got != "Transaction 42  ·  CP1, connector 1" {
		t.Errorf("title %q", got)
	}
	if got, want := d.Detail.Subtitle(), "1 March 2025, 09:00:00 – 10:02:00 UTC  ·  tag 04A1B2C37F  ·  stopped by EVDisconnected"; got != want {
		t.Errorf("subtitle %q, want %q", got, want)
	}
	if got := strings.Join(d.Detail.TabTitles(), "|"); got != "Overview|Plot|Findings 2|Messages 3|Notes" {
		t.Errorf("tabs %q", got)
	}
	if !strings.Contains(d.Detail.Sentence(), "kWh by the meter") || d.Detail.Tone() != ToneWarning {
		t.Errorf("sentence %q in tone %d", d.Detail.Sentence(), d.Detail.Tone())
	}
	if got := d.Status.Summary(); !strings.HasPrefix(got, "300 transactions · ") {
		t.Errorf("summary %q", got)
	}
	if d.Status.UnreadText() != "3 unread places" || d.Empty() || d.CaseName() != "test" {
		t.Errorf("unread %q, empty %v, name %q", d.Status.UnreadText(), d.Empty(), d.CaseName())
	}
}

func TestEmptyCaseSaysSo(t *testing.T) {
	d := opened(t, memcase.New("x"))
	if !d.Empty() || d.Detail.Shown() || d.Detail.Title() != TextTransaction {
		t.Errorf("empty %v, shown %v, title %q", d.Empty(), d.Detail.Shown(), d.Detail.Title())
	}
	if d.Status.Summary() != "0 transactions" || d.Status.UnreadText() != "" {
		t.Errorf("status %q %q", d.Status.Summary(), d.Status.UnreadText())
	}
}

func TestCaseThatCannotBeOpenedIsExplained(t *testing.T) {
	d := opened(t, memcase.Filled(3))
	d.OpenCase("missing" + CaseEnding)
	d.until("a problem is told", func() bool { return len(d.problems) == 1 })
	p := d.problems[0]
	if !strings.Contains(p.What, "missing") || p.Means == "" || p.Remedy == "" || p.Details != "open it: no" {
		t.Errorf("problem %+v", p)
	}
	if d.CaseName() != "test" || d.List.Len() != 3 {
		t.Errorf("the case before is gone: %q, %d rows", d.CaseName(), d.List.Len())
	}
}

// Storage that never answers leaves the window's goroutine alive: everything here returns at once.
func TestStorageThatBlocksLeavesTheWindowAlive(t *testing.T) {
	file := memcase.Filled(500)
	file.Hang = true
	d := newDesk(t, file)
	t.Cleanup(file.Release) // runs before the app is closed
	d.OpenCase("test" + CaseEnding)
	d.until("the case is open", func() bool { return !d.Opening() })
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 50 {
			d.List.Reload()
			d.List.SetSearch("CP")
			d.List.SetSearch("CP1")
			d.List.Move(1)
			d.Detail.show(7, nil)
			d.Plot.Resize(800, 600, 1)
			d.Refresh()
			d.settleBriefly()
		}
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatal("the window hangs with its storage")
	}
}

// settleBriefly works through what is there already.
func (l *loop) settleBriefly() {
	for {
		select {
		case f := <-l.posts:
			f()
		default:
			return
		}
	}
}

func TestFailingStorageIsTold(t *testing.T) {
	file := memcase.Filled(3)
	d := opened(t, file)
	file.Change(func() { file.Err = errors.New("read page 7: checksum") })
	d.List.Reload()
	d.until("a problem is told", func() bool { return len(d.problems) > 0 })
	if d.problems[0].Details != "read page 7: checksum" {
		t.Errorf("problem %+v", d.problems[0])
	}
}

func TestNewestRequestWins(t *testing.T) {
	l := newLoop(t)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	ln := &lane{ctx: ctx, post: l, wg: &wg}
	started, release := make(chan struct{}), make(chan struct{})
	var shown []int
	var ran []int
	ln.do(func(ctx context.Context) func() {
		close(started)
		<-release
		if ctx.Err() == nil {
			t.Error("the old request was not cancelled")
		}
		return func() { shown = append(shown, 0) }
	})
	<-started
	for i := 1; i <= 5; i++ {
		ln.do(func(context.Context) func() {
			ran = append(ran, i)
			return func() { shown = append(shown, i) }
		})
	}
	close(release)
	l.until("the newest is shown", func() bool { return len(shown) > 0 })
	cancel()
	wg.Wait()
	l.settle()
	if len(shown) != 1 || shown[0] != 5 || len(ran) != 1 {
		t.Errorf("shown %v, ran %v", shown, ran)
	}
	ln.do(func(context.Context) func() { t.Error("a closed lane works"); return nil })
}

// drawn is a desk whose plot has an image.
func drawn(t *testing.T) *desk {
	t.Helper()
	d := opened(t, memcase.Filled(5))
	d.Plot.Resize(900, 600, 1)
	d.until("the plot is drawn", func() bool { img, _ := d.Plot.Image(); return img != nil })
	return d
}

func TestAnotherCaseIsOpenWhereTheNamedOneCannotBe(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.Start("default"+CaseEnding, []string{"missing" + CaseEnding, "day.log"})
	d.until("the first case is open", func() bool { return d.List.Len() == 2 && !d.Opening() })
	if len(d.problems) != 1 || d.CaseName() != TextDefaultCase || len(d.imports.inputs) != 0 {
		t.Errorf("case %q, told %v, imported %v", d.CaseName(), d.problems, d.imports.inputs)
	}
}
