package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
)

// tar goes through a tar as it comes: its members can be read once.
func (w *Walk) tar(it item, yield func(Member) bool) bool {
	if it.name == w.name {
		w.container = true
	}
	fail := func(err error) bool { return yield(Member{Name: it.name, Size: -1, Err: err}) }
	r := io.Reader(it.stream)
	if it.stream == nil {
		rc, err := it.open()
		if err != nil {
			return fail(err)
		}
		defer rc.Close() //nolint:errcheck // only read from
		r = bufio.NewReaderSize(rc, inBytes)
	}
	t := tar.NewReader(r)
	known := labels{}
	for {
		h, err := t.Next()
		switch {
		case err == io.EOF:
			if err = rest(r); err != nil {
				return fail(explain(it.name, err))
			}
			return true
		case err != nil && !errors.Is(err, tar.ErrInsecurePath): // names lead nowhere here
			return fail(explain(it.name, err))
		}
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse {
			continue // folders, links and devices have no text
		}
		if err := w.enter(it.name); err != nil {
			return fail(err) && false
		}
		in := item{name: it.name + "/" + known.of(h.Name), size: h.Size, depth: it.depth + 1}
		if sparse(h) {
			err := &Error{Name: in.name, Is: ErrUnsupported, Detail: "a sparse file", Remedy: unpackIt}
			if !yield(Member{Name: in.name, Size: -1, Err: err}) {
				return false
			}
			continue
		}
		turn := &turn{r: t, name: in.name}
		in.stream = bufio.NewReaderSize(turn, 4<<10)
		if !w.walk(in, yield) {
			return false
		}
		turn.end()
	}
}

// errBehind says that something stands behind what says that a tar ends.
var errBehind = errors.New("something else follows behind its end, as where archives were put together")

// rest reads what follows a tar's end: zeros, and what tells that it was decompressed well.
func rest(r io.Reader) error {
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		if len(bytes.Trim(buf[:n], "\x00")) > 0 {
			return errBehind
		}
		if err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
	}
}

// sparse says whether a member has holes: they cost nothing in a tar, and any number of bytes outside.
func sparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for k := range h.PAXRecords {
		if strings.HasPrefix(k, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// turn is a member's turn to be read. Readers that nobody listens to any more may still be at it.
type turn struct {
	mu   sync.Mutex
	r    io.Reader
	name string
	over bool
	out  int64
}

func (t *turn) Read(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return 0, io.ErrClosedPipe
	}
	n, err := t.r.Read(p)
	t.out += int64(n)
	return n, reached(explain(t.name, err), t.out)
}

// end waits for who is reading.
func (t *turn) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
}
