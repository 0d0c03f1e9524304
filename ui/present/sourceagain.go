package present

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// AgainPlace is a message of a source that is left out because it was logged again.
type AgainPlace struct {
	Line, Kept, Text string
	Place            model.Finding // to show it
}

// againMost is how many of them are listed.
const againMost = 1000

// loggedAgain is what is left out of a source.
type loggedAgain struct {
	list []AgainPlace
	in   map[model.SourceID]int // where they count
}

// loggedAgain reads what is left out of a case's source; nothing where the case is none of the engine's.
func (e *Engine) loggedAgain(ctx context.Context, t *lang.Texts, file CaseFile, src model.Source, names map[model.SourceID]string) (a loggedAgain, err error) {
	if src.Counts.Duplicates == 0 || e.Again == nil {
		return a, nil
	}
	list, in, err := e.Again(ctx, file, src.ID, againMost)
	switch {
	case errors.Is(err, errNoCaseFile):
		return a, nil
	case err != nil:
		return a, err
	}
	a.in = in
	for _, k := range list {
		text, err := unreadText(ctx, file, k.At)
		if err != nil {
			return a, err
		}
		p := AgainPlace{Line: Count(t, k.At.Line), Text: text, Place: model.Finding{At: k.At}}
		switch {
		case k.Line == 0:
			p.Kept = t.Text("A whole one is kept")
		case k.In == src.ID:
			p.Kept = t.Text("Line %s is kept", Count(t, k.Line))
		default:
			p.Kept = t.Text("Line %s of %s is kept", Count(t, k.Line), names[k.In])
		}
		a.list = append(a.list, p)
	}
	return a, nil
}

// Again are the messages of the chosen source that are left out because they were logged again, as many as are listed.
func (s *Sources) Again() []AgainPlace { return s.again.list }

// AgainMore is how many more there are than are listed.
func (s *Sources) AgainMore() int64 {
	src, _ := s.Chosen()
	return max(src.Counts.Duplicates-int64(len(s.again.list)), 0)
}

// AgainText says in which sources what is left out of the chosen one counts; "" where all of it counts in itself.
func (s *Sources) AgainText() string {
	t := s.app.Texts()
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(s.again.in)) {
		if id != s.chosen.id {
			parts = append(parts, t.Text("%s in %s", Count(t, s.again.in[id]), s.nameOf(id)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return t.Text("Of those, sources that overlap keep: %s.", strings.Join(parts, ", "))
}

func (s *Sources) nameOf(id model.SourceID) string {
	for i := range s.all {
		if s.all[i].ID == id {
			return sourceName(s.all[i].Name)
		}
	}
	return ""
}

// names are those of all sources, as they are called on the screen.
func (s *Sources) names() map[model.SourceID]string {
	names := make(map[model.SourceID]string, len(s.all))
	for i := range s.all {
		names[s.all[i].ID] = sourceName(s.all[i].Name)
	}
	return names
}

// again reads what is left out of a source because it was logged again.
func again(ctx context.Context, c CaseFile, src model.SourceID, most int) ([]check.Again, map[model.SourceID]int, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return nil, nil, errNoCaseFile
	}
	return check.LoggedAgain(ctx, file, src, most)
}
