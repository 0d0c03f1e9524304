package present

import (
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

// MannerSettings is how the user wants numbers, dates and units on the screen: for each the id of a choice, as the
// settings keep it. "", and what no choice has, is the first one.
type MannerSettings struct{ Numbers, Dates, Clock, Energy, Power string }

// likeSystem is the id of what the system has.
const likeSystem = "system"

// Manner is what was chosen, on a system that has a manner of its own.
func (s MannerSettings) Manner(system lang.Manner) lang.Manner {
	m := lang.Manner{Wh: s.Energy == "Wh", W: s.Power == "W", Halves: s.Clock == "12" || s.Clock == likeSystem && system.Halves}
	if s.Numbers == likeSystem {
		m.Marks = system.Marks
	}
	for _, n := range numberForms() {
		if n.id == s.Numbers {
			m.Marks = n.marks
		}
	}
	if s.Dates == likeSystem {
		m.Dates = system.Dates
	}
	for _, d := range dateForms() {
		if d.id == s.Dates {
			m.Dates = d.dates
		}
	}
	return m
}

type numberForm struct {
	id    string
	marks lang.Marks
}

func numberForms() []numberForm {
	const apostrophe = "’"
	return []numberForm{
		{"point", lang.Marks{Decimal: ".", Group: ","}},
		{"comma", lang.Marks{Decimal: ",", Group: "."}},
		{"apostrophe", lang.Marks{Decimal: ".", Group: apostrophe}},
		{"plain", lang.Marks{Decimal: "."}},
		{"plaincomma", lang.Marks{Decimal: ","}},
	}
}

type dateForm struct {
	id    string
	title string // a key of the texts
	dates lang.Dates
}

func dateForms() []dateForm {
	day := lang.Key("Day first")
	return []dateForm{
		{"iso", lang.Key("ISO 8601"), lang.Dates{Order: lang.YearMonthDay, Between: "-"}},
		{"day.", day, lang.Dates{Order: lang.DayMonthYear, Between: "."}},
		{"day/", day, lang.Dates{Order: lang.DayMonthYear, Between: "/"}},
		{"day-", day, lang.Dates{Order: lang.DayMonthYear, Between: "-"}},
		{"month/", lang.Key("Month first"), lang.Dates{Order: lang.MonthDayYear, Between: "/"}},
		{"named", lang.Key("Month in words"), lang.Dates{Order: lang.NamedMonth}},
	}
}

// NumberChoices are the forms of numbers, each with an example.
func NumberChoices(t *lang.Texts, system lang.Manner) []Choice {
	example := func(m lang.Marks) string {
		texts := inManner(t, lang.Manner{Marks: m})
		return texts.Grouped(texts.Fixed(model.NewDecimal(123456, 1), 1))
	}
	all := []Choice{{"", exemplified(t.Text("Like the language"), example(lang.Marks{}))}, {likeSystem, exemplified(t.Text("Like the system"), example(system.Marks))}}
	for _, n := range numberForms() {
		all = append(all, Choice{n.id, example(n.marks)})
	}
	return all
}

// DateChoices are the forms of dates, each with an example.
func DateChoices(t *lang.Texts, system lang.Manner) []Choice {
	day := time.Date(2025, time.March, 31, 0, 0, 0, 0, time.UTC) // tells day and month apart
	example := func(d lang.Dates) string { return inManner(t, lang.Manner{Dates: d}).Time(day, "2006-01-02") }
	all := []Choice{{"", exemplified(t.Text("Like the language"), example(lang.Dates{}))}, {likeSystem, exemplified(t.Text("Like the system"), example(system.Dates))}}
	for _, d := range dateForms() {
		all = append(all, Choice{d.id, exemplified(t.Text(d.title), example(d.dates))})
	}
	return all
}

// ClockChoices are the forms of the time of day, each with an example.
func ClockChoices(t *lang.Texts, system lang.Manner) []Choice {
	afternoon := time.Date(2025, time.March, 31, 17, 4, 0, 0, time.UTC)
	example := func(halves bool) string { return inManner(t, lang.Manner{Halves: halves}).Time(afternoon, "15:04") }
	return []Choice{
		{"", exemplified(t.Text("24 hours"), example(false))},
		{"12", exemplified(t.Text("12 hours"), example(true))},
		{likeSystem, exemplified(t.Text("Like the system"), example(system.Halves))},
	}
}

// EnergyChoices are the units of energy, each with an example.
func EnergyChoices(t *lang.Texts) []Choice { return unitChoices(t, "kWh", "Wh", (*lang.Texts).Energy) }

// PowerChoices are the units of power, each with an example.
func PowerChoices(t *lang.Texts) []Choice { return unitChoices(t, "kW", "W", (*lang.Texts).Power) }

func unitChoices(t *lang.Texts, first, second string, say func(*lang.Texts, model.Decimal) string) []Choice {
	const example = 11_043 // a power as much as an energy
	small, large := t.Manner(), t.Manner()
	large.Wh, large.W, small.Wh, small.W = false, false, true, true
	return []Choice{
		{"", exemplified(first, say(inManner(t, large), model.NewDecimal(example, 0)))},
		{second, exemplified(second, say(inManner(t, small), model.NewDecimal(example, 0)))},
	}
}

// MotionChoices say whether things may move.
func MotionChoices(t *lang.Texts) []Choice {
	return []Choice{{"", t.Text("Like the system")}, {"still", t.Text("Nothing moves")}, {"moving", t.Text("Things may move")}}
}

// Still says of a choice of motion that nothing is to move, on a system that wants that or not.
func Still(choice string, system bool) bool { return choice == "still" || choice != "moving" && system }

func exemplified(title, example string) string { return title + "  ·  " + example }

// inManner gives texts for an example.
func inManner(t *lang.Texts, m lang.Manner) *lang.Texts {
	now, err := t.In(m)
	if err != nil {
		return t
	}
	return now
}
