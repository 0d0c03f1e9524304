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
}

// Series is one physical quantity over time: the points of one key in one base unit. Its points are ordered
// by (time, source, frame, offset).
type Series struct {
	Key    SeriesKey
	Unit   Unit // base unit; UnitNone where the log leaves it open
	Points []Point
}
