package present

import (
	"errors"
	"strconv"
	"strings"

	"meterscope/importer"
	"meterscope/ui/lang"
)

// Paste imports a text, as the clipboard had it, as a source of its own. A text without anything in it is told.
func (a *App) Paste(text string) {
	if strings.TrimSpace(text) == "" {
		a.problem(Problem{What: a.Texts().Text(TextNoPaste), Means: a.Texts().Text(TextNoPasteMeans), Remedy: a.Texts().Text(TextNoPasteRemedy)})
		return
	}
	name := a.pasteName()
	if a.pasted == nil {
		a.pasted = map[string]bool{}
	}
	a.pasted[name] = true
	a.importInputs(importer.Input{Path: name, Reader: strings.NewReader(text)})
}

// pasteName names what is pasted now: "Paste 2026-11-23 14:05", with a number where there is one already.
func (a *App) pasteName() string {
	now := a.Engine.Now()
	if a.Engine.Zone != nil {
		now = now.In(a.Engine.Zone)
	}
	base := a.Texts().Text(TextPaste) + " " + now.Format("2006-01-02 15:04")
	name := base
	for n := 2; a.pasted[name] || a.Sources.named(name); n++ {
		name = base + " (" + strconv.Itoa(n) + ")"
	}
	return name
}

// explainPaste puts into words why a text that was pasted can't be read.
func explainPaste(t *lang.Texts, name string, err error) Problem {
	if errors.Is(err, importer.ErrNoFrames) {
		return Problem{What: t.Text(TextPasteNothing), Means: t.Text(TextPasteNothingMeans), Remedy: t.Text(TextPasteNothingRemedy), Details: t.Said(err.Error())}
	}
	return explainImport(t, name, err)
}
