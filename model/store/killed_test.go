package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"

	"meterscope/model"
)

// childPath names, for the test program started as a child, the case file to import into.
const childPath = "METERSCOPE_STORE_TEST_CASE"

func killedLog() charging {
	return charging{stations: 3, connectors: 2, transactions: 6, frames: 60, perBatch: 20}
}

// TestMain runs the tests, or as a child imports until it is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		if err := importAsChild(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func importAsChild(path string) error {
	ctx := context.Background()
	c, err := Create(ctx, path)
	if err != nil {
		return err
	}
	c.commitBytes = 3000
	g := killedLog()
	_, text := g.batches(0)
	r, err := c.BeginSource(ctx, announce("day.log", text), sumOf(text))
	if err != nil || r.Complete {
		return err
	}
	batches, _ := g.batches(r.Source)
	var wait [1]byte
	for i := range batches {
		if batches[i].Offset < r.Offset {
			continue
		}
		if err := c.WriteBatch(ctx, &batches[i]); err != nil {
			return err
		}
		fmt.Println("batch", i)       //nolint:forbidigo // tells the parent
		_, _ = os.Stdin.Read(wait[:]) // until it says to go on; at the end of its words there is no waiting
	}
	err = c.CompleteSource(ctx, model.Source{ID: r.Source, Name: "day.log", Size: int64(len(text)), SHA256: sha256.Sum256(text)})
	return errors.Join(err, c.Close())
}

func TestKilledImportResumesToTheExactCounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed.meterscope")
	g := killedLog()
	whole, text := g.batches(1)
	r := rand.New(rand.NewPCG(1, 2))
	kills := 0
	for round := 0; ; round++ {
		if round > 200 {
			t.Fatal("the import makes no progress")
		}
		finished := runAndKill(t, path, r.IntN(12))
		c, err := Create(t.Context(), path)
		ok(t, err)
		if finished {
			checkWhole(t, c, 1, g, text)
			ok(t, c.Close())
			break
		}
		kills++
		checkPrefix(t, c, whole)
		ok(t, c.Close())
	}
	if kills < 3 {
		t.Errorf("killed only %d times", kills)
	}
}

// runAndKill starts the import and kills it when it has written so many batches; true if it came to its end.
func runAndKill(t *testing.T, path string, after int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0]) //nolint:gosec // this very program
	cmd.Env = append(os.Environ(), childPath+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	ok(t, err)
	in, err := cmd.StdinPipe()
	ok(t, err)
	ok(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for n := 0; n < after && lines.Scan(); n++ {
		_, _ = in.Write([]byte{'\n'}) // it may have come to its end
	}
	if after < 11 {
		_ = cmd.Process.Kill() // while it writes the next batch
	}
	_ = in.Close()
	_, _ = io.Copy(io.Discard, out) // the pipe ends with the process
	return cmd.Wait() == nil
}

// checkPrefix holds all tables against the ledger: they must say the same, and what they say must be the
// beginning of the log.
func checkPrefix(t *testing.T, c *Case, whole []model.Batch) {
	t.Helper()
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if len(sources) == 0 {
		return // killed before anything
	}
	var want model.Counts
	samples, findings, events := 0, 0, 0
	var frames []model.Frame
	for _, b := range whole {
		if b.End() > sources[0].Size {
			break
		}
		want.Add(b.Counts)
		samples += len(b.Samples)
		findings += len(b.Findings)
		events += len(b.Events)
		frames = append(frames, b.Frames...)
	}
	if sources[0].Counts != want {
		t.Errorf("counts are %+v, want %+v", sources[0].Counts, want)
	}
	for table, n := range map[string]int{"frames": len(frames), "chunk": samples, "finding": findings, "event": events} {
		var got int
		ok(t, c.reader.QueryRow(`SELECT coalesce(sum(count), 0) FROM `+table).Scan(&got))
		if got != n {
			t.Errorf("%s holds %d, want %d", table, got, n)
		}
	}
	i := 0
	for f, err := range c.Frames(t.Context(), 1) {
		ok(t, err)
		if !reflect.DeepEqual(*f, frames[i]) {
			t.Fatalf("frame is %+v, want %+v", *f, frames[i])
		}
		i++
	}
	var length int64
	ok(t, c.reader.QueryRow(`SELECT coalesce(sum(length), 0) FROM evidence`).Scan(&length))
	if length != sources[0].Size {
		t.Errorf("%d bytes of evidence, want %d", length, sources[0].Size)
	}
	var report string
	ok(t, c.reader.QueryRow(`PRAGMA integrity_check`).Scan(&report))
	if report != "ok" {
		t.Errorf("integrity: %s", report)
	}
}
