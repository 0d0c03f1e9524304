package present

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"meterscope/importer"
	"meterscope/importer/format"
	"meterscope/model"
)

// Reading is how a source is to be read. What is empty is found out from the log.
type Reading struct {
	Format  string // ID of a format
	Zone    string // of times without one: a name (Europe/Berlin) or an offset (+01:00)
	Station string // of messages that don't name theirs
	Columns string // of a table: what its columns are ("time=A,station=B,message=F")
	Charset string // what characters are written in: "utf-8", "utf-16le", "utf-16be", "windows-1252"
}

// options are those of an import that reads so.
func (r Reading) options() (importer.Options, error) {
	opt := importer.Options{Station: r.Station, Format: r.Format, Columns: r.Columns, Charset: r.Charset}
	if r.Zone != "" {
		zone, err := ParseZone(r.Zone)
		if err != nil {
			return opt, err
		}
		opt.Zone = zone
	}
	return opt, nil
}

// errZone says that a text names no time zone.
var errZone = errors.New("no such time zone")

// ParseZone reads a zone's name or an offset.
func ParseZone(s string) (*time.Location, error) {
	for _, layout := range []string{"-07:00", "-0700", "-07"} {
		if t, err := time.Parse(layout, s); err == nil {
			_, seconds := t.Zone()
			return time.FixedZone(s, seconds), nil
		}
	}
	zone, err := time.LoadLocation(s)
	if err != nil || s == "Local" { // which means another zone on each machine
		return nil, fmt.Errorf("%w: %s", errZone, s)
	}
	return zone, nil
}

// Preview is what the first messages of a source say, read in a certain way.
type Preview struct {
	Source  model.Source // how it was read: format, zone, station, columns; and what else it could be
	Frames  []PreviewFrame
	Header  []string // of a table: the cells of its first row
	Example []string // and of its second
}

// PreviewFrame is a message of a preview.
type PreviewFrame struct {
	model.Frame
	Time model.Time // that its payload gives; zero where it gives none
}

// previewFrames is how many messages a preview shows at most.
const previewFrames = 100

// errEnough ends a preview.
var errEnough = errors.New("enough was read")

// preview reads the beginning of a source from its evidence, as an import would.
func preview(ctx context.Context, c CaseFile, src model.Source, how Reading) (Preview, error) {
	opt, err := how.options()
	if err != nil {
		return Preview{}, err
	}
	evidence := c.EvidenceReader(ctx, src.ID)
	defer evidence.Close() //nolint:errcheck // only read from
	sink := &previewSink{source: src.ID}
	rep, err := importer.Run(ctx, []importer.Input{{Path: src.Name, Reader: evidence}}, sink, opt)
	if err != nil && !errors.Is(err, errEnough) {
		return Preview{}, err
	}
	if err == nil && len(rep.Sources) == 1 && rep.Sources[0].Err != nil && len(sink.p.Frames) == 0 {
		return Preview{}, rep.Sources[0].Err
	}
	return sink.p, nil
}

// previewSink keeps the first messages and ends the import then.
type previewSink struct {
	source model.SourceID
	p      Preview
}

// Begin notes how the source is read.
func (s *previewSink) Begin(_ context.Context, src model.Announcement, _ func() ([32]byte, error)) (model.Resume, error) {
	s.p.Source = src.Source
	return model.Resume{Source: s.source}, nil
}

// Write takes the messages of a batch until there are enough.
func (s *previewSink) Write(_ context.Context, b *model.Batch) error {
	if b.Offset == 0 && s.p.Source.Columns != "" && s.p.Source.Charset == "" {
		s.p.Header, s.p.Example = firstRows(b.Evidence)
	}
	times := make(map[int64]model.Time, len(b.Events))
	for i := range b.Events {
		if f := b.Events[i].Frame; len(b.Frames) > 0 && f < b.Frames[0].Seq+previewFrames {
			times[f] = b.Events[i].Time
		}
	}
	for i := range b.Frames {
		if len(s.p.Frames) == previewFrames {
			return errEnough
		}
		f := PreviewFrame{Frame: b.Frames[i], Time: times[b.Frames[i].Seq]}
		f.ID, f.Action, f.Station = strings.Clone(f.ID), strings.Clone(f.Action), strings.Clone(f.Station)
		f.Payload, f.Segments = nil, nil
		s.p.Frames = append(s.p.Frames, f)
	}
	if len(s.p.Frames) == previewFrames {
		return errEnough
	}
	return nil
}

// Complete has nothing to do: the whole source is in the preview.
func (s *previewSink) Complete(context.Context, model.Source) error { return nil }

// Finish has nothing to do.
func (s *previewSink) Finish(context.Context) error { return nil }

// Choice is one of several: what it is called here, and what it is called on the screen.
type Choice struct{ ID, Label string }

// formats are the shapes that a log can be read as.
func formats() []Choice {
	var all []Choice
	for _, f := range format.All() {
		all = append(all, Choice{f.Info().ID, f.Info().Title})
	}
	return all
}

// FormatTitle is what a format is called on the screen.
func FormatTitle(id string) string {
	if f, ok := format.ByID(id); ok {
		return f.Info().Title
	}
	return id
}
