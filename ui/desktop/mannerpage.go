package desktop

import (
	"os"
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelang "fyne.io/fyne/v2/lang"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// Settings of numbers, dates, units and motion: each the id of a choice; none: the first one.
const (
	keyNumbers = "numbers"
	keyDates   = "dates"
	keyClock   = "clock"
	keyEnergy  = "unit.energy"
	keyPower   = "unit.power"
	keyMotion  = "motion"
)

// systemManner is how the system's user wants numbers and dates. macOS gives programs that are started from the desktop
// no environment that says so.
func systemManner() lang.Manner {
	locale := ""
	if runtime.GOOS == "darwin" {
		locale = fynelang.SystemLocale().String()
	}
	return lang.SystemManner(os.Getenv, locale)
}

// mannerOf is the manner of the settings.
func mannerOf(p fyne.Preferences) lang.Manner {
	s := present.MannerSettings{
		Numbers: p.String(keyNumbers), Dates: p.String(keyDates), Clock: p.String(keyClock), Energy: p.String(keyEnergy), Power: p.String(keyPower),
	}
	return s.Manner(systemManner())
}

// wordsFor are the words for the window, in the manner of the settings.
func wordsFor(once string, p fyne.Preferences, system string) (*lang.Texts, error) {
	t, err := textsFor(once, p, system)
	if err != nil {
		return nil, err
	}
	return t.In(mannerOf(p))
}

// mannerPage is how numbers and dates are written, and in which units energy and power are said.
func (w *window) mannerPage() fyne.CanvasObject {
	t, system := w.app.Texts(), systemManner()
	energy := w.choose(present.EnergyChoices(t), keyEnergy, w.setManner)
	power := w.choose(present.PowerChoices(t), keyPower, w.setManner)
	field := func(choices []present.Choice, key string) fyne.CanvasObject {
		return framed(w.choose(choices, key, func() {
			w.setManner()
			relabel(energy, present.EnergyChoices(w.app.Texts())) // their examples are numbers too
			relabel(power, present.PowerChoices(w.app.Texts()))
		}))
	}
	rows := container.New(column{gap: 6, grow: -1},
		settingLine(t.Text(present.TextTimesIn), w.zoneField(), t.Text(present.TextTimesInHint)),
		settingLine(t.Text(present.TextDates), field(present.DateChoices(t, system), keyDates), t.Text(present.TextDatesHint)),
		settingLine(t.Text(present.TextClock), field(present.ClockChoices(t, system), keyClock), ""),
		settingLine(t.Text(present.TextNumbers), field(present.NumberChoices(t, system), keyNumbers), t.Text(present.TextNumbersHint)),
		settingLine(t.Text(present.TextEnergyIn), framed(energy), t.Text(present.TextEnergyInHint)),
		settingLine(t.Text(present.TextPowerIn), framed(power), t.Text(present.TextPowerInHint)))
	return settingsScroll(rows)
}

// choose is a field for a setting that has choices; changed is called when another was taken.
func (w *window) choose(choices []present.Choice, key string, changed func()) *selectField {
	p := w.fyne.Preferences()
	at := max(slices.IndexFunc(choices, func(c present.Choice) bool { return c.ID == p.String(key) }), 0)
	return newSelect(labelsOf(choices), at, func(i int) {
		if p.String(key) != choices[i].ID {
			p.SetString(key, choices[i].ID)
			changed()
		}
	})
}

func labelsOf(choices []present.Choice) []string {
	labels := make([]string, len(choices))
	for i, c := range choices {
		labels[i] = c.Label
	}
	return labels
}

// relabel says the same choices in other words.
func relabel(box *selectField, choices []present.Choice) {
	at := box.SelectedIndex()
	box.Options = labelsOf(choices)
	box.Selected = box.Options[max(at, 0)]
	box.Refresh()
}

// setManner has everything written in the manner of the settings, now and from the next start on.
func (w *window) setManner() {
	t, err := w.app.Texts().In(mannerOf(w.fyne.Preferences()))
	if err != nil {
		w.showProblem(present.Problem{What: w.app.Texts().Text("This language can't be shown."), Details: err.Error()})
		return
	}
	w.app.Speak(t)
	w.rebuild()
}

// setMotion lets things move, or not.
func (w *window) setMotion() { w.motion.choose(w.fyne.Preferences().String(keyMotion)) }
