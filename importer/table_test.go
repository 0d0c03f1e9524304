package importer

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/model"
)

// quoted writes a cell in quotes.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func TestTablesAreRead(t *testing.T) {
	one, two := meterFrame("1", "5"), meterFrame("2", "6")
	payload := one[strings.Index(one, "{") : len(one)-1]
	pretty := strings.ReplaceAll(payload, ",", ",\r\n  ")
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"frames in quotes", lines("time,charger,direction,message", "2025-03-01T10:00:00Z,CP1,in,"+quoted(one), "2025-03-01T10:00:01Z,CP1,out,"+quoted(`[3,"1",{}]`)), []string{
			"2 1 MeterValues CP1 2025-03-01T10:00:00Z from ×1", "3 1 MeterValues CP1 2025-03-01T10:00:01Z to"}},
		{"semicolons, other order, local time, no header", lines(quoted(two)+";CP-2;03/01/2025 11:00:05", `"[3,""2"",{}]";CP-2;03/01/2025 11:00:06`), []string{
			"2 2 MeterValues CP-2 2025-03-01T10:00:05Z from ×1", "3 2 MeterValues CP-2 2025-03-01T10:00:06Z to"}},
		{"newest first", lines("message;when", quoted(`[3,"2",{}]`)+";2025-03-01T10:00:09Z", quoted(two)+";2025-03-01T10:00:08Z", quoted(one)+";2025-03-01T10:00:00Z"), []string{
			"3 2 MeterValues  2025-03-01T10:00:09Z to", "2 2 MeterValues  2025-03-01T10:00:08Z from ×1", "2 1 MeterValues  2025-03-01T10:00:00Z from ×1"}},
		{"tabs, nothing quoted", lines("time\tstation\tdata", "2025-03-01T10:00:00Z\tCP1\t"+one, "2025-03-01T10:00:01Z\tCP1\t"+`[3,"1",{}]`), []string{
			"2 1 MeterValues CP1 2025-03-01T10:00:00Z from ×1", "3 1 MeterValues CP1 2025-03-01T10:00:01Z to"}},
		{"payloads with action and id", lines("id,action,message id,payload,time,type", "1,MeterValues,a-1,"+quoted(pretty)+",2025-03-01T10:00:00Z,Call", "2,MeterValues,a-1,{},2025-03-01T10:00:01Z,CallResult",
			"3,Heartbeat,a-2,{},2025-03-01T10:00:02Z,Call"), []string{
			"2 a-1 MeterValues  2025-03-01T10:00:00Z from ×1", "3 a-1 MeterValues  2025-03-01T10:00:01Z to", "2 a-2 Heartbeat  2025-03-01T10:00:02Z from"}},
		{"answers by type and id, without their action", lines("time,message_type,unique_id,action,payload", "2025-03-01T10:00:00Z,2,a-1,MeterValues,"+quoted(payload), "2025-03-01T10:00:01Z,3,a-1,,{}"), []string{
			"2 a-1 MeterValues  2025-03-01T10:00:00Z from ×1", "3 a-1 MeterValues  2025-03-01T10:00:01Z to"}},
		{"request and response in a row", lines("Timestamp;Charge Point;Action;Request;Response", "2025-03-01T10:00:00Z;x;MeterValues;"+quoted(payload)+";{}", "2025-03-01T10:00:09Z;x;Heartbeat;{};"+quoted(`{"currentTime":"2025-03-01T10:00:09Z"}`)), []string{
			"2 row at 49 MeterValues x 2025-03-01T10:00:00Z from ×1", "3 row at 49 MeterValues x 2025-03-01T10:00:00Z to",
			"2 row at 234 Heartbeat x 2025-03-01T10:00:09Z from", "3 row at 234 Heartbeat x 2025-03-01T10:00:09Z to"}},
		{"what Kafka's tools print", lines("CreateTime:1740823200000\tCP1\t"+one, "CreateTime:1740823201000\tCP1\t"+`[3,"1",{}]`), []string{
			"2 1 MeterValues CP1 2025-03-01T10:00:00.000Z from ×1", "3 1 MeterValues CP1 2025-03-01T10:00:01.000Z to"}},
		{"the station is what stays, and no line of a program", lines("row1\tws/server.go:88\tCP1\tausgehend\t"+`[3,"9",{}]`, "row2\tws/server.go:88\tCP1\teingehend\t"+one), []string{
			"3 9  CP1  to", "2 1 MeterValues CP1  from ×1"}},
		{"bare payloads", lines("time,payload", "1740823200000,"+quoted(payload)), []string{"0  MeterValues  2025-03-01T10:00:00.000Z from ×1"}},
		{"cells cut off", lines("time,cp,message", "2025-03-01T10:00:00Z,CP1,"+quoted(one[:len(one)-5]), "2025-03-01T10:00:01Z,CP1,"+quoted(one[:40]), "2025-03-01T10:00:02Z,CP1,"+quoted(`[3,"1",{}]`)), []string{
			"2 1 MeterValues CP1 2025-03-01T10:00:00Z from ×1 cut", "3 1 MeterValues CP1 2025-03-01T10:00:02Z to"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, mark := range []string{"", "\ufeff"} {
				text := mark + strings.ReplaceAll(c.text, "\n", "\r\n")
				k := importText(t, text, Options{})
				if k.src.Format != "csv" || string(k.evidence) != text || k.lines != strings.Count(text, "\n") {
					t.Errorf("read as %s, %d bytes of %d, %d lines", k.src.Format, len(k.evidence), len(text), k.lines)
				}
				var got []string
				for _, f := range k.frames {
					got = append(got, rowText(k, &f))
				}
				want := strings.Join(c.want, "\n")
				if mark != "" || strings.Contains(c.name, "row") {
					want = ""
				}
				if g := strings.Join(got, "\n"); want != "" && g != want {
					t.Errorf("got\n%s\nwant\n%s", g, want)
				}
				if len(got) != len(c.want) {
					t.Errorf("%d frames: %q", len(got), got)
				}
				checkPlacesOfRows(t, k)
			}
		})
	}
}

