package present

import (
	"context"
	"sync"
	"time"

	"meterscope/importer"
	"meterscope/ui/lang"
)

// importRun is an import that goes on beside the window.
type importRun struct {
	cancel   context.CancelFunc
	done     chan struct{} // closed when its goroutine has ended
	reads    bool          // it is not only joining
	stopping bool          // it was cancelled and hasn't ended yet
	seen     importer.Progress
	ended    []importer.SourceReport // the sources that are done with

	mu    sync.Mutex // guards what follows: it is written beside the window
	rate  rate
	speed float64                 // bytes a second
	last  importer.Progress       // not shown yet
	fresh []importer.SourceReport // ended since the last was shown
	told  bool                    // something of it isn't shown yet
}

// tell takes what the importer says. It is true if the window has to be told: it then shows the newest.
func (r *importRun) tell(now time.Time, p importer.Progress) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.Ended != nil {
		r.fresh = append(r.fresh, *p.Ended)
		p.Ended = nil
	}
	r.last, r.speed = p, r.rate.add(now, p.Done)
	told := r.told
	r.told = true
	return !told
}

// take gives what was told since it was asked last.
func (r *importRun) take() (p importer.Progress, speed float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = append(r.ended, r.fresh...)
	r.fresh, r.told = nil, false
	return r.last, r.speed
}

// Importing says that an import runs or waits.
func (a *App) Importing() bool { return a.run != nil || len(a.waiting) > 0 }

// CancelImport gives up the import and what waits behind it. What was read stays in the case.
func (a *App) CancelImport() {
	a.waiting = nil
	a.cancelRun()
}

// cancelRun gives up what is being done; what waits behind it has its turn then.
func (a *App) cancelRun() {
	if a.run != nil && !a.run.stopping {
		a.run.stopping = true
		a.run.cancel()
		a.Status.stopping()
	}
}

func (a *App) importInputs(in ...importer.Input) {
	if len(in) == 0 {
		return
	}
	if a.c == nil && !a.opening {
		a.problem(Problem{
			What:   a.Texts().Text("No case is open."),
			Means:  a.Texts().Text("A log is kept in a case, and there is none to put it into."),
			Remedy: a.Texts().Text("Open a case or make one in the File menu, then open the log again."),
		})
		return
	}
	a.waiting = append(a.waiting, in...)
	a.startWaiting()
	a.Status.changed() // what waits is a task
}

// startWaiting begins with what waits, if a case is open and no import runs.
func (a *App) startWaiting() {
	if a.c == nil || a.opening || a.run != nil || len(a.waiting) == 0 {
		return
	}
	in := a.waiting
	a.waiting = nil
	if a.file().ReadOnly() {
		a.problem(a.explainReadOnly())
		a.changed()
		return
	}
	a.begin(in, importer.Progress{Source: in[0].Path, SourcesTotal: len(in)})
}

// unfinished is what was interrupted before a case was closed.
type unfinished struct {
	stale    bool // transactions are to be put together
	outdated bool // sources were looked at with other rules than the case has
}

// joinStale goes on with what was interrupted: an import before its transactions were put together, or a check with
// other rules before all sources were looked at again.
func (a *App) joinStale() {
	c := a.c
	if c.file.ReadOnly() {
		return
	}
	if a.stale == nil || a.stale.ctx != c.ctx {
		a.stale = c.lane()
	}
	a.stale.do(doRead(a, func(ctx context.Context) (u unfinished, err error) {
		if a.Engine.Outdated != nil {
			u.outdated, err = a.Engine.Outdated(ctx, c.file)
		}
		if err == nil {
			u.stale, err = c.file.Stale(ctx)
		}
		return u, err
	}, func(u unfinished) {
		switch {
		case a.run != nil:
			a.lookLater = u.outdated // importing puts the transactions together by itself
		case u.outdated:
			a.lookAgain()
		case u.stale:
			a.begin(nil, importer.Progress{Done: 1, Total: 1})
		}
	}))
}

// lookAgain looks at the sources again with the rules that the case has.
func (a *App) lookAgain() {
	a.work(importer.Progress{Done: 1, Total: 1}, func(ctx context.Context, c CaseFile, progress func(importer.Progress)) (importer.Report, error) {
		return importer.Report{}, a.Engine.LookAgain(ctx, c, progress)
	}, func(_ importer.Report, err error) {
		if err == nil {
			a.Status.Say(a.Texts().Text("The case was checked again with the rules as you set them."))
		}
	})
}

