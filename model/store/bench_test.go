package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"meterscope/model"
)

// BenchmarkImport writes a log of 20 connectors, without what reading it costs.
func BenchmarkImport(b *testing.B) {
	g := charging{stations: 1, connectors: 20, transactions: 5, frames: 330, perBatch: 2000}
	batches, text := g.batches(1)
	samples := 0
	for i := range batches {
		samples += len(batches[i].Samples)
	}
	ctx, n := context.Background(), 0
	for b.Loop() {
		n++
		c, err := Create(ctx, filepath.Join(b.TempDir(), fmt.Sprint(n)))
		ok(b, err)
		_, err = c.BeginSource(ctx, announce("day.log", text), nil)
		ok(b, err)
		for i := range batches {
			ok(b, c.WriteBatch(ctx, &batches[i]))
		}
		ok(b, c.CompleteSource(ctx, model.Source{ID: 1, Size: int64(len(text)), SHA256: [32]byte{1}}))
		ok(b, c.Close())
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(samples)/seconds/1e6, "Msamples/s")
	b.ReportMetric(float64(len(batches))*2000/seconds/1e3, "kframes/s")
}

// BenchmarkSeries reads a series of a million points.
func BenchmarkSeries(b *testing.B) {
	const n = 1_000_000
	c := newCaseFile(b)
	r, err := c.BeginSource(b.Context(), announce("day.log", nil), nil)
	ok(b, err)
	batch := model.Batch{Source: r.Source, Evidence: []byte("x"), Samples: ordinarySamples(n)}
	for i := range batch.Samples {
		s := &batch.Samples[i]
		s.Station, s.Connector, s.Transaction, s.At.Source = "CP1", model.Some(int64(1)), model.Some(int64(7)), r.Source
	}
	ok(b, c.WriteBatch(b.Context(), &batch))
	ok(b, c.CompleteSource(b.Context(), model.Source{ID: r.Source, Size: 1}))
	span := model.Span{
		Source: r.Source, Station: "CP1", Connector: model.Some(int64(1)), ID: model.Some(int64(7)), Last: 1 << 60,
	}
	for b.Loop() {
		series, err := c.SpanSeries(b.Context(), []model.Span{span}, nil)
		ok(b, err)
		if len(series) != 1 || len(series[0].Points) != n {
			b.Fatal("points are missing")
		}
	}
}

// manyTransactions fills a case with transactions of which nothing but their rows is there.
func manyTransactions(tb testing.TB, n int) *Case {
	tb.Helper()
	c := newCaseFile(tb)
	ok(tb, putMany(tb, c, n))
	return c
}

func putMany(tb testing.TB, c *Case, n int) error {
	return c.ReplaceTransactions(tb.Context(), func(put func(Joined) error) error {
		for i := range n {
			start := model.UnixTime(1_700_000_000+int64(i%(n/10))*60, 0, 0, model.ZoneStated)
			tx := model.Transaction{
				Station: fmt.Sprintf("CP%d", i%50), Connector: model.Some(int64(i%2 + 1)), ID: model.Some(int64(i)),
				IDTag: fmt.Sprintf("TAG%05d", i%977), Start: start, First: start, Last: start, Stop: start.Add(3600e9),
				MeterStart: model.Some(int64(i)), MeterStop: model.Some(int64(i) + 5000), Complete: true,
				Energy: model.Some(model.NewDecimal(int64(i*7919%60_000), 0)), EnergyFrom: model.EnergyFromMeter,
				MaxPower: model.Some(model.NewDecimal(int64(i*31%22_000), 1)), At: model.Place{Source: 1, Line: i, Offset: int64(i) * 1000},
			}
			j := Joined{Tx: &tx}
			if i%4 == 0 {
				j.Findings = []model.Finding{{
					Rule: "TXN002", Severity: model.Severity(1 + i/4%3), At: tx.At, Count: 1, Want: "a stop", Frame: model.NoFrame,
				}}
			}
			if err := put(j); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkOpen opens a case of 100,000 transactions and reads what the window shows first.
func BenchmarkOpen(b *testing.B) {
	c := manyTransactions(b, 100_000)
	path := c.Path()
	ok(b, c.Close())
	for b.Loop() {
		c, err := Open(b.Context(), path)
		ok(b, err)
		keys, err := c.TransactionKeys(b.Context(), TransactionQuery{})
		ok(b, err)
		_, err = c.Transactions(b.Context(), keys[:128])
		ok(b, err)
		_, err = c.SeverityCounts(b.Context())
		ok(b, err)
		ok(b, c.Close())
	}
}

func BenchmarkReplaceTransactions(b *testing.B) {
	c := newCaseFile(b)
	for b.Loop() {
		ok(b, putMany(b, c, 100_000))
	}
}

func BenchmarkTransactionKeys(b *testing.B) {
	c := manyTransactions(b, 100_000)
	severity := model.SeverityError
	for name, q := range map[string]TransactionQuery{
		"default": {}, "severity": {Sort: SortSeverity, Desc: true}, "station": {Sort: SortStation}, "energy": {Sort: SortEnergy},
		"findings": {Sort: SortFindings, Desc: true}, "errors": {Severity: &severity}, "search": {Search: "cp7 txn002"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, err := c.TransactionKeys(b.Context(), q)
				ok(b, err)
			}
		})
	}
	keys, err := c.TransactionKeys(b.Context(), TransactionQuery{Sort: SortEnergy})
	ok(b, err)
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			_, err := c.Transactions(b.Context(), keys[50_000:50_128])
			ok(b, err)
		}
	})
}

// BenchmarkPackSamples packs and unpacks the samples of a log of 20 connectors, without the database.
func BenchmarkPackSamples(b *testing.B) {
	g := charging{stations: 1, connectors: 20, transactions: 5, frames: 330, perBatch: 2000}
	batches, _ := g.batches(1)
	n := 0
	for i := range batches {
		n += len(batches[i].Samples)
	}
	var packed []packedChunk
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			var w sampleWriter
			for i := range batches {
				for k := range batches[i].Samples {
					w.add(&batches[i].Samples[k])
				}
			}
			for _, m := range w.meters {
				w.close(m)
			}
			packed = w.packed
		}
		size := 0
		for i := range packed {
			size += len(packed[i].data)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/sample")
		b.ReportMetric(float64(size)/float64(n), "B/sample")
	})
	b.Run("read", func(b *testing.B) {
		var p points
		whole := model.Span{Source: 1, Last: 1 << 60}
		for b.Loop() {
			for i := range packed {
				p.reset(nil)
				ok(b, p.add(&chunkRow{count: packed[i].count, data: packed[i].data}, &whole, 1))
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/sample")
	})
}
