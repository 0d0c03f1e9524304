package lang

import (
	"strings"

	"meterscope/assets"
)

// Manner is how numbers and dates are written on the screen, and in which units energy and power are said there. Its
// zero value is the language's own: numbers and dates as it writes them, the day in 24 hours, kWh and kW. In that
// all is written that leaves the window: copies, files, and what commands print.
type Manner struct {
	Marks  Marks // zero: the language's
	Dates  Dates // zero: the language's
	Halves bool  // the day is two times twelve hours: "5:04 PM"
	Wh     bool  // energy is said in Wh
	W      bool  // power is said in W
}

// Marks stand in numbers: one before the fraction, one between thousands, "" for none. No mark is a space, at which lines
// are broken.
type Marks struct{ Decimal, Group string }

// Dates is the order of day, month and year in a date, and what stands between them.
type Dates struct {
	Order   Order
	Between string
}

// Order is the order of a date's parts.
type Order uint8

// The orders: that of the language, numbers in three ways, and the name of the month after the day.
const (
	OrderOfLanguage Order = iota
	YearMonthDay
	DayMonthYear
	MonthDayYear
	NamedMonth
)

// In gives the same words in another manner.
func (t *Texts) In(m Manner) (*Texts, error) {
	if m == (Manner{}) {
		return t.Own(), nil
	}
	now := &Texts{code: English}
	if t != nil {
		*now = *t
	}
	now.manner = m
	if now.code == English && m.Marks.Decimal != "" && m.Marks.Decimal != "." && now.findings == nil {
		return now, now.addEcho()
	}
	return now, nil
}

// Own gives the same words in the language's own manner: for what leaves the window.
func (t *Texts) Own() *Texts {
	if t == nil || t.code == English {
		return nil
	}
	if t.manner == (Manner{}) {
		return t
	}
	own := *t
	own.manner = Manner{}
	return &own
}

// Manner is the one in which the texts are said.
func (t *Texts) Manner() Manner {
	if t == nil {
		return Manner{}
	}
	return t.manner
}

// addEcho adds what knows the numbers in English findings, so that they can have other marks: the templates that are
// the keys of the other languages.
func (t *Texts) addEcho() error {
	files, err := assets.Translations(German)
	if err != nil {
		return err
	}
	t.findings = map[string]*phrasebook{}
	for _, name := range []string{fileFindings, filePhrases} {
		if err := t.add(name, files[name], true); err != nil {
			return err
		}
	}
	return nil
}

// marks are those of the manner, else those of the language.
func (t *Texts) marks() Marks {
	switch {
	case t != nil && t.manner.Marks != (Marks{}):
		return t.manner.Marks
	case t == nil || t.code == English:
		return Marks{Decimal: ".", Group: ","}
	}
	return Marks{Decimal: ",", Group: "."}
}

// layout is a layout of package time, with date and time of day as the manner has them.
func (t *Texts) layout(layout string) string {
	layout = t.dated(layout)
	if !t.manner.Halves {
		return layout
	}
	const hour = "15:04"
	i := strings.Index(layout, hour)
	if i < 0 {
		return layout
	}
	end := i + len(hour)
	if strings.HasPrefix(layout[end:], ":05") {
		end += len(":05")
	}
	if strings.HasPrefix(layout[end:], ".0") {
		end += 1 + len(layout[end+1:]) - len(strings.TrimLeft(layout[end+1:], "0"))
	}
	return layout[:i] + "3" + layout[i+2:end] + " PM" + layout[end:]
}

const monthOfYear = "Jan 2006"

// dated writes the date in a layout otherwise. A date without a year keeps none where its order tells what it is.
func (t *Texts) dated(layout string) string {
	for _, date := range dates() {
		if !strings.Contains(layout, date) {
			continue
		}
		return strings.Replace(layout, date, t.date(date), 1)
	}
	if d := t.manner.Dates; strings.Contains(layout, monthOfYear) && d.numeric() {
		form := "01" + d.Between + "2006"
		if d.Order == YearMonthDay {
			form = "2006" + d.Between + "01"
		}
		return strings.Replace(layout, monthOfYear, form, 1)
	}
	return layout
}

func (d Dates) numeric() bool { return d.Order != OrderOfLanguage && d.Order != NamedMonth }

// date is the layout of a date, one of dates().
func (t *Texts) date(date string) string {
	d := t.manner.Dates
	year := strings.Contains(date, "2006")
	switch d.Order {
	case YearMonthDay:
		return "2006" + d.Between + "01" + d.Between + "02"
	case DayMonthYear, MonthDayYear:
		form := "02" + d.Between + "01"
		if d.Order == MonthDayYear {
			form = "01" + d.Between + "02"
		}
		switch {
		case year:
			form += d.Between + "2006"
		case d.Between == ".":
			form += d.Between
		}
		return form
	case NamedMonth:
		if date == isoDate {
			date = dayOfYear
		}
	}
	return t.lookUp(date)
}
