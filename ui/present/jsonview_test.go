package present

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"meterscope/model"
)

// drawnView writes the rows of a view.
func drawnView(v *JSONView) string {
	var b strings.Builder
	for i := range v.Len() {
		l := v.Row(i)
		b.WriteString([]string{"  ", "▾ ", "▸ "}[l.Fold] + strings.Repeat(" ", l.Indent))
		for _, s := range l.Spans {
			switch s.Hit {
			case ThisHit:
				b.WriteString("«" + s.Text + "»")
			case OtherHit:
				b.WriteString("‹" + s.Text + "›")
			default:
				b.WriteString(s.Text)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const foldable = `[2,"m1","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T09:01:00Z","sampledValue":[{"value":"1","unit":"Hz"},{"value":"2"}]}]}]`

func TestJSONIsFolded(t *testing.T) {
	v := newJSONView(nil, []byte(foldable), []JSONMark{{Offset: strings.Index(foldable, `"Hz"`), Severity: model.SeverityError, Main: true}})
	v.Lay(60)
	whole := drawnView(v)
	if want := `▾ [2, "m1", "MeterValues",
▾   {
      "connectorId": 1,
▾     "meterValue": [
▾       {
          "timestamp": "2025-03-01T09:01:00Z",
▾         "sampledValue": [
            {"value": "1", "unit": "Hz"},
            {"value": "2"}
          ]
        }
      ]
    }
  ]
`; strings.TrimPrefix(whole, "  [") != strings.TrimPrefix(want, "▾ [") {
		t.Errorf("unfolded\n%s\nwant\n%s", whole, want)
	}
	if v.Toggle(2) {
		t.Error("a plain value can be folded")
	}
	v.Toggle(6)
	if got := v.Row(6); len(got.Spans) == 0 || drawnRow(got) != `"sampledValue": [ … 2 values ]` || got.Fold != Folded {
		t.Errorf("folded: %q", drawnRow(got))
	}
	if s := v.Row(6).Spans; s[len(s)-2].Mark != model.SeverityError {
		t.Error("what is wrong in it is not seen")
	}
	if v.Len() != 11 {
		t.Errorf("%d rows are left", v.Len())
	}
	if row := v.Focus(); row != 7 || v.Len() != 14 {
		t.Errorf("the place that was asked for is row %d of %d", row, v.Len())
	}
	v.FoldAll(2)
	if can, is := v.Folds(); !can || !is || v.Len() != 6 {
		t.Errorf("all folded:\n%s", drawnView(v))
	}
	v.FoldAll(-1)
	if drawnView(v) != whole {
		t.Errorf("all unfolded:\n%s", drawnView(v))
	}
}

func drawnRow(l JSONLine) string {
	var b strings.Builder
	for _, s := range l.Spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func TestWhatWasSearchedForIsLitAndUnfolded(t *testing.T) {
	text := "{\"a\":{\"b\":[{\"x\":\"Zü\x00rich zü\"},{\"y\":\"a long value that needs a second row, Zürich\"}]}}"
	v := newJSONView(nil, []byte(text), nil)
	v.Lay(30)
	v.FoldAll(0)
	var hits [][2]int
	for _, word := range []string{"rich", "Zürich"} {
		at := strings.LastIndex(text, word)
		if word == "rich" {
			at = strings.Index(text, word)
		}
		hits = append(hits, [2]int{at, at + len(word)})
	}
	v.Find(hits, 1)
	row := v.Focus()
	if got := drawnRow(v.Row(row)); !strings.Contains(got, "Zürich") {
		t.Errorf("row %d is %q of\n%s", row, got, drawnView(v))
	}
	if got := drawnView(v); !strings.Contains(got, "«Zürich»") || !strings.Contains(got, "Zü·‹rich› zü") {
		t.Errorf("lit:\n%s", got)
	}
}

// A view shows each character once, however it is laid out; and each byte's row shows it.
func FuzzJSONView(f *testing.F) {
	f.Add([]byte(foldable), 40, 60)
	f.Add([]byte(`{"a":"\"`), 10, 3)
	f.Add([]byte("[[[[\xff,\"ü\":]]]"), 1, 5)
	f.Fuzz(func(t *testing.T, text []byte, columns, at int) {
		v := newJSONView(nil, text, []JSONMark{{Offset: at, Main: true}})
		v.Lay(columns % 200)
		if n := len(text); n > 0 && at >= 0 {
			v.Find([][2]int{{at % n, min(at%n+3, n)}}, 0)
		}
		var lines, rows strings.Builder
		for _, l := range FormatJSON(text, nil, max(columns%200, 20)) {
			lines.WriteString(drawnRow(l))
		}
		for i := range v.Len() {
			rows.WriteString(drawnRow(v.Row(i)))
		}
		if lines.String() != rows.String() {
			t.Errorf("%q is shown as %q", lines.String(), rows.String())
		}
		if row := v.Focus(); row < 0 || row > 0 && row >= v.Len() {
			t.Errorf("row %d of %d", row, v.Len())
		}
		v.FoldAll(at % 4)
		for i := range v.Len() {
			v.Row(i)
		}
		v.Toggle(at % 10)
		v.Focus()
	})
}

// large is a MeterValues frame of about so many bytes.
func large(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`[2,"m1","MeterValues",{"connectorId":1,"meterValue":[`)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"timestamp":"2025-03-01T09:01:00Z","sampledValue":[{"value":"%d","unit":"Wh","measurand":"Energy.Active.Import.Register"},{"value":"230.%d","unit":"V","phase":"L1","measurand":"Voltage"}]}`, i, i%10)
	}
	b.WriteString(`]}]`)
	return b.Bytes()
}

func BenchmarkJSONView(b *testing.B) {
	text := large(1 << 20)
	long := []byte(`{"signed":"` + strings.Repeat("AB12", 1<<18) + `"}`)
	if !utf8.Valid(text) {
		b.Fatal("no text")
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			newJSONView(nil, text, nil)
		}
	})
	v := newJSONView(nil, text, nil)
	columns := 80
	b.Run("lay", func(b *testing.B) {
		for b.Loop() {
			columns = 161 - columns
			v.Lay(columns)
		}
	})
	b.Run("fold", func(b *testing.B) {
		for b.Loop() {
			v.Toggle(1)
		}
	})
	b.Run("screen", func(b *testing.B) {
		v.FoldAll(-1)
		for b.Loop() {
			for i := range 40 {
				v.Row(v.Len()/2 + i)
			}
		}
	})
	b.Run("screen of one long line", func(b *testing.B) {
		w := newJSONView(nil, long, nil)
		w.Lay(80)
		for b.Loop() {
			w.partsOf = -1
			for i := range 40 {
				w.Row(w.Len()/2 + i)
			}
		}
	})
}
