package importer

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"meterscope/model"
)

// wide writes text as UTF-16.
func wide(text string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// What a source's characters are written in changes places, and nothing else.
func TestUTF16IsReadAsItsText(t *testing.T) {
	text := strings.ReplaceAll(mixedLog(5<<19), "CP1", "Säule 🔌 1")
	want := importText(t, text, Options{})
	for name, c := range map[string]struct {
		mark  string
		order binary.AppendByteOrder
	}{
		"little endian":               {"\ufeff", binary.LittleEndian},
		"big endian":                  {"\ufeff", binary.BigEndian},
		"little endian, without mark": {"", binary.LittleEndian},
		"big endian, without mark":    {"", binary.BigEndian},
	} {
		t.Run(name, func(t *testing.T) {
			source := wide(c.mark+text, c.order)
			path := filepath.Join(t.TempDir(), "a.log")
			if err := os.WriteFile(path, source, 0o600); err != nil {
				t.Fatal(err)
			}
			m := &memory{failAt: 2} // and an interrupted import goes on
			_, _ = Run(t.Context(), []Input{{Path: path}}, m, Options{})
			rep, err := Run(t.Context(), []Input{{Path: path}}, m, Options{})
			if err != nil || rep.Sources[0].Err != nil {
				t.Fatal(err, rep.Sources[0].Err)
			}
			k := m.sources[0]
			if !bytes.Equal(k.evidence, source) {
				t.Fatal("the evidence differs")
			}
			if k.counts != want.counts || k.src.Format != want.src.Format || k.lines != want.lines {
				t.Fatalf("%+v as %s, want %+v", k.counts, k.src.Format, want.counts)
			}
			toText := func(at model.Place) string { // a few bytes of the text there
				var units []uint16
				for i := at.Offset; i+1 < min(int64(len(source)), at.Offset+20); i += 2 {
					units = append(units, binary.ByteOrder(c.order.(binary.ByteOrder)).Uint16(source[i:]))
				}
				return string(utf16.Decode(units))
			}
			for i, f := range k.frames {
				w := want.frames[i]
				if f.ID != w.ID || f.Station != w.Station || f.LoggedAt != w.LoggedAt || f.Hash != w.Hash || f.At.Line != w.At.Line || !bytes.Equal(f.Payload, w.Payload) {
					t.Fatalf("frame %d: %+v, want %+v", i, f, w)
				}
				if toText(f.At)[:2] != "[2" && toText(f.At)[:2] != "[3" {
					t.Fatalf("frame %d stands at %q", i, toText(f.At))
				}
			}
			for i, s := range k.samples {
				if w := want.samples[i]; s.At.Line != w.At.Line || toText(s.At)[0] != '{' {
					t.Fatalf("sample %d stands at %q", i, toText(s.At))
				}
			}
			for i, f := range k.findings {
				if w := want.findings[i]; f.Rule != w.Rule || f.At.Line != w.At.Line || f.Got != w.Got || toText(f.At)[:4] != text[w.At.Offset:][:4] {
					t.Fatalf("%+v stands at %q, want %+v at %q", f, toText(f.At), w, text[w.At.Offset:][:20])
				}
			}
		})
	}
}

func TestFrameOfUTF16KnowsWhereEachByteComesFrom(t *testing.T) {
	frame := `[2,"1","DataTransfer",{"vendorId":"ä🔌","data":"x` + "\n" + `y"}]`
	source := wide("\ufefffoo "+frame, binary.LittleEndian)
	m := &segmentSink{}
	if _, err := Run(t.Context(), []Input{{Path: "x", Reader: bytes.NewReader(source)}}, m, Options{}); err != nil {
		t.Fatal(err)
	}
	f := m.frame
	if f.Size != 2*len(utf16.Encode([]rune(frame))) || f.At.Offset != 10 {
		t.Errorf("%d bytes at %d", f.Size, f.At.Offset)
	}
	for i, r := range string(m.payload) {
		at := f.Source(i)
		if got := utf16.Decode([]uint16{binary.LittleEndian.Uint16(source[at:]), binary.LittleEndian.Uint16(source[at+2:])}); got[0] != r {
			t.Errorf("byte %d comes from %d, where %q stands", i, at, got[0])
		}
	}
}

// segmentSink keeps the last frame.
type segmentSink struct {
	memory
	frame   model.Frame
	payload []byte
}

func (s *segmentSink) Write(ctx context.Context, b *model.Batch) error {
	for _, f := range b.Frames {
		s.frame, s.payload = f, bytes.Clone(f.Payload)
		s.frame.Segments = append(model.Segments(nil), f.Segments...)
	}
	return s.memory.Write(ctx, b)
}

// latin writes text as Windows-1252.
func latin(text string) []byte {
	var b []byte
	for _, r := range text {
		for c := range 256 {
			if c < 0x80 && rune(c) == r || c >= 0x80 && rune1252(byte(c)) == r {
				b = append(b, byte(c))
				break
			}
		}
	}
	return b
}

func TestWindows1252IsReadAsItsText(t *testing.T) {
	text := strings.ReplaceAll(mixedLog(5<<19), "CP1", "Säule – Größe 1€")
	want := importText(t, text, Options{})
	source := latin(text)
	k := importText(t, string(source), Options{})
	if k.src.Charset != "windows-1252" || want.src.Charset != "" || !bytes.Equal(k.evidence, source) || k.counts != want.counts || k.lines != want.lines {
		t.Fatalf("%+v in %q, want %+v", k.counts, k.src.Charset, want.counts)
	}
	for i, f := range k.frames {
		w := want.frames[i]
		if f.ID != w.ID || f.Station != w.Station || f.LoggedAt != w.LoggedAt || f.Hash != w.Hash || f.At.Line != w.At.Line || source[f.At.Offset] != '[' {
			t.Fatalf("frame %d: %+v, want %+v", i, f, w)
		}
	}
	for i, s := range k.samples {
		if w := want.samples[i]; s.At.Line != w.At.Line || source[s.At.Offset] != '{' {
			t.Fatalf("sample %d at %+v", i, s.At)
		}
	}
	for i, f := range k.findings {
		if w := want.findings[i]; f.Rule != w.Rule || f.At.Line != w.At.Line || f.Got != w.Got || source[f.At.Offset] != latin(text[w.At.Offset:][:4])[0] {
			t.Fatalf("%+v, want %+v", f, w)
		}
	}
}

// Bytes that are no UTF-8 are another encoding only where they look like it.
func TestBrokenBytesAreNoCharset(t *testing.T) {
	long := strings.Repeat("plain text ", 100)
	for text, want := range map[string]string{
		"Gr\xf6\xdfe der S\xe4ule\r\n":         "windows-1252",
		long + "20 \xb0C, 5 \x80":              "windows-1252",
		"Größe, and once S\xe4ule":             "",
		long + "\xff\xff\xff":                  "",
		long + "id \x01\x80\x02 \xfe\xc3(":     "",
		"cut in two: Gr\xc3\nand more, Gr\xc3": "",
		long + "ends with half of Gr\xc3":      "",
		"Größe":                                "",
		"":                                     "",
	} {
		if got := charsetOf([]byte(text)).String(); got != want {
			t.Errorf("%.40q: %q, want %q", text, got, want)
		}
	}
}

// A character at the end of a window is one character.
func TestTextOfTwoEncodingsIsReadAtAnyWindow(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		b.WriteString("S\xe4ule \xe9\n" + strings.Replace(meterFrame(string(rune('a'+i%26)), "5"), `"value":"5"`, `"value":"5","unit":"Größe"`, 1) + "\n")
		b.WriteString(strings.Repeat("\xe9", i%7) + "\n")
	}
	want := importText(t, b.String(), Options{})
	sameBytes(want)
	for _, size := range []int{997, 1024, 4099} {
		got := importText(t, b.String(), Options{window: size})
		sameBytes(got)
		same(t, got, want)
	}
	if want.src.Charset != "windows-1252" || want.counts.Frames == 0 || want.samples[0].Unit != "Größe" {
		t.Errorf("%s %+v %+v", want.src.Charset, want.counts, want.samples[0])
	}
}
