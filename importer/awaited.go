package importer

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
)

// awaited reads what may let its reader wait for ever, to be opened or for a byte: a pipe, a terminal, standard
// input. Reading ends with ctx, whatever it waits for; what was begun then ends when it can.
type awaited struct {
	ctx  context.Context //nolint:containedctx // Read has no parameter for it
	path string          // opened when it is first read; "" where r is there already
	r    io.Reader
	own  []byte // what is read goes here first: p is its owner's again once Read returns

	mu   sync.Mutex
	file *os.File
	left bool // it is no longer wanted
}

// pipeBytes is how much is read at a time: a pipe holds no more.
const pipeBytes = 64 << 10

type arrived struct {
	b   []byte
	err error
}

// Read is that of io.Reader.
func (a *awaited) Read(p []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	if a.own == nil {
		a.own = make([]byte, pipeBytes)
	}
	done := make(chan arrived, 1)
	own := a.own[:min(len(a.own), len(p))]
	go func() {
		r, err := a.open()
		n := 0
		if err == nil {
			n, err = r.Read(own)
		}
		done <- arrived{own[:n], err}
	}()
	select {
	case got := <-done:
		return copy(p, got.b), got.err
	case <-a.ctx.Done():
		return 0, a.ctx.Err()
	}
}

// open gives the reader. Opening a pipe waits for who writes to it.
func (a *awaited) open() (io.Reader, error) {
	if a.r != nil {
		return a.r, nil
	}
	f, err := os.Open(a.path)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.left {
		return nil, fmt.Errorf("open log: %w", f.Close())
	}
	a.file, a.r = f, f
	return f, nil
}

// Close closes the file, if it is one.
func (a *awaited) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.left = true
	if a.file == nil {
		return nil
	}
	return a.file.Close()
}
