package store

import (
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meterscope/model"
)

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// randomTime gives any time that a log can have; often near the one before.
func randomTime(r *rand.Rand) model.Time {
	if r.IntN(20) == 0 {
		return model.Time{}
	}
	digits := pick(r, 0, 0, 3, 3, 6, 9, r.IntN(10))
	nsec := int32(0)
	if digits > 0 {
		nsec = r.Int32N(1e9) / fraction(digits) * fraction(digits)
	}
	if r.IntN(50) == 0 {
		nsec = r.Int32N(1e9) // more than the digits hold
	}
	sec := 1_740_000_000 + r.Int64N(100)
	if r.IntN(50) == 0 {
		sec = pick[int64](r, math.MaxInt64, math.MinInt64, 0, -62135596800)
	}
	return model.UnixTime(sec, nsec, digits, pick(r, model.ZoneStated, model.ZoneAssumed))
}

func randomDecimal(r *rand.Rand) model.Decimal {
	switch r.IntN(30) {
	case 0:
		return model.NewDecimal(pick[int64](r, math.MaxInt64, math.MinInt64, -1, 0), r.IntN(90))
	case 1:
		v, _ := model.ParseDecimal(strings.Repeat("9", 20+r.IntN(70)) + ".5")
		return v
	}
	return model.NewDecimal(r.Int64N(100_000)-1000, pick(r, 0, 1, 1, 3))
}

func randomSamples(r *rand.Rand, n int) []model.Sample {
	samples := make([]model.Sample, n)
	for i := range samples {
		s := &samples[i]
		s.Frame, s.At = int64(i)*40, model.Place{Line: i * 41, Offset: int64(i)*30_000 + r.Int64N(300)}
		s.Time, s.Value, s.Number = randomTime(r), randomDecimal(r), true
		s.Context = pick(r, model.SamplePeriodic, model.SamplePeriodic, "", model.Trigger, "Sample.Periodi\x00c")
		s.Format, s.Unit = pick(r, "", model.Raw), pick(r, model.W, model.W, model.W, "", "Watt")
		switch r.IntN(30) {
		case 0:
			s.Number, s.Value, s.Text = false, model.Decimal{}, pick(r, "n/a", "", "\xff", strings.Repeat("signed", 5000))
		case 1:
			s.Text = s.Value.String() + "e0"
		case 2:
			s.Absent, s.Number, s.Value = true, false, model.Decimal{}
		case 3:
			s.FromStop, s.Inferred = true, r.IntN(2) == 0
		case 4:
			s.Frame, s.At.Line, s.At.Offset = r.Int64(), r.Int(), r.Int64()
		}
	}
	return samples
}

// packChunk makes a chunk of the samples of one meter.
func packChunk(samples []model.Sample) packedChunk {
	var m meter
	for i := range samples {
		m.add(&samples[i])
	}
	return m.pack()
}

// unpackChunk gives the samples of a chunk, series by series.
func unpackChunk(data []byte, n int) ([]model.Sample, error) {
	var r chunkReader
	strips, err := r.open(data, n)
	if err != nil {
		return nil, err
	}
	var got []model.Sample
	for _, s := range strips {
		var one stripReader
		ok, err := r.each(&one, s, func(s *model.Sample, _ error) bool {
			got = append(got, *s)
			return true
		})
		if !ok {
			return got, err
		}
	}
	return got, nil
}

func TestChunkGivesBackWhatWasPutIn(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var m meter
	for range 300 {
		want := randomSamples(r, 1+r.IntN(200))
		for i := range want {
			want[i].Key = pick(r, seriesKeys()...)
			m.add(&want[i])
		}
		chunk := m.pack()
		got, err := unpackChunk(chunk.data, chunk.count)
		ok(t, err)
		place := func(s *model.Sample) int {
			return slices.IndexFunc(m.series, func(o *openSeries) bool { return o.key == s.Key })
		}
		slices.SortStableFunc(want, func(a, b model.Sample) int { return place(&a) - place(&b) })
		if !reflect.DeepEqual(got, want) {
			for i := range got {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Fatalf("sample %d is\n%+v, want\n%+v", i, got[i], want[i])
				}
			}
			t.Fatalf("%d samples, want %d", len(got), len(want))
		}
	}
}

// The fixture is a chunk as the first version of the program packed it, and the samples that it then gave back.
func TestChunkOfTheFirstVersionIsRead(t *testing.T) {
	fixture, err := os.ReadFile("testdata/chunk1.txt")
	ok(t, err)
	lines := strings.Split(strings.TrimSuffix(string(fixture), "\n"), "\n")
	chunk, err := base64.StdEncoding.DecodeString(lines[0])
	ok(t, err)
	want := lines[1:]
	got, err := unpackChunk(chunk, len(want))
	ok(t, err)
	for i := range got {
		if text := fmt.Sprintf("%+v", got[i]); text != want[i] {
			t.Errorf("sample %d is\n%s, want\n%s", i, text, want[i])
		}
	}
	for n := range len(chunk) - sealLength { // damaged ones are an error, whatever they look like
		if _, err := unpackChunk(seal(chunk[:n]), len(want)); err == nil {
			t.Errorf("%d of %d bytes are a chunk", n, len(chunk))
		}
	}
}

func TestChunkOfAnOrdinarySeriesIsSmall(t *testing.T) {
	var m meter
	for _, s := range ordinarySamples(chunkSamples) {
		m.add(&s)
	}
	if !m.full() {
		t.Error("a chunk of as many samples is not full")
	}
	if bytes := float64(len(m.pack().data)) / chunkSamples; bytes > 6 {
		t.Errorf("%.1f bytes a sample", bytes)
	}
}

func ordinarySamples(n int) []model.Sample {
	r := rand.New(rand.NewPCG(1, 2))
	samples := make([]model.Sample, n)
	offset := int64(0)
	for i := range samples {
		offset += 34_000 + r.Int64N(40)
		samples[i] = model.Sample{
			Frame: int64(i) * 40, At: model.Place{Line: i*40 + 1, Offset: offset},
			Time: model.UnixTime(1_740_000_000+int64(i)*10, 0, 0, model.ZoneStated),
			Key:  model.SeriesKey{Measurand: model.PowerActiveImport}, Context: model.SamplePeriodic, Unit: model.W,
			Value: model.NewDecimal(73_000+r.Int64N(800), 1), Number: true,
		}
	}
	return samples
}

func FuzzChunk(f *testing.F) {
	chunk := packChunk(randomSamples(rand.New(rand.NewPCG(3, 4)), 50))
	f.Add(chunk.data[:len(chunk.data)-sealLength], chunk.count)
	f.Add([]byte{}, 0)
	if fixture, err := os.ReadFile("testdata/chunk1.txt"); err == nil {
		text, _, _ := strings.Cut(string(fixture), "\n")
		if old, err := base64.StdEncoding.DecodeString(text); err == nil {
			f.Add(old[:len(old)-sealLength], strings.Count(string(fixture), "\n")-1)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		samples, err := unpackChunk(seal(data), n)
		if err != nil {
			wantErr(t, err, ErrBroken)
			return
		}
		if len(samples) != n {
			t.Errorf("%d samples without an error, want %d", len(samples), n)
		}
	})
}

func BenchmarkChunkWrite(b *testing.B) {
	samples := ordinarySamples(100_000)
	var m meter
	for b.Loop() {
		for i := range samples {
			m.add(&samples[i])
			if m.full() {
				m.pack()
			}
		}
	}
	b.ReportMetric(float64(len(samples))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
}
