package check_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/importer/headroom"
	"meterscope/model/check"
	"meterscope/model/store"
)

// BenchmarkImport imports a log into a case file, as the command does: read, check, keep, join, close.
// METERSCOPE_LOG names a log to measure with instead of the one made here.
//
// B/sample is the case file without the evidence; evidence-% is the evidence in parts of the log.
func BenchmarkImport(b *testing.B) {
	log := os.Getenv("METERSCOPE_LOG")
	if log == "" {
		log = filepath.Join(b.TempDir(), "bench.log")
		if err := os.WriteFile(log, chargingLog(11_000), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(log)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	path := filepath.Join(b.TempDir(), "bench.meterscope")
	for b.Loop() {
		if err := os.RemoveAll(path); err != nil {
			b.Fatal(err)
		}
		importInto(b, path, log)
	}
	perSample, evidence := caseSize(b, path)
	b.ReportMetric(perSample, "B/sample")
	b.ReportMetric(evidence, "evidence-%")
}

// TestCaseFileStaysSmall holds a case to what may be mailed: 8 bytes a sample, and 12 % of the log for the
// evidence.
func TestCaseFileStaysSmall(t *testing.T) {
	dir := t.TempDir()
	log, path := filepath.Join(dir, "day.log"), filepath.Join(dir, "day.meterscope")
	if err := os.WriteFile(log, chargingLog(11_000), 0o600); err != nil {
		t.Fatal(err)
	}
	importInto(t, path, log)
	perSample, evidence := caseSize(t, path)
	if perSample > 8 || evidence > 12 {
		t.Errorf("%.1f bytes a sample, evidence %.1f %% of the log", perSample, evidence)
	}
}

func importInto(tb testing.TB, path, log string) {
	tb.Helper()
	defer headroom.Keep(headroom.Import)()
	c, err := store.Create(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	rep, err := importer.Run(tb.Context(), []importer.Input{{Path: log}}, check.NewSink(c, check.Options{}), importer.Options{})
	if err == nil {
		err = rep.Sources[0].Err
	}
	if err != nil {
		tb.Fatal(err)
	}
	if err := c.Close(); err != nil {
		tb.Fatal(err)
	}
}

// caseSize gives the bytes a sample, without the evidence, and the evidence in percent of the log.
func caseSize(tb testing.TB, path string) (perSample, evidence float64) {
	tb.Helper()
	info, err := os.Stat(path)
	if err != nil {
		tb.Fatal(err)
	}
	c, err := store.OpenReadOnly(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // it was only read
	db, err := c.SQL()
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // likewise
	var size, packed, samples float64
	err = db.QueryRowContext(tb.Context(), `SELECT sum(size), (SELECT sum(length(data)) FROM evidence), sum(sampled_values) FROM source`).
		Scan(&size, &packed, &samples)
	if err != nil {
		tb.Fatal(err)
	}
	return (float64(info.Size()) - packed) / samples, 100 * packed / size
}

// chargingLog writes the log of a station with 20 connectors: n MeterValues of a dozen samples each, in
// transactions of an hour.
func chargingLog(n int) []byte {
	const connectors, frames = 20, 330
	var log bytes.Buffer
	begin := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	id := 19_000_000
	call := func(action, payload, answer string, args ...any) {
		id++
		fmt.Fprintf(&log, `[2,"%d","%s",`+payload+"]\n[3,\"%d\",%s]\n", append(append([]any{id, action}, args...), id, answer)...)
	}
	noise := uint32(1)
	random := func(below int) int {
		noise = noise*1664525 + 1013904223
		return int(noise>>8) % below
	}
	wh := make([]int, connectors)
	for i := range n {
		c, round := i%connectors, i/connectors
		at := begin.Add(time.Duration(round*10) * time.Second).Format(time.RFC3339)
		tx := 1000 + round/frames*connectors + c
		if round%frames == 0 {
			if round > 0 {
				call("StopTransaction", `{"transactionId":%d,"idTag":"TAG%05d","meterStop":%d,"timestamp":"%s"}`, `{}`,
					tx-connectors, (tx-connectors)%977, wh[c], at)
			}
			call("StartTransaction", `{"connectorId":%d,"idTag":"TAG%05d","meterStart":%d,"timestamp":"%s"}`,
				fmt.Sprintf(`{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}`, tx), c+1, tx%977, wh[c], at)
		}
		wh[c] += 20 + random(3)
		var values bytes.Buffer
		value := func(measurand, phase, unit string, v, digits int) {
			if values.Len() > 0 {
				values.WriteByte(',')
			}
			fmt.Fprintf(&values, `{"value":"%d.%0*d","context":"Sample.Periodic","measurand":"%s",`, v/10, digits, v%10, measurand)
			if phase != "" {
				fmt.Fprintf(&values, `"phase":"%s",`, phase)
			}
			fmt.Fprintf(&values, `"location":"Outlet","unit":"%s"}`, unit)
		}
		value("Energy.Active.Import.Register", "", "Wh", wh[c]*10, 1)
		value("Power.Active.Import", "", "W", 75_000+random(9000), 1)
		for _, line := range []string{"L1", "L2", "L3"} {
			value("Power.Active.Import", line, "W", 25_000+random(3000), 1)
			value("Current.Import", line, "A", 110+random(12), 1)
			value("Voltage", line, "V", 2280+random(60), 1)
		}
		value("SoC", "", "Percent", 200+round%frames*2, 1)
		call("MeterValues", `{"connectorId":%d,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[%s]}]}`, `{}`,
			c+1, tx, at, values.String())
	}
	return log.Bytes()
}
