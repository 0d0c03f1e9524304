package importer

import (
	"bytes"
	"time"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// prefixes reads what the lines say about their frames, one after the other.
type prefixes struct {
	line   int // on which the last frame ended
	last   format.Prefix
	zone   *time.Location
	anchor model.Time // of the last line that had a time; at the beginning the first time of a payload
}

// of reads what stands before a frame. What its own text doesn't say, the frame before on the same line may
// have said.
func (s *prefixes) of(f format.Format, text []byte, it *ocppj.Item) format.Prefix {
	before := bytes.TrimPrefix(text[it.Before:it.Start], []byte("\xef\xbb\xbf"))
	var p format.Prefix
	record := false
	if bytes.IndexByte(before, '\n') >= 0 {
		p, record = format.RecordPrefix(before)
	}
	if above := bytes.LastIndexByte(before, '\n'); above >= 0 && !format.Introduces(before[:above]) {
		before = before[above+1:]
	}
	if record {
		// it says all
	} else if format.IsRow(before) {
		p = format.CSV{}.Prefix(before)
	} else if around, ok := f.(format.Surrounded); ok {
		p = around.Around(before, text[it.End:behind(text, it.End)])
	} else {
		p = f.Prefix(before)
	}
	if (p.LoggedAt.IsZero() || p.Station == "") && !format.IsRow(before) {
		p.TakeBehind(text[it.End:behind(text, it.End)])
	}
	if p.Lacks != format.LacksNothing {
		p.LoggedAt, p.Lacks = s.complete(p, payloadTime(it)), format.LacksNothing
	}
	if s.line == it.Line {
		if p.Station == "" {
			p.Station = s.last.Station
		}
		if p.LoggedAt.IsZero() {
			p.LoggedAt = s.last.LoggedAt
		}
	}
	s.line, s.last = it.EndLine, p
	if !p.LoggedAt.IsZero() {
		s.anchor = p.LoggedAt.In(s.zone)
	}
	return p
}

// complete concludes the year or the date of a log time: it is the one nearest to that of the line before, or
// to the payload's time where that is much later. A payload may have waited for its way, so it isn't where it
// is earlier. Without any such time there is no time.
func (s *prefixes) complete(p format.Prefix, payload model.Time) model.Time {
	anchor := s.anchor
	if anchor.IsZero() || !payload.IsZero() && payload.Sub(anchor) > 12*time.Hour {
		anchor = payload
	}
	if anchor.IsZero() {
		return model.Time{}
	}
	near, at := anchor.Time(), p.LoggedAt.Time()
	var best model.Time
	for d := -1; d <= 1; d++ {
		t := time.Date(near.Year()+d, at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
		if p.Lacks == format.LacksDate {
			t = time.Date(near.Year(), near.Month(), near.Day()+d, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
		}
		c := model.NewTime(t, p.LoggedAt.Digits(), p.LoggedAt.Zone())
		if best.IsZero() || c.In(s.zone).Sub(anchor).Abs() < best.In(s.zone).Sub(anchor).Abs() {
			best = c
		}
	}
	return best
}

// mostBehind is how far behind a frame what its line says about it may stand. A whole log can be one line.
const mostBehind = 2048

// behind gives how far what stands behind a frame that ends at text[i] belongs to it: to the end of its line,
// or as far as that may be; the end of text where more would be needed to know.
func behind(text []byte, i int) int {
	end := min(len(text), i+mostBehind)
	if n := bytes.IndexByte(text[i:end], '\n'); n >= 0 {
		return i + n
	}
	return end
}
