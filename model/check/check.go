package check

import (
	"bytes"
	"context"
	"iter"
	"runtime"
	"sync"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/rule"
	"meterscope/model/session"
	"meterscope/model/store"
)

// Options of the checks, over those that the case keeps. [Run] keeps them with it.
type Options struct {
	Severity map[model.RuleID]model.Severity // overrides the catalogue's; SeverityNone switches a rule off
	Params   map[string]string               // overrides of the rules' parameters by name ("CLK007.factor")
	Reset    []string                        // rules and parameters that are to be as in the catalogue again
}

// Validate says whether there are such rules and parameters. Its error names those that there are.
func (o Options) Validate() error {
	_, err := o.settings()
	return err
}

func (o Options) settings() (*rule.Settings, error) { return rule.NewSettings(o.Severity, o.Params) }

// Run works out which frames more than one source has, joins all transactions of the case again and runs the
// transaction rules over them. Until it is done, readers see the transactions that were before.
func Run(ctx context.Context, c *store.Case, opt Options) error { return runSeen(ctx, c, opt, nil) }

// runSeen is Run for one who remembers what it comes by.
func runSeen(ctx context.Context, c *store.Case, opt Options, seen *memory) error {
	opt, set, err := opt.of(ctx, c)
	if err != nil {
		return err
	}
	if err := opt.keep(ctx, c); err != nil {
		return err
	}
	if err := decide(ctx, c); err != nil {
		return err
	}
	r := run{c: c, set: set, seen: seen}
	if err := r.recall(ctx, opt); err != nil {
		return err
	}
	err = c.ReplaceTransactions(ctx, func(put func(store.Joined) error) error {
		if err := r.repeats(ctx, put); err != nil {
			return err
		}
		if err := r.conclusions(ctx); err != nil {
			return err
		}
		stations, err := c.Stations(ctx)
		if err != nil {
			return err
		}
		put = oneByOne(put)
		exchange := func(ctx context.Context) error { return r.exchange(ctx, put) }
		if err := beside(ctx, exchange, func(ctx context.Context) error { return r.joinAll(ctx, stations, put) }); err != nil {
			return err
		}
		return put(store.Joined{Findings: r.clocks.sorted()})
	})
	if err != nil {
		return err
	}
	return enterAgain(ctx, c, opt)
}

// Refresh does what [Run] does if the case needs it: where an import was interrupted before its end. It says
// whether it did.
func Refresh(ctx context.Context, c *store.Case, opt Options) (bool, error) {
	stale, err := c.Stale(ctx)
	if err != nil || !stale {
		return false, err
	}
	return true, Run(ctx, c, opt)
}

// run is one run of the checks.
type run struct {
	c         *store.Case
	set       *rule.Settings
	concluded map[model.SourceID]string // the station of what names none, where that isn't the log's or the user's word
	zones     map[model.SourceID]zone   // of times that name none
	clocks    clockFindings
	stamper   stamper
	seen      *memory                              // may be nil
	checked   map[store.Stamp]model.TransactionKey // what was checked before
}

// joinAll joins the traffic of the stations and puts their transactions, checked.
func (r *run) joinAll(ctx context.Context, stations []store.Station, put func(store.Joined) error) error {
	across, station := rule.NewConnectors(r.set), -1
	begin := func() {
		across.Begin()
		station++
	}
	s := steps{join: r.join, begin: begin, put: func(done checked) error {
		more := across.Next(done.brief)
		r.seen.session(stations[station], &done.Joined, done.brief, more)
		done.Findings = append(done.Findings, more...)
		return put(done.Joined)
	}}
	for _, samples := range r.c.SampleReaders(min(runtime.GOMAXPROCS(0), maxCheckers)) {
		defer samples.Close() //nolint:errcheck // it was only read
		s.checkers = append(s.checkers, func(ctx context.Context, one *session.Session) (checked, error) {
			joined, err := r.check(ctx, one, samples)
			return checked{joined, rule.NewBrief(one, joined.Findings)}, err
		})
	}
	return s.inOrder(ctx, stations)
}

// oneByOne lets several put at a time.
func oneByOne(put func(store.Joined) error) func(store.Joined) error {
	var mu sync.Mutex
	return func(v store.Joined) error {
		mu.Lock()
		defer mu.Unlock()
		return put(v)
	}
}

