package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"io"
	"runtime"
	"sync"

	"meterscope/model"
)

// Evidence is kept in blocks of this many bytes, compressed.
const (
	evidenceLength = 256 << 10
	maxExpanded    = 16 << 20 // no block of ours is longer than that when expanded
)

// compress packs a block, and seals it.
func (c *Case) compress(raw []byte) []byte {
	room, _ := c.scratch.Get().(*[]byte)
	if room == nil {
		room = new([]byte)
	}
	*room = c.encoder.EncodeAll(raw, (*room)[:0])
	packed := seal(*room)
	c.scratch.Put(room)
	return packed
}

// expand undoes compress. Blocks of older cases are not sealed: they have the checksum of zstd.
func (c *Case) expand(packed, into []byte) ([]byte, error) {
	const descriptor, hasChecksum = 4, 1 << 2 // RFC 8878 §3.1.1.1.1
	if len(packed) <= descriptor {
		return nil, broken("block")
	}
	if packed[descriptor]&hasChecksum == 0 {
		var err error
		if packed, err = unseal(packed); err != nil {
			return nil, err
		}
	}
	raw, err := c.decoder.DecodeAll(packed, into)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return raw, nil
}

type evidenceBlock struct {
	offset int64
	raw    []byte
}

type packedEvidence struct {
	offset int64
	length int
	data   []byte
}

// evidenceWriter cuts evidence into blocks and compresses them beside the caller. Whole blocks are taken as they
// come: the caller may use what it gave to write again when returned has come back. Its owner calls take before it
// uses the blocks.
type evidenceWriter struct {
	c      *Case
	block  []byte // being filled
	offset int64  // of the block
	done   []*packedEvidence
	free   chan []byte // buffers to fill again; its length bounds how many of them are being compressed
	work   sync.WaitGroup
	lent   sync.WaitGroup // work on bytes that are the caller's
}

func newEvidenceWriter(c *Case, offset int64) *evidenceWriter {
	n := runtime.GOMAXPROCS(0)
	w := &evidenceWriter{c: c, offset: offset, free: make(chan []byte, n)}
	for range n {
		w.free <- nil
	}
	return w
}

func (w *evidenceWriter) write(b []byte) {
	for len(b) > 0 {
		if w.block == nil && len(b) >= evidenceLength {
			whole := b[:evidenceLength]
			b = b[evidenceLength:]
			w.lent.Add(1)
			w.pack(whole, w.lent.Done)
			continue
		}
		if w.block == nil {
			if w.block = <-w.free; w.block == nil {
				w.block = make([]byte, 0, evidenceLength)
			}
		}
		n := min(len(b), evidenceLength-len(w.block))
		w.block = append(w.block, b[:n]...)
		b = b[n:]
		if len(w.block) == evidenceLength {
			w.close()
		}
	}
}

// close hands the block on, full or not.
func (w *evidenceWriter) close() {
	if raw := w.block; len(raw) > 0 {
		w.block = nil
		w.pack(raw, func() { w.free <- raw[:0] })
	}
}

// pack compresses the bytes that are next; then is called when they are no longer needed.
func (w *evidenceWriter) pack(raw []byte, then func()) {
	packed := &packedEvidence{offset: w.offset, length: len(raw)}
	w.done = append(w.done, packed)
	w.offset += int64(len(raw))
	w.work.Go(func() {
		packed.data = w.c.compress(raw)
		then()
	})
}

// returned waits until nothing that was given to write is needed any more.
func (w *evidenceWriter) returned() { w.lent.Wait() }

// take closes the open block, waits for all and gives them.
func (w *evidenceWriter) take() []*packedEvidence {
	w.close()
	w.work.Wait()
	done := w.done
	w.done = nil
	return done
}

// Evidence reads n bytes of a source from off (fewer at its end).
func (c *Case) Evidence(ctx context.Context, src model.SourceID, off int64, n int) ([]byte, error) {
	if off < 0 || n < 0 {
		return nil, c.wrap("read evidence of", fmt.Errorf("%d bytes from %d", n, off))
	}
	var out []byte
	for len(out) < n {
		b, err := c.evidenceBlock(ctx, src, off+int64(len(out)))
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, c.wrap("read evidence of", err)
		}
		rest := b.raw[off+int64(len(out))-b.offset:]
		out = append(out, rest[:min(len(rest), n-len(out))]...)
	}
	return out, nil
}

