package x11clip

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// ErrNoAnswer says that the program that has the clipboard doesn't hand over its text.
var ErrNoAnswer = errors.New("the program that the text was copied from doesn't answer")

// ErrTooLong says that the text goes on and on.
var ErrTooLong = errors.New("the text of the clipboard is too long")

// longest is how many bytes of text are taken.
const longest = 1 << 31

// atOnce is how much of a text is asked for at once: units of four bytes.
const atOnce = 1 << 18

// Numbers of the protocol.
const (
	opCreateWindow     = 1
	opInternAtom       = 16
	opDeleteProperty   = 19
	opGetProperty      = 20
	opConvertSelection = 24

	kindError           = 0
	kindReply           = 1
	kindPropertyNotify  = 28
	kindSelectionNotify = 31

	atomString = 31
)

// Read gives the text of the clipboard; "" where there is none. ctx ends it.
func Read(ctx context.Context, d Display) (string, error) {
	c, err := connect(ctx, d)
	if err != nil {
		return "", err
	}
	defer c.net.Close() //nolint:errcheck // nothing is kept in it
	defer context.AfterFunc(ctx, func() { _ = c.net.Close() })()
	text, err := c.clipboard()
	var slow net.Error
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &slow) && slow.Timeout():
		return "", fmt.Errorf("read the clipboard: %w", ErrNoAnswer)
	case err != nil:
		return "", fmt.Errorf("read the clipboard: %w", err)
	}
	return text, nil
}

// clipboard asks the program that has it for its text: as UTF-8, else as Latin-1 (ICCCM 2.4).
func (c *conn) clipboard() (string, error) {
	var atoms [4]uint32
	for i, name := range []string{"CLIPBOARD", "UTF8_STRING", "INCR", "METERSCOPE_TEXT"} {
		atom, err := c.atom(name)
		if err != nil {
			return "", err
		}
		atoms[i] = atom
	}
	selection, utf8, incr, property := atoms[0], atoms[1], atoms[2], atoms[3]
	if err := c.createWindow(); err != nil {
		return "", err
	}
	for _, target := range []uint32{utf8, atomString} {
		if err := c.send(request(opConvertSelection, 0, c.window, selection, target, property, 0)); err != nil {
			return "", err
		}
		answer, err := c.await(func(e [32]byte) bool { return e[0] == kindSelectionNotify })
		if err != nil {
			return "", err
		}
		if binary.LittleEndian.Uint32(answer[20:]) == 0 {
			continue // not like that
		}
		var text strings.Builder
		kind, err := c.property(property, &text)
		if err != nil {
			return "", err
		}
		if kind == incr {
			text.Reset()
			if err := c.pieces(property, &text); err != nil {
				return "", err
			}
		}
		if target == atomString {
			return latin1(text.String()), nil
		}
		return text.String(), nil
	}
	return "", nil
}

// pieces takes a long text, which comes one piece after the other: the next comes when one is deleted (ICCCM 2.7.2).
func (c *conn) pieces(property uint32, text *strings.Builder) error {
	const isNew = 0
	for {
		_, err := c.await(func(e [32]byte) bool {
			return e[0] == kindPropertyNotify && binary.LittleEndian.Uint32(e[8:]) == property && e[16] == isNew
		})
		if err != nil {
			return err
		}
		before := text.Len()
		if _, err := c.property(property, text); err != nil {
			return err
		}
		if text.Len() == before {
			return nil // an empty piece is the end
		}
	}
}

// property takes the value of a property of our window, and deletes it. It gives its type.
func (c *conn) property(property uint32, text *strings.Builder) (kind uint32, err error) {
	for from := uint32(0); ; from += atOnce {
		head, data, err := c.ask(request(opGetProperty, 0, c.window, property, 0, from, atOnce))
		if err != nil {
			return 0, err
		}
		left := binary.LittleEndian.Uint32(head[12:])
		size := int(binary.LittleEndian.Uint32(head[16:])) * int(head[1]) / 8
		if size > len(data) {
			return 0, errors.New("the display answers what it was not asked")
		}
		if text.Len()+size+int(left) > longest {
			return 0, ErrTooLong
		}
		text.Grow(size + min(int(left), 1<<28))
		text.Write(data[:size])
		if left == 0 {
			return binary.LittleEndian.Uint32(head[8:]), c.send(request(opDeleteProperty, 0, c.window, property))
		}
	}
}

func (c *conn) atom(name string) (uint32, error) {
	msg := request(opInternAtom, 0, uint32(len(name))) //nolint:gosec // a short word
	msg = append(msg, padded([]byte(name))...)
	binary.LittleEndian.PutUint16(msg[2:], uint16(len(msg)/4)) //nolint:gosec // likewise
	head, _, err := c.ask(msg)
	return binary.LittleEndian.Uint32(head[8:]), err
}

// createWindow makes the window that nobody sees: texts are handed over as its properties.
func (c *conn) createWindow() error {
	const inputOnly, eventMask, propertyChange = 2 << 16, 1 << 11, 1 << 22
	const atOrigin, oneByOne = 0, 1 | 1<<16
	return c.send(request(opCreateWindow, 0, c.window, c.root, atOrigin, oneByOne, inputOnly, 0, eventMask, propertyChange))
}

// request is a request with its length.
func request(op, data byte, fields ...uint32) []byte {
	msg := []byte{op, data, byte(len(fields) + 1), 0}
	for _, f := range fields {
		msg = binary.LittleEndian.AppendUint32(msg, f)
	}
	return msg
}

// ask sends a request and gives its reply.
func (c *conn) ask(msg []byte) (head [32]byte, data []byte, err error) {
	if err := c.send(msg); err != nil {
		return head, nil, err
	}
	for {
		if err := c.read(head[:]); err != nil {
			return head, nil, err
		}
		switch head[0] {
		case kindReply:
			length := int(binary.LittleEndian.Uint32(head[4:]))
			if length > atOnce {
				return head, nil, ErrTooLong
			}
			data = make([]byte, 4*length)
			return head, data, c.read(data)
		case kindError:
			return head, nil, fmt.Errorf("the display refuses request %d: error %d", head[10], head[1])
		default:
			c.events = append(c.events, head)
		}
	}
}

// await gives the first event that fits.
func (c *conn) await(fits func([32]byte) bool) ([32]byte, error) {
	for {
		var e [32]byte
		if len(c.events) > 0 {
			e, c.events = c.events[0], c.events[1:]
		} else if err := c.read(e[:]); err != nil {
			return e, err
		}
		const sent = 0x80 // by another program
		if e[0] &^= sent; fits(e) {
			return e, nil
		}
		if e[0] == kindError {
			return e, fmt.Errorf("the display refuses request %d: error %d", e[10], e[1])
		}
	}
}

// latin1 makes UTF-8 of bytes of ISO 8859-1.
func latin1(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i := range len(text) {
		b.WriteRune(rune(text[i]))
	}
	return b.String()
}
