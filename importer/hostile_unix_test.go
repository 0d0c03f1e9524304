//go:build unix

package importer

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// stops cancels an import a moment after it began and says how long that took.
func stops(t *testing.T, in Input) time.Duration {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var begin time.Time
	time.AfterFunc(100*time.Millisecond, func() {
		begin = time.Now() //nolint:forbidigo // it is measured
		cancel()
	})
	if _, err := Run(ctx, []Input{in}, &memory{}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	return time.Since(begin) //nolint:forbidigo // it is measured
}

// Whatever a reader lets one wait for: an import of it can be cancelled.
func TestImportOfWhatNeverComesIsCancelled(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "never.log")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	silent := filepath.Join(t.TempDir(), "silent.log")
	if err := syscall.Mkfifo(silent, 0o600); err != nil {
		t.Skip(err)
	}
	go func() { // somebody who opens it, and says nothing
		f, err := os.OpenFile(silent, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		<-t.Context().Done()
		_ = f.Close() // nothing was written
	}()
	r, w := io.Pipe()
	defer w.Close() //nolint:errcheck // nothing is written
	cells := "time;direction;message\n" + strings.Repeat(`2026-01-01T00:00:00Z;in;"[2,""a"",""Heartbeat"",{}]"`+"\n", 3)
	for name, in := range map[string]Input{
		"a pipe that nobody opens":     {Path: fifo},
		"a pipe into which comes none": {Path: silent},
		"standard input":               {Path: "-", Reader: r},
		"zeros without end":            {Path: "/dev/zero"},
		"a row of cells without end":   {Path: "-", Reader: io.MultiReader(strings.NewReader(cells), endless(";"))},
		"frames that begin, no end":    {Path: "-", Reader: endless("[2,\"")},
	} {
		t.Run(name, func(t *testing.T) {
			if took := stops(t, in); took > 2*time.Second { // 0.2 s, where nobody else needs the machine
				t.Errorf("it took %v", took)
			}
		})
	}
}

// endless gives the same again and again.
type endless string

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e)
	}
	return n, nil
}

// What is kept of a pipe has no name by which it could be left behind.
func TestWhatIsKeptOfAPipeIsLeftNowhere(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	src := readerSource("-", strings.NewReader(strings.Repeat("x", 3*keepInMemory)))
	defer src.done()
	stream, err := src.open(false)
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, stream)
	if left, _ := os.ReadDir(dir); err != nil || n != 3*keepInMemory || len(left) > 0 {
		t.Error(n, err, left)
	}
	if stream, err = src.open(true); err != nil {
		t.Fatal(err)
	}
	if again, err := io.Copy(io.Discard, stream); err != nil || again != n {
		t.Error(again, err)
	}
}

// What comes through a pipe is read to its end, however it comes.
func TestPipeIsReadToItsEnd(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "a.log")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	text := mixedLog(3 << 20)
	go func() {
		if err := os.WriteFile(fifo, []byte(text), 0o600); err != nil {
			t.Error(err)
		}
	}()
	m := &memory{}
	rep, err := Run(t.Context(), []Input{{Path: fifo}}, m, Options{})
	if err != nil || rep.Sources[0].Err != nil {
		t.Fatal(err, rep.Sources[0].Err)
	}
	if string(m.sources[0].evidence) != text {
		t.Errorf("%d bytes of %d", len(m.sources[0].evidence), len(text))
	}
}