// beside does two things at a time. Where one fails the other is told to stop.
func beside(ctx context.Context, a, b func(context.Context) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var both sync.WaitGroup
	for _, do := range []func(context.Context) error{a, b} {
		both.Go(func() {
			if err := do(ctx); err != nil {
				stop(err)
			}
		})
	}
	both.Wait()
	return context.Cause(ctx)
}

// repeats says of each frame that counts in another source that it was logged before.
func (r *run) repeats(ctx context.Context, put func(store.Joined) error) error {
	severity := r.set.Severity(loggedAgain)
	if severity == model.SeverityNone {
		return nil
	}
	return r.c.Repeats(ctx, func(f *model.Frame) error {
		return put(store.Joined{Findings: []model.Finding{{
			Rule: loggedAgain, Severity: severity, At: f.At, Count: 1, Frame: f.Seq, FrameID: f.ID, FrameLine: f.At.Line,
		}}})
	})
}

// conclusions reads which stations were concluded.
func (r *run) conclusions(ctx context.Context) error {
	sources, err := r.c.Sources(ctx)
	r.concluded, r.zones = map[model.SourceID]string{}, map[model.SourceID]zone{}
	for i := range sources {
		r.zones[sources[i].ID] = zone{sources[i].Zone, sources[i].ZoneFrom}
		if s := &sources[i]; s.StationFrom == model.Inferred {
			r.concluded[s.ID] = s.Station
		}
	}
	return err
}

// join joins the traffic of a station.
func (r *run) join(ctx context.Context, st store.Station, give func(*session.Session) error) error {
	timing := r.set.Timing()
	timing.Zone = r.zone
	traffic, err := session.Read(st.Name, func() iter.Seq2[*model.Event, error] { return r.c.Events(ctx, st) }, timing)
	if err != nil {
		return err
	}
	about := rule.Clock(&traffic.Clock, r.set)
	r.clocks.add(about)
	r.seen.clock(st, about)
	for s := range traffic.Sessions {
		if err := give(s); err != nil {
			return err
		}
	}
	return nil
}

// stamped is a transaction before its samples are looked at.
func (r *run) stamped(ctx context.Context, s *session.Session) (store.Joined, error) {
	var err error
	if s.Spans, err = r.c.CutSpans(ctx, s.Spans); err != nil {
		return store.Joined{}, err
	}
	r.mark(s)
	return store.Joined{Tx: &s.Tx, Spans: s.Spans, Frames: frames(s), Stamp: r.stamper.of(s)}, nil
}

// check fills in what a transaction's samples tell, and runs the rules over it.
func (r *run) check(ctx context.Context, s *session.Session, samples *store.SampleReader) (store.Joined, error) {
	joined, err := r.stamped(ctx, s)
	if err != nil {
		return store.Joined{}, err
	}
	if same, err := r.reuse(ctx, &joined); same || err != nil {
		return joined, err
	}
	return r.judge(ctx, s, joined, samples)
}

// judge looks at the samples of a transaction.
func (r *run) judge(ctx context.Context, s *session.Session, joined store.Joined, samples *store.SampleReader) (store.Joined, error) {
	series, err := samples.Series(ctx, s.Spans, nil)
	if err != nil {
		return store.Joined{}, err
	}
	dated := session.Dated(series)
	series = session.Begun(dated, series)
	own, _ := account.OwnRegisters(series)
	measure(&s.Tx, s.Inside(own), r.set.GapLimits())
	joined.Findings = rule.Transactions(s, dated, r.set)
	statement, err := reconcile(ctx, &s.Tx, s.Spans, series, joined.Findings, account.Given{Loss: account.DefaultLoss()}, samples, r.set)
	joined.Statement = bytes.Clone(statement.Append(make([]byte, 0, 1<<10))) // many are kept: each as long as it is
	return joined, err
}

// mark says of a transaction that some of it may be of its station only by conclusion.
func (r *run) mark(s *session.Session) {
	if len(r.concluded) == 0 || s.Tx.Station == "" {
		return
	}
	for i := range s.Spans {
		s.Tx.Inferred = s.Tx.Inferred || r.concluded[s.Spans[i].Source] == s.Tx.Station
	}
	for i := range s.Events {
		s.Tx.Inferred = s.Tx.Inferred || r.concluded[s.Events[i].At.Source] == s.Tx.Station
	}
}

// frames names the frames of a transaction that hold no meter values.
func frames(s *session.Session) []store.FrameRef {
	refs := make([]store.FrameRef, len(s.Events))
	for i := range s.Events {
		refs[i] = store.FrameRef{Source: s.Events[i].At.Source, Seq: s.Events[i].Frame}
	}
	return refs
}
