package archive

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

var (
	errXZ     = errors.New("no xz structure")
	errWindow = errors.New("its compression asks to look back too far")
)

// xzGuard lets an xz file through as long as none of its blocks asks for a larger dictionary than allowed: the
// decoder allocates whatever a block's header asks for. It knows the structure of the file (xz file format
// §2 and §3, and the chunks of LZMA2), and decodes nothing.
type xzGuard struct {
	r      *bufio.Reader
	window int64
	next   func() (int64, error) // looks at what comes next, and gives how many bytes to let through
	pass   int64                 // bytes to let through
	check  int64                 // bytes of the check behind each block
	block  int64                 // bytes of this block so far, without its header
	index  int64                 // bytes of the index so far
	left   uint64                // numbers of the index to come
}

func newXZGuard(r io.Reader, window int64) *xzGuard {
	g := &xzGuard{r: bufio.NewReaderSize(r, 4<<10), window: window}
	g.next = g.stream
	return g
}

func (g *xzGuard) Read(p []byte) (int, error) {
	for g.pass == 0 {
		var err error
		if g.pass, err = g.next(); err != nil {
			return 0, err
		}
	}
	n, err := g.r.Read(p[:min(int64(len(p)), g.pass)])
	g.pass -= int64(n)
	return n, err
}

// peek gives the next n bytes. At the end of the file fewer than n are an error.
func (g *xzGuard) peek(n int) ([]byte, error) {
	b, err := g.r.Peek(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}

// stream looks at a stream's header, at padding between streams, or at the end.
func (g *xzGuard) stream() (int64, error) {
	if _, err := g.r.Peek(1); err != nil {
		return 0, err
	}
	b, err := g.peek(4)
	if err == nil && bytes.Equal(b, []byte{0, 0, 0, 0}) {
		return 4, nil
	}
	if b, err = g.peek(12); err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(b, []byte("\xfd7zXZ\x00")) {
		return 0, errXZ
	}
	g.check = [16]int64{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}[b[7]&15]
	g.next = g.header
	return 12, nil
}

// header looks at a block's header, or at the index behind the last block.
func (g *xzGuard) header() (int64, error) {
	b, err := g.peek(1)
	if err != nil {
		return 0, err
	}
	if b[0] == 0 {
		g.index, g.left, g.next = 1, 0, g.records
		return 1, nil
	}
	size := (int(b[0]) + 1) * 4
	if b, err = g.peek(size); err != nil {
		return 0, err
	}
	if err := g.filters(b); err != nil {
		return 0, err
	}
	g.block, g.next = 0, g.chunk
	return int64(size), nil
}

// filters reads which dictionaries a block's header asks for.
func (g *xzGuard) filters(b []byte) error {
	flags, b := b[1], b[2:]
	number := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			b = nil
			return 0
		}
		b = b[n:]
		return v
	}
	for _, bit := range []byte{0x40, 0x80} { // sizes
		if flags&bit != 0 {
			number()
		}
	}
	for range flags&3 + 1 {
		id, size := number(), number()
		if size > uint64(len(b)) || id == 0x21 && size != 1 {
			return errXZ
		}
		if id == 0x21 { // LZMA2
			bits := b[0] & 0x3f
			if bits > 40 {
				return errXZ
			}
			if int64(2|bits&1)<<(bits/2+11) > g.window {
				return errWindow
			}
		}
		b = b[size:]
	}
	return nil
}

// chunk looks at the next chunk of a block.
func (g *xzGuard) chunk() (int64, error) {
	b, err := g.peek(1)
	if err != nil {
		return 0, err
	}
	var size int64
	switch c := b[0]; {
	case c == 0: // the last; padding and check follow
		g.block++
		g.next = g.header
		return 1 + -g.block&3 + g.check, nil
	case c <= 2: // not compressed
		if b, err = g.peek(3); err == nil {
			size = 3 + int64(binary.BigEndian.Uint16(b[1:])) + 1
		}
	case c < 0x80:
		return 0, errXZ
	default:
		if b, err = g.peek(5); err == nil {
			size = 5 + int64(binary.BigEndian.Uint16(b[3:])) + 1
		}
		if c >= 0xc0 { // new properties
			size++
		}
	}
	g.block += size
	return size, err
}

// records looks at the index: how many records it has, then two numbers each.
func (g *xzGuard) records() (int64, error) {
	b, err := g.peek(9)
	if err != nil {
		return 0, err
	}
	v, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, errXZ
	}
	if g.index == 1 {
		if v > 1<<40 {
			return 0, errXZ
		}
		g.left = 2*v + 1
	}
	g.left--
	g.index += int64(n)
	if g.left > 0 {
		return int64(n), nil
	}
	g.next = g.stream
	return int64(n) + -g.index&3 + 4 + 12, nil // padding, check, footer
}