// begin imports beside the window; nothing at all only joins what is there.
func (a *App) begin(in []importer.Input, first importer.Progress) {
	moves, full := a.List.departure()
	if len(in) > 0 && !full {
		a.ShowPage(PageTransactions) // where what comes is seen first
	}
	a.work(first, func(ctx context.Context, c CaseFile, progress func(importer.Progress)) (importer.Report, error) {
		paths := pathsOf(in)
		remember(ctx, c, paths)
		rep, err := a.Engine.Import(ctx, c, in, progress)
		if err == nil {
			forget(ctx, c, paths)
			noteDamaged(ctx, c, rep)
		}
		return rep, err
	}, func(rep importer.Report, err error) {
		if len(in) == 0 {
			return
		}
		if err == nil && full {
			a.List.arrive(moves, rep.Sources)
		}
		a.Sources.ended(rep.Sources)
		a.imported(rep.Sources)
		a.summarise(rep.Sources, isCancel(err))
	})
	a.run.reads = len(in) > 0
}

// work does a thing to the case that takes its time, beside the window, and shows how far it is. done is called when
// it has ended.
func (a *App) work(first importer.Progress, do func(context.Context, CaseFile, func(importer.Progress)) (importer.Report, error), done func(importer.Report, error)) {
	c := a.c
	ctx, cancel := context.WithCancel(c.ctx)
	r := &importRun{cancel: cancel, done: make(chan struct{}), seen: first}
	a.run = r
	a.Status.importing(first, 0)
	a.changed()
	go func() {
		defer close(r.done)
		if !c.enter(ctx) {
			cancel()
			a.post.Post(func() { a.ended(r, ctx.Err(), func() { done(importer.Report{}, ctx.Err()) }) })
			return
		}
		defer c.leave()
		rep, err := do(ctx, c.file, func(p importer.Progress) {
			if r.tell(a.Engine.Now(), p) {
				a.post.Post(func() { a.progress(r) })
			}
		})
		cancel()
		a.post.Post(func() { a.ended(r, err, func() { done(rep, err) }) })
	}()
}

func explainReadOnly(t *lang.Texts, name string) Problem {
	return Problem{
		What:    t.Text("%s can only be read.", name),
		Means:   t.Text("It lies on a medium or in a folder that can't be written, so nothing can be imported into it."),
		Remedy:  t.Text("Save a copy elsewhere (File ▸ Save a copy) and open that, or make a new case."),
		Command: t.Text("copy it to a disk that can be written"),
	}
}

func (a *App) progress(r *importRun) {
	p, speed := r.take()
	if a.run != r {
		return
	}
	next := p.SourcesDone > r.seen.SourcesDone
	r.seen = p
	if !r.stopping {
		a.Status.importing(p, speed)
	}
	if next { // a source is complete: the list fills as it goes
		a.Refresh()
	}
	a.Sources.importing()
}

// ended ends a work: what it says is shown.
func (a *App) ended(r *importRun, err error, done func()) {
	if a.run != r {
		return
	}
	r.take()
	a.run = nil
	a.Status.idle(isCancel(err) && r.reads)
	a.List.selectFirst = a.List.Selected() < 0
	done()
	a.Refresh()
	if err != nil && !isCancel(err) {
		a.problem(explainWork(a.Texts(), a.path, err))
	}
	a.startWaiting()
	if later := a.lookLater && a.run == nil; isCancel(err) && r.reads || later {
		a.lookLater = false
		a.joinStale()
	}
	a.changed()
	if a.OnReady != nil && !a.Importing() {
		a.OnReady()
	}
}

// rate measures how fast an import goes: over the last few seconds, so that it follows a slower disk.
type rate struct {
	at   []time.Time
	done []int64
}

// add takes a reading and gives bytes a second, 0 while nothing can be said.
func (r *rate) add(now time.Time, done int64) float64 {
	const window = 3 * time.Second
	r.at, r.done = append(r.at, now), append(r.done, done)
	for len(r.at) > 2 && now.Sub(r.at[1]) > window {
		r.at, r.done = r.at[1:], r.done[1:]
	}
	span := now.Sub(r.at[0])
	if span < 200*time.Millisecond {
		return 0
	}
	return float64(done-r.done[0]) / span.Seconds()
}
