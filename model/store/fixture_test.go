package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"meterscope/model"
)

// charging writes the batches of a synthetic log: stations whose connectors charge one transaction after the
// other. What it gives depends on nothing but its fields.
type charging struct {
	stations, connectors, transactions, frames int // frames: MeterValues in a transaction
	perBatch                                   int // frames in a batch
}

// keys are the series of each connector.
func seriesKeys() []model.SeriesKey {
	keys := []model.SeriesKey{
		{Measurand: model.EnergyActiveImportRegister, Location: model.Outlet},
		{Measurand: model.PowerActiveImport, Location: model.Outlet},
		{Measurand: model.SoC, Location: model.EV},
	}
	for _, p := range []model.Phase{model.L1, model.L2, model.L3} {
		keys = append(keys, model.SeriesKey{Measurand: model.CurrentImport, Phase: p, Location: model.Outlet})
	}
	return keys
}

// batches gives the log in batches for the given source, and its whole text.
func (g charging) batches(source model.SourceID) ([]model.Batch, []byte) {
	var all []model.Batch
	var text []byte
	var b model.Batch
	line, seq := 1, int64(0)
	begin := func() {
		b = model.Batch{Source: source, Offset: int64(len(text))}
	}
	end := func() {
		b.Evidence, b.Lines, b.State = text[b.Offset:], line-1, fmt.Appendf(nil, "at %d", len(text))
		all = append(all, b)
		begin()
	}
	emit := func(kind model.FrameKind, action, station string, answers int64, at time.Time, body string) model.Place {
		id := fmt.Sprint(1000 + seq)
		if answers >= 0 {
			id = fmt.Sprint(1000 + answers)
		}
		place := model.Place{Source: source, Line: line, Offset: int64(len(text))}
		text = fmt.Appendf(text, "[%d,%q,%q,%s]\n", kind, id, action, body)
		b.Frames = append(b.Frames, model.Frame{
			Seq: seq, Kind: kind, ID: id, Action: action, At: place, Size: len(text) - int(place.Offset) - 1, Station: station,
			LoggedAt: model.NewTime(at, 3, model.ZoneAssumed), Dir: model.FromStation, AnswerTo: answers,
			Hash: uint64(seq) * 0x9e3779b97f4a7c15,
		})
		line++
		seq++
		b.Counts.Frames++
		return place
	}
	event := func(e model.Event) {
		f := &b.Frames[len(b.Frames)-1]
		e.Frame, e.At, e.Size, e.ID, e.Action = f.Seq, f.At, f.Size, f.ID, f.Action
		e.AnswerTo, e.Station, e.Dir, e.LoggedAt = f.AnswerTo, f.Station, f.Dir, f.LoggedAt
		b.Events = append(b.Events, e)
	}
	begin()
	now := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	for tx := range g.transactions {
		for k := -1; k <= g.frames; k++ {
			for s := range g.stations {
				for c := range g.connectors {
					station, connector := fmt.Sprintf("CP%d", s+1), model.Some(int64(c+1))
					id := model.Some(int64(1000*tx + 10*s + c))
					at := now.Add(time.Duration(s*100+c) * time.Millisecond)
					stamp := model.NewTime(now, 0, model.ZoneStated)
					wh := int64(10_000*tx + 50*max(k, 0))
					call := seq
					switch k {
					case -1:
						emit(model.Call, model.ActionStartTransaction, station, model.NoFrame, at, `{}`)
						event(model.Event{Kind: model.EventStart, Connector: connector, Time: stamp, Meter: model.Some(wh), IDTag: "TAG1"})
						emit(model.CallResult, model.ActionStartTransaction, station, call, at, `{}`)
						event(model.Event{Kind: model.EventAnswer, Transaction: id, Status: "Accepted"})
					case g.frames:
						emit(model.Call, model.ActionStopTransaction, station, model.NoFrame, at, `{}`)
						event(model.Event{Kind: model.EventStop, Transaction: id, Time: stamp, Meter: model.Some(wh), Reason: "Local"})
						emit(model.CallResult, model.ActionStopTransaction, station, call, at, `{}`)
						event(model.Event{Kind: model.EventAnswer, Status: "Accepted"})
					default:
						place := emit(model.Call, model.ActionMeterValues, station, model.NoFrame, at, `{"meterValue":[{}]}`)
						keys := seriesKeys()
						event(model.Event{
							Kind: model.EventMeterValues, Connector: connector, Transaction: id, Time: stamp, Last: stamp, Samples: len(keys),
						})
						for i, key := range keys {
							v, unit := model.NewDecimal(int64(7000+i*10+k%7), 1), model.W
							switch key.Measurand {
							case model.EnergyActiveImportRegister:
								v, unit = model.NewDecimal(wh, 3), model.KWh
							case model.SoC:
								v, unit = model.NewDecimal(int64(20+k/10), 0), model.Percent
							case model.CurrentImport:
								unit = model.A
							}
							b.Samples = append(b.Samples, model.Sample{
								Frame: call, At: model.Place{Source: source, Line: place.Line, Offset: place.Offset + int64(i)}, Station: station,
								Connector: connector, Transaction: id, Time: stamp, Key: key, Context: model.SamplePeriodic, Unit: unit,
								Value: v, Number: true,
							})
						}
						b.Counts.MeterValues++
						b.Counts.SampledValues += int64(len(keys))
						if k%2 == 0 {
							b.Findings = append(b.Findings, model.Finding{
								Rule: "SCH003", Severity: model.SeverityError, At: model.Place{Source: source, Line: place.Line, Offset: place.Offset + 3},
								Count: 1, Pointer: fmt.Sprintf("/meterValue/0/sampledValue/%d/unit", k%5), HasPointer: true,
								Got: `"Watt"`, HasGot: true, Want: "one of W, kW", Frame: call,
							})
						}
						emit(model.CallResult, model.ActionMeterValues, station, call, at, `{}`)
						event(model.Event{Kind: model.EventAnswer})
					}
					if len(b.Frames) >= g.perBatch {
						end()
					}
				}
			}
			now = now.Add(10 * time.Second)
		}
	}
	end()
	return all, text
}

