package model_test

import (
	"encoding/json"
	"testing"
	"time"

	"meterscope/model"
)

func TestAbsentIsNotZero(t *testing.T) {
	var none model.Opt[int64]
	zero := model.Some[int64](0)
	if none == zero || none.Or(7) != 7 || zero.Or(7) != 0 {
		t.Error(none, zero)
	}
	text, err := json.Marshal([]*int64{none.Ptr(), zero.Ptr()})
	if err != nil || string(text) != "[null,0]" {
		t.Errorf("%s %v", text, err)
	}
}

func TestSeveritiesAreOrderedAndNamed(t *testing.T) {
	if model.SeverityNone >= model.SeverityInfo || model.SeverityInfo >= model.SeverityWarning || model.SeverityWarning >= model.SeverityError {
		t.Error("out of order")
	}
	for word, want := range map[string]model.Severity{
		"off": model.SeverityNone, "info": model.SeverityInfo, "warning": model.SeverityWarning, "error": model.SeverityError,
	} {
		if s, ok := model.ParseSeverity(word); !ok || s != want || s.String() != word {
			t.Errorf("%s: %v %v", word, s, ok)
		}
	}
	if _, ok := model.ParseSeverity("Error"); ok {
		t.Error("words are lower case")
	}
}

func TestSampleFillsInTheDefaults(t *testing.T) {
	s := model.Sample{Key: model.SeriesKey{Measurand: model.EnergyActiveImportRegister}, Value: dec(t, "12.0"), Number: true}
	if v, u, ok := s.Base(); v.String() != "12.0" || u != model.Wh || !ok {
		t.Error(v, u, ok)
	}
	if s.ContextOrDefault() != model.SamplePeriodic || s.FormatOrDefault() != model.Raw || s.Key.Where() != model.Outlet {
		t.Error("defaults of OCPP 1.6 §7.43")
	}
	s.Unit, s.Context, s.Format, s.Key.Location = model.KWh, model.Trigger, model.SignedData, model.EV
	if v, u, _ := s.Base(); v.String() != "12000" || u != model.Wh || s.UnitOrDefault() != model.KWh {
		t.Error(v, u)
	}
	if s.ContextOrDefault() != model.Trigger || s.FormatOrDefault() != model.SignedData || s.Key.Where() != model.EV {
		t.Error("what is there is no default")
	}
	s.Number = false
	if _, u, ok := s.Base(); ok || u != model.Wh {
		t.Error("a gap has no value")
	}
}

func TestSampleGivesTheValueAsSent(t *testing.T) {
	for want, s := range map[string]model.Sample{
		"12.50": {Value: dec(t, "12.50"), Number: true},
		"12,5":  {Value: dec(t, "12.5"), Number: true, Text: "12,5"},
		"n/a":   {Text: "n/a"},
		"":      {},
	} {
		if got := s.RawValue(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTransactionWithoutStartBeginsWithItsFirstSign(t *testing.T) {
	at := func(h int) model.Time {
		return model.NewTime(time.Date(2025, 3, 1, h, 0, 0, 0, time.UTC), 0, model.ZoneStated)
	}
	tx := model.Transaction{First: at(9), Last: at(12)}
	if tx.Begin() != at(9) || tx.End() != at(12) || tx.Severity() != model.SeverityNone {
		t.Errorf("%+v", tx)
	}
	tx.Start, tx.Stop, tx.Infos = at(10), at(11), 1
	if tx.Begin() != at(10) || tx.End() != at(11) || tx.Severity() != model.SeverityInfo {
		t.Errorf("%+v", tx)
	}
	tx.Warnings = 1
	if tx.Severity() != model.SeverityWarning {
		t.Error(tx.Severity())
	}
	tx.Errors = 1
	if tx.Severity() != model.SeverityError {
		t.Error(tx.Severity())
	}
}

func TestEventIsOrderedByItsOwnTimeElseTheLogs(t *testing.T) {
	logged, sent := model.UnixTime(100, 0, 0, model.ZoneStated), model.UnixTime(50, 0, 0, model.ZoneStated)
	e := model.Event{LoggedAt: logged}
	if e.Moment() != logged {
		t.Error(e.Moment())
	}
	e.Time = sent
	if e.Moment() != sent {
		t.Error(e.Moment())
	}
}

func TestCountsAdd(t *testing.T) {
	c := model.Counts{Frames: 1, Duplicates: 2, MeterValues: 3, SampledValues: 4, Unread: 5}
	c.Add(c)
	if c != (model.Counts{Frames: 2, Duplicates: 4, MeterValues: 6, SampledValues: 8, Unread: 10}) {
		t.Error(c)
	}
	b := model.Batch{Offset: 10, Evidence: []byte("abc")}
	if b.End() != 13 {
		t.Error(b.End())
	}
}

func TestSourceIsTheSameFromAnywhere(t *testing.T) {
	var s model.Segments
	for i := range 300 {
		s = append(s, model.Segment{Text: i * 3, Source: int64(i * 10), Step: i%4 - 1})
	}
	near := 0
	for i := range 4000 {
		text := i * 37 % 1000
		if i%3 == 0 {
			text = i % 1000
		}
		if got := s.SourceNear(text, &near); got != s.Source(text) {
			t.Fatalf("%d comes from %d, not %d", text, got, s.Source(text))
		}
	}
	if got := (model.Segments)(nil).SourceNear(5, &near); got != 0 {
		t.Errorf("without segments: %d", got)
	}
}
