package present

import (
	"context"

	"meterscope/importer"
	"meterscope/model"
)

// imported notes what an import brought into the case, so that it can be taken back: a wrong log is soon opened. What
// the case had before, and what could not be read, is left as it is.
func (a *App) imported(reports []importer.SourceReport) {
	var came []model.Source
	for i := range reports {
		if r := &reports[i]; r.Err == nil && !r.Already {
			came = append(came, r.Source)
		}
	}
	if len(came) == 0 || a.Engine.Remove == nil || a.Engine.Restore == nil {
		return
	}
	a.did(step{
		label: a.Texts().Text("Import %s", a.nameAll(came)),
		undo:  func(ended func(bool)) { a.removeAll(came, ended) },
		redo:  func(ended func(bool)) { a.restoreAll(came, ended) },
	})
}

// nameAll names one source, and counts several.
func (a *App) nameAll(sources []model.Source) string {
	if len(sources) == 1 {
		return sourceName(sources[0].Name)
	}
	return Plural(a.Texts(), int64(len(sources)), "log", "logs")
}

func (a *App) removeAll(sources []model.Source, ended func(ok bool)) {
	for _, src := range sources {
		if a.grows(a.history.now(src).ID) {
			a.Status.Say(a.Texts().Text("%s is being followed. Stop that first.", sourceName(src.Name)))
			ended(false)
			return
		}
	}
	said := a.Texts().Text("%s were removed from the case.", a.nameAll(sources))
	if len(sources) == 1 {
		said = a.nameAll(sources) + " " + a.Texts().Text(TextRemoved)
	}
	a.alter(sources, a.Engine.Remove, said, ended)
}

func (a *App) restoreAll(sources []model.Source, ended func(ok bool)) {
	said := a.Texts().Text("%s are in the case again.", a.nameAll(sources))
	if len(sources) == 1 {
		said = a.nameAll(sources) + " " + a.Texts().Text(TextRestored)
	}
	a.alter(sources, a.Engine.Restore, said, ended)
}

// alter does something to some sources, has the transactions joined anew, and says so.
func (a *App) alter(sources []model.Source, do func(context.Context, CaseFile, ...model.SourceID) error, said string, ended func(ok bool)) {
	ids := make([]model.SourceID, len(sources))
	for i, src := range sources {
		ids[i] = a.history.now(src).ID
	}
	a.work(importer.Progress{Source: sources[0].Name, Done: 1, Total: 1}, func(ctx context.Context, c CaseFile, _ func(importer.Progress)) (importer.Report, error) {
		return importer.Report{}, do(ctx, c, ids...)
	}, func(_ importer.Report, err error) {
		if err == nil {
			a.Status.Say(said)
		}
		ended(err == nil)
	})
}
