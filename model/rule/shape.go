package rule

import "meterscope/model"

// shapes remember what a connector's frames look like: they are alike, so what is asked of their measurands, units and
// phases is asked once.
type shapes struct {
	of     map[model.Opt[int64]]*shape
	recent [4]*shape // the last new ones: the connectors of a station are mostly alike, too
	next   int
}

const (
	mostShapes = 256 // connectors whose frames are remembered
	mostLooks  = 256 // sampled values of a frame that are remembered
)

// shape is the sampled values of a frame without their values.
type shape struct {
	looks []look
	twins bool // one of them has a twin
}

// look is one of them.
type look struct {
	key     model.SeriesKey
	context model.Context
	format  model.Format
	unit    model.Unit
	odd     bool     // a rule speaks of it, whatever its value is
	within  *numbers // what its value may be; nil: anything
	twin    int      // the one before it that is the same but for its value; -1: none
}

// numbers are the values that can be.
type numbers struct{ low, high model.Decimal }

// hold says whether a value is one of them. A last digit more is none: rounded to any digit, what is within the ends
// stays within.
func (n *numbers) hold(v model.Decimal) bool { return v.Cmp(n.low) >= 0 && v.Cmp(n.high) <= 0 }

// shape gives that of a frame's samples.
func (s *shapes) shape(own []model.Sample) *shape {
	if len(own) == 0 {
		return &shape{}
	}
	if len(own) > mostLooks {
		return newShape(own)
	}
	one := s.of[own[0].Connector]
	if one != nil && one.suits(own) {
		return one
	}
	if s.of == nil || len(s.of) >= mostShapes {
		s.of = map[model.Opt[int64]]*shape{}
	}
	one = nil
	for _, known := range s.recent {
		if known != nil && known.suits(own) {
			one = known
		}
	}
	if one == nil {
		one = newShape(own)
		s.recent[s.next%len(s.recent)] = one
		s.next++
	}
	s.of[own[0].Connector] = one
	return one
}

func (s *shape) suits(own []model.Sample) bool {
	if len(s.looks) != len(own) {
		return false
	}
	for k := range own {
		a, b := &own[k], &s.looks[k]
		if a.Key != b.key || a.Context != b.context || a.Unit != b.unit || a.Format != b.format {
			return false
		}
	}
	return true
}

func newShape(own []model.Sample) *shape {
	s := &shape{looks: make([]look, len(own))}
	for k := range own {
		a := &own[k]
		s.looks[k] = look{key: a.Key, context: a.Context, format: a.Format, unit: a.Unit, odd: oddly(a), within: rangeOf(a), twin: -1}
	}
	s.findTwins()
	return s
}

// oddly says that a rule speaks of a sample, whatever its value is.
func oddly(s *model.Sample) bool {
	return s.Format == model.SignedData || !unitFits(s.Key.Measurand, s.Unit) || lacksUnit(s) || s.Unit == model.Celcius ||
		!phaseFits(s.Key.Measurand, s.Key.Phase) || strayLocation(s)
}

// rangeOf gives what the value of a sample can be at all.
func rangeOf(s *model.Sample) *numbers {
	one, hundred := model.NewDecimal(1, 0), model.NewDecimal(100, 0)
	switch {
	case s.Key.Measurand == model.SoC && s.UnitOrDefault() == model.Percent:
		return &numbers{high: hundred}
	case s.Key.Measurand == model.PowerFactor && s.Unit == model.Percent:
		return &numbers{hundred.Neg(), hundred}
	case s.Key.Measurand == model.PowerFactor && s.UnitOrDefault() == model.Dimensionless:
		return &numbers{one.Neg(), one}
	}
	return nil
}

// mayHaveTwins says that two of a frame's samples have the same measurand and phase, or that there are too many
// to compare each with each.
func (s *shape) mayHaveTwins() bool {
	const few = 32
	if len(s.looks) > few {
		return true
	}
	for k := range s.looks {
		a := &s.looks[k]
		for i := range k {
			b := &s.looks[i]
			if a.key.Measurand == b.key.Measurand && a.key.Phase == b.key.Phase {
				return true
			}
		}
	}
	return false
}

// twinKey is what two samples of one meter value must not share.
type twinKey struct {
	key     model.SeriesKey
	context model.Context
	unit    model.Unit // base unit
}

func (s *shape) findTwins() {
	if !s.mayHaveTwins() {
		return
	}
	last := make(map[twinKey]int, len(s.looks))
	for k := range s.looks {
		l := &s.looks[k]
		if l.format == model.SignedData {
			continue
		}
		key := twinKey{l.key, l.context, l.unit}
		key.key.Location = l.key.Where()
		if key.context == "" {
			key.context = model.DefaultContext
		}
		if key.unit == model.UnitNone {
			key.unit = model.DefaultUnit(l.key.Measurand)
		}
		key.unit = key.unit.Base()
		if before, ok := last[key]; ok {
			l.twin, s.twins = before, true
		}
		last[key] = k
	}
}

// remarkable says that a rule may speak of a frame's sample k, and gives its twin, if that is another number.
func (s *shape) remarkable(own []model.Sample, k int) (twin *model.Sample, ok bool) {
	one, l := &own[k], &s.looks[k]
	ok = !one.Number || one.Text != "" || l.odd || l.within != nil && !l.within.hold(one.Value)
	if l.twin >= 0 {
		if t := &own[l.twin]; differ(t, one) {
			return t, true
		}
	}
	return nil, ok
}

// differ says that two samples of one time show different values.
func differ(a, b *model.Sample) bool {
	if !a.Number || !b.Number || a.Time.Compare(b.Time) != 0 {
		return false
	}
	v, _, _ := a.Base()
	w, _, _ := b.Base()
	return v.Sub(w).Abs().Cmp(leastDigit(a).Add(leastDigit(b))) > 0
}

// leastDigit is one of the least digit that a sample was sent with, in its base unit.
func leastDigit(s *model.Sample) model.Decimal {
	v, _, _ := s.Base()
	p := model.Point{Value: v, Digit: s.UnitOrDefault().Digit(s.Value)}
	return p.LeastDigit()
}
