package importer

import (
	"context"
	"errors"
	"io"
	"time"

	"meterscope/model"
)

// Input is one thing to import: a path (file or folder), or a reader with a name.
type Input struct {
	Path   string
	Reader io.Reader // if set, Path is only its name ("-" for standard input)
}

// Options of an import. The zero value is good.
type Options struct {
	Station  string         // the station of logs that don't name theirs
	Zone     *time.Location // for times without a zone; nil: inferred, else UTC
	Progress func(Progress) // called from the importing goroutine at most ten times a second, and at the end of each source
}

// Progress of an import, over all inputs.
type Progress struct {
	Source       string // the source being read
	Done, Total  int64  // bytes over all inputs; Total is 0 while unknown
	Counts       model.Counts
	Findings     int64
	SourcesDone  int
	SourcesTotal int
}

// Report is what an import did.
type Report struct {
	Sources []SourceReport // in the order of the inputs
}

// SourceReport is what became of one source.
type SourceReport struct {
	Source  model.Source
	Already bool  // it was in the case before
	Err     error // it could not be read, or not to its end
}

// ErrNoFrames says that a source, or all sources together, hold no OCPP frame or payload at all.
var ErrNoFrames = errors.New("no OCPP frame or MeterValues payload found")

// Run imports the inputs in order. A source that fails doesn't stop the others: its error stands in the
// report. The error returned is that of the sink or of ctx; after it the sink can be resumed.
func Run(ctx context.Context, inputs []Input, sink Sink, opt Options) (Report, error) {
	return Report{}, errors.New("not built yet")
}
