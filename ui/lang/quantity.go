package lang

import (
	"strings"

	"meterscope/model"
)

// How energy and power are said on the screen is decided here, and nowhere else.

const kilo = 3 // digits from Wh to kWh

// EnergyUnit is the unit in which energy is said: "kWh" or "Wh".
func (t *Texts) EnergyUnit() string {
	if t != nil && t.manner.Wh {
		return "Wh"
	}
	return "kWh"
}

// PowerUnit is the unit in which power is said: "kW" or "W".
func (t *Texts) PowerUnit() string {
	if t != nil && t.manner.W {
		return "W"
	}
	return "kW"
}

// Energy writes an energy in Wh with its unit: "38.214 kWh", "38,214 Wh".
func (t *Texts) Energy(wh model.Decimal) string { return t.EnergyDigits(wh) + " " + t.EnergyUnit() }

// EnergyDigits writes an energy in Wh without its unit, to the whole Wh.
func (t *Texts) EnergyDigits(wh model.Decimal) string {
	if t != nil && t.manner.Wh {
		return t.Grouped(t.Fixed(wh, 0))
	}
	return t.grouping(t.Fixed(wh.Shift(-kilo), kilo))
}

// EnergyTotal writes the energy in Wh of many transactions, with its unit.
func (t *Texts) EnergyTotal(wh model.Decimal) string {
	if t != nil && t.manner.Wh {
		return t.Energy(wh)
	}
	return t.Grouped(t.Fixed(wh.Shift(-kilo), kilo)) + " kWh"
}

// EnergySent writes an energy in Wh with all the digits that it has, and its unit.
func (t *Texts) EnergySent(wh model.Decimal) string {
	if t != nil && t.manner.Wh {
		return t.Grouped(t.Plain(wh)) + " Wh"
	}
	return t.grouping(t.Plain(wh.Shift(-kilo))) + " kWh"
}

// Amount writes an energy in Wh for a sentence, with its unit and no more digits than matter: "62 Wh", "2.1 kWh".
func (t *Texts) Amount(wh model.Decimal) string {
	const thousand, few = 1000, 10
	switch size := wh.Abs(); {
	case size.Cmp(model.NewDecimal(few, 0)) < 0:
		return t.Plain(wh.Round(1)) + " Wh"
	case size.Cmp(model.NewDecimal(thousand, 0)) < 0:
		return t.Fixed(wh, 0) + " Wh"
	case t != nil && t.manner.Wh:
		return t.Energy(wh)
	}
	return t.grouping(t.Fixed(wh.Shift(-kilo), 1)) + " kWh"
}

// Power writes a power in W with its unit, to the whole W.
func (t *Texts) Power(w model.Decimal) string { return t.PowerDigits(w, kilo) + " " + t.PowerUnit() }

// PowerDigits writes a power in W without its unit: with so many digits after the point where that is kW, to the whole
// W else.
func (t *Texts) PowerDigits(w model.Decimal, digits int) string {
	if t != nil && t.manner.W {
		return t.Grouped(t.Fixed(w, 0))
	}
	return t.grouping(t.Fixed(w.Shift(-kilo), digits))
}

// Axis writes a number, given with a decimal point, for the axis and the legend of a plot.
func (t *Texts) Axis(digits string) string {
	if t == nil || t.manner == (Manner{}) {
		return t.Number(digits)
	}
	return t.Grouped(t.Number(digits))
}

// grouping puts marks between the thousands where the user has chosen which.
func (t *Texts) grouping(number string) string {
	if t == nil || t.manner.Marks == (Marks{}) {
		return number
	}
	return t.Grouped(number)
}

// Grouped puts marks between the thousands of a number that is written already.
func (t *Texts) Grouped(number string) string {
	const digits = "0123456789"
	mark, begin := t.marks().Group, strings.IndexAny(number, digits)
	if begin < 0 || mark == "" {
		return number
	}
	end := begin + len(number[begin:]) - len(strings.TrimLeft(number[begin:], digits))
	const group = 3
	for i := end - group; i > begin; i -= group {
		number = number[:i] + mark + number[i:]
	}
	return number
}

// Ungrouped takes the marks between thousands out of a number that someone has typed: where they stand as they do when
// it is written, else they are no such marks.
func (t *Texts) Ungrouped(typed string) string {
	marks := t.marks()
	whole, fraction, _ := strings.Cut(typed, marks.Decimal)
	if marks.Group == "" || strings.Contains(fraction, marks.Group) {
		return typed
	}
	plain := strings.ReplaceAll(whole, marks.Group, "")
	if t.Grouped(plain) != whole {
		return typed
	}
	return plain + typed[len(whole):]
}
