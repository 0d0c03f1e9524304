package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"meterscope/model"
)

// putAll replaces the transactions by these.
func putAll(t *testing.T, c *Case, joined ...Joined) {
	t.Helper()
	ok(t, c.ReplaceTransactions(t.Context(), func(put func(Joined) error) error {
		for _, j := range joined {
			if err := put(j); err != nil {
				return err
			}
		}
		return nil
	}))
}

func second(s int64) model.Time { return model.UnixTime(s, 0, 0, model.ZoneStated) }

func TestTransactionIsReadAsItWasPut(t *testing.T) {
	c := newCaseFile(t)
	d := func(s string) model.Opt[model.Decimal] {
		v, err := model.ParseDecimal(s)
		ok(t, err)
		return model.Some(v)
	}
	want := []model.Transaction{
		{Key: 1, At: model.Place{Source: 1, Line: 1}},
		{
			Key: 2, Station: "Säule 1", Connector: model.Some(int64(0)), ID: model.Some(int64(-1)), IDTag: "04A1",
			Start: model.UnixTime(-5, 1_000, 6, model.ZoneAssumed), Stop: model.UnixTime(900, 999_999_999, 9, model.ZoneStated),
			First: second(1), Last: second(2), StopReason: "EVDisconnected", Complete: true, MeterStart: model.Some(int64(0)),
			MeterStop: model.Some(int64(1 << 62)), Energy: d("-0.250"), EnergyFrom: model.EnergyFromRegister,
			MaxPower: d("123456789012345678901234567890.5"), SoCStart: d("20"), SoCEnd: d("81.0"), MeterValues: 60,
			SampledValues: 720, At: model.Place{Source: 2, Line: 17, Offset: 4711}, Inferred: true,
		},
	}
	putAll(t, c, Joined{Tx: &want[1]}, Joined{Tx: &want[0]})
	got, err := c.Transactions(t.Context(), []model.TransactionKey{1, 2})
	ok(t, err)
	for i := range want {
		want[i].Key = model.TransactionKey(i + 1)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

func TestKeysStayWhenJoinedAgain(t *testing.T) {
	c := newCaseFile(t)
	tx := func(id, start, offset int64) Joined {
		j := Joined{Tx: &model.Transaction{Station: "CP1", ID: model.Some(id), At: model.Place{Source: 1, Offset: offset}}}
		if start > 0 {
			j.Tx.Start = second(start)
		}
		return j
	}
	keys := func() map[int64]model.TransactionKey {
		list, err := c.TransactionKeys(t.Context(), TransactionQuery{})
		ok(t, err)
		all, err := c.Transactions(t.Context(), list)
		ok(t, err)
		by := map[int64]model.TransactionKey{}
		for _, one := range all {
			by[one.ID.V] = one.Key
		}
		return by
	}
	putAll(t, c, tx(30, 300, 30), tx(10, 100, 10), tx(20, 0, 20))
	if got, want := keys(), map[int64]model.TransactionKey{20: 1, 10: 2, 30: 3}; !reflect.DeepEqual(got, want) {
		t.Fatalf("keys %v, want %v", got, want)
	}
	// 10 has an earlier first frame now, 20 has a start, 30 is gone, 5 is new.
	again := tx(20, 200, 20)
	putAll(t, c, tx(5, 50, 5), tx(10, 100, 8), again)
	if got, want := keys(), map[int64]model.TransactionKey{20: 1, 10: 2, 5: 4}; !reflect.DeepEqual(got, want) {
		t.Errorf("keys %v, want %v", got, want)
	}
	if again.Tx.Key != 1 {
		t.Errorf("put gives the key %d", again.Tx.Key)
	}
	// The key of what is gone is not given again.
	putAll(t, c, tx(5, 50, 5))
	putAll(t, c, tx(5, 50, 5), tx(6, 60, 6), tx(6, 60, 6))
	list, err := c.TransactionKeys(t.Context(), TransactionQuery{})
	ok(t, err)
	if !slices.Equal(list, []model.TransactionKey{4, 5, 6}) {
		t.Errorf("keys %v", list)
	}
}

func TestJoinThatFailsChangesNothing(t *testing.T) {
	c := newCaseFile(t)
	putAll(t, c, Joined{Tx: &model.Transaction{Station: "CP1"}})
	failure := errors.New("no")
	wantErr(t, c.ReplaceTransactions(t.Context(), func(put func(Joined) error) error {
		ok(t, put(Joined{Tx: &model.Transaction{Station: "CP2"}}))
		return failure
	}), failure)
	ctx, cancel := context.WithCancel(t.Context())
	wantErr(t, c.ReplaceTransactions(ctx, func(func(Joined) error) error { cancel(); return nil }), context.Canceled)
	keys, err := c.TransactionKeys(t.Context(), TransactionQuery{Search: "cp1"})
	ok(t, err)
	if len(keys) != 1 {
		t.Errorf("%d transactions", len(keys))
	}
}

func TestFindingsWithoutATransactionAreReplacedToo(t *testing.T) {
	c := newCaseFile(t)
	_, err := c.BeginSource(t.Context(), announce("day.log", nil), nil)
	ok(t, err)
	f := model.Finding{Rule: "CLK009", Severity: model.SeverityInfo, At: model.Place{Source: 1}, Count: 1, Frame: model.NoFrame}
	for range 2 {
		putAll(t, c, Joined{Findings: []model.Finding{f}})
		n := 0
		for got, err := range c.Findings(t.Context(), FindingQuery{}) {
			ok(t, err)
			if !reflect.DeepEqual(*got, f) {
				t.Errorf("got %+v", *got)
			}
			n++
		}
		if n != 1 {
			t.Errorf("%d findings", n)
		}
	}
	for _, err := range c.Findings(t.Context(), FindingQuery{UnreadOnly: true}) {
		ok(t, err)
		t.Error("it counts as a place that could not be read")
	}
}

func TestTransactionListSortsFiltersAndSearches(t *testing.T) {
	c := newCaseFile(t)
	var joined []Joined
	for i := range int64(6) {
		tx := model.Transaction{
			Station: fmt.Sprintf("CP%d", i%3), Connector: model.Some(i % 2), ID: model.Some(100 - i), IDTag: "Tag" + fmt.Sprint(i),
			Start: second(i * 100), Stop: second(i*100 + 60*(i*i%5)), At: model.Place{Source: 1, Offset: i},
			MaxPower: model.Some(model.NewDecimal(10-i, 0)),
		}
		if i != 2 {
			tx.Energy = model.Some(model.NewDecimal(i*i%5, 1))
			tx.SoCEnd = model.Some(model.NewDecimal(i*7%6, 0))
		}
		j := Joined{Tx: &tx}
		for k := range i % 4 {
			j.Findings = append(j.Findings, model.Finding{
				Rule: model.RuleID(fmt.Sprintf("TXN%03d", i)), Severity: model.Severity(i % 4), At: tx.At, Count: int(k) + 1, Frame: model.NoFrame,
			})
		}
		joined = append(joined, j)
	}
	putAll(t, c, joined...)
	severity := func(s model.Severity) *model.Severity { return &s }
	for name, test := range map[string]struct {
		q    TransactionQuery
		want []model.TransactionKey
	}{
		"all":           {TransactionQuery{}, []model.TransactionKey{1, 2, 3, 4, 5, 6}},
		"last first":    {TransactionQuery{Desc: true}, []model.TransactionKey{6, 5, 4, 3, 2, 1}},
		"severity":      {TransactionQuery{Sort: SortSeverity, Desc: true}, []model.TransactionKey{4, 3, 2, 6, 1, 5}},
		"station":       {TransactionQuery{Sort: SortStation}, []model.TransactionKey{1, 4, 5, 2, 3, 6}},
		"id":            {TransactionQuery{Sort: SortID}, []model.TransactionKey{6, 5, 4, 3, 2, 1}},
		"energy":        {TransactionQuery{Sort: SortEnergy}, []model.TransactionKey{1, 6, 2, 5, 4, 3}},
		"energy down":   {TransactionQuery{Sort: SortEnergy, Desc: true}, []model.TransactionKey{4, 2, 5, 1, 6, 3}},
		"duration":      {TransactionQuery{Sort: SortDuration}, []model.TransactionKey{1, 6, 2, 5, 3, 4}},
		"power":         {TransactionQuery{Sort: SortMaxPower}, []model.TransactionKey{6, 5, 4, 3, 2, 1}},
		"soc":           {TransactionQuery{Sort: SortSoC}, []model.TransactionKey{1, 2, 4, 5, 6, 3}},
		"findings":      {TransactionQuery{Sort: SortFindings, Desc: true}, []model.TransactionKey{4, 3, 2, 6, 1, 5}},
		"errors":        {TransactionQuery{Severity: severity(model.SeverityError)}, []model.TransactionKey{4}},
		"clean":         {TransactionQuery{Severity: severity(model.SeverityNone)}, []model.TransactionKey{1, 5}},
		"station word":  {TransactionQuery{Search: "cp1"}, []model.TransactionKey{2, 5}},
		"tag and id":    {TransactionQuery{Search: " TAG3  97"}, []model.TransactionKey{4}},
		"rule":          {TransactionQuery{Search: "txn00", Desc: true}, []model.TransactionKey{6, 4, 3, 2}},
		"not together":  {TransactionQuery{Search: "CP1 TXN002"}, nil},
		"percent":       {TransactionQuery{Search: "%"}, nil},
		"both":          {TransactionQuery{Search: "cp2", Severity: severity(model.SeverityInfo)}, []model.TransactionKey{6}},
		"unknown order": {TransactionQuery{Sort: "key; DROP TABLE txn"}, []model.TransactionKey{1, 2, 3, 4, 5, 6}},
	} {
		got, err := c.TransactionKeys(t.Context(), test.q)
		ok(t, err)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
	counts, err := c.SeverityCounts(t.Context())
	ok(t, err)
	if counts != (SeverityCounts{All: 6, Errors: 1, Warnings: 1, Infos: 2, Clean: 2}) {
		t.Errorf("counts %+v", counts)
	}
}

// A StopTransaction's samples are its transaction's, and where spans of one meter overlap the later one wins.
func TestFramesGoToTheirTransaction(t *testing.T) {
	c := newCaseFile(t)
	r, err := c.BeginSource(t.Context(), announce("day.log", nil), nil)
	ok(t, err)
	const frames = 9000
	b := bare(r.Source, 0, 0, frames)
	event := func(kind model.EventKind, frame int64, samples int) {
		b.Events = append(b.Events, model.Event{
			Kind: kind, Frame: frame, At: b.Frames[frame].At, AnswerTo: model.NoFrame, Transaction: model.Some(int64(7)), Samples: samples,
			Time: second(frame),
		})
	}
	for i := range int64(frames) {
		switch {
		case i%2 == 1:
			b.Frames[i].Kind, b.Frames[i].AnswerTo = model.CallResult, i-1
		case i == 8000:
			event(model.EventStop, i, 1)
			b.Samples = append(b.Samples, model.Sample{
				Frame: i, At: b.Frames[i].At, Transaction: model.Some(int64(7)), Time: second(i), FromStop: true,
				Key: model.SeriesKey{Measurand: model.EnergyActiveImportRegister}, Value: model.NewDecimal(9, 0), Number: true,
			})
		default:
			event(model.EventMeterValues, i, 0)
		}
	}
	ok(t, c.WriteBatch(t.Context(), &b))
	ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: frames}))
	span := func(first, last int64) []model.Span {
		return []model.Span{{Source: r.Source, ID: model.Some(int64(7)), First: first, Last: last}}
	}
	tx := func(start int64) *model.Transaction {
		return &model.Transaction{ID: model.Some(int64(7)), Start: second(start)}
	}
	putAll(t, c,
		Joined{Tx: tx(1), Spans: span(0, 6000), Frames: []FrameRef{{r.Source, 8000}, {r.Source, 1 << 40}}},
		Joined{Tx: tx(2), Spans: span(100, 199)},
		Joined{Tx: tx(3), Spans: span(300, 399)},
	)
	for frame, want := range map[int64]model.TransactionKey{
		0: 1, 1: 1, 99: 1, 100: 2, 199: 2, 200: 1, 300: 3, 399: 3, 400: 1, 5999: 1, 6000: 1, 6001: 1, 6002: 0, 8000: 1, 8001: 1, 8002: 0,
	} {
		head, err := c.Frame(t.Context(), r.Source, frame)
		ok(t, err)
		if head.Transaction != want {
			t.Errorf("frame %d belongs to %d, want %d", frame, head.Transaction, want)
		}
	}
	heads, err := c.TransactionFrames(t.Context(), 1)
	ok(t, err)
	if len(heads) != 6002-200+2 {
		t.Errorf("%d frames", len(heads))
	}
	series, err := c.Series(t.Context(), 1, nil)
	ok(t, err)
	if len(series) != 1 || len(series[0].Points) != 1 || !series[0].Points[0].FromStop {
		t.Errorf("series: %+v", series)
	}
	// Joining again doesn't add to the spans.
	spans, err := c.Spans(t.Context(), 1)
	ok(t, err)
	if len(spans) != 2 {
		t.Errorf("spans: %+v", spans)
	}
}

