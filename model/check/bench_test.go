package check_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model/check"
	"meterscope/model/store"
)

// shortTransactions writes the log of one station with 10 connectors: transactions of some minutes, one after
// the other, numbered on from first, with three meter values of four samples each.
func shortTransactions(first, n int) []byte {
	var log bytes.Buffer
	begin := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	id := 0
	frame := func(kind int, format string, args ...any) {
		fmt.Fprintf(&log, `[%d,"%d",`+format+"]\n", append([]any{kind, id}, args...)...)
	}
	const connectors, round = 10, 15
	for tx := 0; tx < n; tx += connectors {
		for minute := range 5 {
			for c := range connectors {
				number := first + tx + c
				at := begin.Add(time.Duration(tx/connectors*round+c)*time.Minute + time.Duration(minute)*time.Minute).Format(time.RFC3339)
				wh := number*900 + minute*200
				id++
				switch minute {
				case 0:
					frame(2, `"StartTransaction",{"connectorId":%d,"idTag":"TAG%d","meterStart":%d,"timestamp":"%s"}`, c+1, number%97, wh, at)
					frame(3, `{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}`, number)
				case 4:
					frame(2, `"StopTransaction",{"transactionId":%d,"meterStop":%d,"timestamp":"%s"}`, number, wh, at)
					frame(3, `{}`)
				default:
					frame(2, `"MeterValues",{"connectorId":%d,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[`+
						`{"value":"%d"},{"value":"%d.5","measurand":"Power.Active.Import","unit":"W"},`+
						`{"value":"16.%d","measurand":"Current.Import","phase":"L1","unit":"A"},`+
						`{"value":"%d","measurand":"SoC","unit":"Percent"}]}]}`, c+1, number, at, wh, 10_800+number%100, number%10, 20+minute)
					frame(3, `{}`)
				}
			}
		}
	}
	return log.Bytes()
}

// caseOf imports one log a station.
func caseOf(tb testing.TB, logs map[string][]byte) *store.Case {
	tb.Helper()
	ctx := context.Background()
	c, err := store.Temp(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = c.Close() })
	for station, log := range logs {
		in := []importer.Input{{Path: station + ".log", Reader: bytes.NewReader(log)}}
		if _, err := importer.Run(ctx, in, check.NewSink(c, check.Options{}), importer.Options{Station: station}); err != nil {
			tb.Fatal(err)
		}
	}
	return c
}

// BenchmarkShortTransactions checks 100,000 transactions of two stations.
func BenchmarkShortTransactions(b *testing.B) {
	const n = 50_000
	c := caseOf(b, map[string][]byte{"CP1": shortTransactions(1, n), "CP2": shortTransactions(n+1, n)})
	for b.Loop() {
		if err := check.Run(context.Background(), c, check.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
