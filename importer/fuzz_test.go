package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"meterscope/model"
)

// Where windows end and where an import was interrupted makes no difference: the same frames, samples, events and
// findings come out, each byte of the evidence once.
func FuzzReadingInParts(f *testing.F) {
	for i, c := range shapeLogs() {
		f.Add(c.text, uint16(i*53), uint8(1+i%5))
	}
	f.Add(mixedLog(3000), uint16(100), uint8(2))
	f.Add(strings.Repeat(meterFrame("1", "1")+" ", 5)+"[2,\"cut", uint16(7), uint8(1))
	for _, c := range flatTables() {
		f.Add(c.text, uint16(50), uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, size uint16, failAt uint8) {
		if len(text) > 16<<10 {
			t.Skip()
		}
		whole := inWindows(t, text, 0, 0)
		parts := inWindows(t, text, 16+int(size), int(failAt))
		if (whole == nil) != (parts == nil) {
			t.Fatalf("read whole %v, in parts %v", whole != nil, parts != nil)
		}
		if whole == nil {
			return
		}
		if string(parts.evidence) != text || string(whole.evidence) != text {
			t.Fatal("the evidence is another text")
		}
		for _, c := range []struct {
			what        string
			whole, part any
		}{
			{"counts", whole.counts, parts.counts},
			{"frames", whole.frames, parts.frames},
			{"samples", whole.samples, parts.samples},
			{"events", whole.events, parts.events},
			{"findings", whole.findings, parts.findings},
			{"lines", whole.lines, parts.lines},
		} {
			if a, b := fmt.Sprintf("%+v", c.whole), fmt.Sprintf("%+v", c.part); a != b {
				i := 0
				for i < min(len(a), len(b)) && a[i] == b[i] {
					i++
				}
				t.Fatalf("%s: whole\n%.300s\nin parts\n%.300s", c.what, a[max(0, i-100):], b[max(0, i-100):])
			}
		}
	})
}

// inWindows imports a text in windows of this size, interrupted at a batch and resumed. It is nil if there is nothing
// in the text.
func inWindows(t *testing.T, text string, size, failAt int) *kept0 {
	t.Helper()
	m := &memory{failAt: failAt}
	for {
		rep, err := Run(t.Context(), []Input{{Path: "x", Reader: strings.NewReader(text)}}, m, Options{window: size})
		if errors.Is(err, errFull) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(m.sources) == 0 {
			return nil
		}
		if rep.Sources[0].Err != nil || len(m.sources) != 1 {
			t.Fatalf("%d sources, %v", len(m.sources), rep.Sources[0].Err)
		}
		k := m.sources[0]
		for i := range k.frames { // where each byte comes from, however that is told
			f := &k.frames[i]
			var from model.Segments
			for j := 0; j < len(f.Payload) && len(f.Segments) > 0; j++ {
				from = append(from, model.Segment{Text: j, Source: f.Segments.Source(j)})
			}
			if f.Segments = from; from != nil {
				f.PayloadAt = 0
			}
		}
		return k
	}
}

// The state of an interrupted import stands in the case file, which anyone may have made: whatever it is, it is
// refused or gone on with.
func FuzzState(f *testing.F) {
	k := importText(f, mixedLog(30_000), Options{window: 4096})
	for i := 1; i < len(k.states); i += 3 {
		f.Add(k.states[i].State)
	}
	f.Fuzz(func(t *testing.T, state []byte) {
		whole := bytes.Clone(state)
		a := newAssembler(reading{}, 1)
		hash, err := a.restore(state)
		if !bytes.Equal(whole, state) {
			t.Error("the state was changed")
		}
		if err != nil {
			return
		}
		again := newAssembler(reading{}, 1)
		once := joinState(nil, hash, a.appendState(nil))
		if _, err := again.restore(once); err != nil {
			t.Fatalf("what was restored can't be: %v", err)
		}
		if twice := joinState(nil, hash, again.appendState(nil)); !bytes.Equal(once, twice) {
			t.Errorf("%x\nis restored as\n%x", once, twice)
		}
		m := &memory{}
		text := mixedLog(2000)
		from := model.Announcement{Source: model.Source{Name: "x"}}
		if _, err := m.Begin(t.Context(), from, nil); err != nil {
			t.Fatal(err)
		}
		m.sources[0].states = append(m.sources[0].states, model.Resume{Source: 1, Offset: 10, Lines: 1, State: state})
		m.sources[0].ann.Head = sha256.Sum256([]byte(text))
		if _, err := Run(t.Context(), []Input{{Path: "x", Reader: strings.NewReader(text)}}, m, Options{window: 500}); err != nil {
			t.Fatal(err)
		}
	})
}

// What is written in another encoding becomes the text that the standard library reads, and each byte of it comes
// from the character it belongs to.
func FuzzCharset(f *testing.F) {
	for _, s := range []string{"", "a\u00e4", "\ufeff[2,\"1\"]", "\U0001f50c", "S\xe4ule \x80\x81", "\xd8\x00\x00a"} {
		for e := range windows1252 + 1 {
			f.Add([]byte(s), uint8(e), uint16(3))
		}
	}
	f.Add(wide("Säule 🔌 1", binary.LittleEndian), uint8(utf16LE), uint16(14))
	f.Fuzz(func(t *testing.T, raw []byte, which uint8, cut uint16) {
		charsetOf(raw)
		e := utf16LE + charset(which)%3
		text, segments, whole := e.decode(raw)
		if whole > len(raw) || len(raw)-whole > 3 {
			t.Fatalf("%d of %d bytes are decoded", whole, len(raw))
		}
		last := 0
		for i := range text {
			at := int(segments.Source(i))
			if at < last || at >= len(raw) {
				t.Fatalf("byte %d comes from %d, the one before from %d", i, at, last)
			}
			last = at
		}
		if want := judgeOf(e, raw[:whole]); string(text) != want {
			t.Fatalf("%s: %q, want %q", e, text, want)
		}
		n := int(cut) % (len(raw) + 1)
		first, _, used := e.decode(raw[:n])
		rest, _, end := e.decode(raw[used:])
		if got := string(first) + string(rest); got != string(text) || used+end != whole {
			t.Fatalf("%s: cut at %d %q, whole %q", e, used, got, text)
		}
	})
}

// judgeOf decodes in the plainest way.
func judgeOf(e charset, raw []byte) string {
	if e == windows1252 {
		var b strings.Builder
		for len(raw) > 0 {
			r := []rune(string(raw[:min(4, len(raw))]))[0]
			n := len(string(r))
			if r == '\ufffd' && !bytes.HasPrefix(raw, []byte("\ufffd")) {
				r, n = rune1252(raw[0]), 1
			}
			b.WriteRune(r)
			raw = raw[n:]
		}
		return b.String()
	}
	var order binary.ByteOrder = binary.LittleEndian
	if e == utf16BE {
		order = binary.BigEndian
	}
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, order.Uint16(raw[i:]))
	}
	return string(utf16.Decode(units))
}
