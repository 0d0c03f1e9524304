package account

import (
	"fmt"
	"strings"

	"meterscope/model"
)

// Field names a thing that the user can enter.
type Field string

// The fields of [model.Entered].
const (
	FieldBilled  Field = "billed"
	FieldCar     Field = "car"
	FieldBattery Field = "battery"
	FieldSoC     Field = "soc"
	FieldLoss    Field = "loss"
)

// EnteredError says which field can't be read.
type EnteredError struct {
	Field Field
	Text  string // as typed
}

// Error is that of error.
func (e *EnteredError) Error() string { return fmt.Sprintf("%s %q can't be read", e.Field, e.Text) }

const (
	kilo    = 3   // digits from Wh to kWh
	hundred = 100 // percent
)

// ParseEntered reads what the user typed: a decimal point or comma, blanks around it. Nothing given for the loss is
// [DefaultLoss]. The error is an [EnteredError].
func ParseEntered(e model.Entered) (g Given, err error) {
	energies := []struct {
		field Field
		text  string
		to    *model.Opt[model.Decimal]
		digit *model.Decimal
	}{
		{FieldBilled, e.Billed, &g.Billed, &g.Digit.Billed},
		{FieldCar, e.Car, &g.Car, &g.Digit.Car},
		{FieldBattery, e.Battery, &g.Battery, &g.Digit.Battery},
	}
	for _, one := range energies {
		d, err := typed(one.field, one.text)
		if err != nil {
			return Given{}, err
		}
		if d.OK {
			*one.to, *one.digit = model.Some(d.V.Shift(kilo)), d.V.Ulp().Shift(kilo)
		}
	}
	if g.SoCFrom, err = percentage(FieldSoC, e.SoCFrom); err == nil {
		g.SoCTo, err = percentage(FieldSoC, e.SoCTo)
	}
	if err != nil {
		return Given{}, err
	}
	g.Loss, err = lossOf(e)
	return g, err
}

func lossOf(e model.Entered) (Loss, error) {
	low, err := percentage(FieldLoss, e.LossLow)
	if err != nil {
		return Loss{}, err
	}
	high, err := percentage(FieldLoss, e.LossHigh)
	if err != nil {
		return Loss{}, err
	}
	l := DefaultLoss()
	switch {
	case !low.OK && !high.OK:
		return l, nil
	case !low.OK:
		low = high
	case !high.OK:
		high = low
	}
	l = Loss{Low: low.V, High: high.V}
	if l.Low.Cmp(l.High) > 0 || l.High.Cmp(model.NewDecimal(hundred, 0)) >= 0 {
		return Loss{}, &EnteredError{FieldLoss, e.LossLow + "-" + e.LossHigh}
	}
	return l, nil
}

// typed reads a number that isn't negative; absent where nothing was typed.
func typed(f Field, text string) (model.Opt[model.Decimal], error) {
	s := strings.TrimSpace(text)
	if s == "" {
		return model.Opt[model.Decimal]{}, nil
	}
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	d, err := model.ParseDecimal(s)
	const longest = 30 // characters: no energy needs more
	if err != nil || d.Sign() < 0 || len(s) > longest || strings.ContainsAny(s, "eE") {
		return model.Opt[model.Decimal]{}, &EnteredError{f, text}
	}
	return model.Some(d), nil
}

func percentage(f Field, text string) (model.Opt[model.Decimal], error) {
	d, err := typed(f, strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if err == nil && d.OK && d.V.Cmp(model.NewDecimal(hundred, 0)) > 0 {
		err = &EnteredError{f, text}
	}
	return d, err
}
