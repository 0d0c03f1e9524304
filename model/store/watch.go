package store

import (
	"context"
	"time"
)

// Watch calls changed when another program has changed the case, until ctx ends; it looks every so often. What is kept in
// memory of the case is forgotten before: only who doesn't write to the case may watch it.
func (c *Case) Watch(ctx context.Context, every time.Duration, changed func()) error {
	conn, err := c.reader.Conn(ctx) // the number that SQLite gives is this connection's
	if err != nil {
		return c.wrap("watch", err)
	}
	defer conn.Close() //nolint:errcheck // back to the pool
	tick := time.NewTicker(every)
	defer tick.Stop()
	var before int64
	for first := true; ; first = false {
		var now int64
		if err := conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&now); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return c.wrap("watch", err)
		}
		if !first && now != before {
			c.joins.Add(1)
			c.forget()
			changed()
		}
		before = now
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
