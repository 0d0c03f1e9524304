package check_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model/check"
	"meterscope/model/store"
)

// BenchmarkFollowStep takes steps of twenty lines behind the first megabytes of a log of one station.
// METERSCOPE_LOG names the log, METERSCOPE_MB how much of it is there before, instead of 1 MB of one made here;
// METERSCOPE_STEP is the bytes of a step.
func BenchmarkFollowStep(b *testing.B) {
	log, size := os.Getenv("METERSCOPE_LOG"), int64(1<<20)
	if n, err := strconv.ParseInt(os.Getenv("METERSCOPE_MB"), 10, 64); err == nil {
		size = n << 20
	}
	each := int64(16 << 10)
	if n, err := strconv.ParseInt(os.Getenv("METERSCOPE_STEP"), 10, 64); err == nil {
		each = n
	}
	if log == "" {
		log = filepath.Join(b.TempDir(), "made.log")
		if err := os.WriteFile(log, chargingLog(4000), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	in, err := os.Open(log)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close() //nolint:errcheck // only read from
	path := filepath.Join(b.TempDir(), "live.log")
	out, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close() //nolint:errcheck // a test's
	grow := func(n int64) {
		if _, err := io.CopyN(out, in, n); err != nil {
			b.Fatal(err)
		}
	}
	grow(size)
	c, err := store.Create(context.Background(), filepath.Join(b.TempDir(), "live.meterscope"))
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // a test's
	f := importer.NewFollower(path, importer.Options{})
	defer f.Close() //nolint:errcheck // only read from
	live := check.NewLive(c, check.Options{})
	step := func() {
		if _, err := f.Step(b.Context(), live, false); err != nil {
			b.Fatal(err)
		}
		if err := live.Finish(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	step()
	var took []time.Duration
	for b.Loop() {
		grow(each)
		began := time.Now()
		step()
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(took[0].Seconds()*1000, "fastest-ms")
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "median-ms")
}
