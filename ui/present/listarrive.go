package present

import (
	"meterscope/importer"
	"meterscope/model"
)

// arrival is what an import has brought: the list goes there, unless the user has gone elsewhere meanwhile.
type arrival struct {
	sources map[model.SourceID]bool
	read    bool // the list holds it
}

// departure notes where the list is when an import begins. ok is false where there is nothing that one could look at.
func (l *List) departure() (moves int, ok bool) { return l.moves, l.counts.All > 0 }

// arrive has the list go to what an import brought as soon as it has been read, if the user has not moved since it
// began.
func (l *List) arrive(moves int, reports []importer.SourceReport) {
	if moves != l.moves {
		return
	}
	came := &arrival{sources: map[model.SourceID]bool{}}
	for i := range reports {
		if r := &reports[i]; r.Err == nil && !r.Already {
			came.sources[r.Source.ID] = true
		}
	}
	if len(came.sources) > 0 {
		l.arrival = came
	}
}

// arrived is the row to go to: the first of what has come that something was found about, else the first of it; −1
// where the view has none of it. It is asked once.
func (l *List) arrived() int {
	came := l.arrival
	if came == nil || !came.read {
		return -1
	}
	l.arrival = nil
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
	return first
}

// stay says that the user is busy with what is shown: nothing else is brought to the front by itself.
func (l *List) stay() {
	l.moves++
	l.arrival = nil
}
