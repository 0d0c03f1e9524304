package x11clip

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// display is an X11 display as far as a clipboard takes one.
type display struct {
	t       *testing.T
	text    string
	targets string // "utf8", "latin1", "" for a clipboard without text
	piece   int    // the text comes in pieces of so many bytes; 0: at once
	silent  bool   // the program that has the clipboard doesn't answer
	cookie  string // that is asked for; "" for none

	conn  net.Conn
	atoms []string
	value []byte // of the property
	kind  uint32
	rest  string // still to come, in pieces
	incr  bool
}

const firstAtom = 100

// serve makes the display, and gives how it is reached.
func (d *display) serve(t *testing.T) Display {
	t.Helper()
	d.t = t
	path := filepath.Join(t.TempDir(), "X0")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if d.conn, err = l.Accept(); err == nil {
			d.run()
			_ = d.conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return Display{Socket: path, Number: "0", Host: "laptop"}
}

func (d *display) run() {
	head := make([]byte, 12)
	if _, err := io.ReadFull(d.conn, head); err != nil {
		return
	}
	name, cookie := int(binary.LittleEndian.Uint16(head[6:])), int(binary.LittleEndian.Uint16(head[8:]))
	auth := make([]byte, (name+3)/4*4+(cookie+3)/4*4)
	if _, err := io.ReadFull(d.conn, auth); err != nil {
		return
	}
	if string(auth[(name+3)/4*4:][:cookie]) != d.cookie {
		d.say([]byte{0, 0, 11, 0, 0, 0, 0, 0})
		return
	}
	const vendor, screen = "Vend", 40
	body := make([]byte, 32+len(vendor)+8+screen)
	binary.LittleEndian.PutUint32(body[4:], 0x200000)
	binary.LittleEndian.PutUint16(body[16:], uint16(len(vendor)))
	body[20], body[21] = 1, 1
	binary.LittleEndian.PutUint32(body[32+len(vendor)+8:], 0x42)
	setup := []byte{1, 0, 11, 0, 0, 0, 0, 0}
	binary.LittleEndian.PutUint16(setup[6:], uint16(len(body)/4))
	d.say(append(setup, body...))
	for d.answer() {
	}
}

func (d *display) say(data []byte) { _, _ = d.conn.Write(data) }

func (d *display) reply(head [32]byte, data []byte) {
	head[0] = 1
	binary.LittleEndian.PutUint32(head[4:], uint32(len(padded(data))/4))
	d.say(append(head[:], padded(data)...))
}

func (d *display) atom(name string) uint32 {
	for i, n := range d.atoms {
		if n == name {
			return firstAtom + uint32(i)
		}
	}
	d.atoms = append(d.atoms, name)
	return firstAtom + uint32(len(d.atoms)-1)
}

func (d *display) answer() bool {
	head := make([]byte, 4)
	if _, err := io.ReadFull(d.conn, head); err != nil {
		return false
	}
	body := make([]byte, 4*int(binary.LittleEndian.Uint16(head[2:]))-4)
	if _, err := io.ReadFull(d.conn, body); err != nil {
		return false
	}
	field := func(i int) uint32 { return binary.LittleEndian.Uint32(body[4*i:]) }
	switch head[0] {
	case opCreateWindow:
		if field(0) != 0x200000 || field(1) != 0x42 || len(body) != 32 {
			d.t.Errorf("created window %x in %x", field(0), field(1))
		}
	case opInternAtom:
		var r [32]byte
		binary.LittleEndian.PutUint32(r[8:], d.atom(string(body[4:4+binary.LittleEndian.Uint16(body)])))
		d.reply(r, nil)
	case opConvertSelection:
		if !d.silent {
			d.convert(field(2), field(3))
		}
	case opGetProperty:
		value, from := d.value, min(4*int(field(3)), len(d.value))
		value = value[from:min(from+4*int(field(4)), len(value))]
		r := [32]byte{1: 8}
		binary.LittleEndian.PutUint32(r[8:], d.kind)
		binary.LittleEndian.PutUint32(r[12:], uint32(len(d.value)-from-len(value)))
		binary.LittleEndian.PutUint32(r[16:], uint32(len(value)))
		d.reply(r, value)
	case opDeleteProperty:
		d.changed(1)
		if d.incr {
			n := min(d.piece, len(d.rest))
			d.value, d.rest = []byte(d.rest[:n]), d.rest[n:]
			d.incr = n > 0
			d.changed(0)
		}
	}
	return true
}

// changed tells that the property was set (0) or deleted (1).
func (d *display) changed(state byte) {
	e := [32]byte{0: kindPropertyNotify, 16: state}
	binary.LittleEndian.PutUint32(e[8:], d.atom("METERSCOPE_TEXT"))
	d.say(e[:])
}

func (d *display) convert(target, property uint32) {
	e := [32]byte{0: kindSelectionNotify | 0x80}
	if d.targets == "utf8" && target == d.atom("UTF8_STRING") || d.targets == "latin1" && target == atomString {
		d.value, d.kind = []byte(d.text), target
		if d.piece > 0 {
			d.value, d.kind, d.rest, d.incr = []byte{9, 0, 0, 0}, d.atom("INCR"), d.text, true
		}
		d.changed(0)
		binary.LittleEndian.PutUint32(e[20:], property)
	}
	d.say(e[:])
}

func TestClipboardIsReadAtOnceAndInPieces(t *testing.T) {
	long := strings.Repeat("[2,\"1\",\"Heartbeat\",{}] ä\n", 100_000)
	for name, c := range map[string]struct {
		d    display
		want string
	}{
		"short":     {display{text: "a line", targets: "utf8"}, "a line"},
		"long":      {display{text: long, targets: "utf8"}, long},
		"in pieces": {display{text: long, targets: "utf8", piece: 65_537}, long},
		"latin 1":   {display{text: "S\xe4ule", targets: "latin1"}, "Säule"},
		"an image":  {display{}, ""},
		"empty":     {display{targets: "utf8"}, ""},
	} {
		got, err := Read(t.Context(), c.d.serve(t))
		if err != nil || got != c.want {
			t.Errorf("%s: %d bytes instead of %d, %v", name, len(got), len(c.want), err)
		}
	}
}

func TestReadingCanBeGivenUp(t *testing.T) {
	d := display{silent: true}
	at := d.serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Read(ctx, at); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a program that doesn't answer: %v", err)
	}
}

