package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// rereading gives the options with which a source of a case is read again: the flags, and where they say nothing what
// the user said of it before.
func (o *options) rereading(e *env, s *model.Source) (importer.Options, error) {
	opt, err := o.importing(e)
	if err != nil {
		return opt, err
	}
	if opt.Station == "" && s.StationFrom == model.FromUser {
		opt.Station = s.Station
	}
	if opt.Format == "" && opt.Columns == "" {
		if s.FormatFrom == model.FromUser {
			opt.Format = s.Format
		}
		if s.ColumnsFrom == model.FromUser {
			opt.Columns = s.Columns
		}
	}
	if opt.Charset == "" && s.CharsetFrom == model.FromUser {
		opt.Charset = cmp.Or(s.Charset, "utf-8")
	}
	if opt.Zone == nil && s.ZoneFrom == model.FromUser {
		opt.Zone, err = present.ParseZone(s.Zone)
	}
	return opt, err
}

// differs says whether the flags say otherwise than a source was read.
func (o *options) differs(opt *importer.Options, s *model.Source) bool {
	return o.station != "" && (s.Station != o.station || s.StationFrom != model.FromUser) ||
		o.zone != "" && s.Zone != opt.Zone.String() ||
		o.readAs != "" && s.Format != o.readAs ||
		o.columns != "" && s.Columns != o.columns ||
		o.charset != "" && !(s.CharsetFrom == model.FromUser && importer.SameCharset(o.charset, s.Charset))
}

// readAgain reads those sources of an import again that are in the case already, where the flags say otherwise than
// they were read. It says of each what it was read with.
func (e *env) readAgain(ctx context.Context, op *opened, o *options) error {
	sources, err := op.Sources(ctx)
	if err != nil {
		return err
	}
	for _, rep := range op.report.Sources {
		for i := range sources {
			s := &sources[i]
			if !rep.Already || s.ID != rep.Source.ID {
				continue
			}
			opt, err := o.rereading(e, s)
			if err != nil {
				return err
			}
			settings := strings.Join(append([]string{e.t.Text("read as %s", s.Format)}, e.assumed(s)...), "; ")
			if !o.differs(&opt, s) {
				e.tell(e.t.Text("%s: it was in the case before (%s); nothing to do", rep.Source.Name, settings))
				continue
			}
			sink := check.NewRereadSink(op.Case, check.Options{}, s.ID)
			if err := e.rereadInto(ctx, op.Case, s, sink, opt); err != nil {
				return err
			}
			e.tell(e.t.Text("%s: it was in the case before (%s), and was read again as you say now", rep.Source.Name, settings))
		}
	}
	return nil
}

// rereadInto reads a source again from its evidence.
func (e *env) rereadInto(ctx context.Context, c *store.Case, s *model.Source, sink importer.Sink, opt importer.Options) (err error) {
	evidence := c.EvidenceReader(ctx, s.ID)
	defer func() { err = errors.Join(err, evidence.Close()) }()
	report, err := importer.Run(ctx, []importer.Input{{Path: s.Name, Reader: evidence}}, sink, opt)
	e.progress.clear()
	if err != nil {
		return err
	}
	for _, rep := range report.Sources {
		if rep.Err != nil {
			return fmt.Errorf("%s can't be read so, and stays as it was: %w", s.Name, rep.Err)
		}
	}
	return nil
}

// later is a sink whose case is finished when more has been read.
type later struct{ *check.RereadSink }

// Finish gives a reading up that did not come to its end.
func (s later) Finish(ctx context.Context) error { return s.GiveUp(ctx) }

// adopt keeps what the flags say of the rules with a case, and looks at its sources again where the rules are to say
// something else of their messages.
func (e *env) adopt(ctx context.Context, c *store.Case, o *options) error {
	checks, err := o.checking()
	if err != nil {
		return err
	}
	if _, err := check.Adopt(ctx, c, checks); err != nil {
		return err
	}
	sources, err := check.Outdated(ctx, c)
	if err != nil || len(sources) == 0 {
		return err
	}
	var asBefore options
	for i := range sources {
		opt, err := asBefore.rereading(e, &sources[i])
		if err != nil {
			return err
		}
		if err := e.rereadInto(ctx, c, &sources[i], later{check.NewRereadSink(c, check.Options{}, sources[i].ID)}, opt); err != nil {
			return err
		}
	}
	return check.Updated(ctx, c)
}

// openKept opens a case to be written, and keeps with it what the flags say of the rules.
func (e *env) openKept(ctx context.Context, path string, o *options) (*opened, error) {
	if err := e.lock(path); err != nil {
		return nil, err
	}
	c, err := store.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	if err = e.adopt(ctx, c, o); err == nil {
		_, err = check.Refresh(ctx, c, check.Options{})
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &opened{Case: c, t: e.t}, nil
}

// again looks at a case as the flags say, in a temporary copy of it.
func (e *env) again(ctx context.Context, from *store.Case, o *options) (*opened, error) {
	c, err := from.TempCopy(ctx)
	if err != nil {
		return nil, fmt.Errorf("make a temporary case: %w", err)
	}
	op := &opened{Case: c, t: e.t, counted: true}
	err = e.adopt(ctx, c, o)
	switch {
	case err != nil:
	case o.changesReading():
		err = e.rereadAll(ctx, op, o)
	default:
		_, err = check.Refresh(ctx, c, check.Options{})
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return op, nil
}

func (e *env) rereadAll(ctx context.Context, op *opened, o *options) error {
	sources, err := op.Sources(ctx)
	if err != nil {
		return err
	}
	for i := range sources {
		s := &sources[i]
		opt, err := o.rereading(e, s)
		if err != nil {
			return err
		}
		if err := e.rereadInto(ctx, op.Case, s, later{check.NewRereadSink(op.Case, check.Options{}, s.ID)}, opt); err != nil {
			return err
		}
	}
	return check.Run(ctx, op.Case, check.Options{})
}

// assumed says what the log of a source left open and who decided it.
func (e *env) assumed(s *model.Source) []string {
	var said []string
	say := func(what, value string, from model.Origin) {
		switch from {
		case model.Inferred:
			said = append(said, e.t.Text("%s %s (concluded)", e.t.Text(what), value))
		case model.FromUser:
			said = append(said, e.t.Text("%s %s (as you said)", e.t.Text(what), value))
		case model.FromDefault:
			said = append(said, e.t.Text("%s %s (nothing says which)", e.t.Text(what), value))
		}
	}
	say(lang.Key("zone"), s.Zone, s.ZoneFrom)
	if s.Station != "" {
		say(lang.Key("station"), s.Station, s.StationFrom)
	}
	if s.Columns != "" {
		say(lang.Key("columns"), s.Columns, s.ColumnsFrom)
	}
	if s.FormatFrom == model.FromUser {
		say(lang.Key("shape"), s.Format, s.FormatFrom)
	}
	if s.CharsetFrom == model.FromUser {
		say(lang.Key("characters"), cmp.Or(s.Charset, "utf-8"), s.CharsetFrom)
	}
	return said
}
