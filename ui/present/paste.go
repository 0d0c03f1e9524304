package present

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"meterscope/importer"
	"meterscope/ui/lang"
)

// PasteFrom reads the clipboard beside the window, and imports its text: see Paste. A clipboard that can't be read is
// told.
func (a *App) PasteFrom(read func(context.Context) (string, error)) {
	var text string
	t := a.Texts()
	take := func(ctx context.Context) (err error) {
		text, err = read(ctx)
		return err
	}
	then := func(err error) {
		switch {
		case isCancel(err):
		case err != nil:
			a.problem(Problem{
				What:    t.Text("The clipboard can't be read."),
				Means:   t.Text("The program that the text was copied from doesn't hand it over."),
				Remedy:  t.Text("Copy the text again, or save it as a file there and drop that on this window."),
				Details: t.Said(err.Error()),
			})
		default:
			a.Paste(text)
		}
	}
	if a.c != nil {
		a.beside(a.c, t.Text("Reading the clipboard"), take, then)
		return
	}
	a.closers.Go(func() { // a case is being opened: the text waits for it
		err := take(a.ctx)
		a.post.Post(func() { then(err) })
	})
}

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