// evidenceBlock gives the block in which an offset lies; io.EOF beyond the last.
func (c *Case) evidenceBlock(ctx context.Context, src model.SourceID, off int64) (evidenceBlock, error) {
	var at int64
	var length int64
	err := c.reader.QueryRowContext(ctx, `SELECT offset, length FROM evidence WHERE source = ? AND offset <= ?
		ORDER BY offset DESC LIMIT 1`, src, off).Scan(&at, &length)
	if errors.Is(err, sql.ErrNoRows) || err == nil && off >= at+length {
		return evidenceBlock{}, io.EOF
	}
	if err != nil {
		return evidenceBlock{}, err
	}
	return c.evidenceCache.get(blockKey{src, at}, func() (evidenceBlock, error) {
		var data []byte
		err := c.reader.QueryRowContext(ctx, `SELECT data FROM evidence WHERE source = ? AND offset = ?`, src, at).Scan(&data)
		if err != nil {
			return evidenceBlock{}, err
		}
		raw, err := c.expand(data, nil)
		if err == nil && int64(len(raw)) != length {
			err = broken("length of a block of evidence")
		}
		return evidenceBlock{at, raw}, err
	})
}

// EvidenceStream reads a source's bytes.
type EvidenceStream interface {
	Read(p []byte) (int, error)
	Close() error
}

// EvidenceReader streams a source from its first byte. What it reads of a complete source it compares with
// the source's hash: where they differ, the end is [ErrBroken] instead of io.EOF.
func (c *Case) EvidenceReader(ctx context.Context, src model.SourceID) EvidenceStream {
	return &evidenceReader{c: c, ctx: ctx, source: src, hash: sha256.New()}
}

type evidenceReader struct {
	c      *Case
	ctx    context.Context //nolint:containedctx // Read has no parameter for it
	source model.SourceID
	offset int64
	rest   []byte // of the block
	block  []byte
	hash   hash.Hash
	again  bool // the end was looked at twice
	err    error
	mu     sync.Mutex // who no longer waits for a Read may close the stream meanwhile
}

// Read is that of io.Reader.
func (r *evidenceReader) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.rest) == 0 && r.err == nil && len(p) > 0 {
		if err := r.next(); err != nil {
			r.err = err
			if err != io.EOF {
				r.err = r.c.wrap("read evidence of", err)
			}
		}
	}
	if len(r.rest) == 0 && len(p) > 0 {
		return 0, r.err
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// next expands the next block; after the last it holds the hash against the ledger's.
func (r *evidenceReader) next() error {
	var length int
	var data []byte
	err := r.c.reader.QueryRowContext(r.ctx, `SELECT length, data FROM evidence WHERE source = ? AND offset = ?`,
		r.source, r.offset).Scan(&length, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return r.verify()
	}
	if err != nil {
		return err
	}
	if r.block, err = r.c.expand(data, r.block[:0]); err != nil {
		return err
	}
	if len(r.block) != length || length == 0 { // an empty one would come again
		return broken("length of a block of evidence")
	}
	r.hash.Write(r.block)
	r.rest, r.offset, r.again = r.block, r.offset+int64(length), false
	return nil
}

func (r *evidenceReader) verify() error {
	src, err := r.c.source(r.ctx, r.source)
	if err != nil {
		return err
	}
	if src.Size > r.offset && !r.again { // it has grown meanwhile
		r.again = true
		return r.next()
	}
	if src.Size != r.offset || src.Complete && !bytes.Equal(r.hash.Sum(nil), src.SHA256[:]) {
		return broken("evidence of " + src.Name)
	}
	return io.EOF
}

// Close ends the stream.
func (r *evidenceReader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rest, r.block, r.err = nil, nil, io.ErrClosedPipe
	return nil
}