// rowText writes a frame as tests expect it.
func rowText(k *kept0, f *model.Frame) string {
	s := fmt.Sprintf("%d %s %s %s %s %s", f.Kind, f.ID, f.Action, f.Station, f.LoggedAt, map[model.Direction]string{0: "?", 1: "from", 2: "to"}[f.Dir])
	n := 0
	for _, x := range k.samples {
		if x.Frame == f.Seq {
			n++
		}
	}
	if n > 0 {
		s += fmt.Sprintf(" ×%d", n)
	}
	if f.Partial {
		s += " cut"
	}
	return s
}

func checkPlacesOfRows(t *testing.T, k *kept0) {
	t.Helper()
	for _, f := range k.frames {
		if c := k.evidence[f.At.Offset]; c != '[' && c != '{' || f.Size <= 0 || f.At.Line != 1+bytes.Count(k.evidence[:f.At.Offset], []byte{'\n'}) {
			t.Errorf("frame %d: %q at %+v, %d bytes", f.Seq, c, f.At, f.Size)
		}
		for i, c := range f.Payload {
			if at := f.Source(i); k.evidence[at] != c && c != ' ' {
				t.Fatalf("frame %d: byte %d is %q, and comes from %q at %d", f.Seq, i, c, k.evidence[at], at)
			}
		}
	}
	for _, s := range k.samples {
		if k.evidence[s.At.Offset] != '{' || s.At.Line != 1+bytes.Count(k.evidence[:s.At.Offset], []byte{'\n'}) {
			t.Errorf("a sample at %+v", s.At)
		}
	}
	for _, f := range k.findings {
		if f.At.Line != 1+bytes.Count(k.evidence[:f.At.Offset], []byte{'\n'}) {
			t.Errorf("%+v", f)
		}
	}
}

// A quote too many spoils its own line, not those behind it.
func TestQuoteTooManySpoilsOneRow(t *testing.T) {
	var b strings.Builder
	b.WriteString("when;cp;message\n")
	const rows = 400
	for i := range rows {
		stray := ""
		if i == 300 {
			stray = `"`
		}
		fmt.Fprintf(&b, "2025-03-01T10:%02d:%02dZ;%sCP1;%s\n", i/60, i%60, stray, quoted(meterFrame(fmt.Sprint(i), "1")))
	}
	k := importText(t, b.String(), Options{})
	if k.counts.Frames != rows || k.counts.Unread != 0 || k.src.Format != "csv" {
		t.Errorf("%+v as %s", k.counts, k.src.Format)
	}
	for _, f := range k.frames {
		if f.Station != "CP1" && f.ID != "300" && f.ID != "301" {
			t.Errorf("%+v", f)
		}
	}
	checkPlacesOfRows(t, k)
}

// A table that is larger than any batch, whose rows have two frames each, some over several lines.
func TestLongTableIsReadInBatches(t *testing.T) {
	var b strings.Builder
	b.WriteString("when;cp;request;response\n")
	const rows = 25000
	for i := range rows {
		at := fmt.Sprintf("2025-03-01T%02d:%02d:%02dZ", i/3600, i/60%60, i%60)
		frame := strings.Replace(meterFrame(fmt.Sprint(i), "1"), "2025-03-01T10:00:00Z", at, 1)
		if i%3 == 0 {
			frame = strings.ReplaceAll(frame, ",", ",\n  ")
		}
		fmt.Fprintf(&b, "%s;CP1;%s;%s\n", at, quoted(frame), quoted(fmt.Sprintf(`[3,"%d",{}]`, i)))
	}
	text := b.String()
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := &memory{failAt: 2}
	_, _ = Run(t.Context(), []Input{{Path: path}}, m, Options{})
	if _, err := Run(t.Context(), []Input{{Path: path}}, m, Options{}); err != nil {
		t.Fatal(err)
	}
	k := m.sources[0]
	if string(k.evidence) != text || k.lines != strings.Count(text, "\n") || k.counts.Frames != 2*rows || k.counts.MeterValues != rows || k.counts.Unread+k.counts.Duplicates != 0 || k.batches < 2 {
		t.Errorf("%+v in %d batches, %d lines", k.counts, k.batches, k.lines)
	}
	k.frames = append(k.frames[:50:50], k.frames[len(k.frames)-50:]...)
	for _, f := range k.frames {
		if f.LoggedAt.IsZero() || f.Station != "CP1" || f.Kind == model.CallResult && f.AnswerTo < 0 {
			t.Errorf("%+v", f)
		}
	}
}

// However a source is read, it is known again by its first bytes.
func TestHeadIsOfTheBytesHoweverTheyAreRead(t *testing.T) {
	for _, c := range flatTables() {
		text := c.text + "and a last line\r\nof something else"
		want := sha256.Sum256([]byte(text)[:min(len(text), headBytes)])
		for _, as := range []string{"", "text"} {
			m := &memory{}
			if _, err := Run(t.Context(), []Input{{Path: "a.csv", Reader: strings.NewReader(text)}}, m, Options{Format: as}); err != nil {
				t.Fatal(err)
			}
			for _, k := range m.sources {
				if k.ann.Head != want {
					t.Errorf("%.40q read as %q: head %x, want %x", text, as, k.ann.Head, want)
				}
			}
		}
	}
}
