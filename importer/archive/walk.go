package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"sync/atomic"
)

// Member is one log, or what may be one: a file, decompressed, or a member of an archive.
type Member struct {
	Name string // of the file, or "a.zip/b.log"
	Size int64  // bytes decompressed; −1 if unknown
	Err  error  // speaks against reading it: then it can't be opened

	// Open begins to read. It may be called again, before the next member is asked for, unless Stream is set.
	// The reader may be closed while it is read from.
	Open func() (io.ReadCloser, error)
	// Stream is the member if it can be read only once. It ends when the next member is asked for.
	Stream io.Reader
}

// Walk goes through a file, or a stream, for the logs in it. Close it.
type Walk struct {
	name   string
	root   item
	file   *os.File // a file on disk, while it is walked
	done   atomic.Int64
	halted atomic.Bool // nothing more is to be read
	budget budget

	members   int
	memory    int64 // held by archives that are not read in place
	container bool  // the root is an archive, perhaps compressed
}

// item is something that may be a log, compressed, or an archive.
type item struct {
	name   string
	size   int64                         // −1 if unknown
	depth  int                           // layers around it
	open   func() (io.ReadCloser, error) // nil: it can be read once
	stream *bufio.Reader                 // then this
	at     io.ReaderAt                   // the same bytes in any order, or nil
}

// File begins to walk a file on disk.
func File(name, path string, limits Limits) (*Walk, error) {
	f, err := os.Open(path) //nolint:gosec // the user names it
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close() // only read from
		return nil, fmt.Errorf("open log: %w", err)
	}
	if !info.Mode().IsRegular() { // a pipe has one beginning
		w := Stream(name, f, limits)
		w.file = f
		return w, nil
	}
	w := &Walk{name: name, file: f}
	w.budget = budget{Limits: limits, in: info.Size}
	w.root = item{name: name, size: info.Size(), at: &countingAt{f, w}}
	w.root.open = func() (io.ReadCloser, error) {
		f, err := os.Open(path) //nolint:gosec // the user names it
		if err != nil {
			return nil, fmt.Errorf("open log: %w", err)
		}
		w.done.Store(0)
		return &counting{f, f, w}, nil
	}
	return w, nil
}

// Stream begins to walk what can be read once.
func Stream(name string, r io.Reader, limits Limits) *Walk {
	w := &Walk{name: name}
	w.budget = budget{Limits: limits, in: w.done.Load}
	w.root = item{name: name, size: -1, stream: bufio.NewReaderSize(&counting{r, nil, w}, inBytes)}
	return w
}

// Done is how many bytes of the file or stream were read so far; of a file that is read again, how far that
// came.
func (w *Walk) Done() int64 { return w.done.Load() }

// Halt ends reading: what is read from then on fails. It may be called while something is read.
func (w *Walk) Halt() { w.halted.Store(true) }

// Archive says whether it turned out to be an archive, of none or more members. It is known once the first
// member came.
func (w *Walk) Archive() bool { return w.container }

// Close ends the walk. Readers of its members fail.
func (w *Walk) Close() error {
	if w.file == nil {
		return nil
	}
	return w.file.Close()
}

// Members gives the logs one after the other.
func (w *Walk) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		wanted := true // they want more
		w.walk(w.root, func(m Member) bool {
			wanted = yield(m)
			return wanted && w.budget.stopped() == nil
		})
		if err := w.budget.stopped(); wanted && err != nil && w.container {
			yield(Member{Name: w.name, Size: -1, Err: fmt.Errorf("the rest of %s is not read: %w", w.name, err)})
		}
	}
}

// walk looks at an item. It is false if there is to be no more.
func (w *Walk) walk(it item, yield func(Member) bool) bool {
	k, foreignName, err := it.look()
	if err == nil && k != plain && k != foreign && it.depth >= w.budget.Depth {
		err = &Error{
			Name: it.name, Is: ErrNested, Detail: fmt.Sprintf("more than %d layers", w.budget.Depth), Remedy: unpackIt,
		}
	}
	if err != nil {
		return yield(Member{Name: it.name, Size: -1, Err: err})
	}
	switch k {
	case plain:
		if it.open != nil {
			return yield(Member{Name: it.name, Size: it.size, Open: it.open})
		}
		return yield(Member{Name: it.name, Size: it.size, Stream: it.stream})
	case foreign:
		err := &Error{Name: it.name, Is: ErrUnsupported, Detail: "it is " + foreignName, Remedy: unpackIt}
		return yield(Member{Name: it.name, Size: -1, Err: err})
	case zipped:
		return w.zip(it, yield)
	case tarred:
		return w.tar(it, yield)
	}
	inner, err := w.inner(it, k)
	if err != nil {
		return yield(Member{Name: it.name, Size: -1, Err: err})
	}
	return w.walk(inner, yield)
}

