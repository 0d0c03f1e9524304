package model

import "slices"

// Segment says where a stretch of a frame's text stands in its source: from this byte of the text on, the
// bytes of the source run in step, up to the next segment. In a source of two bytes a character, such as
// UTF-16, they run in steps of two.
type Segment struct {
	Text   int   // offset in the frame's text
	Source int64 // offset in the source of the same byte
	Step   int   // bytes of the source for each byte of the text; 0 says 1; StepNone: all came from one place
}

// StepNone is the step of a stretch that was invented: none of its bytes is the source's.
const StepNone = -1

func (s Segment) at(text int) int64 {
	n := int64(text - s.Text)
	switch {
	case s.Step > 1:
		n *= int64(s.Step)
	case s.Step < 0:
		n = 0
	}
	return s.Source + n
}

// Segments map a frame's text to its source, in order of Text, from 0 on. A frame that stands verbatim in
// its source has one. A byte that undoing a wrap, an escape or a quotation invented has a segment of its
// own, which names the source byte before it.
type Segments []Segment

// Source is the offset in the source that a byte of the text came from.
func (s Segments) Source(text int) int64 {
	i := s.behind(text)
	if i == 0 {
		return 0
	}
	return s[i-1].at(text)
}

// SourceNear is Source for one who asks often, for bytes near to those asked for before: near says where that was.
func (s Segments) SourceNear(text int, near *int) int64 {
	const reach = 64
	i := *near
	if i >= len(s) || i < 0 || s[i].Text > text {
		i = max(0, min(i, len(s))-reach)
		if i >= len(s) || s[i].Text > text {
			i = 0
		}
	}
	end := i + reach
	if end < len(s) && s[end].Text <= text {
		end = len(s)
	}
	i += s[i:min(end, len(s))].behind(text)
	if *near = i - 1; i == 0 {
		return 0
	}
	return s[i-1].at(text)
}

// behind gives the first segment that begins behind a byte of the text.
func (s Segments) behind(text int) int {
	low, high := 0, len(s)
	for low < high {
		if mid := int(uint(low+high) / 2); s[mid].Text > text { //nolint:gosec // lengths of slices
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// Cut gives the segments of a stretch of the text, as if the text began there, with the source moved by so
// many bytes.
func (s Segments) Cut(from, to int, move int64) Segments {
	return s.AppendCut(nil, from, to, move)
}

// AppendCut is Cut that appends to a slice.
func (s Segments) AppendCut(cut Segments, from, to int, move int64) Segments {
	i := max(s.behind(from)-1, 0)
	n := i + s[i:].behind(to-1)
	cut = slices.Grow(cut, n-i)
	for _, g := range s[i:n] {
		if g.Text < from {
			g.Text, g.Source = from, g.at(from)
		}
		g.Text -= from
		g.Source += move
		cut = append(cut, g)
	}
	return cut
}

// Over gives the segments of a text whose source is itself a text with segments.
func (s Segments) Over(source Segments, size int) Segments {
	out := make(Segments, 0, len(s))
	for i, g := range s {
		end := size
		if i+1 < len(s) {
			end = s[i+1].Text
		}
		if g.Step < 0 {
			out = append(out, Segment{Text: g.Text, Source: source.Source(int(g.Source)), Step: StepNone})
			continue
		}
		for _, c := range source.Cut(int(g.Source), int(g.Source)+max(end-g.Text, 1), 0) {
			c.Text += g.Text
			out = append(out, c)
		}
	}
	return out
}
