package check_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

// childCase names, for the test program started as a child, the case file to work on; the logs stand beside it.
const childCase = "METERSCOPE_CHECK_TEST_CASE"

// TestMain runs the tests, or as a child imports until it is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(childCase); path != "" {
		if err := workAsChild(context.Background(), path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// workAsChild imports two logs and then reads the first again otherwise. Begun again it goes on.
func workAsChild(ctx context.Context, path string) error {
	c, err := store.Create(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(work(ctx, c, filepath.Dir(path)), c.Close())
}

func work(ctx context.Context, c *store.Case, folder string) error {
	c.CommitEvery(1)
	in := []importer.Input{{Path: filepath.Join(folder, "a.log")}, {Path: filepath.Join(folder, "b.log")}}
	if _, err := importer.Run(ctx, in, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
		return err
	}
	sources, err := c.Sources(ctx)
	if err != nil {
		return err
	}
	if sources[0].StationFrom != model.FromUser {
		if err := reread(ctx, c, sources[0].ID, importer.Options{Station: "YARD"}); err != nil {
			return err
		}
	}
	_, err = check.Refresh(ctx, c, check.Options{})
	return err
}

// longLogs writes two logs of some megabytes that overlap. The first names no station; both hold quirks that give
// findings.
func longLogs(t *testing.T, folder string, transactions int) {
	t.Helper()
	var named, bare bytes.Buffer
	line := func(at time.Time, tx int, frame string) {
		stamp, sent := at.Format("2006-01-02 15:04:05.000"), "receive message"
		if strings.HasPrefix(frame, "[3") {
			sent = "send"
		}
		if tx < transactions*2/3 {
			fmt.Fprintf(&bare, "%s INFO %s\n", stamp, frame)
		}
		if tx >= transactions/2 {
			fmt.Fprintf(&named, "%s INFO (MainThread) [ocpp] CP1: %s %s\n", stamp, sent, frame)
		}
	}
	at := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	for tx := range transactions {
		line(at, tx, fmt.Sprintf(`[2,"s%d","StartTransaction",{"connectorId":1,"idTag":"T%d","meterStart":%d,"timestamp":"%s"}]`, tx, tx%7, tx*1000, at.Format(time.RFC3339)))
		line(at, tx, fmt.Sprintf(`[3,"s%d",{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}]`, tx, tx+1))
		for m := range 60 {
			at = at.Add(time.Minute)
			unit := "W"
			if m%9 == 0 {
				unit = "Watt"
			}
			line(at, tx, fmt.Sprintf(`[2,"m%d-%d","MeterValues",{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[`+
				`{"value":"%d","unit":"Wh"},{"value":"%d.%d","measurand":"Power.Active.Import","unit":"%s"},{"value":"%d","measurand":"SoC","unit":"Percent","location":"EV"}]}]}]`,
				tx, m, tx+1, at.Format(time.RFC3339), tx*1000+m*10, 600+m, tx%10, unit, 20+m/2))
			line(at, tx, fmt.Sprintf(`[3,"m%d-%d",{}]`, tx, m))
		}
		at = at.Add(time.Minute)
		line(at, tx, fmt.Sprintf(`[2,"e%d","StopTransaction",{"transactionId":%d,"meterStop":%d,"timestamp":"%s","reason":"Local"}]`, tx, tx+1, tx*1000+600, at.Format(time.RFC3339)))
		line(at, tx, fmt.Sprintf(`[3,"e%d",{}]`, tx))
		at = at.Add(time.Hour)
	}
	for name, text := range map[string][]byte{"a.log": bare.Bytes(), "b.log": named.Bytes()} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// dump writes all that a case holds of its logs: sources, frames and which of them count, samples, findings and
// transactions with their keys.
func dump(t *testing.T, c *store.Case) string {
	t.Helper()
	ctx := context.Background()
	var b strings.Builder
	failed := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	sources, err := c.Sources(ctx)
	failed(err)
	for _, s := range sources {
		fmt.Fprintf(&b, "%+v\n", s)
		repeats, err := c.Repeated(ctx, s.ID)
		failed(err)
		for f, err := range c.Frames(ctx, s.ID) {
			failed(err)
			fmt.Fprintf(&b, "%+v %v\n", *f, repeats.Has(f.Seq))
		}
	}
	fmt.Fprintf(&b, "%s\n%v\n%s", strings.Join(contents(t, c), "\n"), keys(t, c), transactions(t, c))
	for f, err := range c.Findings(ctx, store.FindingQuery{}) {
		failed(err)
		fmt.Fprintf(&b, "%+v\n", *f)
	}
	return b.String()
}

func integrity(t *testing.T, c *store.Case) {
	t.Helper()
	db, err := c.SQL()
	if err != nil {
		t.Fatal(err)
	}
	var report string
	if err := errors.Join(db.QueryRow(`PRAGMA integrity_check`).Scan(&report), db.Close()); err != nil || report != "ok" {
		t.Fatalf("integrity: %s %v", report, err)
	}
}

// TestKilledAtRandomTheCaseIsWholeAndTheImportGoesOn kills an import of two logs, the joining after it, and a reading
// of the first log again, twenty times.
func TestKilledAtRandomTheCaseIsWholeAndTheImportGoesOn(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	longLogs(t, folder, killedTransactions)
	path := filepath.Join(folder, "whole.meterscope")
	began := time.Now() //nolint:forbidigo // how long it takes, so that it is killed within
	if killed := childFor(t, path, time.Minute); killed {
		t.Fatal("the import doesn't come to its end")
	}
	whole := time.Since(began) //nolint:forbidigo // likewise
	want := dumpOf(t, path)
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same places each time, as far as clocks allow
	path = filepath.Join(folder, "killed.meterscope")
	for kills, ends := 0, 0; kills < 20 || ends == 0; {
		if ends > 100 {
			t.Fatalf("killed only %d times: it ends before", kills)
		}
		while := time.Duration(r.Int64N(int64(whole) * 3 / 5))
		if kills >= 20 { // now it is to come to its end
			while = time.Minute
		}
		if childFor(t, path, while) {
			kills++
			if _, err := os.Stat(path); err != nil {
				continue // killed before anything
			}
			c, err := store.Create(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			integrity(t, c)
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		ends++
		if got := dumpOf(t, path); got != want {
			t.Fatalf("after %d kills the case differs: %s", kills, firstDifference(got, want))
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// childFor works on a case in a child, and kills it after a while; false if it came to its end before.
func childFor(t *testing.T, path string, while time.Duration) (killed bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0]) //nolint:gosec // this very program
	cmd.Env = append(os.Environ(), childCase+"="+path)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(while, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	kill.Stop()
	if said.Len() > 0 {
		t.Fatalf("the child says: %s", said.String())
	}
	return err != nil
}

func dumpOf(t *testing.T, path string) string {
	t.Helper()
	c, err := store.OpenReadOnly(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	integrity(t, c)
	text := dump(t, c)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return text
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d is\n%s\nwant\n%s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}
