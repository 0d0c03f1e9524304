package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"meterscope/model"
)

// Whatever a reader keeps, it gives what one gets who asks only once.
func TestSampleReaderGivesWhatIsThere(t *testing.T) {
	c := newCaseFile(t)
	rnd := rand.New(rand.NewPCG(8, 8))
	const frames = 12_000
	connector := func() model.Opt[int64] {
		return pick(rnd, model.Opt[int64]{}, model.Some(int64(1)), model.Some(int64(2)))
	}
	var sources []model.SourceID
	for n := range 2 {
		r, err := c.BeginSource(t.Context(), announce(fmt.Sprint(n), []byte{byte(n)}), nil)
		ok(t, err)
		c.commitBytes = frames / 3
		for at := 0; at < frames; at += 500 {
			b := bare(r.Source, int64(at), int64(at), 500)
			for i := range b.Frames {
				f := &b.Frames[i]
				s := model.Sample{
					Frame: f.Seq, At: f.At, Station: pick(rnd, "", "CP1", "CP1", "CP2"), Connector: connector(), Number: true,
					Transaction: pick(rnd, model.Opt[int64]{}, model.Some(f.Seq/1000), model.Some(int64(7))),
				}
				for _, key := range seriesKeys()[:1+rnd.IntN(6)] {
					s.Key, s.Time, s.Value, s.Unit = key, randomTime(rnd), randomDecimal(rnd), pick(rnd, model.UnitNone, model.W, model.KWh)
					s.At.Offset++
					b.Samples = append(b.Samples, s)
				}
			}
			ok(t, c.WriteBatch(t.Context(), &b))
		}
		ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: frames, SHA256: [32]byte{byte(n) + 1}}))
		sources = append(sources, r.Source)
	}
	reader := c.SampleReaders(1)[0]
	defer closing(t, reader)
	found := 0
	for n := range 400 {
		station := []string{"", "CP1", "CP2", "none"}[n/100]
		var spans []model.Span
		for range 1 + rnd.IntN(3) {
			first := rnd.Int64N(frames)
			spans = append(spans, model.Span{
				Source: pick(rnd, sources...), Station: station, Connector: connector(), First: first,
				ID:   pick(rnd, model.Opt[int64]{}, model.Some(first/1000), model.Some(int64(7))),
				Last: first + pick(rnd, 0, rnd.Int64N(30), rnd.Int64N(5000), frames), Inferred: rnd.IntN(2) == 0,
			})
		}
		keep := pick(rnd, nil, func(k model.SeriesKey) bool { return k.Measurand == model.CurrentImport })
		want, err := c.SpanSeries(t.Context(), spans, keep)
		ok(t, err)
		got, err := reader.Series(t.Context(), spans, keep)
		ok(t, err)
		if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("spans %+v: got %d series, want %d", spans, len(got), len(want))
		}
		if one := oneByOne(t, c, spans, keep); len(one) != len(want) || len(want) > 0 && !reflect.DeepEqual(one, want) {
			t.Fatalf("spans %+v: one by one %d series, want %d", spans, len(one), len(want))
		}
		for _, s := range want {
			found += len(s.Points)
		}
	}
	if found < 10_000 {
		t.Errorf("only %d points", found)
	}
	_, err := c.writer.Exec(`UPDATE chunk SET data = zeroblob(9)`)
	ok(t, err)
	fresh := c.SampleReaders(1)[0]
	defer closing(t, fresh)
	_, err = fresh.Series(t.Context(), []model.Span{{Source: sources[0], Station: "CP1", Last: frames}}, nil)
	wantErr(t, err, ErrBroken)
	err = c.eachPoint(t.Context(), []model.Span{{Source: sources[0], Station: "CP1", Last: frames}}, nil)
	wantErr(t, err, ErrBroken)
}

// oneByOne collects the points that are given one by one to the same series.
func oneByOne(t *testing.T, c *Case, spans []model.Span, keep func(model.SeriesKey) bool) []model.Series {
	t.Helper()
	var p points
	p.reset(nil)
	ok(t, c.eachPoint(t.Context(), spans, func(k model.SeriesKey, u model.Unit, about int) func(*model.Point) {
		if keep != nil && !keep(k) {
			return nil
		}
		p.to(seriesUnit{k, u}, about)
		return func(one *model.Point) {
			s := p.to(seriesUnit{k, u}, about)
			s.Points = append(s.Points, *one)
		}
	}))
	return p.series()
}
