package check_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"meterscope/importer"
	"meterscope/model/check"
	"meterscope/model/store"
)

// TestAFullDiskLeavesACaseThatGoesOn fills the disk while a case is imported into, read again, and checked.
func TestAFullDiskLeavesACaseThatGoesOn(t *testing.T) {
	ctx := context.Background()
	dir, logs := t.TempDir(), t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no disk can be mounted here: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	longLogs(t, logs, 120)
	whole := filepath.Join(t.TempDir(), "whole.meterscope")
	in := []importer.Input{{Path: filepath.Join(logs, "a.log")}, {Path: filepath.Join(logs, "b.log")}}
	path, ballast := filepath.Join(dir, "c.meterscope"), filepath.Join(dir, "ballast")
	open := func(path string) *store.Case {
		t.Helper()
		c, err := store.Create(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		c.CommitEvery(1)
		return c
	}
	load := func(c *store.Case) error {
		_, err := importer.Run(ctx, in, check.NewSink(c, check.Options{}), importer.Options{})
		return err
	}
	// fill leaves so many bytes on the disk.
	fill := func(left int64) {
		t.Helper()
		b, err := os.Create(ballast) //nolint:gosec // ours
		if err != nil {
			t.Fatal(err)
		}
		piece := make([]byte, 4<<10)
		for err == nil {
			_, err = b.Write(piece)
		}
		size, _ := b.Seek(0, 2)
		if err := errors.Join(b.Truncate(max(0, size-left)), b.Close()); err != nil {
			t.Fatal(err)
		}
	}
	done := func(c *store.Case, err error) {
		t.Helper()
		if !errors.Is(err, store.ErrFull) {
			t.Errorf("on a full disk: %v", err)
		}
		if err := c.Close(); err != nil && !errors.Is(err, store.ErrFull) {
			t.Error(err)
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	}

	c := open(path)
	fill(400 << 10)
	done(c, load(c))
	c = open(path)
	integrity(t, c)
	if err := load(c); err != nil {
		t.Fatal(err)
	}
	reference := open(whole)
	if err := load(reference); err != nil {
		t.Fatal(err)
	}
	want := dump(t, reference)
	if got := dump(t, c); got != want {
		t.Errorf("imported after all, the case differs: %s", firstDifference(got, want))
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}

	for name, do := range map[string]func(*store.Case) error{
		"read again": func(c *store.Case) error { return reread(ctx, c, 1, importer.Options{Station: "YARD"}) },
		"checked":    func(c *store.Case) error { return check.Run(ctx, c, check.Options{}) },
		"removed":    func(c *store.Case) error { return check.Remove(ctx, c, check.Options{}, 1) },
	} {
		c := open(path)
		fill(16 << 10)
		done(c, do(c))
		c = open(path)
		integrity(t, c)
		if _, err := check.Refresh(ctx, c, check.Options{}); err != nil {
			t.Fatal(name, err)
		}
		if got := dump(t, c); got != want {
			t.Errorf("%s: the case is not as it was: %s", name, firstDifference(got, want))
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := reference.Close(); err != nil {
		t.Fatal(err)
	}
}
