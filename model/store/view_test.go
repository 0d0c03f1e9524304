package store

import (
	"bytes"
	"io"
	"reflect"
	"testing"

	"meterscope/model"
)

// small is a log that is read in a moment and still has several stations, blocks and batches.
func small() charging {
	return charging{stations: 2, connectors: 2, transactions: 3, frames: 40, perBatch: 50}
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	c := newCaseFile(t)
	c.commitBytes = 4000 // commit often
	g := small()
	source, text := importLog(t, c, g, "day.log")
	batches, _ := g.batches(source)

	sources, err := c.Sources(t.Context())
	ok(t, err)
	if len(sources) != 1 || !sources[0].Complete || sources[0].Size != int64(len(text)) || sources[0].Format != "lines" ||
		sources[0].ZoneFrom != model.FromDefault {
		t.Errorf("sources: %+v", sources)
	}
	var counts model.Counts
	var frames []model.Frame
	var events []model.Event
	for _, b := range batches {
		counts.Add(b.Counts)
		frames = append(frames, b.Frames...)
		events = append(events, b.Events...)
	}
	if sources[0].Counts != counts {
		t.Errorf("counts are %+v, want %+v", sources[0].Counts, counts)
	}

	got, err := io.ReadAll(c.EvidenceReader(t.Context(), source))
	ok(t, err)
	if !bytes.Equal(got, text) {
		t.Error("the evidence differs")
	}

	i := 0
	for f, err := range c.Frames(t.Context(), source) {
		ok(t, err)
		if !reflect.DeepEqual(*f, frames[i]) {
			t.Fatalf("frame %d is %+v, want %+v", i, *f, frames[i])
		}
		i++
	}
	if i != len(frames) {
		t.Errorf("%d frames, want %d", i, len(frames))
	}

	stations, err := c.Stations(t.Context())
	ok(t, err)
	if want := []Station{{Name: "CP1"}, {Name: "CP2"}}; !reflect.DeepEqual(stations, want) {
		t.Errorf("stations: %v", stations)
	}
	n := 0
	for _, st := range stations {
		last := int64(-1)
		for e, err := range c.Events(t.Context(), st) {
			ok(t, err)
			if e.Frame <= last {
				t.Fatal("events out of order")
			}
			last = e.Frame
			for k := range events {
				want := events[k]
				if sampling(&want) {
					want.ID = "" // it stands in the frame
				}
				if want.Frame == e.Frame && !reflect.DeepEqual(want, *e) {
					t.Fatalf("event is %+v, want %+v", *e, want)
				}
			}
			n++
		}
	}
	if n != len(events) {
		t.Errorf("%d events, want %d", n, len(events))
	}
}

func TestTransactionsAreReadAsJoined(t *testing.T) {
	c := newCaseFile(t)
	c.commitBytes = 4000
	g := small()
	source, _ := importLog(t, c, g, "day.log")
	joinLog(t, c, g)

	keys, err := c.TransactionKeys(t.Context(), TransactionQuery{})
	ok(t, err)
	if len(keys) != 12 {
		t.Fatalf("%d transactions", len(keys))
	}
	for i, k := range keys {
		if int(k) != i+1 {
			t.Errorf("key %d at position %d: new keys are those of the list", k, i+1)
		}
	}
	txs, err := c.Transactions(t.Context(), []model.TransactionKey{keys[5], 999, keys[0]})
	ok(t, err)
	if len(txs) != 2 || txs[0].Key != keys[5] || txs[1].Key != keys[0] {
		t.Fatalf("transactions: %+v", txs)
	}
	tx := txs[1]
	if tx.Station != "CP1" || tx.ID != model.Some(int64(0)) || tx.IDTag != "TAG1" || tx.StopReason != "Local" || !tx.Complete ||
		tx.MeterStart != model.Some(int64(0)) || tx.MeterStop != model.Some(int64(2000)) || tx.Energy.V.String() != "2000" ||
		tx.MeterValues != 40 || tx.SampledValues != 240 || tx.Start.String() != "2025-03-01T00:00:00Z" || tx.At.Line != 1 {
		t.Errorf("transaction: %+v", tx)
	}
	if tx.Errors != 20 || tx.Warnings != 0 {
		t.Errorf("findings: %d errors, %d warnings", tx.Errors, tx.Warnings)
	}

	series, err := c.Series(t.Context(), keys[0], nil)
	ok(t, err)
	if len(series) != 6 {
		t.Fatalf("%d series", len(series))
	}
	for _, s := range series {
		if len(s.Points) != 40 {
			t.Errorf("%v: %d points", s.Key, len(s.Points))
		}
		if s.Key.Measurand == model.EnergyActiveImportRegister && (s.Unit != model.Wh || s.Points[3].Value.Plain() != "150") {
			t.Errorf("energy is %v %s", s.Points[3].Value, s.Unit)
		}
	}

	heads, err := c.TransactionFrames(t.Context(), keys[0])
	ok(t, err)
	if len(heads) != 84 || heads[0].Action != model.ActionStartTransaction || heads[1].AnswerTo != heads[0].Seq ||
		heads[83].Kind != model.CallResult {
		t.Errorf("%d frames of the transaction", len(heads))
	}
	head, err := c.Frame(t.Context(), source, heads[7].Seq)
	ok(t, err)
	if !reflect.DeepEqual(head, heads[7]) {
		t.Errorf("frame is %+v", head)
	}
	_, err = c.Frame(t.Context(), source, 1<<40)
	wantErr(t, err, ErrNotFound)
	_, err = c.Frame(t.Context(), source, -1)
	wantErr(t, err, ErrNotFound)
}
