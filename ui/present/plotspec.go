package present

import (
	"context"
	"iter"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/session"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// PlotInput says what plot of a transaction is wanted.
type PlotInput struct {
	Plot     string             // of [charts.Plots]
	Tx       *model.Transaction // its Key names it
	Findings []model.Finding    // of the transaction; spikes (REG005) are drawn hollow
	Limits   session.Limits     // of CLK007
	Zone     *time.Location
	Texts    *lang.Texts
	frames   map[frameKey]model.Time // those whose time is to be found; it is filled in
}

// PlotMade is a plot of a transaction, with the sources that its samples come from.
type PlotMade struct {
	Spec    charts.Spec
	Sources []model.SourceID
}

// PointReader reads the points of a transaction one by one. [store.Case] is one.
type PointReader interface {
	EachPoint(ctx context.Context, key model.TransactionKey, take func(model.SeriesKey, model.Unit, int) func(*model.Point)) error
}

// PlotOf reads the points of a transaction and makes its plot of them. Its energy counts from meterStart where that is
// a reading of the same register; the plot's first note says so.
func PlotOf(ctx context.Context, file PointReader, in PlotInput) (PlotMade, error) {
	how := charts.Reading{Zone: in.Zone, Limit: in.Limits.GapLimitOf, Paced: session.Paced}
	for i := range in.Findings {
		if f := &in.Findings[i]; f.Rule == ruleSpike && !f.From.IsZero() && !f.To.IsZero() {
			how.Spikes = append(how.Spikes, charts.Spike{From: f.From, To: f.To})
		}
	}
	r := plotReader{in: &in, samples: charts.NewSamples(how)}
	if err := file.EachPoint(ctx, in.Tx.Key, r.take); err != nil {
		return PlotMade{}, err
	}
	note := r.countFromStart()
	spec, err := r.samples.Spec(in.Plot)
	if err != nil {
		return PlotMade{}, err
	}
	Translate(in.Texts, &spec)
	for i := range spec.Panels {
		if note != "" && spec.Panels[i].ID == "energy" {
			spec.Notes = append([]string{in.Texts.Text(note)}, spec.Notes...)
		}
	}
	return PlotMade{Spec: spec, Sources: r.sourcesOf(in.Tx)}, nil
}

// plotReader takes what a plot needs of each point.
type plotReader struct {
	in        *PlotInput
	samples   *charts.Samples
	registers []*outletRegister
	sources   []model.SourceID
	last      model.SourceID // that was met
}

// take gives what takes the points of a series.
func (r *plotReader) take(key model.SeriesKey, unit model.Unit, about int) func(*model.Point) {
	add := func(*model.Point) {}
	if charts.Draws(key.Measurand, r.in.Plot) {
		add = r.samples.Series(key, unit, about)
	}
	main := r.register(key, unit)
	return func(p *model.Point) {
		if p.At.Source != r.last {
			r.meet(p.At.Source)
		}
		if r.in.frames != nil {
			r.find(p)
		}
		if main != nil {
			main.see(p)
		}
		add(p)
	}
}

// meet notes a source.
func (r *plotReader) meet(id model.SourceID) {
	r.last = id
	for _, known := range r.sources {
		if known == id {
			return
		}
	}
	r.sources = append(r.sources, id)
}

// find notes the time of a frame that is looked for.
func (r *plotReader) find(p *model.Point) {
	k := frameKey{p.At.Source, p.Frame}
	if t, wanted := r.in.frames[k]; wanted && (t.IsZero() || p.Time.Before(t)) {
		r.in.frames[k] = p.Time
	}
}

// sourcesOf are those that the points come from; the transaction's where there is none.
func (r *plotReader) sourcesOf(tx *model.Transaction) []model.SourceID {
	if len(r.sources) == 0 {
		return []model.SourceID{tx.At.Source}
	}
	return r.sources
}

// FindingReader reads findings of a case.
type FindingReader interface {
	Findings(ctx context.Context, q store.FindingQuery) iter.Seq2[*model.Finding, error]
}

// Spikes reads the findings of a transaction that its plot draws.
func Spikes(ctx context.Context, file FindingReader, key model.TransactionKey) ([]model.Finding, error) {
	var out []model.Finding
	for f, err := range file.Findings(ctx, store.FindingQuery{Transaction: key, Rule: ruleSpike}) {
		if err != nil {
			return nil, err
		}
		out = append(out, *f)
	}
	return out, nil
}

// ruleSpike is the rule that finds readings of a register that can't be.
const ruleSpike = "REG005"