// look tells what an item is. Nothing is taken from one that can be read only once.
func (it *item) look() (kind, string, error) {
	var head []byte
	var err error
	if it.stream != nil {
		head, err = it.stream.Peek(HeadBytes)
	} else {
		var r io.ReadCloser
		if r, err = it.open(); err != nil {
			return plain, "", err
		}
		defer r.Close() //nolint:errcheck // only read from
		head = make([]byte, HeadBytes)
		var n int
		n, err = io.ReadFull(r, head)
		head = head[:n]
	}
	if len(head) > 0 || err == io.EOF || errors.Is(err, bufio.ErrBufferFull) {
		err = nil // what broke it will be met again, when it is read
	}
	k, name := kindOf(head)
	return k, name, err
}

// Several says whether a file on disk is an archive, perhaps compressed: there may be more than one log in it.
func Several(path string) bool {
	w, err := File(path, path, DefaultLimits())
	if err != nil {
		return false // it is met again when it is read
	}
	defer w.Close() //nolint:errcheck // only read from
	for it := w.root; it.open != nil && it.depth <= w.budget.Depth; {
		k, _, err := it.look()
		switch {
		case err != nil || k == plain || k == foreign:
			return false
		case k == zipped || k == tarred:
			return true
		}
		if it, err = w.inner(it, k); err != nil {
			return false
		}
	}
	return false
}

// inner is an item decompressed.
func (w *Walk) inner(it item, k kind) (item, error) {
	l := &layer{name: it.name}
	start := func(r io.Reader) (io.Reader, error) {
		d, err := w.decoder(k, r, it.name)
		if err != nil {
			return nil, reached(explain(it.name, err), 0)
		}
		return &metered{r: d, w: w, l: l}, nil
	}
	in := item{name: it.name, size: -1, depth: it.depth + 1}
	if it.stream != nil {
		r, err := start(it.stream)
		if err != nil {
			return in, err
		}
		in.stream = bufio.NewReaderSize(r, inBytes)
		return in, nil
	}
	in.open = func() (io.ReadCloser, error) {
		rc, err := it.open()
		if err != nil {
			return nil, err
		}
		r, err := start(bufio.NewReaderSize(rc, inBytes))
		if err != nil {
			_ = rc.Close() // only read from
			return nil, err
		}
		return readCloser{r, rc}, nil
	}
	return in, nil
}

// decoder begins to decode; what goes wrong in a decoder is an error.
func (w *Walk) decoder(k kind, r io.Reader, name string) (d io.Reader, err error) {
	defer func() {
		if v := recover(); v != nil { // decoders are the work of others
			err = damaged(name, fmt.Errorf("the decoder failed: %v", v))
		}
	}()
	d, err = decode(k, r, w.budget.Limits)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return d, err
}

// enter counts a member. It is an error if there are too many.
func (w *Walk) enter(archive string) error {
	if w.members++; w.members <= w.budget.Members {
		return nil
	}
	return &Error{
		Name: archive, Is: ErrMembers, Detail: fmt.Sprintf("more than %d", w.budget.Members), Remedy: "unpack it yourself and open the logs",
	}
}

// hold reads an archive that can't be read in place into memory. It is to be let go with release.
func (w *Walk) hold(it item) (b []byte, err error) {
	r := io.Reader(it.stream)
	if it.stream == nil {
		rc, err := it.open()
		if err != nil {
			return nil, err
		}
		defer rc.Close() //nolint:errcheck // only read from
		r = rc
	}
	left := w.budget.Memory - w.memory
	var buf bytes.Buffer
	if it.size > 0 && it.size <= left {
		buf.Grow(int(it.size) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(r, left+1))
	if err != nil {
		return nil, explain(it.name, err)
	}
	if n > left {
		e := &Error{
			Name: it.name, Is: ErrMemory, Detail: fmt.Sprintf("more than %d MB of zip", w.budget.Memory>>20), Remedy: unpackIt,
		}
		if it.depth == 0 {
			e.Detail, e.Remedy = e.Detail+" from a pipe", "save it in a file and open that"
		}
		return nil, e
	}
	w.memory += n
	return buf.Bytes(), nil
}

func (w *Walk) release(b []byte) { w.memory -= int64(len(b)) }

// counting counts what is read, until the walk is halted.
type counting struct {
	r io.Reader
	c io.Closer
	w *Walk
}

func (c *counting) Read(p []byte) (int, error) {
	if c.w.halted.Load() {
		return 0, io.ErrClosedPipe
	}
	n, err := c.r.Read(p)
	c.w.done.Add(int64(n))
	return n, err
}

func (c *counting) Close() error { return c.c.Close() }

// countingAt is counting for what is read wherever.
type countingAt struct {
	r io.ReaderAt
	w *Walk
}

func (c *countingAt) ReadAt(p []byte, off int64) (int, error) {
	if c.w.halted.Load() {
		return 0, io.ErrClosedPipe
	}
	n, err := c.r.ReadAt(p, off)
	c.w.done.Add(int64(n))
	return n, err
}

type readCloser struct {
	io.Reader
	io.Closer
}
