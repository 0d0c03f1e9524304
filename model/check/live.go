package check

import (
	"context"
	"iter"
	"maps"
	"slices"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/session"
	"meterscope/model/store"
)

// Live keeps a case up to date while its sources grow. It is an importer.Appender like [Sink], and one for many steps:
// it remembers what the case was like, so that a step looks only at the stations whose frames came, and of these only
// at the transactions that became others. What it leaves is what [Run] would leave. All that grows in a case shares
// one; it is not for use by several goroutines at once. Whatever else changes the case costs one whole run.
type Live struct {
	sink   *Sink
	c      *store.Case
	memory *memory // nil: nothing is known, all is to be joined
	joins  int64   // of the case, when that was so
	step   int
	order  []model.SourceID
	zones  map[model.SourceID]zone
	named  map[model.SourceID]string

	came    Came // of the last step
	whole   bool // in this step all is to be joined
	from    map[model.SourceID]int64
	touched map[store.Station]bool
	turned  map[model.SourceID]bool // an answer stands before its CALL
}

// Came is what a step changed: these transactions, or any.
type Came struct {
	Keys []model.TransactionKey
	Any  bool
}

// NewLive makes one for a case.
func NewLive(c *store.Case, opt Options) *Live {
	l := &Live{sink: NewSink(c, opt), c: c, turned: map[model.SourceID]bool{}}
	l.forget()
	return l
}

// forget begins a step.
func (l *Live) forget() {
	l.whole, l.from, l.touched = false, map[model.SourceID]int64{}, map[store.Station]bool{}
}

// Begin enters a source into the case, or finds it again.
func (l *Live) Begin(ctx context.Context, src model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	l.whole, l.sink.set = true, nil
	return l.sink.Begin(ctx, src, sum)
}

// Grown finds the complete source of a file that it begins with.
func (l *Live) Grown(ctx context.Context, path string, size int64, sum func(size int64) ([32]byte, error)) (model.Source, error) {
	return l.sink.Grown(ctx, path, size, sum)
}

// Append goes on behind the end of a complete source.
func (l *Live) Append(ctx context.Context, src model.Source) (model.Resume, error) {
	stale, err := l.c.Stale(ctx)
	if err != nil {
		return model.Resume{}, err
	}
	if !stale && (l.memory == nil || l.c.Joins() != l.joins) && !l.whole && len(l.from) == 0 {
		if err := l.recollect(ctx); err != nil {
			return model.Resume{}, err
		}
	}
	if stale || l.memory == nil || l.c.Joins() != l.joins {
		l.whole = true
	}
	l.sink.set = nil // the rules may be others now
	r, err := l.sink.Append(ctx, src)
	l.from[src.ID] = r.Frames
	return r, err
}

// Write lets the frame rules look at a batch, and stores it.
func (l *Live) Write(ctx context.Context, b *model.Batch) error {
	for i := range b.Frames {
		f := &b.Frames[i]
		if f.AnswerTo > f.Seq {
			l.turned[b.Source] = true
		}
		l.touch(b.Source, f.Station)
	}
	for i := range b.Events {
		l.touch(b.Source, b.Events[i].Station)
	}
	for i := range b.Findings {
		if f := b.Findings[i].Frame; f >= 0 && f < l.from[b.Source] {
			l.whole = true // it tells of a frame that was there
		}
	}
	return l.sink.Write(ctx, b)
}

func (l *Live) touch(source model.SourceID, station string) {
	st := store.Station{Name: station}
	if station == "" {
		st.Source = source
	}
	l.touched[st] = true
}

// Complete closes a source.
func (l *Live) Complete(ctx context.Context, src model.Source) error {
	return l.sink.Complete(ctx, src)
}

// Came tells what the last step changed.
func (l *Live) Came() Came { return l.came }

// Finish joins what came, and runs the rules over what it changed.
func (l *Live) Finish(ctx context.Context) error {
	err := l.finish(ctx)
	if l.forget(); err != nil {
		l.memory = nil
		return err
	}
	return rememberProgram(ctx, l.c)
}

func (l *Live) finish(ctx context.Context) error {
	if l.sink.err != nil {
		return l.sink.err
	}
	if err := l.c.Settle(ctx); err != nil {
		return err
	}
	if !l.whole {
		done, err := l.change(ctx)
		if done || err != nil {
			return err
		}
	}
	return l.all(ctx)
}

// all joins the whole case.
func (l *Live) all(ctx context.Context) error {
	l.memory, l.came = newMemory(), Came{Any: true}
	if err := runSeen(ctx, l.c, l.sink.opt, l.memory); err != nil {
		return err
	}
	keys, err := l.c.Stamps(ctx)
	if err != nil {
		return err
	}
	r := run{c: l.c, seen: l.memory}
	if err := r.conclusions(ctx); err != nil {
		return err
	}
	return l.remember(ctx, &r, keys)
}

