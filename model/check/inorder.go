package check

import (
	"context"
	"runtime"
	"sync"

	"meterscope/model/store"
)

// Stations that are joined at once, and transactions that one may be ahead of those before it.
const (
	maxStations = 4
	maxAhead    = 256
)

// inOrder does the work of some stations side by side, and puts what each gives in their order, so that the
// result is the same on every machine. It returns when all work has ended.
func inOrder(ctx context.Context, stations []store.Station, work func(context.Context, store.Station, func(store.Joined) error) error, put func(store.Joined) error) error {
	type lane struct {
		joined chan store.Joined
		err    error // valid when joined is closed
	}
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	lanes := make(chan *lane, min(runtime.GOMAXPROCS(0), maxStations)-1)
	all.Go(func() {
		defer close(lanes)
		for _, st := range stations {
			l := &lane{joined: make(chan store.Joined, maxAhead)}
			select {
			case lanes <- l:
			case <-ctx.Done():
				return
			}
			all.Go(func() {
				defer close(l.joined)
				l.err = work(ctx, st, func(j store.Joined) error {
					select {
					case l.joined <- j:
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				})
			})
		}
	})
	for l := range lanes {
		for j := range l.joined {
			if err := put(j); err != nil {
				return err
			}
		}
		if l.err != nil {
			return l.err
		}
	}
	return ctx.Err()
}
