package importer

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
)

// source is one stream of bytes that can be read from its beginning more than once.
type source struct {
	name string
	size int64                                  // bytes as they are read; −1 if unknown
	open func(last bool) (io.ReadCloser, error) // last: it won't be opened again
	raw  *atomic.Int64                          // bytes taken from disk or pipe by the last open
	disk int64                                  // of how many; 0 if unknown
	done func()                                 // lets go of what was kept for reading again
}

// fileSource is a file; one compressed with gzip, whatever its name, is read decompressed.
func fileSource(name, path string) (*source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	s := &source{name: name, size: info.Size(), disk: info.Size(), raw: new(atomic.Int64), done: func() {}}
	zipped, err := isGzip(path)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	if !info.Mode().IsRegular() || zipped {
		s.size = -1
	}
	s.open = func(bool) (io.ReadCloser, error) {
		f, err := os.Open(path) //nolint:gosec // the user names it
		if err != nil {
			return nil, fmt.Errorf("open log: %w", err)
		}
		s.raw.Store(0)
		c := &countingFile{File: f, n: s.raw}
		if !zipped {
			return c, nil
		}
		z, err := gzip.NewReader(bufio.NewReaderSize(c, 256<<10))
		if err != nil {
			_ = f.Close() // nothing was written to it
			return nil, fmt.Errorf("decompress %s: %w", name, err)
		}
		return &gzipFile{Reader: z, f: f, name: name}, nil
	}
	if !info.Mode().IsRegular() { // a pipe can't be opened again
		f, err := os.Open(path) //nolint:gosec // the user names it
		if err != nil {
			return nil, fmt.Errorf("open log: %w", err)
		}
		p := readerSource(name, f)
		keep := p.done
		p.done = func() { keep(); _ = f.Close() } // only read from
		return p, nil
	}
	return s, nil
}

func isGzip(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	f, err := os.Open(path) //nolint:gosec // the user names it
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // only read from
	var magic [3]byte
	n, err := io.ReadFull(f, magic[:])
	if err != nil && n < len(magic) {
		return false, nil // too short for anything
	}
	return bytes.Equal(magic[:], []byte{0x1f, 0x8b, 8}), nil
}

type countingFile struct {
	*os.File
	n *atomic.Int64
}

func (c *countingFile) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	c.n.Add(int64(n))
	return n, err
}

type gzipFile struct {
	*gzip.Reader
	f    *os.File
	name string
}

func (g *gzipFile) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("decompress %s: %w", g.name, err)
	}
	return n, err
}

func (g *gzipFile) Close() error { return g.f.Close() }

// readerSource is a stream that can be read once: what was read of it is kept, in a temporary file where it
// is more than keepInMemory, until nobody wants to begin again.
func readerSource(name string, r io.Reader) *source {
	k := &keeper{r: r, n: new(atomic.Int64)}
	return &source{name: name, size: -1, raw: k.n, open: k.open, done: k.forget}
}

const keepInMemory = 8 << 20

type keeper struct {
	r      io.Reader
	n      *atomic.Int64
	memory []byte
	file   *os.File
	size   int64 // kept
	err    error // of r, once it ended
	last   bool  // no need to keep more
}

func (k *keeper) open(last bool) (io.ReadCloser, error) {
	k.last = k.last || last
	k.n.Store(0)
	return &kept{k: k}, nil
}

func (k *keeper) forget() {
	k.memory = nil
	if k.file != nil {
		_ = k.file.Close()           // temporary
		_ = os.Remove(k.file.Name()) // temporary
		k.file = nil
	}
}

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
		k.file = f
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
	k := r.k
	switch {
	case len(p) == 0:
		return 0, nil
	case r.off < int64(len(k.memory)):
		n = copy(p, k.memory[r.off:])
	case r.off < k.size:
		n, err = k.file.ReadAt(p[:min(int64(len(p)), k.size-r.off)], r.off-int64(len(k.memory)))
		if n > 0 {
			err = nil
		}
	case k.err != nil:
		return 0, k.err
	default:
		n, err = k.r.Read(p)
		if err != nil {
			k.err = err
		}
		if !k.last && n > 0 {
			if err := k.keep(p[:n]); err != nil {
				return 0, err
			}
		}
	}
	r.off += int64(n)
	k.n.Add(int64(n))
	return n, err
}

func (r *kept) Close() error { return nil }
