package ocppj

import (
	"bytes"
	"slices"
	"strings"

	"meterscope/model"
)

// emit turns an outcome into an item with its samples and findings.
func (s *Scanner) emit(w *Window, o *outcome, it Item, out *Result) {
	it.Kind, it.ID, it.Action = o.kind, o.id, o.action
	it.Code, it.Text, it.Printed = o.code, o.description, o.repr
	it.Shortened = s.shortened(w, o, &it)
	it.Samples = [2]int{s.found, s.found}
	it.Findings = [2]int{len(out.Findings), len(out.Findings)}
	p := placer{w: w, o: o, start: it.Start, line: it.Line, multi: it.EndLine > it.Line}
	switch {
	case o.verdict == whole:
		s.emitRead(p, o, &it, out)
	case o.verdict == malformed:
		it.Status = Unread
		out.Findings = append(out.Findings, p.about("JSN005", it.Start, "", o.want))
	case o.cut && !o.large && hasSamples(o.action) && len(s.samples()) > 0:
		it.Status = Partial
		out.Findings = append(out.Findings, p.about("JSN002", it.Start, "", ""))
		s.emitRead(p, o, &it, out)
	case o.cut:
		it.Status = Unread
		want := ""
		if o.large {
			want = "a frame that is not larger than the program reads"
		}
		out.Findings = append(out.Findings, p.about("JSN002", it.Start, "", want))
	default:
		it.Status = Unread
		pos := p.source(min(o.err.Offset, len(o.text)))
		out.Findings = append(out.Findings, p.about("JSN001", pos, firstLine(o.err.Got), o.err.Want))
	}
	it.Findings[1], it.Samples[1] = len(out.Findings), s.found
	out.Items = append(out.Items, it)
}

// hasSamples says whether requests of an action hold sampled values.
func hasSamples(action string) bool {
	return action == model.ActionMeterValues || action == model.ActionStopTransaction
}

// emitRead takes over what the payload said.
func (s *Scanner) emitRead(p placer, o *outcome, it *Item, out *Result) {
	m := &s.msg
	lacking := it.Kind == model.CallError && o.payload == o.payloadEnd
	if lacking {
		s.forget()
	}
	it.Fields, it.Checked = m.Fields, m.Checked
	if it.Status == Partial {
		it.Payload = o.text[o.payload:]
		it.PayloadHash = hashBytes(it.Payload)
	} else {
		it.Payload = o.text[o.payload:o.payloadEnd]
		it.PayloadHash = m.Hash
	}
	it.PayloadAt = p.w.Base + int64(o.payload)
	it.Segments = p.segments(out, o.payload, o.payload+len(it.Payload))
	it.Hash = mix(it, it.PayloadHash)
	samples := s.samples()
	it.SampleCount = len(samples)
	if out.Brief {
		return
	}
	if lacking {
		out.Findings = append(out.Findings, p.about("JSN005", it.Start, "", "details after the error's description; it is read without them"))
	}
	q := p
	for i := range samples {
		x := &samples[i]
		if w := p.w; w.Said != nil && o.segments == nil {
			if said := w.Said(int(x.At.Offset)); said != "" {
				x.Text = said
			}
		}
		x.At = q.place(int(x.At.Offset))
		x.Connector, x.Transaction = m.Fields.Connector, m.Fields.Transaction
		x.Inferred = it.Status == Partial || p.w.Inferred
	}
	s.found = len(m.Samples)
	q = p
	out.Findings = slices.Grow(out.Findings, len(m.Violations))
	for i := range m.Violations {
		v := &m.Violations[i]
		if (o.list || p.w.Put) && v.Pointer == "" {
			continue // what the payload lacks, or has besides, wasn't printed, or has no column
		}
		if p.w.Put && v.Rule == "SCH005" && m.Fields.First.Zone() == model.ZoneAssumed && !m.Fields.First.IsZero() {
			continue // it is how the table writes times
		}
		out.Findings = append(out.Findings, model.Finding{
			Rule: v.Rule, At: q.place(v.Offset), Count: 1, Pointer: v.Pointer, HasPointer: true,
			Got: v.Got, HasGot: v.HasGot, Want: v.Want, Frame: model.NoFrame, FrameID: it.ID, FrameLine: it.Line,
		})
	}
	if n := len(out.Findings); m.Unlisted > 0 && n > it.Findings[0] {
		out.Findings[n-1].Count += m.Unlisted
	}
	if cap(m.Violations) > keptViolations {
		m.Violations = nil
	}
}

