package importer

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// readerSource is a stream that can be read once: what was read of it is kept, in a temporary file where it
// is more than keepInMemory, until nobody wants to begin again.
func readerSource(name string, r io.Reader) *source {
	k := &keeper{r: r}
	return &source{name: name, size: -1, open: k.open, done: k.forget}
}

const keepInMemory = 8 << 20

// keeper keeps what is read of a stream. A reader of it that nobody listens to any more may still be waiting
// for the stream to say something: nobody can wait for that, so each is guarded from the others.
type keeper struct {
	r io.Reader

	reading sync.Mutex // held while r is read from
	mu      sync.Mutex // guards what follows; never held while r is read from
	memory  []byte
	file    *os.File
	named   bool  // the file has a name to remove
	size    int64 // kept
	err     error // of r, once it ended
	last    *kept // the reader that is the last one: what it reads isn't kept
	gone    bool  // nobody reads any more
}

// open begins to read from the start. With last it is the last time, and readers opened before end.
func (k *keeper) open(last bool) (io.ReadCloser, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	r := &kept{k: k}
	if last {
		k.last = r
	}
	return r, nil
}

func (k *keeper) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.gone, k.memory = true, nil
	file := k.file
	k.file = nil
	switch {
	case file == nil:
	case k.named:
		_ = file.Close()           // temporary
		_ = os.Remove(file.Name()) // temporary
	default:
		go file.Close() //nolint:errcheck // temporary; a large one takes the system a while
	}
}

// keep adds what was read. The caller holds mu.
func (k *keeper) keep(p []byte) error {
	if k.file == nil && len(k.memory)+len(p) <= keepInMemory {
		k.memory = append(k.memory, p...)
		k.size += int64(len(p))
		return nil
	}
	if k.file == nil {
		f, err := os.CreateTemp("", "meterscope-*.log")
		if err != nil {
			return fmt.Errorf("keep the input to read it again: %w", err)
		}
		k.file, k.named = f, os.Remove(f.Name()) != nil // nothing is left of it however the program ends; Windows keeps it
	}
	n, err := k.file.WriteAt(p, k.size-int64(len(k.memory)))
	k.size += int64(n)
	if err != nil {
		return fmt.Errorf("keep the input to read it again: %w", err)
	}
	return nil
}

// kept reads what is kept, and then on.
type kept struct {
	k   *keeper
	off int64
}

func (r *kept) Read(p []byte) (n int, err error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, ok, err := r.again(p)
	if !ok {
		n, err = r.on(p)
	}
	r.off += int64(n)
	return n, err
}

func (r *kept) Close() error { return nil }

// again reads what is kept. It is not ok where that is all read.
func (r *kept) again(p []byte) (n int, ok bool, err error) {
	k := r.k
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.gone || k.last != nil && k.last != r:
		return 0, true, io.ErrClosedPipe
	case r.off < int64(len(k.memory)):
		return copy(p, k.memory[r.off:]), true, nil
	case r.off < k.size:
		n, err = k.file.ReadAt(p[:min(int64(len(p)), k.size-r.off)], r.off-int64(len(k.memory)))
		if n > 0 {
			err = nil
		}
		return n, true, err
	case k.err != nil:
		return 0, true, k.err
	}
	return 0, false, nil
}

// on reads on behind what is kept.
func (r *kept) on(p []byte) (int, error) {
	k := r.k
	k.reading.Lock()
	defer k.reading.Unlock()
	if n, ok, err := r.again(p); ok { // another one read on meanwhile
		return n, err
	}
	n, err := k.r.Read(p)
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		k.err = err
	}
	if k.last != r && !k.gone && n > 0 {
		if err := k.keep(p[:n]); err != nil {
			k.err = err
			return 0, err
		}
	}
	return n, err
}