func TestSeriesAreSplitByUnitAndOrdered(t *testing.T) {
	c := newCaseFile(t)
	r, err := c.BeginSource(t.Context(), announce("day.log", nil), nil)
	ok(t, err)
	b := bare(r.Source, 0, 0, 6)
	for i, v := range []struct {
		unit  model.Unit
		value string
		at    int64
	}{{model.KWh, "1.5", 30}, {model.Wh, "1400", 20}, {"", "1300", 10}, {"Watt", "7", 40}, {model.Wh, "n/a", 50}, {model.Wh, "1600", 60}} {
		s := model.Sample{
			Frame: int64(i), At: b.Frames[i].At, Station: "CP1", Time: second(v.at), Unit: v.unit,
			Key: model.SeriesKey{Measurand: model.EnergyActiveImportRegister},
		}
		d, err := model.ParseDecimal(v.value)
		if s.Value, s.Number = d, err == nil; err != nil {
			s.Text = v.value
		}
		b.Samples = append(b.Samples, s)
	}
	ok(t, c.WriteBatch(t.Context(), &b))
	ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: 6}))
	span := []model.Span{{Source: r.Source, Station: "CP1", Last: 4, Inferred: true}}
	series, err := c.SpanSeries(t.Context(), span, nil)
	ok(t, err)
	if len(series) != 2 || series[0].Unit != "Watt" || series[1].Unit != model.Wh {
		t.Fatalf("series: %+v", series)
	}
	got := ""
	for _, p := range series[1].Points {
		got += fmt.Sprint(p.Time.String()[17:19], "=", p.Value.Plain(), " ", p.Gap, p.Inferred, "; ")
	}
	if want := "10=1300 false true; 20=1400 false true; 30=1500 false true; 50=0 true true; "; got != want {
		t.Errorf("points %s, want %s", got, want)
	}
	series, err = c.SpanSeries(t.Context(), span, func(k model.SeriesKey) bool { return k.Measurand == model.Voltage })
	ok(t, err)
	if len(series) != 0 {
		t.Errorf("series that were not asked for: %+v", series)
	}
}