// remember keeps what a run came by, where the case has a key for each transaction of it.
func (l *Live) remember(ctx context.Context, r *run, keys map[store.Stamp]model.TransactionKey) (err error) {
	if l.order, _, err = l.c.LoggedOrder(ctx); err != nil {
		return err
	}
	l.memory = r.seen
	for source := range l.memory.turned {
		l.turned[source] = true
	}
	l.zones, l.named, l.joins = r.zones, r.concluded, l.c.Joins()
	if !l.memory.known(keys) {
		l.memory = nil
	}
	return nil
}

// change joins what came. It is not done where more than the stations that were touched may have changed: what sources
// have in common, or what is known of them.
func (l *Live) change(ctx context.Context) (done bool, err error) {
	opt, set, err := l.sink.opt.of(ctx, l.c)
	if err != nil {
		return false, err
	}
	if same, err := l.countsAsBefore(ctx); err != nil || !same {
		return false, err
	}
	r := run{c: l.c, set: set}
	if err := r.conclusions(ctx); err != nil || !maps.Equal(r.zones, l.zones) || !maps.Equal(r.concluded, l.named) {
		return false, err
	}
	readings, err := l.c.Readings(ctx)
	if err != nil {
		return false, err
	}
	r.stamper = newStamper(opt, readings)
	touched, stations, err := l.stations(ctx)
	if err != nil {
		return false, err
	}
	l.step++
	ch := &store.Change{
		Was: map[model.TransactionKey][]store.FrameRef{}, From: l.from, Backwards: l.turned,
		Framed: framedRules(), Apart: l.memory.apart, Seed: l.memory.seed,
	}
	if err := l.exchange(ctx, &r, touched, ch); err != nil {
		return false, err
	}
	var put []putSession
	for _, st := range stations {
		some, err := l.join(ctx, &r, st, ch)
		if err != nil {
			return false, err
		}
		put = append(put, some...)
	}
	for _, st := range l.memory.stations {
		ch.Stations = append(ch.Stations, st.clock...)
	}
	came, err := l.c.ChangeTransactions(ctx, ch)
	if err != nil {
		return false, err
	}
	l.memory.apart, l.joins = came.Apart, l.c.Joins()
	l.came = Came{Keys: slices.Concat(came.Keys, came.Other, came.Gone)}
	for i, key := range came.Keys {
		put[i].key = key
		l.memory.station(put[i].station).sessions[put[i].stamp] = put[i].knownSession
	}
	entered, err := l.c.EnteredKeys(ctx)
	if err != nil {
		return false, err
	}
	entered = slices.DeleteFunc(entered, func(k model.TransactionKey) bool { return !slices.Contains(came.Keys, k) })
	return true, enterThose(ctx, l.c, opt, entered)
}

// countsAsBefore says that what was there counts as before, where it did, and all that came counts.
func (l *Live) countsAsBefore(ctx context.Context) (bool, error) {
	order, learnt, err := l.c.LoggedOrder(ctx)
	if err != nil || !slices.Equal(order, l.order) {
		return false, err
	}
	for source := range l.from {
		again := learnt[source]
		if !again && len(order) > 1 {
			if again, err = l.loggedBeside(ctx, source); err != nil {
				return false, err
			}
		}
		if again {
			err := decide(ctx, l.c)
			return err == nil && l.c.Joins() == l.joins, err
		}
	}
	return true, nil
}

// loggedBeside says that another source has a frame that came, too.
func (l *Live) loggedBeside(ctx context.Context, source model.SourceID) (bool, error) {
	type logged struct {
		sec  int64
		nsec int32
		hash uint64
		kind model.FrameKind
	}
	came := map[logged]bool{}
	var first, last int64
	for m, err := range l.c.FrameMarksOf(ctx, source, l.from[source]) {
		if err != nil {
			return false, err
		}
		if m.LoggedAt.IsZero() {
			continue
		}
		sec, nsec := m.LoggedAt.Unix()
		if len(came) == 0 {
			first, last = sec, sec
		}
		first, last = min(first, sec), max(last, sec)
		came[logged{sec, nsec, m.Hash, m.Kind}] = true
	}
	if len(came) == 0 {
		return false, nil
	}
	for frames, err := range l.c.Beside(ctx, source, first, last) {
		if err != nil {
			return false, err
		}
		for i := range frames {
			f := &frames[i]
			sec, nsec := f.LoggedAt.Unix()
			if !f.LoggedAt.IsZero() && came[logged{sec, nsec, f.Hash, f.Kind}] {
				return true, nil
			}
		}
	}
	return false, nil
}

// stations are those that were touched, and of these the ones that have something to join.
func (l *Live) stations(ctx context.Context) (touched map[store.Station]bool, joined []store.Station, err error) {
	touched = map[store.Station]bool{}
	for st := range l.touched {
		if st.Name == "" {
			if st.Source, err = l.c.Nameless(ctx, st.Source); err != nil {
				return nil, nil, err
			}
		}
		touched[st] = true
	}
	all, err := l.c.Stations(ctx)
	return touched, slices.DeleteFunc(all, func(st store.Station) bool { return !touched[st] }), err
}

