// Package headroom lets the garbage collector wait while a log is read. What lives then is small, and what is allocated
// is dropped soon: collecting whenever the heap has doubled would cost a third of the time and save nothing that counts.
package headroom

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// Import is the headroom in bytes for reading a log into a case.
const Import = 48 << 20

// The growth of the heap in percent at which Go collects: unless it is told otherwise, and the most that it is told
// here. What lives may grow before the next collection tells.
const (
	usual = 100
	most  = 300
	least = 60 // where much lives, twice that would be much
)

// Keep makes the collector run only when so many bytes were allocated since its last run, or as many as live, if those
// are more. It holds for the whole process until release is called; one Keep may be inside another. Where collections
// were set to come later still, or never, it changes nothing.
func Keep(bytes uint64) (release func()) {
	before := debug.SetGCPercent(usual)
	if before < 0 || before > usual {
		debug.SetGCPercent(before)
		return func() {}
	}
	k := &keeper{bytes: bytes, on: true, before: before}
	k.adjust()
	return k.release
}

type keeper struct {
	bytes  uint64
	before int // the growth that was set
	mu     sync.Mutex
	on     bool
}

func (k *keeper) release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.on {
		k.on = false
		debug.SetGCPercent(k.before)
	}
}

// adjust sets the growth for what lives now, and does so again after the next collection.
func (k *keeper) adjust() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.on {
		return
	}
	lives := uint64(1) // what the growth is counted from
	counted := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"}}
	metrics.Read(counted)
	for _, s := range counted {
		lives += s.Value.Uint64()
	}
	debug.SetGCPercent(int(min(most, max(least, k.bytes*100/lives)))) //nolint:gosec // between the two
	// What nobody holds is found by the next collection.
	runtime.AddCleanup(new([64]byte), func(k *keeper) { k.adjust() }, k)
}
