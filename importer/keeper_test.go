package importer

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// What a reader that nobody listens to any more was waiting for belongs to the one that reads on.
func TestStreamIsReadOnWhileAnEarlierReaderWaits(t *testing.T) {
	in, out := io.Pipe()
	src := readerSource("-", in)
	defer src.done()
	early, err := src.open(false)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = out.Write([]byte("first ")) }()
	if _, err := io.ReadFull(early, make([]byte, 6)); err != nil {
		t.Fatal(err)
	}
	waits := make(chan error)
	go func() {
		_, err := io.ReadAll(early)
		waits <- err
	}()
	late, err := src.open(true)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 6)
	if _, err := io.ReadFull(late, got); err != nil || string(got) != "first " {
		t.Fatalf("%q, %v", got, err)
	}
	go func() {
		_, _ = out.Write([]byte("second"))
		_ = out.Close()
	}()
	rest, err := io.ReadAll(late)
	if err != nil || string(rest) != "second" {
		t.Errorf("read on %q, %v", rest, err)
	}
	if err := <-waits; !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the earlier reader ended with %v", err)
	}
}

func TestStreamIsKeptUntilItIsReadForTheLastTime(t *testing.T) {
	text := strings.Repeat("0123456789abcdef", (keepInMemory+1<<20)/16)
	src := readerSource("-", strings.NewReader(text))
	for range 2 {
		r, err := src.open(false)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != text {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
	}
	r, err := src.open(true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, r, 100); err != nil {
		t.Fatal(err)
	}
	src.done()
	if _, err := r.Read(make([]byte, 1)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("read after the end: %v", err)
	}
}

// An import of a stream that begins like an interrupted one but differs later begins again.
func TestChangedStreamIsReadFromItsBeginning(t *testing.T) {
	text := []byte(mixedLog(12 << 20))
	m := &memory{failAt: 2}
	if _, err := Run(t.Context(), []Input{{Path: "-", Reader: bytes.NewReader(text)}}, m, Options{}); !errors.Is(err, errFull) {
		t.Fatal(err)
	}
	changed := bytes.Clone(text)
	changed[1<<19] ^= 1
	rep, err := Run(t.Context(), []Input{{Path: "-", Reader: bytes.NewReader(changed)}}, m, Options{})
	if err != nil || rep.Sources[0].Err != nil {
		t.Fatal(err, rep.Sources[0].Err)
	}
	if len(m.sources) != 2 || !bytes.Equal(m.sources[1].evidence, changed) {
		t.Errorf("%d sources", len(m.sources))
	}
}

func TestStreamsAreKeptInTemporaryFilesOnlyWhileTheyAreRead(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	importText(t, strings.Repeat("x", keepInMemory+1<<20)+`[2,"1","Heartbeat",{}]`, Options{})
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}
