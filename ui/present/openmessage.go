package present

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"meterscope/model"
	"meterscope/ui/lang"
)

// OpenMessage is a message as it is read: the JSON laid out, and the raw text.
type OpenMessage struct {
	Title string // "MeterValues, line 17"
	Place string // "day.log · line 17 · byte 4,711"
	Hash  string // SHA-256 of the source, hexadecimal; "" until it is complete
	Raw   *Raw
	Plain bool // no JSON can be made of it: only the raw text can be shown
	Asked bool // the place that is marked is no finding: it was only asked for

	// Decoded says that the message is escaped, wrapped or printed in its source, and was read back from that.
	Decoded bool
	View    *JSONView // nil where there is no JSON
	json    []byte
	marks   []JSONMark
	key     frameKey
	row     int  // −1: it is none of the transaction's messages
	pointed bool // a place in it was asked for
}

// findingsKept bounds how many findings are marked in a transaction's messages.
const findingsKept = 20_000

// readMessage reads a message, or a place, from the evidence, with what stands around it.
func readMessage(ctx context.Context, t *lang.Texts, file CaseFile, src model.Source, f model.Frame, findings []model.Finding, main *model.Finding) (*OpenMessage, error) {
	size := min(f.Size, rawMost)
	from := max(f.At.Offset-rawBefore, 0)
	before := int(f.At.Offset - from)
	text, err := file.Evidence(ctx, f.At.Source, from, before+size+rawAfter)
	if err != nil {
		return nil, fmt.Errorf("read the evidence: %w", err)
	}
	return openMessage(t, src, f, findings, main, text, from, before), nil
}

func openMessage(t *lang.Texts, src model.Source, f model.Frame, findings []model.Finding, main *model.Finding, text []byte, from int64, before int) *OpenMessage {
	o := takeMessage(t, src, f, findings, main, text, from, before)
	if !o.Plain {
		o.View = newJSONView(t, o.json, o.marks)
	}
	return o
}

func takeMessage(t *lang.Texts, src model.Source, f model.Frame, findings []model.Finding, main *model.Finding, text []byte, from int64, before int) *OpenMessage {
	before = min(before, len(text))
	frame := [2]int{before, min(before+f.Size, len(text))}
	o := &OpenMessage{Title: frameTitle(t, &f)}
	at, shown := f.At, [2]int{}
	o.Asked = main != nil && main.Severity == model.SeverityNone
	if main != nil && main.At.Source == f.At.Source {
		at = main.At
		if k := int(main.At.Offset - from); within(main, &f) && k >= 0 && k < len(text) {
			shown = [2]int{k, rawExtent(text, k, main)}
		}
	}
	o.Raw = newRaw(src, at, text, from, frame, shown, f.At.Line)
	o.Place = t.Text("%s  ·  line %s  ·  byte %s", sourceName(src.Name), Count(t, at.Line), Count(t, at.Offset))
	if src.Complete {
		o.Hash = hex.EncodeToString(src.SHA256[:])
	}
	raw := text[frame[0]:frame[1]]
	o.json = raw
	place := func(g *model.Finding) (int, bool) { return int(g.At.Offset - f.At.Offset), true }
	if !verbatim(raw) {
		d, ok := decode(raw, &f)
		switch {
		case ok:
			o.json, o.Decoded = d.text, true
			place = func(g *model.Finding) (int, bool) { return d.offset(g.At.Offset, g.Got) }
		case !looksLikeJSON(raw):
			o.json, o.Plain = nil, true
			return o
		}
	}
	mark := func(g *model.Finding, main bool) {
		if !within(g, &f) {
			return
		}
		if k, ok := place(g); ok {
			o.marks = append(o.marks, JSONMark{Offset: k, Severity: g.Severity, Main: main})
		}
	}
	for i := range findings {
		mark(&findings[i], false)
	}
	if main != nil {
		mark(main, true)
	}
	return o
}

// within says that a finding is about a place inside a message, not about the message as a whole.
func within(g *model.Finding, f *model.Frame) bool {
	if f.Seq == model.NoFrame {
		return true // the place stands alone
	}
	return g.At.Source == f.At.Source && g.At.Offset > f.At.Offset && g.At.Offset < f.At.Offset+int64(f.Size)
}

// rawExtent is where a finding's place ends in the raw text: with its value, or as far as got goes on.
func rawExtent(text []byte, at int, f *model.Finding) int {
	n := 0
	for n < len(f.Got) && at+n < len(text) && text[at+n] == f.Got[n] {
		n++
	}
	const near = 4000 // a value that goes on further is marked at its beginning only
	end := at + 1
	if tokens := jsonTokens(text[at:min(at+near, len(text))]); len(tokens) > 0 {
		end = at + valueEnd(tokens)
	}
	return min(max(at+n, end), len(text))
}

// looksLikeJSON says that the text begins as a frame or a payload does, and is not escaped.
func looksLikeJSON(raw []byte) bool {
	tokens := jsonTokens(raw[:min(len(raw), 64)])
	switch {
	case len(tokens) < 2:
		return false
	case tokens[0].char == '{':
		return tokens[1].kind == JSONKey || tokens[1].char == '}'
	case tokens[0].char == '[' && tokens[1].kind == JSONNumber:
		return len(tokens) < 4 || tokens[2].char == ',' && tokens[3].kind == JSONString
	}
	return tokens[0].char == '[' && tokens[1].char == '{'
}

func focusLine(lines []JSONLine) int {
	for i := range lines {
		for _, s := range lines[i].Spans {
			if s.Main {
				return i
			}
		}
	}
	return 0
}

// JSON lays the message out in so many columns. The line with the place that was asked for is at focus.
func (o *OpenMessage) JSON(columns int) (lines []JSONLine, focus int) {
	lines = FormatJSON(o.json, o.marks, columns)
	return lines, focusLine(lines)
}

// JSONText is the open message, laid out, as plain text.
func (o *OpenMessage) JSONText() string {
	const columns = 100
	lines, _ := o.JSON(columns)
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.Repeat(" ", l.Indent))
		for _, s := range l.Spans {
			b.WriteString(s.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// RawText is the message as it stands in its source, with where that is.
func (o *OpenMessage) RawText() string {
	s := o.Raw.Text() + "\n" + strings.ReplaceAll(o.Place, "  ·  ", ", ")
	if o.Hash != "" {
		s += ", SHA-256 " + o.Hash
	}
	return s + "\n"
}
