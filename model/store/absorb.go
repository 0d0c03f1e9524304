package store

import (
	"bytes"
	"context"
	"errors"
	"io"

	"meterscope/model"
)

// absorb discards imports that were interrupted and begun again otherwise, as with another zone: what they hold of
// the log, the source that came to its end holds too.
func (c *Case) absorb(ctx context.Context, id model.SourceID) error {
	rows, err := c.writer.QueryContext(ctx, `SELECT i.id, i.size FROM source i JOIN source s ON s.id = ? AND s.head = i.head
		WHERE i.complete = 0 AND i.hidden = 0 AND i.size <= s.size AND i.id <> s.id`, id)
	if err != nil {
		return err
	}
	type part struct {
		id   model.SourceID
		size int64
	}
	parts, err := collect(rows, func(p *part) []any { return []any{&p.id, &p.size} })
	if err != nil {
		return err
	}
	for _, p := range parts {
		same, err := sameBytes(c.EvidenceReader(ctx, p.id), io.LimitReader(c.EvidenceReader(ctx, id), p.size))
		if err == nil && same {
			err = c.discard(ctx, p.id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func sameBytes(a, b io.Reader) (bool, error) {
	const size = 64 << 10
	x, y := make([]byte, size), make([]byte, size)
	for {
		n, errX := io.ReadFull(a, x)
		m, errY := io.ReadFull(b, y)
		for _, err := range []error{errX, errY} {
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return false, err
			}
		}
		if !bytes.Equal(x[:n], y[:m]) {
			return false, nil
		}
		if errX != nil || errY != nil {
			return (errX != nil) == (errY != nil), nil
		}
	}
}
