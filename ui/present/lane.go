package present

import (
	"context"
	"sync"
)

// Poster runs functions on the goroutine that owns the view models, later, in the order in which they were
// posted. Post never waits for them.
type Poster interface {
	Post(f func())
}

// work is a piece of work beside the window. What it returns runs on the window's goroutine, unless a newer
// request came meanwhile; it may be nil.
type work func(ctx context.Context) (done func())

// lane does one kind of work, one piece at a time. The newest request wins: it cancels the one that runs and
// takes the place of the one that waits.
type lane struct {
	ctx  context.Context //nolint:containedctx // the case's: the lane ends with it
	post Poster
	wg   *sync.WaitGroup // of the owner, who waits for it

	mu      sync.Mutex
	next    work
	newest  uint64
	wanted  uint64 // of what was asked for since this, all is shown
	running bool
	cancel  context.CancelFunc
}

// do asks for a piece of work.
func (l *lane) do(w work) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() != nil {
		return
	}
	l.newest++
	l.wanted, l.next = l.newest, w
	if l.cancel != nil {
		l.cancel()
	}
	l.start()
}

// again asks for what was asked for last once more, because the case has changed. What runs comes to its end and is
// shown: changes may come sooner than it is done.
func (l *lane) again(w work) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() != nil {
		return
	}
	l.newest++
	l.next = w
	l.start()
}

func (l *lane) start() {
	if !l.running {
		l.running = true
		l.wg.Add(1)
		go l.run()
	}
}

// stop gives up what runs and what waits.
func (l *lane) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.newest++
	l.wanted, l.next = l.newest, nil
	if l.cancel != nil {
		l.cancel()
	}
}

func (l *lane) run() {
	defer l.wg.Done()
	for {
		w, number, ctx, cancel := l.take()
		if w == nil {
			return
		}
		done := w(ctx)
		cancel()
		if done != nil {
			l.post.Post(func() {
				if l.isWanted(number) {
					done()
				}
			})
		}
	}
}

func (l *lane) take() (w work, number uint64, ctx context.Context, cancel context.CancelFunc) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w, l.next = l.next, nil
	if w == nil || l.ctx.Err() != nil {
		l.running, l.cancel = false, nil
		return nil, 0, nil, nil
	}
	ctx, cancel = context.WithCancel(l.ctx)
	l.cancel = cancel
	return w, l.newest, ctx, cancel
}

func (l *lane) isWanted(number uint64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return number >= l.wanted && l.ctx.Err() == nil
}
