package present

import (
	"math"

	"meterscope/model"
)

// packedFindings are findings in some 50 bytes each and no pointers, beside the texts that are their own: a case has a
// million. The zero value is none.
type packedFindings struct {
	rows     []packedFinding
	extents  []packedExtent // of those that are about a stretch
	said     []packedSaying // what many say alike
	number   map[packedSaying]uint32
	own      []byte                   // texts of single ones, one after the other
	unpacked map[int32]*model.Finding // what doesn't fit
}

// packedSaying is what findings of one kind have in common.
type packedSaying struct {
	rule          model.RuleID
	severity      model.Severity
	pointer, want string
	hasPointer    bool
	hasGot        bool
	inferred      bool
}

// sayingsMost is how many kinds there are at most: where each finding wants something else, that is its own.
const sayingsMost = 2000

type packedFinding struct {
	offset                  int64
	transaction             int64
	source, line, frameLine int32
	frame                   int32
	said                    uint32
	extent                  uint32 // its number, from 1; 0: it is about one place
	own                     uint32 // where its texts begin: got, the id of the frame, want
	got, id, want           uint16 // their lengths
}

// packedExtent is the stretch that a finding is about.
type packedExtent struct {
	times     [2]int64
	endOffset int64
	endSource int32
	endLine   int32
	count     int32
	forms     [2]uint8
}

func (p *packedFindings) len() int { return len(p.rows) }

// add takes one more.
func (p *packedFindings) add(f *model.Finding) {
	row, fits := p.pack(f)
	if !fits {
		if p.unpacked == nil {
			p.unpacked = map[int32]*model.Finding{}
		}
		kept := *f
		p.unpacked[int32(len(p.rows))] = &kept //nolint:gosec // the number of a row
		row = packedFinding{}
	}
	p.rows = append(p.rows, row)
}

func (p *packedFindings) pack(f *model.Finding) (row packedFinding, fits bool) {
	fits = len(f.Got) <= math.MaxUint16 && len(f.FrameID) <= math.MaxUint16 && len(f.Want) <= math.MaxUint16 && len(p.own) < math.MaxUint32/2
	small := func(v int64) int32 {
		fits = fits && v == int64(int32(v)) //nolint:gosec // that is the question
		return int32(v)                     //nolint:gosec // likewise
	}
	row = packedFinding{
		offset: f.At.Offset, transaction: int64(f.Transaction), source: small(int64(f.At.Source)), line: small(int64(f.At.Line)),
		frameLine: small(int64(f.FrameLine)), frame: small(f.Frame),
		own: uint32(len(p.own)), got: uint16(len(f.Got)), id: uint16(len(f.FrameID)), //nolint:gosec // as checked
	}
	if f.End != (model.Place{}) || !f.From.IsZero() || !f.To.IsZero() || f.Count != 1 {
		e := packedExtent{endOffset: f.End.Offset, endSource: small(int64(f.End.Source)), endLine: small(int64(f.End.Line)), count: small(int64(f.Count))}
		for i, at := range [...]model.Time{f.From, f.To} {
			var whole bool
			e.times[i], e.forms[i], whole = packTime(at)
			fits = fits && whole
		}
		if fits {
			p.extents = append(p.extents, e)
			row.extent = uint32(len(p.extents)) //nolint:gosec // as many as there are findings at most
		}
	}
	if !fits {
		return row, false
	}
	row.said, row.want = p.saying(f)
	p.own = append(append(p.own, f.Got...), f.FrameID...)
	p.own = append(p.own, f.Want[:row.want]...)
	return row, true
}

// saying is the number of what a finding has in common with others, and how much of what it wants is its own: all or
// nothing.
func (p *packedFindings) saying(f *model.Finding) (number uint32, own uint16) {
	s := packedSaying{f.Rule, f.Severity, f.Pointer, f.Want, f.HasPointer, f.HasGot, f.Inferred}
	number, known := p.number[s]
	if !known && len(p.said) >= sayingsMost {
		s.want = ""
		number, known = p.number[s]
		own = uint16(len(f.Want)) //nolint:gosec // checked by who calls
	}
	if known {
		return number, own
	}
	if p.number == nil {
		p.number = map[packedSaying]uint32{}
	}
	number = uint32(len(p.said)) //nolint:gosec // as many as there are findings at most
	p.said = append(p.said, s)
	p.number[s] = number
	return number, own
}

// at gives a finding as it was.
func (p *packedFindings) at(i int) model.Finding {
	if f := p.unpacked[int32(i)]; f != nil { //nolint:gosec // the number of a row
		return *f
	}
	r := &p.rows[i]
	s := &p.said[r.said]
	own := p.own[r.own:]
	f := model.Finding{
		Rule: s.rule, Severity: s.severity, Pointer: s.pointer, Want: s.want, HasPointer: s.hasPointer, HasGot: s.hasGot, Inferred: s.inferred,
		At:  model.Place{Source: model.SourceID(r.source), Line: int(r.line), Offset: r.offset},
		Got: string(own[:r.got]), FrameID: string(own[r.got:][:r.id]), Frame: int64(r.frame), FrameLine: int(r.frameLine),
		Transaction: model.TransactionKey(r.transaction), Count: 1,
	}
	if r.want > 0 {
		f.Want = string(own[int(r.got)+int(r.id):][:r.want])
	}
	if r.extent > 0 {
		e := &p.extents[r.extent-1]
		f.End = model.Place{Source: model.SourceID(e.endSource), Line: int(e.endLine), Offset: e.endOffset}
		f.From, f.To, f.Count = unpackTime(e.times[0], e.forms[0]), unpackTime(e.times[1], e.forms[1]), int(e.count)
	}
	return f
}