// join joins the synthetic log, as a session would.
func (g charging) join(ctx context.Context, c *Case, put func(Joined) error) error {
	stations, err := c.Stations(ctx)
	if err != nil {
		return err
	}
	for _, st := range stations {
		open := map[model.Opt[int64]]*Joined{} // by id
		started := map[int64]*Joined{}
		var order []*Joined
		for e, err := range c.Events(ctx, st) {
			if err != nil {
				return err
			}
			ref := FrameRef{e.At.Source, e.Frame}
			switch e.Kind {
			case model.EventStart:
				j := &Joined{Frames: []FrameRef{ref}, Tx: &model.Transaction{
					Station: e.Station, Connector: e.Connector, IDTag: e.IDTag, Start: e.Time, First: e.Time, Last: e.Time,
					MeterStart: e.Meter, At: e.At,
				}}
				started[e.Frame] = j
				order = append(order, j)
			case model.EventAnswer:
				if j := started[e.AnswerTo]; j != nil {
					j.Tx.ID = e.Transaction
					open[e.Transaction] = j
				}
			case model.EventMeterValues:
				j := open[e.Transaction]
				j.Tx.MeterValues++
				j.Tx.SampledValues += int64(e.Samples)
				j.Tx.Last = e.Time
				if n := len(j.Spans); n > 0 && j.Spans[n-1].Source == e.At.Source {
					j.Spans[n-1].Last = e.Frame
				} else {
					j.Spans = append(j.Spans, model.Span{
						Source: e.At.Source, Station: e.Station, Connector: e.Connector, ID: e.Transaction, First: e.Frame, Last: e.Frame,
					})
				}
			case model.EventStop:
				j := open[e.Transaction]
				j.Frames = append(j.Frames, ref)
				j.Tx.Stop, j.Tx.Last, j.Tx.MeterStop, j.Tx.StopReason, j.Tx.Complete = e.Time, e.Time, e.Meter, e.Reason, true
				j.Tx.Energy = model.Some(model.NewDecimal(e.Meter.V-j.Tx.MeterStart.V, 0))
				j.Tx.EnergyFrom = model.EnergyFromMeter
				if e.Transaction.V%2 == 1 {
					j.Findings = []model.Finding{{
						Rule: "REG001", Severity: model.SeverityWarning, At: j.Tx.At, End: e.At, From: j.Tx.Start, To: e.Time, Count: 3,
						Got: fmt.Sprint(e.Transaction.V), HasGot: true, Want: "no fall", Frame: e.Frame,
					}}
				}
			}
		}
		for _, j := range order {
			if err := put(*j); err != nil {
				return err
			}
		}
	}
	return nil
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// closing closes what a test opened; to be deferred.
func closing(t testing.TB, c io.Closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

func newCaseFile(t testing.TB) *Case {
	t.Helper()
	c, err := Create(t.Context(), filepath.Join(t.TempDir(), "a case?#%20.meterscope"))
	ok(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func announce(name string, text []byte) model.Announcement {
	return model.Announcement{
		Source: model.Source{Name: name, Size: int64(len(text)), Format: "lines", Zone: "UTC", ZoneFrom: model.FromDefault},
		Head:   sha256.Sum256(text[:min(len(text), 64<<10)]),
	}
}

func sumOf(text []byte) func() ([32]byte, error) {
	return func() ([32]byte, error) { return sha256.Sum256(text), nil }
}

// importLog imports a synthetic log wholly and gives its source and text.
func importLog(t testing.TB, c *Case, g charging, name string) (model.SourceID, []byte) {
	t.Helper()
	_, text := g.batches(0)
	a := announce(name, text)
	r, err := c.BeginSource(t.Context(), a, sumOf(text))
	ok(t, err)
	batches, _ := g.batches(r.Source)
	for i := range batches {
		ok(t, c.WriteBatch(t.Context(), &batches[i]))
	}
	src := a.Source
	src.ID, src.SHA256 = r.Source, sha256.Sum256(text)
	ok(t, c.CompleteSource(t.Context(), src))
	return r.Source, text
}

func joinLog(t testing.TB, c *Case, g charging) {
	t.Helper()
	ok(t, c.ReplaceTransactions(t.Context(), func(put func(Joined) error) error { return g.join(t.Context(), c, put) }))
}
