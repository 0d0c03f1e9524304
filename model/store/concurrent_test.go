package store

import (
	"sync"
	"testing"

	"meterscope/model"
)

// A window reads, sets and joins while an import writes.
func TestReadersDoNotWaitForAnImport(t *testing.T) {
	c := newCaseFile(t)
	c.commitBytes = 2000
	g := small()
	importLog(t, c, g, "first.log")
	joinLog(t, c, g)
	other := charging{stations: 3, connectors: 2, transactions: 3, frames: 50, perBatch: 30}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for _, read := range []func() error{
		func() error { return readAll(t, c, 1) },
		func() error { return c.SetSetting(t.Context(), "zone", "UTC") },
		func() error {
			return c.ReplaceTransactions(t.Context(), func(put func(Joined) error) error {
				return put(Joined{Tx: &model.Transaction{Station: "CP1", At: model.Place{Source: 1}}})
			})
		},
	} {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := read(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	source, text := importLog(t, c, other, "second.log")
	close(done)
	readers.Wait()
	checkWhole(t, c, source, other, text)
}
