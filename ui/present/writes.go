package present

import (
	"context"
	"sync"

	"meterscope/model"
)

// writes keeps things in a case, one after the other. None is lost, but for those that a newer one about the same
// transaction replaces: when the case is closed they are finished before.
type writes struct {
	mu      sync.Mutex
	waiting []write
	running *write
}

// write is one of them.
type write struct {
	key model.TransactionKey
	in  *openCase
	do  func(context.Context, *openCase)
}

// add asks for something to be kept.
func (w *writes) add(c *openCase, key model.TransactionKey, do func(context.Context, *openCase)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := write{key, c, do}
	for i := range w.waiting {
		if w.waiting[i].key == key && w.waiting[i].in == c {
			w.waiting[i] = next
			return
		}
	}
	c.wg.Add(1)
	w.waiting = append(w.waiting, next)
	if w.running == nil {
		w.running = &w.waiting[0]
		go w.run()
	}
}

func (w *writes) run() {
	for {
		w.mu.Lock()
		if len(w.waiting) == 0 {
			w.running = nil
			w.mu.Unlock()
			return
		}
		next := w.waiting[0]
		w.running, w.waiting = &next, w.waiting[1:]
		w.mu.Unlock()
		next.do(context.WithoutCancel(next.in.ctx), next.in)
		next.in.wg.Done()
	}
}

// pending says that something about a transaction isn't kept yet.
func (w *writes) pending(key model.TransactionKey) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running != nil && w.running.key == key {
		return true
	}
	for i := range w.waiting {
		if w.waiting[i].key == key {
			return true
		}
	}
	return false
}
