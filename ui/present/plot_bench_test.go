//go:build unix

package present

import (
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/session"
	"meterscope/model/store"
)

// stored is a case with one transaction: n samples of power in total and of each phase, one a second.
func stored(b testing.TB, n int) (*store.Case, *model.Transaction) {
	b.Helper()
	c, err := store.Create(b.Context(), filepath.Join(b.TempDir(), "long.meterscope"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.Close() }) // it is thrown away
	r, err := c.BeginSource(b.Context(), model.Announcement{Source: model.Source{Name: "long.log", Format: "lines", Zone: "UTC"}}, nil)
	if err != nil {
		b.Fatal(err)
	}
	const part = 20_000
	for from := 0; from < n; from += part {
		batch := model.Batch{Source: r.Source, Offset: int64(from / part), Evidence: []byte("x")}
		for i := from; i < min(from+part, n); i++ {
			for k, phase := range []model.Phase{model.PhaseNone, model.L1, model.L2, model.L3} {
				v := int64(11000/(k+1) + i*7919%400)
				batch.Samples = append(batch.Samples, model.Sample{
					Frame: int64(i), At: model.Place{Source: r.Source, Line: i, Offset: int64(i)*400 + int64(k)*90}, Station: "CP1",
					Connector: model.Some(int64(1)), Transaction: model.Some(int64(7)), Time: atMinute(0).Add(time.Duration(i) * time.Second),
					Key: model.SeriesKey{Measurand: model.PowerActiveImport, Phase: phase}, Unit: model.W, Value: model.NewDecimal(v, 0), Number: true,
				})
			}
		}
		if err := c.WriteBatch(b.Context(), &batch); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.CompleteSource(b.Context(), model.Source{ID: r.Source, Size: int64((n + part - 1) / part)}); err != nil {
		b.Fatal(err)
	}
	tx := &model.Transaction{Station: "CP1", Connector: model.Some(int64(1)), ID: model.Some(int64(7)), Start: atMinute(0), First: atMinute(0)}
	span := model.Span{Source: r.Source, Station: "CP1", Connector: tx.Connector, ID: tx.ID, Last: int64(n)}
	if err := c.ReplaceTransactions(b.Context(), func(put func(store.Joined) error) error {
		return put(store.Joined{Tx: tx, Spans: []model.Span{span}})
	}); err != nil {
		b.Fatal(err)
	}
	tx.Key = 1
	return c, tx
}

// BenchmarkFirstView is from a stored transaction to its first picture, and each part of it alone. cpu-ms is the
// time of processors: other programs on the machine don't count.
func BenchmarkFirstView(b *testing.B) {
	c, tx := stored(b, 1_000_000)
	for _, size := range [][2]int{{1200, 400}, {2400, 1200}} {
		b.Run(map[int]string{1200: "4x1M/1200x400", 2400: "4x1M/2400x1200"}[size[0]], func(b *testing.B) {
			var made, drew, cpu time.Duration
			b.ReportAllocs()
			for b.Loop() {
				at, used := time.Now(), processors(b)
				plot, err := PlotOf(b.Context(), c, PlotInput{Plot: charts.All, Tx: tx, Limits: session.DefaultLimits()})
				if err != nil || len(plot.Spec.Panels) != 1 {
					b.Fatal(err)
				}
				made += time.Since(at)
				at = time.Now()
				plot.Spec.Width, plot.Spec.Height = size[0], size[1]
				if _, _, err := charts.Draw(plot.Spec); err != nil {
					b.Fatal(err)
				}
				drew += time.Since(at)
				cpu += processors(b) - used
			}
			for name, d := range map[string]time.Duration{"read-ms": made, "draw-ms": drew, "cpu-ms": cpu} {
				b.ReportMetric(float64(d.Microseconds())/1000/float64(b.N), name)
			}
		})
	}
}

// BenchmarkFirstViewKept is from the plot that a case keeps of that transaction to its picture.
func BenchmarkFirstViewKept(b *testing.B) {
	c, tx := stored(b, 1_000_000)
	plot, err := PlotOf(b.Context(), c, PlotInput{Plot: charts.All, Tx: tx, Limits: session.DefaultLimits()})
	if err != nil {
		b.Fatal(err)
	}
	if err := keepPlot(b.Context(), c, 1, "stamp", plot.Spec); err != nil {
		b.Fatal(err)
	}
	text, _, err := c.KeptPlot(b.Context(), 1)
	if err != nil {
		b.Fatal(err)
	}
	for name, size := range map[string][2]int{"4x1M/1200x400": {1200, 400}, "4x1M/2400x1200": {2400, 1200}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			used := processors(b)
			for b.Loop() {
				kept, ok := readKept(b.Context(), c, 1, "stamp")
				if !ok {
					b.Fatal("nothing is kept")
				}
				kept.Width, kept.Height = size[0], size[1]
				if _, _, err := charts.Draw(kept); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processors(b)-used).Microseconds())/1000/float64(b.N), "cpu-ms")
			b.ReportMetric(float64(len(text))/1024, "kept-KiB")
		})
	}
}

// processors is how long the process has kept processors busy.
func processors(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// What a plot takes, all that is allocated for it and its first picture, is less than twice its points at 16 bytes.
func TestPlotTakesLessThanTwiceItsPoints(t *testing.T) {
	const lines, n = 4, 150_000
	c, tx := stored(t, n)
	r, err := charts.NewRenderer()
	if err != nil {
		t.Fatal(err)
	}
	draw := func(s charts.Spec) {
		s.Width, s.Height = 300, 200
		if _, _, err := r.Draw(nil, s); err != nil {
			t.Fatal(err)
		}
	}
	draw(charts.Spec{}) // fonts
	var before, after, held runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	plot, err := PlotOf(t.Context(), c, PlotInput{Plot: charts.All, Tx: tx, Limits: session.DefaultLimits()})
	if err != nil || pointsOf(&plot.Spec) != lines*n {
		t.Fatalf("%d points, %v", pointsOf(&plot.Spec), err)
	}
	draw(plot.Spec)
	runtime.ReadMemStats(&after)
	runtime.GC()
	runtime.ReadMemStats(&held)
	const raw = 16 * lines * n
	if took := after.TotalAlloc - before.TotalAlloc; took > 2*raw {
		t.Errorf("%d bytes are allocated for %d of points", took, raw)
	}
	if keeps := held.HeapAlloc - before.HeapAlloc; keeps > raw*5/4 {
		t.Errorf("%d bytes are held for %d of points", keeps, raw)
	}
	runtime.KeepAlive(plot)
	runtime.KeepAlive(r)
}
