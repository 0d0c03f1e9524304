package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"meterscope/importer/archive"
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
	Format   string         // ID of the log shape; "": recognised
	Columns  string         // of a table, as format.ParseColumns reads it; what it leaves open is recognised
	Charset  string         // what characters are written in: "utf-8", "utf-16le", "utf-16be", "windows-1252"; "": recognised
	Progress func(Progress) // called from the importing goroutine at most ten times a second, and whenever a source ends

	window int // bytes that are scanned at a time; 0: as many as is good
}

// Progress of an import, over all inputs.
type Progress struct {
	Source       string // the source being read
	Done, Total  int64  // bytes over all inputs; Total is 0 while unknown
	Read, Size   int64  // bytes of the source itself, decompressed; Size is 0 while unknown
	Counts       model.Counts
	Findings     int64
	SourcesDone  int
	SourcesTotal int
	Ended        *SourceReport // what became of the source, once it ended
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

// What can be wrong with a log. Each of the first three says, as [errors.Is] has it, that there are no frames.
var (
	// ErrNoFrames says that a source, or all sources together, hold no OCPP frame or payload at all.
	ErrNoFrames = errors.New("no OCPP frame or MeterValues payload found")
	// ErrEmpty says that a source has no byte.
	ErrEmpty = fmt.Errorf("it is empty: %w", ErrNoFrames)
	// ErrNoLogs says that no file of a folder or an archive holds a frame or payload.
	ErrNoLogs = fmt.Errorf("no log in it: %w", ErrNoFrames)
	// ErrShrunk says that a file had fewer bytes to read than it had in the beginning.
	ErrShrunk = errors.New("it became shorter while it was read")
)

// Run imports the inputs in order. A source that fails doesn't stop the others: its error stands in the
// report. The error returned is that of the sink or of ctx; after it the sink can be resumed.
//
// Of a folder or an archive, only the files that have frames in them are sources; one without any is one
// report with an error. The files of one rotation are imported from the oldest to the newest.
func Run(ctx context.Context, inputs []Input, sink Sink, opt Options) (Report, error) {
	var report Report
	if err := opt.Check(); err != nil {
		return report, err
	}
	list, folders, err := jobs(ctx, inputs)
	if err != nil {
		return report, err
	}
	r := newRunner(list, sink, opt)
	defer r.ticker.Stop()
	found := make([]int, len(folders))
	for i := range list {
		j := &list[i]
		reps, err := r.job(ctx, j)
		for _, rep := range reps {
			if j.folder < 0 || !errors.Is(rep.Err, ErrNoFrames) {
				report.Sources = append(report.Sources, rep)
				if j.folder >= 0 {
					found[j.folder]++
				}
			}
		}
		if err != nil {
			return report, err
		}
	}
	for i, n := range found {
		if n == 0 {
			rep := SourceReport{Source: model.Source{Name: folders[i]}}
			rep.Err = fmt.Errorf("read folder %s: %w", folders[i], ErrNoLogs)
			r.ended(&rep)
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
	buffers buffers
	ticker  *time.Ticker // lets progress through at most ten times a second

	rotations rotations
	folder    string // that the file being read was found in, and a slash; ""

	progress Progress
	walk     *archive.Walk // of the file being read; nil between files
	base     int64         // bytes of the files before
	before   model.Counts  // of the sources before
	counts   model.Counts  // of the source being read
	findings int64
}

func newRunner(list []job, sink Sink, opt Options) *runner {
	r := &runner{
		sink: sink, opt: opt, rotations: rotations{}, scanner: ocppj.NewScanner(format.BeginsRecord),
		ticker: time.NewTicker(100 * time.Millisecond),
	}
	r.scanner.Announced(format.Announces)
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

// job imports one file: each log in it. The reports leave out members of an archive that hold no frame,
// unless none does.
func (r *runner) job(ctx context.Context, j *job) (reports []SourceReport, err error) {
	failed := func(err error) []SourceReport {
		return []SourceReport{{Source: model.Source{Name: j.name}, Err: err}}
	}
	if err := ctx.Err(); err != nil {
		return failed(err), err
	}
	r.progress.Source, r.progress.Read, r.progress.Size = j.name, 0, 0
	if r.folder = ""; j.folder >= 0 {
		r.folder = strconv.Itoa(j.folder) + ":/"
	}
	walk, pipe, bad := openJob(ctx, j)
	if bad != nil {
		reports = failed(bad)
		r.progress.SourcesDone++
		r.ended(&reports[0])
	} else {
		halt := context.AfterFunc(ctx, walk.Halt)
		if reports, err = r.members(ctx, walk, j.folder >= 0); len(reports) == 0 && err == nil {
			reports = failed(fmt.Errorf("read archive %s: %w", j.name, ErrNoLogs))
			if j.folder < 0 {
				r.ended(&reports[0])
			}
		}
		if j.input != nil || j.pipe {
			j.size = walk.Done()
		}
		halt()
		_ = walk.Close() // only read from
		_ = pipe.Close() // the same
	}
	r.base += j.size
	r.report(true)
	return reports, err
}

// members imports the logs that a walk meets. Of a file in a folder that holds no frame nothing is said.
func (r *runner) members(ctx context.Context, walk *archive.Walk, folder bool) (reports []SourceReport, err error) {
	r.walk = walk
	defer func() { r.walk = nil }()
	n := 0
	for m := range walk.Members() {
		if n++; n > 1 {
			r.progress.SourcesTotal++
		}
		rep, err := r.member(ctx, &m)
		if err != nil || !walk.Archive() || !errors.Is(rep.Err, ErrNoFrames) {
			reports = append(reports, rep)
			if !folder || !errors.Is(rep.Err, ErrNoFrames) {
				r.ended(&rep)
			}
		}
		if err != nil {
			return reports, err
		}
	}
	if n == 0 {
		r.progress.SourcesDone++ // an archive of nothing
	}
	return reports, nil
}

// member imports one log.
func (r *runner) member(ctx context.Context, m *archive.Member) (SourceReport, error) {
	rep := SourceReport{Source: model.Source{Name: m.Name, Size: m.Size}, Err: m.Err}
	r.progress.Source, r.progress.Read, r.progress.Size = m.Name, 0, max(m.Size, 0)
	r.counts = model.Counts{}
	var err error
	if m.Err == nil {
		src := memberSource(m)
		err = r.importSource(ctx, src, &rep)
		if rep.Source.ID != 0 {
			r.rotations.read(r.folder+src.name, rep.Source.ID)
		}
		src.done()
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil && rep.Err == nil {
		rep.Err = err
	}
	rep.Source.Size = max(rep.Source.Size, 0)
	r.before.Add(r.counts)
	r.counts = model.Counts{}
	r.progress.SourcesDone++
	r.report(false)
	return rep, err
}

// ended tells what became of a source.
func (r *runner) ended(rep *SourceReport) {
	r.progress.Ended = rep
	r.report(true)
	r.progress.Ended = nil
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
	if r.walk != nil {
		p.Done += r.walk.Done()
	}
	if p.Total > 0 {
		p.Done = min(p.Done, p.Total)
	}
	p.Counts, p.Findings = r.before, r.findings
	p.Counts.Add(r.counts)
	r.opt.Progress(p)
}