// putSession is a transaction that is other than before.
type putSession struct {
	*knownSession
	station store.Station
	stamp   store.Stamp
}

// join joins a station, and adds to a change what is other than it was.
func (l *Live) join(ctx context.Context, r *run, st store.Station, ch *store.Change) (put []putSession, err error) {
	known := l.memory.station(st)
	known.clock = nil
	r.seen = l.memory
	across := rule.NewConnectors(r.set)
	across.Begin()
	samples := l.c.NarrowReader()
	defer samples.Close() //nolint:errcheck // it was only read
	err = r.join(ctx, st, func(s *session.Session) error {
		joined, err := r.stamped(ctx, s)
		if err != nil {
			return err
		}
		was := known.sessions[joined.Stamp]
		if was != nil {
			was.step = l.step
			b := rule.NewBrief(s, nil)
			b.SetWrong(was.wrongStart, was.wrongEnd)
			more := across.Next(b)
			if was.connector == l.memory.sum(more) {
				return nil
			}
			if joined, err = r.judge(ctx, s, joined, samples); err != nil {
				return err
			}
			joined.Findings = append(joined.Findings, more...)
			was.connector = l.memory.sum(more)
			ch.Put, ch.Was[was.key] = append(ch.Put, joined), was.refs
			put = append(put, putSession{was, st, joined.Stamp})
			return nil
		}
		if joined, err = r.judge(ctx, s, joined, samples); err != nil {
			return err
		}
		b := rule.NewBrief(s, joined.Findings)
		more := across.Next(b)
		now := &knownSession{refs: joined.Frames, connector: l.memory.sum(more), step: l.step}
		now.wrongStart, now.wrongEnd = b.Wrong()
		joined.Findings = append(joined.Findings, more...)
		ch.Put = append(ch.Put, joined)
		put = append(put, putSession{now, st, joined.Stamp})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for stamp, k := range known.sessions {
		if k.step != l.step {
			ch.Was[k.key] = k.refs
			delete(known.sessions, stamp)
		}
	}
	return put, nil
}

// exchange follows the CALLs that came and their answers, and says in which frames something else is found than before.
func (l *Live) exchange(ctx context.Context, r *run, touched map[store.Station]bool, ch *store.Change) error {
	follows, err := l.follows(ctx, touched)
	if err != nil {
		return err
	}
	marks := l.c.FrameMarks
	if follows {
		marks = l.newMarks
	} else {
		l.memory.calls = rule.NewExchange()
	}
	for m, err := range marks(ctx) {
		if err != nil {
			return err
		}
		l.memory.calls.Add(m)
	}
	frames := &knownFrames{frameReader{ctx: ctx, run: r}, l.memory}
	follow := func(take func([]model.Finding) error) error { return r.resolve(l.memory.calls.Clone(), frames, take) }
	now := &memory{seed: l.memory.seed, told: map[uint64]toldOf{}}
	var held []model.Finding
	n := 0
	err = follow(func(list []model.Finding) error {
		now.inFrames(list)
		if n += len(list); n <= mostHeld {
			held = append(held, list...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	ch.InFrames = func(give func([]model.Finding) error) error { return give(held) }
	if n > mostHeld {
		held, ch.InFrames = nil, follow
	}
	other := map[rule.FrameRef]bool{}
	for h, t := range now.told {
		if l.memory.told[h] != t {
			other[t.frame] = true
		}
	}
	for h, t := range l.memory.told {
		if now.told[h] != t {
			other[t.frame] = true
		}
	}
	for ref := range other {
		ch.Told = append(ch.Told, store.FrameRef{Source: ref.Source, Seq: ref.Frame})
	}
	l.memory.told = now.told
	return nil
}

// follows says that it is as if the frames that came were the last ones of all: of their stations they are, and what
// is of others doesn't depend on their order.
func (l *Live) follows(ctx context.Context, touched map[store.Station]bool) (bool, error) {
	for st := range touched {
		sources, last, err := l.c.SourcesOf(ctx, st)
		if err != nil || len(sources) == 0 {
			return false, err
		}
		if _, grew := l.from[sources[len(sources)-1]]; !grew || len(l.from) > 1 || !last && !l.memory.calls.Whole() {
			return false, nil
		}
	}
	return true, nil
}

// newMarks gives the frames that came.
func (l *Live) newMarks(ctx context.Context) iter.Seq2[*model.FrameMark, error] {
	return func(yield func(*model.FrameMark, error) bool) {
		for source, from := range l.from {
			for m, err := range l.c.FrameMarksOf(ctx, source, from) {
				if !yield(m, err) {
					return
				}
			}
		}
	}
}

// mostHeld is how many findings about single frames are kept at hand within a step; more are looked for again.
const mostHeld = 20_000

// framedRules are those that are about single frames.
func framedRules() (ids []model.RuleID) {
	for _, one := range rule.Catalogue() {
		if one.Exchange != nil {
			ids = append(ids, one.ID)
		}
	}
	return ids
}
