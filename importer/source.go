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
