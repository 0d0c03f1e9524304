package cli

import (
	"bufio"
	"context"
	"errors"
	"iter"
	"math"
	"os"
	"sort"
	"strconv"

	"github.com/spf13/cobra"

	"meterscope/importer"
	"meterscope/importer/archive"
	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/lang"
	"meterscope/ui/present"
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
			return named(s)
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

// sampleWriter prints samples in one of the formats.
type sampleWriter interface {
	begin() error
	sample(s *model.Sample, received model.Time, source string) error
	end() error
}

func (e *env) samplePrinter(format string) sampleWriter {
	switch format {
	case formatJSON:
		return &sampleJSONWriter{env: e}
	case formatCSV:
		return &sampleCSVWriter{csvWriter: newCSV(e.out)}
	}
	return &sampleTextWriter{t: e.t, table: newTable(e,
		column{"Time", false}, column{"Station", false}, column{"Id", true}, column{"Measurand", false},
		column{"Phase", false}, column{"Location", false}, column{"Context", false}, column{"Value", true},
		column{"Unit", false}, column{"Line", true})}
}

// baseValue is the value in its base unit, without trailing zeros; ok is false for what is no number.
func baseValue(s *model.Sample) (value string, unit model.Unit, ok bool) {
	v, unit, ok := s.Base()
	if !ok || s.FormatOrDefault() == model.SignedData {
		return "", unit, false
	}
	return v.Plain(), unit, true
}

// inferred says that a part of the sample was concluded rather than read: its frame is cut off, or its time
// has no zone.
func inferred(s *model.Sample) bool {
	return s.Inferred || !s.Time.IsZero() && s.Time.Zone() == model.ZoneAssumed
}

func digits(o model.Opt[int64]) string { return number(o.Ptr()) }

type sampleCSVWriter struct{ *csvWriter }

func (w *sampleCSVWriter) begin() error {
	return w.row("time", "received", "station", "connectorId", "transactionId", "measurand", "phase", "location",
		"context", "format", "value", "unit", "rawValue", "rawUnit", "source", "line", "inferred")
}

func (w *sampleCSVWriter) sample(s *model.Sample, received model.Time, source string) error {
	value, unit, _ := baseValue(s)
	return w.row(s.Time.String(), received.String(), s.Station, digits(s.Connector), digits(s.Transaction),
		string(s.Key.Measurand), string(s.Key.Phase), string(s.Key.Where()), string(s.ContextOrDefault()),
		string(s.FormatOrDefault()), value, string(unit), s.RawValue(), string(s.Unit), source,
		strconv.Itoa(s.At.Line), strconv.FormatBool(inferred(s)))
}

func (w *sampleCSVWriter) end() error { return nil }

type sampleJSON struct {
	Time          *string `json:"time"`
	Received      *string `json:"received"`
	Station       *string `json:"station"`
	ConnectorID   *int64  `json:"connectorId"`
	TransactionID *int64  `json:"transactionId"`
	Measurand     string  `json:"measurand"`
	Phase         *string `json:"phase"`
	Location      string  `json:"location"`
	Context       string  `json:"context"`
	Format        string  `json:"format"`
	Value         *string `json:"value"`
	Unit          *string `json:"unit"`
	RawValue      *string `json:"rawValue"`
	RawUnit       *string `json:"rawUnit"`
	Source        string  `json:"source"`
	Line          int     `json:"line"`
	Inferred      bool    `json:"inferred"`
}

type sampleJSONWriter struct {
	env *env
	doc *document
}

func (w *sampleJSONWriter) begin() error {
	w.doc = newDocument(w.env.out)
	w.doc.list("samples")
	return w.doc.err
}

func (w *sampleJSONWriter) sample(s *model.Sample, received model.Time, source string) error {
	value, unit, ok := baseValue(s)
	j := sampleJSON{
		Time: knownTime(s.Time), Received: knownTime(received), Station: present.Known(s.Station),
		ConnectorID: s.Connector.Ptr(), TransactionID: s.Transaction.Ptr(), Measurand: string(s.Key.Measurand),
		Phase: present.Known(string(s.Key.Phase)), Location: string(s.Key.Where()), Context: string(s.ContextOrDefault()),
		Format: string(s.FormatOrDefault()), Unit: present.Known(string(unit)), RawUnit: present.Known(string(s.Unit)),
		Source: source, Line: s.At.Line, Inferred: inferred(s),
	}
	if ok {
		j.Value = &value
	}
	if !s.Absent {
		raw := s.RawValue()
		j.RawValue = &raw
	}
	w.doc.item(j)
	return w.doc.err
}

func (w *sampleJSONWriter) end() error {
	w.doc.endList()
	return w.doc.close()
}

type sampleTextWriter struct {
	*table
	t *lang.Texts
}

func (w *sampleTextWriter) begin() error { return nil }

func (w *sampleTextWriter) sample(s *model.Sample, _ model.Time, _ string) error {
	value, unit, ok := baseValue(s)
	shown := cell{text: w.t.Exact(value)}
	if !ok {
		shown = cell{s.RawValue(), escRed}
	}
	station := s.Station
	if s.Connector.OK {
		station += "/" + strconv.FormatInt(s.Connector.V, 10)
	}
	w.row(cell{text: s.Time.String()}, cell{text: station}, cell{text: digits(s.Transaction)},
		cell{text: string(s.Key.Measurand)}, cell{text: string(s.Key.Phase)}, cell{text: string(s.Key.Where())},
		cell{text: string(s.ContextOrDefault())}, shown, cell{text: string(unit)},
		cell{strconv.Itoa(s.At.Line), escDim})
	return nil
}

func (w *sampleTextWriter) end() error {
	w.table.end()
	return nil
}
