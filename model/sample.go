package model

// SeriesKey names one physical quantity of a connector. Context, format and unit are columns of its samples.
// Fields hold what was sent, with the defaults of OCPP 1.6 §7.43 filled in for the measurand; an absent
// location stays "" (it reads as Outlet).
type SeriesKey struct {
	Measurand Measurand
	Phase     Phase
	Location  Location
}

// Where gives the location, with the default of OCPP 1.6 §7.43 filled in.
func (k SeriesKey) Where() Location {
	if k.Location == "" {
		return DefaultLocation
	}
	return k.Location
}

// Sample is one sampled value of one meter value.
//
// Value is in Unit, as sent; [Sample.Base] converts. Text is the value as sent where Value doesn't print as
// it: because it is no number, or is written in an unusual form. A sample whose Number is false is a gap.
type Sample struct {
	Frame       int64 // Seq of its frame
	At          Place // the first byte of the sampled value (of its "{")
	Station     string
	Connector   Opt[int64]
	Transaction Opt[int64] // as sent
	Time        Time       // of the meter value
	Key         SeriesKey
	Context     Context // as sent; "" if absent
	Format      Format  // as sent; "" if absent
	Unit        Unit    // as sent; "" if absent
	Value       Decimal
	Number      bool   // Value is the number that was sent
	Text        string // see above; "" where Value.String() is what was sent
	Absent      bool   // there was no value property at all, or it was null
	FromStop    bool   // from the transactionData of a StopTransaction
	Inferred    bool   // from a frame that was cut off
}

// RawValue is the value's text exactly as sent; for a JSON number its digits.
func (s *Sample) RawValue() string {
	if s.Text != "" || !s.Number {
		return s.Text
	}
	return s.Value.String()
}

// UnitOrDefault is the unit as sent, or the default of the specification; UnitNone if that is unknown.
func (s *Sample) UnitOrDefault() Unit {
	if s.Unit != UnitNone {
		return s.Unit
	}
	return DefaultUnit(s.Key.Measurand)
}

// Base is the value in its base unit. ok is false for a gap.
func (s *Sample) Base() (v Decimal, u Unit, ok bool) {
	u = s.UnitOrDefault()
	if !s.Number {
		return Decimal{}, u.Base(), false
	}
	return u.ToBase(s.Value), u.Base(), true
}

// ContextOrDefault is the context as sent, or Sample.Periodic.
func (s *Sample) ContextOrDefault() Context {
	if s.Context == "" {
		return DefaultContext
	}
	return s.Context
}

// FormatOrDefault is the format as sent, or Raw.
func (s *Sample) FormatOrDefault() Format {
	if s.Format == "" {
		return DefaultFormat
	}
	return s.Format
}
