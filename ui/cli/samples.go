package cli

import (
	"bufio"
	"context"
	"errors"
	"iter"
	"math"
	"os"
	"sort"

	"github.com/spf13/cobra"

	"meterscope/importer"
	"meterscope/importer/archive"
	"meterscope/model"
	"meterscope/model/store"
)

func newSamples(e *env) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "samples FILE…",
		Short: "Print one row a sampled value, in the order of the log",
		Long: `Samples prints one row a sampled value, in the order of the log, those of StopTransaction's
transactionData included. Value and unit are in base units with the defaults of the specification filled in;
rawValue and rawUnit are what was sent. A case file is decoded again from the log that is stored in it.`,
		Example: `  meterscope samples day.log --format csv > samples.csv`,
		Args:    someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.samples(cmd.Context(), args, &o)
		},
	}
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	o.addImport(cmd)
	return cmd
}

func (e *env) samples(ctx context.Context, files []string, o *options) error {
	cases, err := findCases(files)
	if err != nil {
		return err
	}
	if len(cases) > 0 && len(files) > 1 {
		return usagef("%s is a case file and must stand alone", cases[0])
	}
	p := &samplePrinter{names: map[model.SourceID]string{}, to: e.samplePrinter(o.format)}
	var partial bool
	switch {
	case len(cases) > 0:
		err = e.samplesOfCase(ctx, cases[0], p, o)
	case e.mayOverlap(files):
		partial, err = e.samplesOfSeveral(ctx, files, p, o)
	default:
		partial, err = e.samplesOfFile(ctx, files, p, o)
	}
	if err == nil {
		err = p.end()
	}
	if err == nil && partial {
		return errPartial
	}
	return err
}

// mayOverlap says whether the files may be several sources, which may have logged the same frame.
func (e *env) mayOverlap(files []string) bool {
	if len(files) > 1 {
		return true
	}
	if files[0] == stdinName {
		in := bufio.NewReader(e.stdin)
		e.stdin = in
		head, _ := in.Peek(archive.HeadBytes) // what is wrong with it is met again when it is read
		return !archive.Plain(head)
	}
	info, err := os.Stat(files[0])
	switch {
	case err != nil: // it is met again
		return false
	case !info.Mode().IsRegular(): // a folder; what comes through a pipe can't be looked at before it is read
		return true
	}
	return archive.Several(files[0])
}

// samplesOfSeveral imports the files into a temporary case first: only there it is known which frames more than
// one of them logged.
func (e *env) samplesOfSeveral(ctx context.Context, files []string, p *samplePrinter, o *options) (partial bool, err error) {
	op, err := e.openTemp(ctx, files, o)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, op.Close()) }()
	return op.partial, e.samplesOfSources(ctx, op.Case, p, o)
}

// samplesOfFile prints a single log as it is read.
func (e *env) samplesOfFile(ctx context.Context, files []string, p *samplePrinter, o *options) (partial bool, err error) {
	inputs, err := e.inputs(files)
	if err != nil {
		return false, err
	}
	opt, err := o.importing(e)
	if err != nil {
		return false, err
	}
	report, err := importer.Run(ctx, inputs, p, opt)
	e.progress.clear()
	if err != nil {
		return false, err
	}
	return e.judge(report, nil)
}