func TestNamelessStationsAreOneASource(t *testing.T) {
	c := newCaseFile(t)
	for _, name := range []string{"a", "b"} {
		r, err := c.BeginSource(t.Context(), announce(name, []byte(name)), nil)
		ok(t, err)
		b := bare(r.Source, 0, 0, 2)
		for i := range b.Frames {
			b.Events = append(b.Events, model.Event{Kind: model.EventMeterValues, Frame: int64(i), At: b.Frames[i].At, AnswerTo: model.NoFrame})
			b.Samples = append(b.Samples, model.Sample{Frame: int64(i), At: b.Frames[i].At, Key: model.SeriesKey{Measurand: model.SoC}})
		}
		ok(t, c.WriteBatch(t.Context(), &b))
		ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: 2, SHA256: [32]byte{name[0]}}))
	}
	stations, err := c.Stations(t.Context())
	ok(t, err)
	if !reflect.DeepEqual(stations, []Station{{Source: 1}, {Source: 2}}) {
		t.Errorf("stations: %+v", stations)
	}
	for _, st := range stations {
		n := 0
		for e, err := range c.Events(t.Context(), st) {
			ok(t, err)
			if e.At.Source != st.Source {
				t.Error("an event of another source")
			}
			n++
		}
		series, err := c.SpanSeries(t.Context(), []model.Span{{Source: st.Source, Last: 9}}, nil)
		ok(t, err)
		if n != 2 || len(series) != 1 || len(series[0].Points) != 2 {
			t.Errorf("%d events, series %+v", n, series)
		}
	}
}

