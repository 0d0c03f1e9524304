package present

import (
	"strings"
	"testing"
	"unicode/utf8"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// drawnJSON writes formatted JSON with marked places in brackets: «main» and ‹other›.
func drawnJSON(lines []JSONLine) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.Repeat(" ", l.Indent))
		for _, s := range l.Spans {
			switch {
			case s.Main:
				b.WriteString("«" + s.Text + "»")
			case s.Mark != model.SeverityNone:
				b.WriteString("‹" + s.Text + "›")
			default:
				b.WriteString(s.Text)
			}
		}
		b.WriteByte('\n')
	}
	return strings.NewReplacer("»«", "", "›‹", "").Replace(b.String())
}

func TestJSONIsLaidOutWithItsPlacesMarked(t *testing.T) {
	const frame = `[2,"m1","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T09:01:00Z","sampledValue":[{"value":"1","unit":"Hz"},{"value":"2","x":{}}]}]}]`
	for _, c := range []struct {
		name, text string
		marks      []JSONMark
		columns    int
		want       string
	}{
		{"a frame", frame, []JSONMark{
			{Offset: strings.Index(frame, `"Hz"`), Severity: model.SeverityError, Main: true},
			{Offset: strings.Index(frame, `"x"`), Severity: model.SeverityWarning},
		}, 60, `[2, "m1", "MeterValues",
  {
    "connectorId": 1,
    "meterValue": [
      {
        "timestamp": "2025-03-01T09:01:00Z",
        "sampledValue": [
          {"value": "1", "unit": «"Hz"»},
          {
            "value": "2",
            ‹"x": {}›
          }
        ]
      }
    ]
  }
]
`},
		{"too long for a line", `{"value":"12345678901234567890","unit":"Wh"}`, nil, 24, "{\n  \"value\": \"12345678901234567890\",\n  \"unit\": \"Wh\"\n}\n"},
		{"an object that lacks something", `[2,"a","Heartbeat",{"a":1}]`, []JSONMark{{Offset: 19, Severity: model.SeverityError, Main: true}}, 60,
			"[2, \"a\", \"Heartbeat\",\n  «{\"a\": 1}»\n]\n"},
		{"cut off", `[2,"a","MeterValues",{"connectorId":1,"meterV`, []JSONMark{{Offset: 0, Severity: model.SeverityError}}, 60,
			"‹[›2, \"a\", \"MeterValues\",\n  {\n    \"connectorId\": 1,\n    \"meterV\n"},
		{"no JSON", "}]x, :", nil, 60, "}\n]x,\n: \n"},
		{"beyond its end", `{}`, []JSONMark{{Offset: 9, Severity: model.SeverityError}, {Offset: -3}}, 60, "{}\n"},
		{"nothing", "", nil, 60, ""},
	} {
		if got := drawnJSON(FormatJSON([]byte(c.text), c.marks, c.columns)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func FuzzFormatJSON(f *testing.F) {
	f.Add([]byte(`[2,"m",{"a":[1,{"b":null}]}]`), 5, 40)
	f.Add([]byte(`{"a":"\"`), 0, 10)
	f.Add([]byte("]}{[\xff,\":"), 2, 1)
	f.Fuzz(func(t *testing.T, text []byte, mark, columns int) {
		lines := FormatJSON(text, []JSONMark{{Offset: mark, Severity: model.SeverityError, Main: true}}, columns)
		keep := func(s string) string {
			return strings.Map(func(c rune) rune {
				if strings.ContainsRune(" \t\r\n", c) {
					return -1
				}
				return c
			}, s)
		}
		var b strings.Builder
		for _, l := range lines {
			for _, s := range l.Spans {
				b.WriteString(s.Text)
			}
		}
		var want strings.Builder // nothing is lost but white space between the tokens
		for _, tok := range jsonTokens(text) {
			want.WriteString(visible(text[tok.start:tok.end]))
		}
		if keep(b.String()) != keep(want.String()) {
			t.Errorf("%q became %q", want.String(), b.String())
		}
	})
}

func drawnRaw(rows []RawRow) string {
	var b strings.Builder
	for _, r := range rows {
		if r.Line > 0 {
			b.WriteString(Count(nil, r.Line))
		}
		b.WriteByte('|')
		for _, s := range r.Spans {
			switch {
			case s.Mark:
				b.WriteString("«" + s.Text + "»")
			case s.Frame:
				b.WriteString("‹" + s.Text + "›")
			default:
				b.WriteString(s.Text)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestRawTextShowsLinesAsTheyStandInTheirFile(t *testing.T) {
	text := "cut line\nbefore\ttab\nlog: [2,\"a\",\"Zürich\x00\"] end\nafter\nhalf"
	at := strings.Index(text, "[2")
	end := strings.Index(text, " end")
	mark := strings.Index(text, `"Zür`)
	r := newRaw(model.Source{ID: 1, Name: "x.log", Size: 5000}, model.Place{}, []byte(text), 1000, [2]int{at, end}, [2]int{mark, mark + 3}, 77)
	rows, focus := r.Rows(20)
	got := drawnRaw(rows)
	if !strings.HasPrefix(got, "76|before tab\n77|log: ‹[2,\"a\",›«\"Z") || !strings.HasSuffix(got, " end\n78|after\n") {
		t.Errorf("rows\n%s", got)
	}
	if focus != 1 || r.Text() != "[2,\"a\",\"Zürich\x00\"]" {
		t.Errorf("focus %d, text %q", focus, r.Text())
	}
	whole := newRaw(model.Source{Size: 3}, model.Place{}, []byte("abc"), 0, [2]int{0, 3}, [2]int{}, 1)
	rows, focus = whole.Rows(1)
	if got := drawnRaw(rows); got != "1|‹abc›\n" || focus != 0 {
		t.Errorf("rows\n%s", got)
	}
}

func TestOpenedMessageMarksItsWorstFinding(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	if n, ok := d.Messages.Count(); n != 3 || !ok {
		t.Fatalf("%d messages", n)
	}
	row := d.Messages.Row(1)
	if row.Title != "MeterValues" || row.Arrow != "→" || row.Time != "09:01:00" || row.Line != "2" || row.Severity != model.SeverityWarning {
		t.Errorf("row %+v", row)
	}
	if row = d.Messages.Row(2); row.Title != "Answer" || row.Arrow != "←" || !row.Answer {
		t.Errorf("row %+v", row)
	}
	d.Messages.Move(1)
	d.until("it is open", func() bool { o := d.Messages.Opened(); return o != nil && o.Title == "MeterValues" })
	o := d.Messages.Opened()
	lines, _ := o.JSON(80)
	if got := drawnJSON(lines); !strings.Contains(got, `{"value": "49.98", "measurand": "Frequency", "unit": «"Hz"»}`) {
		t.Errorf("JSON\n%s", got)
	}
	if !strings.HasPrefix(o.Place, "day.log  ·  line 2  ·  byte ") || len(o.Hash) != 64 {
		t.Errorf("place %q, hash %q", o.Place, o.Hash)
	}
	if text := o.RawText(); !strings.HasPrefix(text, `[2,"m1","MeterValues",{`) || !strings.Contains(text, "day.log, line 2, byte") || !strings.Contains(text, "SHA-256") {
		t.Errorf("copied %q", text)
	}
	if !strings.HasPrefix(o.JSONText(), "[2, \"m1\", \"MeterValues\",\n") {
		t.Errorf("copied %q", o.JSONText())
	}
	rows, focus := o.Raw.Rows(60)
	if got := drawnRaw(rows[focus : focus+1]); !strings.Contains(got, `«"Hz"»`) {
		t.Errorf("focus is at %q of\n%s", got, drawnRaw(rows))
	}
}

func TestPlaceIsMarkedToTheEndOfItsValue(t *testing.T) {
	for _, c := range []struct{ text, got, want string }{
		{`{"value":"1"},{"value":"2"}`, "", `{"value":"1"}`},
		{`"Hz"},`, `"Hz"`, `"Hz"`},
		{`"extra":1,"b":2`, `"extra":1`, `"extra":1`},
		{`12.5,`, ``, `12.5`},
		{`{"cut":`, `{"cut":`, `{"cut":`},
		{`{"open`, ``, `{`},
		{` `, ``, ` `},
	} {
		f := model.Finding{Got: c.got}
		if got := c.text[:rawExtent([]byte(c.text), 0, &f)]; got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestFindingLeadsToItsPlaceInTheLog(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	cards := d.Findings.Cards()
	if cards[0].Where != "day.log, line 2, byte "+Count(nil, cards[0].First.At.Offset) || cards[0].Count != 1 || cards[0].Got != `"Hz"` {
		t.Errorf("card %+v", cards[0])
	}
	d.Findings.ShowInLog(&cards[0])
	d.until("it is open", func() bool { o := d.Messages.Opened(); return o != nil && o.Raw.At == cards[0].First.At })
	if d.Tab() != TabMessages || d.Messages.Selected() != 1 {
		t.Errorf("tab %d, message %d", d.Tab(), d.Messages.Selected())
	}
	lost := model.Finding{Rule: "JSN002", At: model.Place{Source: 1, Line: 3, Offset: cards[0].First.At.Offset}, Frame: model.NoFrame}
	d.Messages.ShowFinding(lost)
	d.until("the place alone is shown", func() bool { o := d.Messages.Opened(); return o != nil && o.Raw.At == lost.At })
	if d.Messages.Selected() != -1 || !d.Messages.Opened().Plain {
		t.Error("a place without a message shows one")
	}
	d.List.Select(1)
	d.Messages.ShowFinding(lost) // before its messages are read
	d.until("it is shown all the same", func() bool { return d.Messages.Loaded() && d.Messages.Opened() != nil })
}

func TestPlacesAreNamedOnceTheirSourceIsKnown(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	d.Messages.Select(1)
	d.until("it is open", func() bool { o := d.Messages.Opened(); return o != nil && o.Title == "MeterValues" })
	sources := d.Status.sources
	d.Status.sources = nil // as if they came late
	d.Findings.sourcesKnown()
	d.Messages.Select(1)
	d.until("it has no name", func() bool { return d.Messages.Opened().Raw.Source.ID == 0 })
	if w := d.Findings.Cards()[0].Where; strings.Contains(w, "day.log") {
		t.Errorf("the card stands at %q", w)
	}
	var all []model.Source
	for _, s := range sources {
		all = append(all, s)
	}
	d.Status.show(sourceList{all: all})
	d.until("it has a name", func() bool { return d.Messages.Opened().Raw.Source.ID == 1 })
	if w := d.Findings.Cards()[0].Where; !strings.HasPrefix(w, "day.log, line 2") {
		t.Errorf("the card stands at %q", w)
	}
}

func TestOnlyTextThatIsJSONIsLaidOut(t *testing.T) {
	for text, want := range map[string]bool{
		`[2,"a","X",{}]`: true, `[ 3 , "a", {}]`: true, `{"meterValue":[]}`: true, `{}`: true, `[{"a":1}]`: true, `[2,"cut`: true,
		`[2,\"a\",\"X\",{}]`: false, `[2,&quot;a&quot;]`: false, `{'a': 1}`: false, ``: false, `x`: false, `<Call - x>`: false,
	} {
		if looksLikeJSON([]byte(text)) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestFramesAreNamedByWhatTheyAre(t *testing.T) {
	for want, f := range map[string]model.Frame{
		"Answer to Heartbeat":  {Kind: model.CallResult, Action: "Heartbeat"},
		"Answer":               {Kind: model.CallResult},
		"Error to Authorize":   {Kind: model.CallError, Action: "Authorize"},
		"MeterValues, cut off": {Kind: model.Call, Action: "MeterValues", Partial: true},
		"Message":              {},
	} {
		if got := frameTitle(nil, &f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func FuzzRawRows(f *testing.F) {
	f.Add([]byte("a\nb\xff\n[2]\n"), 2, 5, 3, 30)
	f.Fuzz(func(t *testing.T, text []byte, from, to, mark, columns int) {
		n := len(text)
		in := func(i int) int { return min(max(i, 0), n) }
		from, to = in(from), in(to)
		if to < from {
			from, to = to, from
		}
		r := newRaw(model.Source{Size: int64(n)}, model.Place{}, text, 0, [2]int{from, to}, [2]int{in(mark), in(mark + 2)}, 1+strings.Count(string(text[:from]), "\n"))
		rows, focus := r.Rows(columns)
		if len(rows) > 0 && focus >= len(rows) {
			t.Errorf("focus %d of %d", focus, len(rows))
		}
		for _, row := range rows {
			for _, s := range row.Spans {
				if !utf8.ValidString(s.Text) {
					t.Errorf("span %q", s.Text)
				}
			}
		}
	})
}