// samplesOfCase decodes the evidence of a case again, each source with the settings it was imported with.
func (e *env) samplesOfCase(ctx context.Context, path string, p *samplePrinter, o *options) (err error) {
	c, err := store.OpenReadOnly(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	return e.samplesOfSources(ctx, c, p, o)
}

func (e *env) samplesOfSources(ctx context.Context, c *store.Case, p *samplePrinter, o *options) error {
	sources, err := c.Sources(ctx)
	if err != nil {
		return err
	}
	for _, s := range sources {
		opt, err := o.rereading(e, &s)
		if err != nil {
			return err
		}
		if opt.Station == "" {
			opt.Station = s.Station
		}
		if err := e.samplesOfSource(ctx, c, s, p, opt); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) samplesOfSource(ctx context.Context, c *store.Case, s model.Source, p *samplePrinter, opt importer.Options) error {
	r := c.EvidenceReader(ctx, s.ID)
	defer func() { _ = r.Close() }() // it was only read
	next, stop := iter.Pull2(c.Frames(ctx, s.ID))
	defer stop()
	set, err := c.Repeated(ctx, s.ID)
	if err != nil {
		return err
	}
	p.again = &repeats{next: next, set: set}
	p.concluded = ""
	if s.StationFrom == model.Inferred {
		p.concluded = s.Station
	}
	report, err := importer.Run(ctx, []importer.Input{{Path: s.Name, Reader: r}}, p, opt)
	e.progress.clear()
	if err != nil {
		return err
	}
	for _, s := range report.Sources {
		if s.Err != nil && !errors.Is(s.Err, importer.ErrNoFrames) {
			return e.named(s)
		}
	}
	return nil
}

// samplePrinter is an importer.Sink that stores nothing: it prints each sample as it comes.
type samplePrinter struct {
	names map[model.SourceID]string
	to    sampleWriter
	begun bool // so that nothing is printed where nothing can be read
	again *repeats

	concluded string // the station of frames that name none, where that is neither the log's nor the user's word
}

// repeats tells the frames of a source that count in another one, as the case has them.
type repeats struct {
	next func() (*model.Frame, error, bool)
	set  *model.FrameSet
	at   int64 // where the frame stands that was read last; behind the last: nowhere
	seq  int64
	read bool
}

// has says whether the frame at this offset is one. It is asked in the order of the source.
func (r *repeats) has(offset int64) (bool, error) {
	if r == nil || r.set == nil {
		return false, nil
	}
	for !r.read || r.at < offset {
		f, err, ok := r.next()
		switch {
		case err != nil:
			return false, err
		case !ok:
			r.at = math.MaxInt64
		default:
			r.at, r.seq = f.At.Offset, f.Seq
		}
		r.read = true
	}
	return r.at == offset && r.set.Has(r.seq), nil
}

func (p *samplePrinter) begin() error {
	if p.begun {
		return nil
	}
	p.begun = true
	return p.to.begin()
}

func (p *samplePrinter) end() error {
	if err := p.begin(); err != nil {
		return err
	}
	return p.to.end()
}

// Begin takes each source from its first byte.
func (p *samplePrinter) Begin(_ context.Context, src model.Announcement, _ func() ([32]byte, error)) (model.Resume, error) {
	id := model.SourceID(len(p.names) + 1)
	p.names[id] = src.Name
	return model.Resume{Source: id}, nil
}

// Write prints the samples of a batch.
func (p *samplePrinter) Write(ctx context.Context, b *model.Batch) error {
	if len(b.Samples) == 0 {
		return nil
	}
	if err := p.begin(); err != nil {
		return err
	}
	last, skip := model.NoFrame, false
	for i := range b.Samples {
		s := &b.Samples[i]
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		frame := frameOf(b, s.Frame)
		if frame == nil {
			continue // a batch has the frames of its samples
		}
		if s.Frame != last {
			var err error
			if skip, err = p.again.has(frame.At.Offset); err != nil {
				return err
			}
			last = s.Frame
		}
		if skip {
			continue
		}
		if p.concluded != "" && s.Station == p.concluded {
			s.Inferred = true
		}
		if err := p.to.sample(s, frame.LoggedAt, p.names[b.Source]); err != nil {
			return err
		}
	}
	return nil
}

// Complete has nothing to do.
func (p *samplePrinter) Complete(context.Context, model.Source) error { return nil }

// Finish has nothing to do.
func (p *samplePrinter) Finish(context.Context) error { return nil }

// frameOf is the frame of this number.
func frameOf(b *model.Batch, seq int64) *model.Frame {
	i := sort.Search(len(b.Frames), func(i int) bool { return b.Frames[i].Seq >= seq })
	if i == len(b.Frames) || b.Frames[i].Seq != seq {
		return nil
	}
	return &b.Frames[i]
}