func TestManySeriesOfOneMeterAreKeptApart(t *testing.T) {
	c := newCaseFile(t)
	r, err := c.BeginSource(t.Context(), announce("day.log", nil), nil)
	ok(t, err)
	c.commitBytes = 4 // each series is in more than one chunk
	const kinds = 3 * manySeries
	for k := range int64(4) {
		b := bare(r.Source, 2*k, 2*k, 2)
		for i := range int64(kinds) {
			b.Samples = append(b.Samples, model.Sample{
				Frame: 2 * k, At: b.Frames[0].At, Station: "CP1", Number: true, Value: model.NewDecimal(i, 0),
				Key: model.SeriesKey{Measurand: model.Measurand(fmt.Sprint("x", (i*7+k)%kinds))}, Time: second(k),
			})
		}
		ok(t, c.WriteBatch(t.Context(), &b))
	}
	ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: 8}))
	series, err := c.SpanSeries(t.Context(), []model.Span{{Source: r.Source, Station: "CP1", Last: 99}}, nil)
	ok(t, err)
	for _, s := range series {
		if len(s.Points) != 4 {
			t.Errorf("%v has %d points", s.Key, len(s.Points))
		}
	}
	if len(series) != kinds {
		t.Errorf("%d series", len(series))
	}
}

func TestCaseKnowsWhetherItIsJoined(t *testing.T) {
	c := newCaseFile(t)
	want := func(stale bool) {
		t.Helper()
		got, err := c.Stale(t.Context())
		ok(t, err)
		if got != stale {
			t.Errorf("stale is %v", got)
		}
	}
	want(false)
	source, _ := importLog(t, c, small(), "day.log")
	want(true)
	joinLog(t, c, small())
	want(false)
	ok(t, c.DiscardSource(t.Context(), source))
	want(true)
}

