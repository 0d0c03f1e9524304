package importer

import (
	"context"

	"meterscope/model"
)

// Sink receives what an import finds. An importer calls it from one goroutine at a time, in this order:
// Begin, Write…, Complete for each source, and Finish once after the last source, also when some of them
// failed (but not when the import was cancelled).
type Sink interface {
	// Begin announces a source: name, size (−1 if unknown), Head, format, zone, station. It answers where to
	// go on: at 0 for a new source, further on for one whose import was interrupted. Where a complete source
	// of the same size and head is already there, the sink calls sum for the SHA-256 of the whole and answers
	// Complete if it is the same one. With src.Fresh it doesn't look for an earlier import. src.Parts tells which
	// sources of this import are earlier files of the same log.
	Begin(ctx context.Context, src model.Announcement, sum func() ([32]byte, error)) (model.Resume, error)
	// Write takes the next batch; it is valid until Write returns. What it has taken may become durable only with a later batch or with
	// Complete; Resume tells from where on.
	Write(ctx context.Context, b *model.Batch) error
	// Complete closes the source, with its final size, hash and counts. Where it is the same as one that is
	// already there the sink keeps nothing of it and answers with a [model.AlreadyError].
	Complete(ctx context.Context, src model.Source) error
	// Finish joins and checks what the import brought.
	Finish(ctx context.Context) error
}
