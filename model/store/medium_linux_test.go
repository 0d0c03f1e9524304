package store

import (
	"crypto/sha256"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"meterscope/model"
)

// medium gives a small disk of its own and a way to mount it anew; where that isn't allowed the test is
// skipped.
func medium(t *testing.T, size string) (dir string, remount func(options string)) {
	t.Helper()
	dir = t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no disk can be mounted here: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	return dir, func(options string) {
		out, err := exec.Command("mount", "-o", "remount,"+options, dir).CombinedOutput()
		if err != nil {
			t.Fatalf("remount: %s", out)
		}
	}
}

func TestReadOnlyMedium(t *testing.T) {
	dir, remount := medium(t, "16m")
	g := small()
	closed := filepath.Join(dir, "closed.meterscope")
	c, err := Create(t.Context(), closed)
	ok(t, err)
	source, text := importLog(t, c, g, "day.log")
	joinLog(t, c, g)
	ok(t, c.Close())

	// One as a process that was killed leaves it, its log moved into the file but the file still marked for it.
	c, err = Create(t.Context(), closed)
	ok(t, err)
	_, err = c.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	ok(t, err)
	content, err := os.ReadFile(closed)
	ok(t, err)
	marked := filepath.Join(dir, "marked.meterscope")
	ok(t, os.WriteFile(marked, content, 0o600))
	ok(t, c.Close())

	remount("ro")
	for _, path := range []string{closed, marked} {
		_, err = Open(t.Context(), path)
		wantErr(t, err, ErrReadOnly)
		_, err = Create(t.Context(), path)
		wantErr(t, err, ErrReadOnly)
		r, err := OpenReadOnly(t.Context(), path)
		ok(t, err)
		checkWhole(t, r, source, g, text)
		ok(t, r.Close())
	}
	_, err = Create(t.Context(), filepath.Join(dir, "new.meterscope"))
	wantErr(t, err, ErrNoPlace)
}

func TestFullDiskLeavesACaseThatGoesOn(t *testing.T) {
	dir, remount := medium(t, "600k")
	path := filepath.Join(dir, "c.meterscope")
	c, err := Create(t.Context(), path)
	ok(t, err)
	g := charging{stations: 8, connectors: 8, transactions: 2, frames: 60, perBatch: 500}
	c.commitBytes = 1
	_, text := g.batches(0)
	r, err := c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	batches, _ := g.batches(r.Source)
	for i := range batches {
		if err = c.WriteBatch(t.Context(), &batches[i]); err != nil {
			break
		}
	}
	wantErr(t, err, ErrFull)
	if err := c.Close(); err != nil && !errors.Is(err, ErrFull) {
		t.Error(err)
	}

	remount("size=64m")
	c, err = Open(t.Context(), path)
	ok(t, err)
	defer closing(t, c)
	checkPrefix(t, c, batches)
	r, err = c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	for i := range batches {
		if batches[i].Offset >= r.Offset {
			ok(t, c.WriteBatch(t.Context(), &batches[i]))
		}
	}
	ok(t, c.CompleteSource(t.Context(), model.Source{
		ID: r.Source, Name: "day.log", Size: int64(len(text)), SHA256: sha256.Sum256(text),
	}))
	checkWhole(t, c, r.Source, g, text)
}

func TestNoRoomForACase(t *testing.T) {
	dir, _ := medium(t, "64k")
	ok(t, os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 60<<10), 0o600))
	_, err := Create(t.Context(), filepath.Join(dir, "c.meterscope"))
	wantErr(t, err, ErrFull)
}

func TestTheFolderOfAnOpenCaseIsTakenAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "stick")
	ok(t, os.Mkdir(dir, 0o700))
	c, err := Create(t.Context(), filepath.Join(dir, "c.meterscope"))
	ok(t, err)
	_, _ = importLog(t, c, small(), "day.log")
	ok(t, os.RemoveAll(dir))
	c.reader.SetMaxIdleConns(0) // what is open still reads: another handle can't
	_, err = c.Sources(t.Context())
	wantErr(t, err, ErrNoFolder)
	_ = c.Close() // there is nothing to keep
}
