package x11clip

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ErrUnavailable says that the display can't be reached this way: it is another machine's, or there is none.
var ErrUnavailable = errors.New("there is no local X11 display")

// Display is a display, and what opens it.
type Display struct {
	Socket string // a path
	Number string // "0" of ":0.1"
	Auth   string // the file with the cookies; "" for none
	Host   string // the name of this machine, as it stands in that
}

// ParseDisplay reads a display's name, ":0" or "unix:0.1", as the variable DISPLAY has it. env gives variables.
func ParseDisplay(name string, env func(string) string) (Display, error) {
	host, rest, ok := strings.Cut(name, ":")
	number, _, _ := strings.Cut(rest, ".")
	if _, err := strconv.ParseUint(number, 10, 16); !ok || err != nil || host != "" && host != "unix" {
		return Display{}, fmt.Errorf("reach the display %q: %w", name, ErrUnavailable)
	}
	d := Display{Socket: "/tmp/.X11-unix/X" + number, Number: number, Auth: env("XAUTHORITY")}
	if home := env("HOME"); d.Auth == "" && home != "" {
		d.Auth = filepath.Join(home, ".Xauthority")
	}
	d.Host, _ = os.Hostname() // without it only cookies for any machine fit
	return d, nil
}

// conn is a connection to a display.
type conn struct {
	net    net.Conn
	in     *bufio.Reader
	events [][32]byte // that came while a reply was waited for
	window uint32
	root   uint32
}

// idle is how long a display, or the program that has the clipboard, may say nothing.
const idle = 10 * time.Second

// connect opens a display. ctx ends what waits on it.
func connect(ctx context.Context, d Display) (*conn, error) {
	var dialer net.Dialer
	n, err := dialer.DialContext(ctx, "unix", d.Socket)
	if err != nil {
		return nil, fmt.Errorf("reach the display: %w: %w", ErrUnavailable, err)
	}
	c := newConn(n)
	if err := c.setUp(d); err != nil {
		_ = n.Close() // the first error is the one to tell
		return nil, err
	}
	return c, nil
}

func newConn(n net.Conn) *conn {
	const buffer = 1 << 16
	return &conn{net: n, in: bufio.NewReaderSize(n, buffer)}
}

// setUp says who we are, and learns the root window and the number of ours (X11 protocol, 8 Connection Setup).
func (c *conn) setUp(d Display) error {
	name, cookie := d.cookie()
	msg := []byte{'l', 0, 11, 0, 0, 0}
	msg = binary.LittleEndian.AppendUint16(msg, uint16(len(name)))   //nolint:gosec // a short word
	msg = binary.LittleEndian.AppendUint16(msg, uint16(len(cookie))) //nolint:gosec // read with a length of 16 bits
	msg = append(msg, 0, 0)
	msg = append(append(msg, padded(name)...), padded(cookie)...)
	if err := c.send(msg); err != nil {
		return err
	}
	var head [8]byte
	if err := c.read(head[:]); err != nil {
		return err
	}
	body := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if err := c.read(body); err != nil {
		return err
	}
	const accepted, fixed, format = 1, 32, 8
	if head[0] != accepted || len(body) < fixed {
		return fmt.Errorf("open the display: %w: it refuses us", ErrUnavailable)
	}
	vendor := int(binary.LittleEndian.Uint16(body[16:]))
	screen := fixed + (vendor+3)/4*4 + format*int(body[21])
	if len(body) < screen+4 {
		return fmt.Errorf("open the display: %w: it has no screen", ErrUnavailable)
	}
	c.root = binary.LittleEndian.Uint32(body[screen:])
	c.window = binary.LittleEndian.Uint32(body[4:]) // the first of the numbers that are ours
	return nil
}

// cookie is what opens the display: of the entries in the file of cookies the first that fits. Both are empty if none does.
func (d Display) cookie() (name, data []byte) {
	all, err := os.ReadFile(d.Auth)
	if d.Auth == "" || err != nil {
		return nil, nil
	}
	const local, wild = 256, 65535
	for len(all) > 2 {
		family := binary.BigEndian.Uint16(all)
		var parts [4][]byte // address, number, name, data
		rest := all[2:]
		for i := range parts {
			if len(rest) < 2 || len(rest) < 2+int(binary.BigEndian.Uint16(rest)) {
				return nil, nil
			}
			n := 2 + int(binary.BigEndian.Uint16(rest))
			parts[i], rest = rest[2:n], rest[n:]
		}
		all = rest
		here := family == wild || family == local && string(parts[0]) == d.Host
		if here && (len(parts[1]) == 0 || string(parts[1]) == d.Number) && string(parts[2]) == "MIT-MAGIC-COOKIE-1" {
			return parts[2], parts[3]
		}
	}
	return nil, nil
}

// padded is data with zeros after it, up to a multiple of four bytes.
func padded(data []byte) []byte {
	return append(data[:len(data):len(data)], make([]byte, (4-len(data)%4)%4)...)
}

func (c *conn) send(msg []byte) error {
	if err := c.net.SetDeadline(deadline()); err != nil {
		return err
	}
	_, err := c.net.Write(msg)
	return err
}

func (c *conn) read(into []byte) error {
	if err := c.net.SetDeadline(deadline()); err != nil {
		return err
	}
	_, err := io.ReadFull(c.in, into)
	return err
}

func deadline() time.Time { return time.Now().Add(idle) }
