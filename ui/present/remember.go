package present

import (
	"slices"
	"time"

	"meterscope/model"
)

// whereabouts are where one was in the tabs of a transaction.
type whereabouts struct {
	scrolled [TabNotes + 1]float32 // design pixels
	message  model.Opt[frameKey]   // that was open
	from, to time.Time             // of the plot; zero: the whole
}

// memory is where one was in the transactions that were looked at last.
type memory struct {
	of     map[model.TransactionKey]*whereabouts
	recent []model.TransactionKey
}

// memoryMost is of how many transactions it is remembered where one was.
const memoryMost = 500

// at gives where one was in a transaction; the zero value where one never was.
func (m *memory) at(key model.TransactionKey) whereabouts {
	if w := m.of[key]; w != nil {
		return *w
	}
	return whereabouts{}
}

// in gives it to be changed.
func (m *memory) in(key model.TransactionKey) *whereabouts {
	if w := m.of[key]; w != nil {
		return w
	}
	if m.of == nil {
		m.of = map[model.TransactionKey]*whereabouts{}
	}
	if m.recent = append(m.recent, key); len(m.recent) > memoryMost {
		delete(m.of, m.recent[0])
		m.recent = slices.Delete(m.recent, 0, 1)
	}
	m.of[key] = &whereabouts{}
	return m.of[key]
}

// leave remembers where one is in the transaction that is looked at.
func (d *Detail) leave() {
	if d.key == 0 {
		return
	}
	p, m := d.app.Plot, d.app.Messages
	if p.loaded {
		w := d.memory.in(d.key)
		if w.from, w.to = (time.Time{}), (time.Time{}); p.Zoomed() {
			w.from, w.to = p.from, p.to
		}
	}
	if m.loaded && m.selected > 0 {
		f := &m.frames[m.selected]
		d.memory.in(d.key).message = model.Some(frameKey{f.At.Source, f.Seq})
	}
}

// Scrolled remembers how far a tab was scrolled when one left a transaction.
func (d *Detail) Scrolled(key model.TransactionKey, t Tab, offset float32) {
	if t >= 0 && t <= TabNotes && offset != d.memory.at(key).scrolled[t] {
		d.memory.in(key).scrolled[t] = offset
	}
}

// ScrolledTo is how far a tab was scrolled when one left the transaction.
func (d *Detail) ScrolledTo(t Tab) float32 {
	if t < 0 || t > TabNotes {
		return 0
	}
	return d.memory.at(d.key).scrolled[t]
}

// Key tells transactions apart: a view that shows another one goes to where one was in that.
func (d *Detail) Key() model.TransactionKey { return d.key }