func TestDisplayOpensWithItsCookie(t *testing.T) {
	entry := func(family uint16, parts ...string) (b []byte) {
		b = binary.BigEndian.AppendUint16(b, family)
		for _, p := range parts {
			b = append(binary.BigEndian.AppendUint16(b, uint16(len(p))), p...)
		}
		return b
	}
	const kind = "MIT-MAGIC-COOKIE-1"
	file := filepath.Join(t.TempDir(), "auth")
	all := append(entry(256, "desktop", "0", kind, "another machine's"), entry(256, "laptop", "7", kind, "another display's")...)
	all = append(all, entry(256, "laptop", "0", kind, "ours")...)
	if err := os.WriteFile(file, append(all, 1, 0, 0), 0o600); err != nil {
		t.Fatal(err)
	}
	d := display{text: "x", targets: "utf8", cookie: "ours"}
	at := d.serve(t)
	at.Auth = file
	if got, err := Read(t.Context(), at); got != "x" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	closed := display{cookie: "ours"}
	if _, err := Read(t.Context(), closed.serve(t)); !errors.Is(err, ErrUnavailable) {
		t.Errorf("without a cookie: %v", err)
	}
}

func TestOnlyDisplaysOfThisMachineAreReached(t *testing.T) {
	env := func(name string) string { return map[string]string{"HOME": "/elsewhere"}[name] }
	for name, want := range map[string]string{":0": "/tmp/.X11-unix/X0", ":12.1": "/tmp/.X11-unix/X12", "unix:3": "/tmp/.X11-unix/X3", "host:0": "", "": "", "/private/tmp/x:0": "", ":x": ""} {
		d, err := ParseDisplay(name, env)
		if d.Socket != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", name, d.Socket, err)
		}
		if err == nil && d.Auth != filepath.Join("/elsewhere", ".Xauthority") {
			t.Errorf("%q: cookies in %q", name, d.Auth)
		}
	}
	if _, err := Read(t.Context(), Display{Socket: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("no display: %v", err)
	}
}

// FuzzDisplay has a display say anything at all.
func FuzzDisplay(f *testing.F) {
	f.Add([]byte{0, 0, 11, 0, 0, 0, 0, 0})
	f.Add(append([]byte{1, 0, 11, 0, 0, 0, 12, 0}, make([]byte, 48+4*32)...))
	f.Fuzz(func(t *testing.T, said []byte) {
		near, far := net.Pipe()
		go func() {
			go func() { _, _ = io.Copy(io.Discard, far) }()
			_, _ = far.Write(said)
			_ = far.Close()
		}()
		c := newConn(near)
		if c.setUp(Display{}) == nil {
			_, _ = c.clipboard()
		}
		_ = near.Close()
	})
}
