package importer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"meterscope/model"
)

// blackHole is a sink that only counts.
type blackHole struct{ counts model.Counts }

func (b *blackHole) Begin(context.Context, model.Announcement, func() ([32]byte, error)) (model.Resume, error) {
	return model.Resume{Source: 1}, nil
}

func (b *blackHole) Write(_ context.Context, batch *model.Batch) error {
	b.counts.Add(batch.Counts)
	return nil
}

func (b *blackHole) Complete(context.Context, model.Source) error { return nil }
func (b *blackHole) Finish(context.Context) error                 { return nil }

// METERSCOPE_LOG names a log to measure with instead of the one made here.
func BenchmarkRun(b *testing.B) {
	path := os.Getenv("METERSCOPE_LOG")
	if path == "" {
		path = filepath.Join(b.TempDir(), "bench.log")
		if err := os.WriteFile(path, sampleLog(20000), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		sink := &blackHole{}
		rep, err := Run(b.Context(), []Input{{Path: path}}, sink, Options{})
		if err != nil || rep.Sources[0].Err != nil {
			b.Fatal(err, rep.Sources[0].Err)
		}
		if testing.Verbose() {
			b.Logf("%+v", sink.counts)
		}
	}
}

// sampleLog writes a log of n MeterValues frames and their answers.
func sampleLog(n int) []byte {
	var b []byte
	for i := range n {
		second := fmt.Sprintf("2025-03-01T%02d:%02d:%02dZ", i/3600%24, i/60%60, i%60)
		b = fmt.Appendf(b, `[2,"%d","MeterValues",{"connectorId":%d,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[`,
			i, i%20+1, 1000+i%20, second)
		b = fmt.Appendf(b, `{"value":"%d","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","location":"Outlet","unit":"Wh"}`, 1000+i)
		for _, phase := range []string{"L1", "L2", "L3"} {
			b = fmt.Appendf(b, `,{"value":"%d.%d","context":"Sample.Periodic","measurand":"Power.Active.Import","phase":"%s","location":"Outlet","unit":"W"}`, 3000+i%700, i%10, phase)
			b = fmt.Appendf(b, `,{"value":"%d.%d","context":"Sample.Periodic","measurand":"Current.Import","phase":"%s","location":"Outlet","unit":"A"}`, 10+i%7, i%10, phase)
		}
		b = fmt.Appendf(b, `]}]}]`+"\n"+`[3,"%d",{}]`+"\n", i)
	}
	return b
}
