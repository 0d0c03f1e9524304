package present

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/gob"
	"fmt"
	"io"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/session"
	"meterscope/ui/lang"
)

// A transaction with very many samples takes longer to read than to draw. Its plot is kept in the case, coarse, and
// is shown until the samples are there.

const (
	keptFrom    = 200_000 // points from which on a plot is kept
	keptColumns = 2048
	keptMost    = 8 << 20 // bytes of a kept plot
	keptPlots   = 64      // that are made before anyone looks
)

// keptPlot is what is kept of a plot.
type keptPlot struct {
	Stamp    string // of what it was made from
	From, To time.Time
	Panels   []charts.Panel
	Gaps     []charts.Stretch
	Notes    []string
}

// stampOf tells what a plot is made from: another transaction, limit or language makes another plot.
func stampOf(tx *model.Transaction, limits session.Limits, t *lang.Texts) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("1 %+v %+v %s", *tx, limits, t.Said("Energy since start"))))
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// points counts those of a plot.
func pointsOf(s *charts.Spec) (n int) {
	for i := range s.Panels {
		for k := range s.Panels[i].Lines {
			n += len(s.Panels[i].Lines[k].Times)
		}
	}
	return n
}

// keepPlot writes a coarse plot into the case.
func keepPlot(ctx context.Context, file CaseFile, key model.TransactionKey, stamp string, s charts.Spec) error {
	small := charts.Coarse(s, keptColumns)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return err
	}
	k := keptPlot{Stamp: stamp, From: small.From, To: small.To, Panels: small.Panels, Gaps: small.Gaps, Notes: small.Notes}
	if err := gob.NewEncoder(z).Encode(&k); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return file.KeepPlot(ctx, key, base64.StdEncoding.EncodeToString(b.Bytes()))
}

// readKept reads a plot that was kept; ok is false if there is none, or of something else.
func readKept(ctx context.Context, file CaseFile, key model.TransactionKey, stamp string) (s charts.Spec, ok bool) {
	text, ok, err := file.KeptPlot(ctx, key)
	if err != nil || !ok {
		return s, false
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return s, false
	}
	var k keptPlot
	z := flate.NewReader(bytes.NewReader(data))
	if gob.NewDecoder(io.LimitReader(z, keptMost)).Decode(&k) != nil || k.Stamp != stamp {
		return s, false
	}
	return charts.Spec{Panels: k.Panels, Gaps: k.Gaps, Notes: k.Notes, From: k.From, To: k.To}, true
}

// takeKept shows a plot that was kept, until the samples are there.
func (p *Plot) takeKept(key model.TransactionKey, s charts.Spec, t *lang.Texts) {
	if p.key != key || p.loaded || len(s.Panels) == 0 {
		return
	}
	inWords(t, &s)
	p.coarse = true
	p.spec, p.own = s, s.Panels
	p.from, p.to = s.From, s.To
	p.home, p.whole = [2]time.Time{}, [2]time.Time{s.From, s.To}
	p.redraw()
	p.changed()
}

// keep has the plot kept if that is worth it.
func (p *Plot) keep(stamp string, had bool) {
	if had || p.app.file().ReadOnly() || p.app.Importing() || pointsOf(&p.spec) < keptFrom {
		return
	}
	file, key, s := p.app.file(), p.key, p.spec
	s.Panels = p.own
	s.From, s.To = p.home[0], p.home[1]
	s.From, s.To = extent(&s)
	p.keeping.do(func(ctx context.Context) func() {
		_ = keepPlot(ctx, file, key, stamp, s) // without it the plot comes a little later
		return nil
	})
}

// keepLong has the plots of long transactions made before anyone looks at them, beside the window, and lets go of those
// of transactions that are no more.
func (p *Plot) keepLong() {
	c := p.app.c
	if p.longs == nil || c.file.ReadOnly() || p.app.Importing() {
		return
	}
	e, file, shown := p.app.Engine, c.file, p.key
	p.longs.do(func(ctx context.Context) func() {
		_ = keepLong(ctx, e, file, shown) // without them the first picture comes a little later
		return nil
	})
}

// keepLong keeps the plots of all long transactions but the one that is shown, which is kept when it has been read.
func keepLong(ctx context.Context, e Engine, file CaseFile, shown model.TransactionKey) error {
	if err := file.ForgetPlots(ctx); err != nil {
		return err
	}
	keys, err := file.LongTransactions(ctx, keptFrom, keptPlots)
	if err != nil || len(keys) == 0 {
		return err
	}
	limits, err := e.Limits(ctx, file)
	if err != nil {
		return err
	}
	for _, key := range keys { // one at a time: there is no hurry
		if key == shown {
			continue
		}
		rows, err := file.Transactions(ctx, []model.TransactionKey{key})
		if err != nil {
			return err
		}
		for i := range rows {
			if err := keepOne(ctx, e, file, &rows[i], limits); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepOne keeps the plot of a transaction, unless that is done.
func keepOne(ctx context.Context, e Engine, file CaseFile, tx *model.Transaction, limits session.Limits) error {
	stamp := stampOf(tx, limits, e.Texts)
	if _, had := readKept(ctx, file, tx.Key, stamp); had {
		return nil
	}
	in := PlotInput{Plot: charts.All, Tx: tx, Zone: e.Zone, Texts: e.Texts, Limits: limits}
	var err error
	if in.Findings, err = Spikes(ctx, file, tx.Key); err != nil {
		return err
	}
	made, err := PlotOf(ctx, file, in)
	if err != nil || pointsOf(&made.Spec) < keptFrom {
		return err
	}
	made.Spec.From, made.Spec.To = extent(&made.Spec)
	return keepPlot(ctx, file, tx.Key, stamp, made.Spec)
}
