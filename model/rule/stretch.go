package rule

import (
	"strconv"

	"meterscope/model"
)

// stretch is some samples that follow one another and are off in the same way.
type stretch struct {
	first, last *model.Point
	count       int
	worst       shown
}

// shown is what a sample shows, and what it is compared with.
type shown struct {
	phase model.Phase
	value model.Decimal
	other model.Decimal
	off   model.Decimal // how far they are apart
}

// stretches collects samples that are off into stretches. What is not off ends one.
type stretches struct {
	least int // samples that a stretch has at least
	list  []stretch
	open  bool
}

// fewStretches is how many stretches of one kind are told one by one. What comes again and again in a transaction is
// told once, from the first to the last.
const fewStretches = 3

func (s *stretches) bad(p *model.Point, what shown) {
	if !s.open {
		s.list, s.open = append(s.list, stretch{first: p, worst: what}), true
	}
	now := &s.list[len(s.list)-1]
	now.last = p
	now.count++
	if what.off.Cmp(now.worst.off) > 0 {
		now.worst = what
	}
}

func (s *stretches) good() {
	if !s.open {
		return
	}
	s.open = false
	if n := len(s.list); s.list[n-1].count < s.least {
		s.list = s.list[:n-1]
	}
}

// all gives the stretches.
func (s *stretches) all() []stretch {
	s.good()
	if len(s.list) <= fewStretches {
		return s.list
	}
	one := s.list[0]
	for _, next := range s.list[1:] {
		one.last = next.last
		one.count += next.count
		if next.worst.off.Cmp(one.worst.off) > 0 {
			one.worst = next.worst
		}
	}
	return []stretch{one}
}

// tell reports a stretch.
func (p *Pass) tell(s *Session, one *stretch, severity model.Severity, got, want string) {
	f := model.Finding{
		Severity: severity, At: one.first.At, From: one.first.Time, To: one.last.Time, Count: one.count, Frame: one.first.Frame,
		Inferred: s.Tx.Inferred || one.first.Inferred, Got: got, Want: want,
	}
	if one.count > 1 {
		f.End = one.last.At
	}
	p.report(f)
}

// worstAndWant says a stretch by its worst sample.
func worstAndWant(f *model.Finding) string {
	if f.Count > 1 {
		return f.Got + ", the worst of " + strconv.Itoa(f.Count) + " samples; " + f.Want + "."
	}
	return gotAndWant(f)
}

// quantityName names what was measured as people do: "Voltage L1".
func quantityName(m model.Measurand, phase model.Phase, where model.Location) string {
	return registerName(model.SeriesKey{Measurand: m, Phase: phase, Location: where})
}

// about rounds what was computed for people to read: to a tenth.
func about(v model.Decimal, u model.Unit) string { return reading(v.Round(1), u) }

// percent is so many hundredths of a value.
func percent(v, of model.Decimal) model.Decimal { return v.Mul(of).Shift(-2) }

// above says that a sample is above a limit by more than one of its least digit.
func above(p *model.Point, limit model.Decimal) bool {
	return p.Value.Cmp(limit) > 0 && p.Value.Sub(limit).Cmp(p.LeastDigit()) > 0
}

// below says that a sample is below a limit by more than one of its least digit.
func below(p *model.Point, limit model.Decimal) bool {
	return p.Value.Cmp(limit) < 0 && limit.Sub(p.Value).Cmp(p.LeastDigit()) > 0
}

// carries says that a current flows, or a power: above the limit.
func carries(p *model.Point, limit model.Decimal) bool { return p != nil && above(p, limit) }
