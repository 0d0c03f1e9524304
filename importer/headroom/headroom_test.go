package headroom

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// percent gives the growth that is set.
func percent() int {
	p := debug.SetGCPercent(usual)
	debug.SetGCPercent(p)
	return p
}

func TestTheCollectorWaitsForTheHeadroomAndIsAsBeforeAfterwards(t *testing.T) {
	if percent() != usual {
		t.Skip("the collector is set from outside")
	}
	release := Keep(1 << 30)
	if got := percent(); got <= usual {
		t.Errorf("with headroom the heap may grow by %d %%", got)
	}
	inner := Keep(1)
	inner()
	if got := percent(); got <= usual {
		t.Errorf("the end of an inner one ends the outer one: %d %%", got)
	}
	release()
	release()
	if got := percent(); got != usual {
		t.Errorf("afterwards the heap may grow by %d %%", got)
	}
}

func TestTheMoreLivesTheLessTheHeapMayGrow(t *testing.T) {
	if percent() != usual {
		t.Skip("the collector is set from outside")
	}
	const headroom = 64 << 20
	runtime.GC() // what other tests left
	defer Keep(headroom)()
	few := percent()
	much := make([]byte, headroom)
	for end := time.Now().Add(time.Minute); percent() >= few && time.Now().Before(end); time.Sleep(time.Millisecond) {
		runtime.GC()
	}
	if got := percent(); got >= few {
		t.Errorf("the heap may grow by %d %% when little lives, and by %d %% when as much as the headroom does", few, got)
	}
	runtime.KeepAlive(much)
}
