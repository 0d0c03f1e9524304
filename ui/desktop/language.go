package desktop

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	fynelang "fyne.io/fyne/v2/lang"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// SystemLanguage is the language that the system is set to, by its code: where programs that are started from
// the desktop have no environment that says so.
func SystemLanguage() string { return fynelang.SystemLocale().String() }

// textsFor are the words for the window: in the language that was asked for this once, else in the one of the
// settings, else in the system's.
func textsFor(once string, p fyne.Preferences, system string) (*lang.Texts, error) {
	for _, code := range []string{once, p.String(keyLanguage)} {
		if code != "" && lang.Known(code) {
			return lang.Load(code)
		}
	}
	return lang.Load(system)
}

// fyneWords are the words that Fyne's own widgets show, by which it also names them.
func fyneWords() []string {
	return []string{
		lang.Key("Copy"), lang.Key("Cut"), lang.Key("File"), lang.Key("Paste"), lang.Key("Quit"), lang.Key("Redo"),
		lang.Key("Select all"), lang.Key("Undo"),
	}
}

// speakToFyne makes Fyne's own widgets speak the language of the texts. Fyne takes the system's, and can't be told
// another: so our words become those of the locale that it took.
func speakToFyne(t *lang.Texts) error {
	const sign = "Quit"
	if fynelang.L(sign) == t.Text(sign) {
		return nil // it speaks that language
	}
	words := map[string]any{}
	for _, w := range fyneWords() {
		words[w] = t.Text(w)
	}
	data, err := json.Marshal(words)
	if err != nil {
		return err
	}
	for _, locale := range []fyne.Locale{lang.English, fynelang.SystemLocale()} { // Fyne takes one of both
		if err := fynelang.AddTranslationsForLocale(data, locale); err != nil {
			return err
		}
	}
	return nil
}

// languageItems are the languages to choose from. Each names itself, so that it is found by who needs it.
func (w *window) languageItems() []*fyne.MenuItem {
	t, p := w.app.Texts(), w.fyne.Preferences()
	var items []*fyne.MenuItem
	for _, code := range append([]string{""}, lang.Languages()...) {
		label := lang.Name(code)
		if code == "" {
			label = t.Text(present.TextThemeSystem)
		}
		item := fyne.NewMenuItem(label, func() { w.setLanguage(code) })
		item.Checked = p.String(keyLanguage) == code
		items = append(items, item)
	}
	return items
}

// setLanguage has everything said in another language, now and from the next start on; "" is the system's.
func (w *window) setLanguage(code string) {
	p := w.fyne.Preferences()
	p.SetString(keyLanguage, code)
	t, err := wordsFor("", p, w.system)
	if err == nil {
		err = speakToFyne(t)
	}
	if err != nil {
		w.showProblem(present.Problem{What: w.app.Texts().Text("This language can't be shown."), Details: err.Error()})
		return
	}
	open := w.sheetOpen()
	w.closeSheets()
	w.app.Speak(t)
	w.rebuild()
	if open {
		w.showSettings()
	}
}
