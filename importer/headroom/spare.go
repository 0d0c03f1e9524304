package headroom

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// spared is the growth of the heap in percent for a program that is open all day, of which nobody sees that it collects.
const spared = 25

// Spare has the whole process take less memory at the cost of collecting more often, and give back what it no longer
// needs, until ctx ends. What [Keep] asks for meanwhile is kept. Where it was set from outside when to collect, that
// stands.
func Spare(ctx context.Context) {
	if before := debug.SetGCPercent(spared); before != usual {
		debug.SetGCPercent(before)
		return
	}
	go func() {
		const every = 3 * time.Second
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				giveBack()
			case <-ctx.Done():
				return
			}
		}
	}()
}

// giveBack returns to the system what is free, where that is much and nothing goes on that soon needs it again.
func giveBack() {
	const much = 8 << 20
	now := []metrics.Sample{{Name: "/memory/classes/heap/free:bytes"}, {Name: "/gc/gogc:percent"}}
	metrics.Read(now)
	if now[0].Value.Uint64() >= much && now[1].Value.Uint64() == spared {
		debug.FreeOSMemory()
	}
}
