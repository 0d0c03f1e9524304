package desktop

import (
	"os"
	"runtime"

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
	field := func(choices []present.Choice, key string) fyne.CanvasObject {
		return w.choose(choices, key, w.setManner)
	}
	rows := container.New(column{gap: 8, grow: -1},
		settingLine(t.Text(present.TextTimesIn), w.zoneField(), t.Text(present.TextTimesInHint)),
		settingLine(t.Text(present.TextDates), field(present.DateChoices(t, system), keyDates), t.Text(present.TextDatesHint)),
		settingLine(t.Text(present.TextClock), field(present.ClockChoices(t, system), keyClock), ""),
		settingLine(t.Text(present.TextNumbers), field(present.NumberChoices(t, system), keyNumbers), t.Text(present.TextNumbersHint)),
		settingLine(t.Text(present.TextEnergyIn), field(present.EnergyChoices(t), keyEnergy), t.Text(present.TextEnergyInHint)),
		settingLine(t.Text(present.TextPowerIn), field(present.PowerChoices(t), keyPower), t.Text(present.TextPowerInHint)))
	return container.NewVScroll(pad(rows, 4, 14, 4, 0))
}

// choose is a field for a setting that has choices; changed is called when another was taken.
func (w *window) choose(choices []present.Choice, key string, changed func()) fyne.CanvasObject {
	p := w.fyne.Preferences()
	labels, at := make([]string, len(choices)), 0
	for i, c := range choices {
		if labels[i] = c.Label; c.ID == p.String(key) {
			at = i
		}
	}
	return newChoice(labels, at, func(i int) {
		if p.String(key) != choices[i].ID {
			p.SetString(key, choices[i].ID)
			changed()
		}
	})
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
