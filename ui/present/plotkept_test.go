package present

import (
	"context"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// long is a case whose first transaction has very many samples.
func long() *memcase.Case {
	file := memcase.Filled(3)
	s := model.Series{Key: model.SeriesKey{Measurand: model.PowerActiveImport}, Unit: model.W}
	for i := range keptFrom + 1000 {
		s.Points = append(s.Points, model.Point{Time: atMinute(0).Add(time.Duration(i) * time.Second), Value: model.NewDecimal(int64(11000+i*7919%400), 0)})
	}
	file.Samples[1] = []model.Series{s}
	return file
}

func TestPlotOfManySamplesIsKeptAndShownAtOnce(t *testing.T) {
	file := long()
	d := opened(t, file)
	d.Plot.Resize(900, 600, 1)
	d.until("the plot is drawn", func() bool { img, _ := d.Plot.Image(); return img != nil && d.Plot.Loaded() })
	for range 300 { // it is kept beside the window, and nobody is told
		if _, ok, _ := file.KeptPlot(context.Background(), 1); ok {
			break
		}
		d.settle()
	}
	tx := d.Detail.Transaction()
	limits, err := d.Engine.Limits(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	stamp := stampOf(tx, limits, nil)
	kept, ok := readKept(context.Background(), file, 1, stamp)
	if n := pointsOf(&kept); !ok || n < keptColumns || n > 4*keptColumns || kept.Panels[0].Title != "Power" {
		t.Fatalf("kept are %d points, %v", n, ok)
	}
	if !kept.From.Equal(minute(0)) || !kept.To.Equal(d.Plot.spec.To) {
		t.Errorf("kept is %s to %s", kept.From, kept.To)
	}
	other := *tx
	other.SampledValues++
	if _, ok := readKept(context.Background(), file, 1, stampOf(&other, limits, nil)); ok {
		t.Error("a plot of other samples is taken for this one's")
	}

	p := newPlot(d.App)
	p.attach(d.c)
	p.key = 1
	p.takeKept(1, kept, nil)
	p.Resize(900, 600, 1)
	d.until("what was kept is drawn", func() bool { img, _ := p.Image(); return img != nil })
	p.PointAt(300)
	if p.Loaded() || !p.Cursor().IsZero() || p.Zoomed() {
		t.Error("values can be read before the samples are there")
	}
}

func TestKeptPlotThatIsDamagedIsNone(t *testing.T) {
	file := memcase.Filled(1)
	for _, text := range []string{"", "!", "AAAA", "c3R1ZmY="} {
		if err := file.KeepPlot(context.Background(), 1, text); err != nil {
			t.Fatal(err)
		}
		if _, ok := readKept(context.Background(), file, 1, ""); ok {
			t.Errorf("%q is taken for a plot", text)
		}
	}
}

func TestPlotsOfLongTransactionsAreKeptBeforeAnyoneLooks(t *testing.T) {
	file := long()
	file.Samples[2] = file.Samples[1]
	d := opened(t, file) // the first one is shown
	for range 300 {
		if _, ok, _ := file.KeptPlot(t.Context(), 2); ok {
			break
		}
		d.settle()
	}
	limits, err := d.Engine.Limits(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	kept, ok := readKept(t.Context(), file, 2, stampOf(&file.Rows[1], limits, nil))
	if !ok || kept.From.IsZero() || pointsOf(&kept) < keptColumns {
		t.Errorf("kept is %v, from %s", ok, kept.From)
	}
	file.Frozen = true
	if err := keepLong(t.Context(), d.Engine, file, 0); err != nil {
		t.Error(err)
	}
}
