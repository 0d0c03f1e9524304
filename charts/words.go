package charts

import "time"

// Words are the language of what a plot writes by itself: numbers, dates and a few texts. The zero value is
// English.
type Words struct {
	Number func(digits string) string               // writes a number, given with a decimal point
	Date   func(at time.Time, layout string) string // writes a moment in a layout of package time
	Text   func(english string) string              // gives a text
}

// number writes the digits of a number.
func (w *Words) number(digits string) string {
	if w.Number != nil {
		return w.Number(digits)
	}
	return digits
}

func (w *Words) numbers(ticks []tick) {
	for i := range ticks {
		ticks[i].label = w.number(ticks[i].label)
	}
}

func (w *Words) date(at time.Time, layout string) string {
	if w.Date != nil {
		return w.Date(at, layout)
	}
	return at.Format(layout)
}

func (w *Words) text(english string) string {
	if w.Text != nil {
		return w.Text(english)
	}
	return english
}
