package present

import (
	"context"

	"meterscope/importer/headroom"
)

// SpareMemory has the program, whose window is open all day, take less memory until ctx ends.
func SpareMemory(ctx context.Context) { headroom.Spare(ctx) }

// doRead is the usual work of a lane: read from storage, then show. A failure is told, a cancelled reading
// is not.
func doRead[T any](a *App, read func(context.Context) (T, error), show func(T)) work {
	return func(ctx context.Context) func() {
		v, err := read(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			if err != nil {
				a.failed(err)
				return
			}
			show(v)
		}
	}
}
