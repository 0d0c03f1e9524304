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

// PlotInput is what a plot of a transaction is made of.
type PlotInput struct {
	Plot     string // of [charts.Plots]
	Series   []model.Series
	Tx       *model.Transaction // nil if it is not known
	Findings []model.Finding    // of the transaction; spikes (REG005) are drawn hollow
	Limits   session.Limits     // of CLK007
	Zone     *time.Location
	Texts    *lang.Texts
}

// PlotOf makes the plot of a transaction. Its energy counts from meterStart where that is a reading of
// the same register; the plot's first note says so.
func PlotOf(in PlotInput) (charts.Spec, error) {
	counted, note := CountFromStart(in.Series, in.Tx)
	how := charts.Reading{Zone: in.Zone, Limit: in.Limits.GapLimitOf, Paced: session.Paced}
	for i := range in.Findings {
		if f := &in.Findings[i]; f.Rule == ruleSpike && !f.From.IsZero() && !f.To.IsZero() {
			how.Spikes = append(how.Spikes, charts.Spike{From: f.From, To: f.To})
		}
	}
	spec, err := charts.FromSeries(in.Plot, counted, how)
	if err != nil {
		return spec, err
	}
	Translate(in.Texts, &spec)
	for i := range spec.Panels {
		if note != "" && spec.Panels[i].ID == "energy" {
			spec.Notes = append([]string{in.Texts.Text(note)}, spec.Notes...)
		}
	}
	return spec, nil
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
