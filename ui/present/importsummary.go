package present

import (
	"context"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/lang"
)

// ImportSummary says what an import brought, once it is over.
type ImportSummary struct {
	Title   string      // "12 logs read, 2 not"
	Facts   [][2]string // what was counted: its name, and how many
	NotRead []NotRead
	Already []string // names of logs that the case had before
	Unread  int64    // places in what was read that could not be
}

// NotRead is a log that could not be read, or not to its end, with the reason.
type NotRead struct {
	Name, Why string
	Problem   Problem
}

// summarise tells what became of the sources of an import: of one that failed alone as a problem, of one that went
// well in a word, and of several as a summary where there is something to know.
func (a *App) summarise(reports []importer.SourceReport, cancelled bool) {
	var s ImportSummary
	var read []model.SourceID
	for i := range reports {
		r := &reports[i]
		switch {
		case isCancel(r.Err):
		case r.Err != nil:
			p := a.explainSource(r.Source.Name, r.Err)
			s.NotRead = append(s.NotRead, NotRead{Name: shownName(sourceName(r.Source.Name)), Why: p.What, Problem: p})
		case r.Already:
			s.Already = append(s.Already, sourceName(r.Source.Name))
		default:
			read = append(read, r.Source.ID)
		}
	}
	switch {
	case len(s.NotRead) == 1 && len(reports) == 1:
		a.problem(s.NotRead[0].Problem)
	case len(s.Already) == 1 && len(reports) == 1:
		a.Status.Say(s.Already[0] + " " + a.Texts().Text(TextAlready))
	case len(reports) > 0 && (!cancelled || len(s.NotRead) > 0):
		a.countImported(s, read)
	}
}

// countImported reads what the case has counted in the sources, and tells the summary.
func (a *App) countImported(s ImportSummary, read []model.SourceID) {
	file := a.file()
	a.c.lane().do(doRead(a, func(ctx context.Context) ([]model.Source, error) { return file.Sources(ctx) }, func(all []model.Source) {
		var sum model.Counts
		var size, unread int64
		name := ""
		wanted := map[model.SourceID]bool{}
		for _, id := range read {
			wanted[id] = true
		}
		for i := range all {
			if wanted[all[i].ID] {
				sum.Add(all[i].Counts)
				size += all[i].Size
				unread += all[i].UnreadBytes
				name = sourceName(all[i].Name)
			}
		}
		s.fill(a.Texts(), len(read), size, sum, unread)
		if len(read) == 1 {
			a.Status.Say(name + ": " + s.note(a.Texts(), sum))
		} else if len(read) > 1 {
			a.Status.Say(s.Title + ": " + s.note(a.Texts(), sum))
		}
		if len(s.NotRead)+len(s.Already) > 0 && a.OnSummary != nil {
			a.OnSummary(s)
		}
	}))
}

func (s *ImportSummary) fill(t *lang.Texts, logs int, size int64, n model.Counts, unread int64) {
	s.Title = t.Text("%s read##past", Plural(t, logs, "log", "logs"))
	if failed := len(s.NotRead); failed > 0 {
		s.Title += t.Text(", %s not", Count(t, failed))
	}
	s.Unread = n.Unread
	places := Count(t, n.Unread)
	if unread > 0 {
		places += ", " + t.Bytes(unread)
	}
	s.Facts = [][2]string{
		{t.Text(TextReadLogs), Plural(t, logs, "log", "logs") + ", " + t.Bytes(size)},
		{t.Text(TextMessages), Count(t, n.Frames)},
		{t.Text(TextSampledValues), Count(t, n.SampledValues)},
		{t.Text(TextDuplicates), Count(t, n.Duplicates)},
		{t.Text(TextUnreadPlaces), places},
	}
}

// note is the summary in a word.
func (s *ImportSummary) note(t *lang.Texts, n model.Counts) string {
	text := Plural(t, n.Frames, "message", "messages")
	if n.Duplicates > 0 {
		text += ", " + Plural(t, n.Duplicates, "duplicate dropped", "duplicates dropped")
	}
	if n.Unread > 0 {
		text += ", " + Plural(t, n.Unread, "place not read", "places not read")
	}
	return text
}

// explainSource puts into words why a source can't be read: a file, or what was pasted.
func (a *App) explainSource(name string, err error) Problem {
	if a.pasted[name] {
		return explainPaste(a.Texts(), name, err)
	}
	return explainImport(a.Texts(), name, err)
}
