package model

// Point is one sample of a series, as rules, accounts and plots need it: converted to the series' unit.
type Point struct {
	Time     Time
	Value    Decimal
	At       Place // of the sampled value
	Frame    int64 // Seq of its frame
	Context  Context
	Gap      bool // a sample without a number: no value, never a zero
	FromStop bool // from the transactionData of a StopTransaction
	Inferred bool
	Digit    int8 // where the value doesn't show it: its least digit as sent is 10^Digit of the unit, 2 for "12.3" kWh in Wh
}

// LeastDigit is one of the least digit that the value was sent with, in the unit of its series: 0.1 for
// "12.0" Wh, 100 for "12.3" kWh.
func (p *Point) LeastDigit() Decimal {
	if p.Digit > 0 {
		return NewDecimal(1, -int(p.Digit))
	}
	return p.Value.Ulp()
}

// Series is one physical quantity over time: the points of one key in one base unit. Its points are ordered
// by (time, source, frame, offset).
type Series struct {
	Key    SeriesKey
	Unit   Unit // base unit; UnitNone where the log leaves it open
	Points []Point
}
