package model

// Unit is the unit of measure that a sampled value names (OCPP 1.6 §7.45, UnitOfMeasure). Absent is "".
type Unit string

// The 17 units of the schema, and three base units that the enumeration lacks.
const (
	UnitNone      Unit = ""
	Wh            Unit = "Wh"
	KWh           Unit = "kWh"
	Varh          Unit = "varh"
	Kvarh         Unit = "kvarh"
	W             Unit = "W"
	KW            Unit = "kW"
	VA            Unit = "VA"
	KVA           Unit = "kVA"
	Var           Unit = "var"
	Kvar          Unit = "kvar"
	A             Unit = "A"
	V             Unit = "V"
	K             Unit = "K"
	Celcius       Unit = "Celcius" // the schema's own misspelling, allowed beside the right one
	Celsius       Unit = "Celsius"
	Fahrenheit    Unit = "Fahrenheit"
	Percent       Unit = "Percent"
	Hz            Unit = "Hz"    // not in the enumeration: what Frequency is in [errata 3.86]
	PerMinute     Unit = "1/min" // not in the enumeration: what RPM is in
	Dimensionless Unit = "1"     // not in the enumeration: what Power.Factor is in
	kelvinOfZeroC      = 27315   // 273.15 K, in hundredths
	kelvinScale        = 2
	kiloShift          = 3
)

// Units lists the units of the schema, in its order.
func Units() []Unit {
	return []Unit{Wh, KWh, Varh, Kvarh, W, KW, VA, KVA, Var, Kvar, A, V, K, Celcius, Celsius, Fahrenheit, Percent}
}

// Known says whether the unit is one of the schema.
func (u Unit) Known() bool { return u != Hz && u.Quantity() != QuantityNone }

// Quantity is the physical kind that the unit measures; QuantityNone for an absent or unknown unit and for
// units without a quantity of their own.
func (u Unit) Quantity() Quantity {
	switch u {
	case Wh, KWh:
		return QuantityActiveEnergy
	case Varh, Kvarh:
		return QuantityReactiveEnergy
	case W, KW:
		return QuantityActivePower
	case Var, Kvar:
		return QuantityReactivePower
	case VA, KVA:
		return QuantityApparentPower
	case A:
		return QuantityCurrent
	case V:
		return QuantityVoltage
	case K, Celcius, Celsius, Fahrenheit:
		return QuantityTemperature
	case Percent:
		return QuantityPercent
	}
	return QuantityNone
}

// Base is the unit in which Meterscope reports values of this unit: Wh for kWh, Celsius for K. Fahrenheit
// stays Fahrenheit: its conversion is no finite decimal. A unit that is not known is its own base.
func (u Unit) Base() Unit {
	switch u {
	case KWh:
		return Wh
	case Kvarh:
		return Varh
	case KW:
		return W
	case KVA:
		return VA
	case Kvar:
		return Var
	case K, Celcius:
		return Celsius
	}
	return u
}

// ToBase converts a value of this unit to its base unit, exactly.
func (u Unit) ToBase(v Decimal) Decimal {
	switch u {
	case KWh, Kvarh, KW, KVA, Kvar:
		return v.Shift(kiloShift)
	case K:
		return v.Sub(NewDecimal(kelvinOfZeroC, kelvinScale))
	}
	return v
}

// Digit is what [Point] keeps of the least digit of a value of this unit where the value in the base unit no
// longer shows it: 2 for "12.3" kWh, which is 12300 Wh; else 0.
func (u Unit) Digit(v Decimal) int8 {
	switch u {
	case KWh, Kvarh, KW, KVA, Kvar:
		return int8(max(0, kiloShift-v.Scale())) //nolint:gosec // at most 3
	}
	return 0
}

// DefaultUnit is the unit of a sample that names none. OCPP 1.6 contradicts itself: §7.43 says "default Wh
// if the measurand is an Energy type", §7.45 gives "Wh" as the default of the type. We follow §7.43: an
// energy measurand has Wh (varh where it is reactive), SoC is Percent, the three measurands that the
// enumeration has no unit for have theirs, and every other sample without a unit has an unknown unit, which
// is UnitNone.
func DefaultUnit(m Measurand) Unit {
	switch m.Quantity() {
	case QuantityActiveEnergy:
		return Wh
	case QuantityReactiveEnergy:
		return Varh
	case QuantityPercent:
		return Percent
	case QuantityNone:
		switch m {
		case Frequency:
			return Hz
		case PowerFactor:
			return Dimensionless
		case RPM:
			return PerMinute
		}
	}
	return UnitNone
}
