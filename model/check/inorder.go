package check

import (
	"context"
	"runtime"
	"sync"

	"meterscope/model/rule"
	"meterscope/model/session"
	"meterscope/model/store"
)

// How much is done at once, and ahead of what is put.
const (
	maxStations = 4  // that are joined at once
	maxCheckers = 4  // that check transactions
	taskSize    = 16 // transactions
	maxAhead    = 16 // tasks of a station
)

// checked is a transaction that was checked, and what its neighbours need of it.
type checked struct {
	store.Joined
	brief *rule.Brief
}

// task is some neighbouring transactions of a station on their way through the checks.
type task struct {
	sessions []*session.Session
	checked  []checked
	err      error
	done     chan struct{} // closed when checked and err are there
}

// steps are what is done with the stations of a case. join gives a station's transactions in order; check is
// called for each of them, by as many checkers at once as there are; put takes what came of them.
type steps struct {
	join     func(ctx context.Context, st store.Station, give func(*session.Session) error) error
	checkers []func(ctx context.Context, s *session.Session) (checked, error)
	begin    func() // called before the transactions of each station are put
	put      func(checked) error
}

// lane is a station that is being joined.
type lane struct {
	tasks chan *task
	err   error // valid when tasks is closed
}

// inOrder joins some stations side by side, has their transactions checked by several at once, and puts them in
// their order, so that the result is the same on every machine. It returns when all work has ended.
func (s *steps) inOrder(ctx context.Context, stations []store.Station) error {
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	work := make(chan *task)
	for _, check := range s.checkers {
		all.Go(func() {
			for {
				select {
				case t := <-work:
					t.run(ctx, check)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	lanes := make(chan *lane, min(runtime.GOMAXPROCS(0), maxStations)-1)
	all.Go(func() {
		defer close(lanes)
		for _, st := range stations {
			l := &lane{tasks: make(chan *task, maxAhead)}
			select {
			case lanes <- l:
			case <-ctx.Done():
				return
			}
			all.Go(func() {
				defer close(l.tasks)
				l.err = l.run(ctx, st, s, work)
			})
		}
	})
	for l := range lanes {
		s.begin()
		for t := range l.tasks {
			if err := s.take(ctx, t); err != nil {
				return err
			}
		}
		if l.err != nil {
			return l.err
		}
	}
	return ctx.Err()
}

// run joins a station and hands its transactions out.
func (l *lane) run(ctx context.Context, st store.Station, s *steps, work chan<- *task) error {
	var open []*session.Session
	hand := func() error {
		if len(open) == 0 {
			return nil
		}
		t := &task{sessions: open, done: make(chan struct{})}
		open = nil
		select {
		case l.tasks <- t:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case work <- t:
		case <-ctx.Done():
			return ctx.Err()
		}
		return nil
	}
	err := s.join(ctx, st, func(one *session.Session) error {
		if open = append(open, one); len(open) < taskSize {
			return ctx.Err()
		}
		return hand()
	})
	if err != nil {
		return err
	}
	return hand()
}

// run checks the transactions of a task.
func (t *task) run(ctx context.Context, check func(context.Context, *session.Session) (checked, error)) {
	defer close(t.done)
	t.checked = make([]checked, 0, len(t.sessions))
	for _, one := range t.sessions {
		if t.err = ctx.Err(); t.err != nil {
			return
		}
		j, err := check(ctx, one)
		if err != nil {
			t.err = err
			return
		}
		t.checked = append(t.checked, j)
	}
}

// take waits for a task and puts what it gives.
func (s *steps) take(ctx context.Context, t *task) error {
	select {
	case <-t.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	for _, j := range t.checked {
		if err := s.put(j); err != nil {
			return err
		}
	}
	return t.err
}
