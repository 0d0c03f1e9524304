package headroom

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

func freeBytes() uint64 {
	now := []metrics.Sample{{Name: "/memory/classes/heap/free:bytes"}}
	metrics.Read(now)
	return now[0].Value.Uint64()
}

func TestHeadroomIsKeptWhereMemoryIsSpared(t *testing.T) {
	if percent() != usual {
		t.Skip("the collector is set from outside")
	}
	defer debug.SetGCPercent(usual)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	Spare(ctx)
	if got := percent(); got != spared {
		t.Fatalf("the heap may grow by %d %%", got)
	}
	release := Keep(1 << 30)
	if got := percent(); got <= usual {
		t.Errorf("with headroom the heap may grow by %d %%", got)
	}
	release()
	if got := percent(); got != spared {
		t.Errorf("afterwards the heap may grow by %d %%", got)
	}
}

func TestWhatIsFreeIsGivenBackUnlessHeadroomIsWanted(t *testing.T) {
	if percent() != usual {
		t.Skip("the collector is set from outside")
	}
	defer debug.SetGCPercent(usual)
	debug.SetGCPercent(spared)
	waste := func() {
		much := make([]byte, 64<<20)
		for i := 0; i < len(much); i += 4096 {
			much[i] = 1
		}
		runtime.KeepAlive(much)
		runtime.GC()
	}
	release := Keep(1 << 30)
	waste()
	if before := freeBytes(); before > 32<<20 {
		giveBack()
		if freeBytes() < before/2 {
			t.Error("it is given back although it will be needed")
		}
	}
	release()
	waste()
	giveBack()
	if got := freeBytes(); got >= 16<<20 {
		t.Errorf("%d MB are still held", got>>20)
	}
}
