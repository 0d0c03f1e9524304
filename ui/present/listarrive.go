package present

import (
	"slices"

	"meterscope/importer"
	"meterscope/model"
)

// arrival is what an import has brought: the list goes there, unless the user has gone elsewhere meanwhile. Where search
// and filters hide all of it, that is said.
type arrival struct {
	sources map[model.SourceID]bool
	name    string    // of the source, or how many they are
	read    bool      // the list holds it
	stays   bool      // the user is elsewhere: the list doesn't go there
	under   listAsked // what hides it
	hidden  int       // transactions
}

// departure notes where the list is when an import begins. ok is false where there is nothing that one could look at.
func (l *List) departure() (moves int, ok bool) { return l.moves, l.counts.All > 0 }

// arrive has the list go to what an import brought as soon as it has been read, if the user has not moved since it
// began.
func (l *List) arrive(moves int, reports []importer.SourceReport) {
	came := &arrival{sources: map[model.SourceID]bool{}, stays: moves != l.moves}
	for i := range reports {
		if r := &reports[i]; r.Err == nil && !r.Already {
			came.sources[r.Source.ID] = true
			came.name = sourceName(r.Source.Name)
		}
	}
	if len(came.sources) == 0 {
		return
	}
	if n := len(came.sources); n > 1 {
		came.name = Plural(l.app.Texts(), n, "log", "logs")
	}
	l.arrival = came
}

// arrived is the row to go to: the first of what has come that something was found about, else the first of it; −1
// where the view has none of it. It is asked once.
func (l *List) arrived() int {
	came := l.arrival
	if came == nil || !came.read {
		return -1
	}
	l.arrival, l.hidden = nil, nil
	defer l.app.changed() // there may be something to say
	if came.stays {
		l.hide(came)
		return -1
	}
	first := -1
	for i, row := range l.view.rows {
		p := &l.table.rows[row]
		if !came.sources[model.SourceID(p.source)] {
			continue
		}
		if p.severity() != model.SeverityNone {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	if first < 0 {
		l.hide(came)
	}
	return first
}

// stillHidden looks again at what came last: it is told of as long as the same search hides it.
func (l *List) stillHidden() {
	if came := l.hidden; came != nil {
		if l.hidden = nil; came.under.alike(l.asked()) {
			l.hide(came)
		}
		if l.hidden == nil {
			l.app.changed()
		}
	}
}

// hide notes what has come if all of it is hidden.
func (l *List) hide(came *arrival) {
	came.hidden, came.under = 0, l.asked()
	for i := range l.table.rows {
		if came.sources[model.SourceID(l.table.rows[i].source)] {
			came.hidden++
		}
	}
	shown := slices.ContainsFunc(l.view.rows, func(row int32) bool { return came.sources[model.SourceID(l.table.rows[row].source)] })
	if l.Filtered() && came.hidden > 0 && !shown {
		l.hidden = came
	}
}

// hiddenNotice says that nothing of what was imported last is shown; nil where something is, or another search was made.
func (l *List) hiddenNotice() *Notice {
	came := l.hidden
	if came == nil {
		return nil
	}
	t := l.app.Texts()
	return &Notice{
		Text: t.Text("Read from %s: %s, hidden by search and filters.", came.name, Plural(t, came.hidden, "transaction", "transactions")),
		Actions: []NoticeAction{{t.Text(TextShowThem), func() {
			came.stays, came.read = false, true
			l.arrival, l.hidden = came, nil
			l.app.ShowPage(PageTransactions)
			l.ShowAll()
			l.app.changed()
		}}, {t.Text(TextNotNow), func() {
			l.hidden = nil
			l.app.changed()
		}}},
	}
}

// stay says that the user is busy with what is shown: nothing else is brought to the front by itself.
func (l *List) stay() {
	l.moves++
	if l.arrival != nil {
		l.arrival.stays = true
	}
}
