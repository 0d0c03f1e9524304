package importer

import (
	"context"
	"io"
)

// Sizes of what is read and scanned at a time.
const (
	windowBytes = 1 << 20  // a window, and the evidence of a batch
	windowMost  = 64 << 20 // a window is never larger: what doesn't fit into one isn't read
	blockBytes  = 1 << 20  // what is read ahead at a time
)

// block is what a feed has read.
type block struct {
	b   []byte
	err error // io.EOF at the end
}

// feedAhead is how many blocks wait at most to be used.
const feedAhead = 3

// feed reads a stream ahead of its use.
type feed struct {
	buffers *buffers
	blocks  chan block
	free    chan []byte
	stop    context.CancelFunc
	left    block
	taken   []byte // the block that left is part of
}

// newFeed starts reading. Its goroutine ends at the end of r or of ctx, or with close.
func newFeed(ctx context.Context, r io.Reader, memory *buffers) *feed {
	ctx, stop := context.WithCancel(ctx)
	f := &feed{buffers: memory, blocks: make(chan block, feedAhead), free: make(chan []byte, feedAhead+2), stop: stop}
	for range feedAhead + 1 {
		f.free <- nil
	}
	go f.run(ctx, r)
	return f
}

func (f *feed) run(ctx context.Context, r io.Reader) {
	defer close(f.blocks)
	for {
		var buf []byte
		select {
		case buf = <-f.free:
		case <-ctx.Done():
			return
		}
		if buf == nil {
			buf = f.buffers.block()
		}
		n, err := io.ReadFull(r, buf[:blockBytes])
		if err == io.ErrUnexpectedEOF { // ReadFull's own: one that a reader gives is wrapped
			err = io.EOF
		}
		select {
		case f.blocks <- block{buf[:n], err}:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// close ends reading. The memory of what was read to its end is used again; where reading goes on until it notices, it
// is left to that.
func (f *feed) close() {
	f.stop()
	if f.left.err == nil {
		return
	}
	if f.taken != nil {
		f.buffers.giveBack(f.taken)
		f.taken = nil
	}
	for range len(f.free) {
		if block := <-f.free; block != nil {
			f.buffers.giveBack(block)
		}
	}
}

// fill reads into buf until it is full or the stream ends; then err is io.EOF, or what ended it.
func (f *feed) fill(ctx context.Context, buf []byte) (n int, err error) {
	for n < len(buf) {
		if len(f.left.b) == 0 {
			if f.left.err != nil {
				return n, f.left.err
			}
			if f.taken != nil {
				f.free <- f.taken
				f.taken = nil
			}
			var ok bool
			select {
			case f.left, ok = <-f.blocks:
			case <-ctx.Done():
				return n, ctx.Err()
			}
			if !ok {
				return n, context.Canceled
			}
			f.taken = f.left.b[:0:cap(f.left.b)]
			continue
		}
		c := copy(buf[n:], f.left.b)
		f.left.b = f.left.b[c:]
		n += c
	}
	return n, nil
}