// keptViolations is how large a buffer of violations may be to be kept for the next frame.
const keptViolations = 2 * mostFindings

// shortened says whether a logger left something out of a place, or right behind it: it put "..." there.
func (s *Scanner) shortened(w *Window, o *outcome, it *Item) bool {
	if o.verdict != whole || o.segments != nil {
		return hasEllipsis(w.Text[it.Start:min(len(w.Text), it.End+len("..."))])
	}
	return s.msg.Ellipsis || hasEllipsis(w.Text[it.Start:max(it.Start, o.payload)]) ||
		hasEllipsis(w.Text[max(it.Start, o.payloadEnd):min(len(w.Text), it.End+len("..."))])
}

func hasEllipsis(b []byte) bool {
	return bytes.Contains(b, []byte("...")) || bytes.Contains(b, []byte("…"))
}

// placer turns offsets in an outcome's text into places in the source. Offsets that don't go back are
// cheapest.
type placer struct {
	w     *Window
	o     *outcome
	start int // in the window
	line  int // of start
	multi bool
	pos   int // up to here line breaks are counted
	extra int
}

// source gives the window offset of a text offset.
func (p *placer) source(text int) int {
	if p.o.segments == nil {
		return text
	}
	return int(p.o.segments.Source(text))
}

// segments maps a stretch of the outcome's text to the source; nil if it stands there as it is.
func (p *placer) segments(out *Result, from, to int) model.Segments {
	own := p.o.segments
	switch {
	case p.w.Map == nil && own == nil:
		return nil
	case p.w.Map == nil:
		return own.Cut(from, to, p.w.Base)
	case own == nil:
		n := len(out.segments)
		out.segments = p.w.Map.AppendCut(out.segments, from, to, p.w.Base)
		return out.segments[n:len(out.segments):len(out.segments)]
	}
	s := own.Cut(from, to, 0).Over(p.w.Map, to-from)
	for i := range s {
		s[i].Source += p.w.Base
	}
	return s
}

// place gives the place of a text offset.
func (p *placer) place(text int) model.Place { return p.window(p.source(text)) }

// window gives the place of a window offset.
func (p *placer) window(i int) model.Place {
	at := model.Place{Line: p.line, Offset: p.w.Base + int64(p.w.At(i))}
	if !p.multi {
		return at
	}
	if p.pos < p.start || i < p.pos {
		p.pos, p.extra = p.start, 0
	}
	if i > p.pos {
		p.extra += p.w.lines(p.pos, min(i, len(p.w.Text)))
		p.pos = i
	}
	at.Line += p.extra
	return at
}

// about is a finding about a frame as a whole: it has neither pointer nor got. What stood there is kept for
// its message.
func (p *placer) about(rule model.RuleID, window int, got, want string) model.Finding {
	return model.Finding{
		Rule: rule, At: p.window(window), Count: 1, Got: got, Want: want,
		Frame: model.NoFrame, FrameID: p.o.id, FrameLine: p.line,
	}
}

// firstLine is what stands on the line on which got begins: what follows may not be there yet.
func firstLine(got string) string {
	if got == "" {
		return got
	}
	if i := strings.IndexByte(got[1:], '\n'); i >= 0 {
		return strings.TrimRight(got[:i+1], "\r")
	}
	return got
}
