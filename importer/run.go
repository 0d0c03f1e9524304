package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
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
//
// Of a folder, only the files that have frames in them are sources; a folder without any is one report with
// an error.
func Run(ctx context.Context, inputs []Input, sink Sink, opt Options) (Report, error) {
	var report Report
	list, folders, err := jobs(ctx, inputs)
	if err != nil {
		return report, err
	}
	r := newRunner(list, sink, opt)
	defer r.ticker.Stop()
	found := make([]int, len(folders))
	for i := range list {
		j := &list[i]
		rep, err := r.job(ctx, j)
		if j.folder < 0 || !errors.Is(rep.Err, ErrNoFrames) {
			report.Sources = append(report.Sources, rep)
			if j.folder >= 0 {
				found[j.folder]++
			}
		}
		if err != nil {
			return report, err
		}
	}
	for i, n := range found {
		if n == 0 {
			rep := SourceReport{Source: model.Source{Name: folders[i]}}
			rep.Err = fmt.Errorf("read folder %s: no log in it: %w", folders[i], ErrNoFrames)
			report.Sources = append(report.Sources, rep)
		}
	}
	if err := sink.Finish(ctx); err != nil {
		return report, fmt.Errorf("finish import: %w", err)
	}
	return report, nil
}

// runner is one import.
type runner struct {
	sink    Sink
	opt     Options
	scanner *ocppj.Scanner
	ticker  *time.Ticker // lets progress through at most ten times a second

	progress Progress
	src      *source      // being read; nil between sources
	base     int64        // bytes of the sources before
	before   model.Counts // of the sources before
	counts   model.Counts // of the source being read
	findings int64
}

func newRunner(list []job, sink Sink, opt Options) *runner {
	r := &runner{
		sink: sink, opt: opt, scanner: ocppj.NewScanner(format.BeginsRecord),
		ticker: time.NewTicker(100 * time.Millisecond),
	}
	r.progress.SourcesTotal = len(list)
	for i := range list {
		if list[i].input != nil {
			r.progress.Total = 0
			break
		}
		r.progress.Total += list[i].size
	}
	return r
}

// job imports one job.
func (r *runner) job(ctx context.Context, j *job) (SourceReport, error) {
	rep := SourceReport{Source: model.Source{Name: j.name, Size: -1}}
	if err := ctx.Err(); err != nil {
		rep.Err = err
		return rep, err
	}
	r.progress.Source = j.name
	r.counts = model.Counts{}
	size := j.size
	src, err := openJob(j)
	if err == nil {
		r.src = src
		rep.Source.Size = src.size
		err = r.importSource(ctx, src, &rep)
		if j.input != nil {
			size = src.raw.Load()
		}
		src.done()
		r.src = nil
	} else {
		rep.Err, err = err, nil
	}
	if err != nil && rep.Err == nil {
		rep.Err = err
	}
	if rep.Source.Size < 0 {
		rep.Source.Size = 0
	}
	r.base += size
	r.before.Add(r.counts)
	r.counts = model.Counts{}
	r.progress.SourcesDone++
	r.report(true)
	return rep, err
}

// report tells how far the import is.
func (r *runner) report(now bool) {
	if r.opt.Progress == nil {
		return
	}
	select {
	case <-r.ticker.C:
	default:
		if !now {
			return
		}
	}
	p := r.progress
	p.Done = r.base
	if r.src != nil {
		p.Done += r.src.raw.Load()
	}
	if p.Total > 0 {
		p.Done = min(p.Done, p.Total)
	}
	p.Counts, p.Findings = r.before, r.findings
	p.Counts.Add(r.counts)
	r.opt.Progress(p)
}