func TestSourcesCanShareTheirNamelessStation(t *testing.T) {
	c := newCaseFile(t)
	var ids []model.SourceID
	for n := range 4 {
		r, err := c.BeginSource(t.Context(), announce(fmt.Sprint(n), []byte{byte(n)}), nil)
		ok(t, err)
		b := bare(r.Source, 0, 0, 1)
		b.Events = []model.Event{{Kind: model.EventMeterValues, At: b.Frames[0].At, AnswerTo: model.NoFrame}}
		ok(t, c.WriteBatch(t.Context(), &b))
		ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: 1, SHA256: [32]byte{byte(n) + 1}}))
		ids = append(ids, r.Source)
	}
	ok(t, c.Decide(t.Context(), Decision{Nameless: map[model.SourceID]model.SourceID{ids[2]: ids[0], ids[3]: ids[0]}}))
	stations, err := c.Stations(t.Context())
	ok(t, err)
	if want := []Station{{"", ids[0]}, {"", ids[1]}}; !slices.Equal(stations, want) {
		t.Fatalf("stations: %v, want %v", stations, want)
	}
	stations[0].Source = ids[3] // any of them names it
	for i, want := range []int{3, 1} {
		n := 0
		for _, err := range c.Events(t.Context(), stations[i]) {
			ok(t, err)
			n++
		}
		if n != want {
			t.Errorf("station %v has %d events, want %d", stations[i], n, want)
		}
	}
}
