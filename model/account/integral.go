package account

import (
	"math/big"
	"math/bits"

	"meterscope/model"
	"meterscope/model/session"
)

// integralScale is the number of digits that an integrated quantity is rounded to, once.
const integralScale = 3

// stretch is a time over which an account counts nothing.
type stretch struct{ from, to model.Time }

// integral is what a power in W adds up to over its points: trapezoids between neighbours, none across a gap or a
// missing value. It is exact.
type integral struct {
	twice    model.Decimal // W·s
	ok       bool          // there is a trapezoid
	from, to model.Time    // the first and the last number
	count    int           // numbers
	holes    []stretch     // between numbers, where nothing was added
}

// integrate adds up the trapezoids of a power. Its gap limit is that of its own series ([session.Limits.GapLimit]).
func integrate(points []model.Point, limits session.Limits) integral {
	limit := limits.GapLimit(points)
	var in integral
	var sum exactSum
	var last *model.Point // the number before
	whole := true         // nothing stands between it and this one
	for i := range points {
		b := &points[i]
		switch {
		case b.Time.IsZero():
			continue
		case b.Gap:
			whole = false
			continue
		}
		in.count++
		if last == nil {
			in.from = b.Time
		} else if d := b.Time.Sub(last.Time); whole && d <= limit {
			in.ok = in.ok || d > 0
			sum.add(last.Value, b.Value, int64(d))
		} else if d > 0 {
			in.holes = append(in.holes, stretch{last.Time, b.Time})
		}
		last, whole = b, true
	}
	if last != nil {
		in.to = last.Time
	}
	in.twice = sum.value()
	return in
}

// wattHours makes Wh of twice an integral in W·s. It rounds: once, half to even.
func wattHours(twice model.Decimal) model.Decimal {
	const secondsOfTwoHours = 7200
	wh, _ := twice.Quo(model.NewDecimal(secondsOfTwoHours, 0), integralScale)
	return wh
}

// exactSum adds up trapezoids: the sum of two values times nanoseconds. What fits 128 bits needs no big integer.
type exactSum struct {
	wide [maxWideScale]wide // by the scale of the values
	rest model.Decimal      // value × seconds
}

const (
	maxWideScale = 10
	nanoScale    = 9
)

// add adds (a + b) × nanos.
func (s *exactSum) add(a, b model.Decimal, nanos int64) {
	heights := a.Add(b)
	coef, scale, ok := heights.Coef()
	if ok && scale < maxWideScale {
		w := &s.wide[scale]
		if w.add(coef, nanos) {
			s.flush(scale)
		}
		return
	}
	s.rest = s.rest.Add(heights.Mul(model.NewDecimal(nanos, nanoScale)))
}

func (s *exactSum) flush(scale int) {
	s.rest = s.rest.Add(s.wide[scale].decimal(scale + nanoScale))
	s.wide[scale] = wide{}
}

// value gives the sum, in value × seconds.
func (s *exactSum) value() model.Decimal {
	for scale := range s.wide {
		if s.wide[scale] != (wide{}) {
			s.flush(scale)
		}
	}
	return s.rest
}

// wide is an integer of 128 bits in two's complement.
type wide struct{ hi, lo uint64 }

// add adds a × b and says whether little room is left.
func (w *wide) add(a, b int64) (full bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b)) //nolint:gosec // two's complement
	if a < 0 {
		hi -= uint64(b) //nolint:gosec // two's complement
	}
	if b < 0 {
		hi -= uint64(a) //nolint:gosec // two's complement
	}
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi, _ = bits.Add64(w.hi, hi, carry)
	const room = 1 << 61 // a product is at most 2^126, so the next one fits in any case
	top := int64(w.hi)   //nolint:gosec // two's complement
	return top >= room || top <= -room
}

// decimal gives the number × 10^−scale.
func (w wide) decimal(scale int) model.Decimal {
	neg := w.hi>>63 == 1
	if neg {
		var borrow uint64
		w.lo, borrow = bits.Sub64(0, w.lo, 0)
		w.hi, _ = bits.Sub64(0, w.hi, borrow)
	}
	const word = 64
	b := new(big.Int).SetUint64(w.hi)
	b.Lsh(b, word).Or(b, new(big.Int).SetUint64(w.lo))
	if neg {
		b.Neg(b)
	}
	d, err := model.ParseDecimal(b.String()) // at most 39 digits
	if err != nil {
		return model.Decimal{}
	}
	return d.Shift(-scale)
}
