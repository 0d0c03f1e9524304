package present

import "meterscope/model"

// step is a thing that the user did to the case: how it is taken back, and how it is done again. Both call ended once
// they have come to their end, and say whether it is done; where it isn't, nothing has changed.
type step struct {
	label      string // what was done: "Remove day.log"
	undo, redo func(ended func(ok bool))
}

// stepsMost is how many things can be taken back.
const stepsMost = 500

// history is what the user did to the case, and what was taken back of it.
type history struct {
	undos, redos []step
	turning      bool // something is being taken back, or done again
	became       map[model.SourceID]model.SourceID
}

// atOnce makes one direction of a step from what is done when it returns.
func atOnce(do func()) func(func(bool)) {
	return func(ended func(bool)) {
		do()
		ended(true)
	}
}

// did notes what the user did, and how it is taken back and done again.
func (a *App) did(s step) {
	h := &a.history
	h.undos, h.redos = append(h.undos, s), nil
	if len(h.undos) > stepsMost {
		h.undos = h.undos[1:]
	}
	a.changed()
}

// CanUndo says what would be taken back; ok is false if there is nothing, or not while an import runs.
func (a *App) CanUndo() (label string, ok bool) { return a.canTurn(a.history.undos) }

// CanRedo says what would be done again; ok is false if there is nothing, or not while an import runs.
func (a *App) CanRedo() (label string, ok bool) { return a.canTurn(a.history.redos) }

func (a *App) canTurn(steps []step) (label string, ok bool) {
	if len(steps) == 0 {
		return "", false
	}
	return steps[len(steps)-1].label, !a.history.turning && !a.Importing() && !a.opening
}

// Undo takes back what the user did last to the case.
func (a *App) Undo() {
	if _, ok := a.CanUndo(); ok {
		h := &a.history
		a.turn(&h.undos, &h.redos, func(s step) func(func(bool)) { return s.undo })
	}
}

// Redo does again what was taken back last.
func (a *App) Redo() {
	if _, ok := a.CanRedo(); ok {
		h := &a.history
		a.turn(&h.redos, &h.undos, func(s step) func(func(bool)) { return s.redo })
	}
}

// turn does the last of some steps in a direction. It then belongs to the others, or stays where it couldn't be done.
func (a *App) turn(from, to *[]step, direction func(step) func(func(bool))) {
	s, c := (*from)[len(*from)-1], a.c
	*from = (*from)[:len(*from)-1]
	a.history.turning = true
	direction(s)(func(ok bool) {
		if a.c != c {
			return // another case has a history of its own
		}
		a.history.turning = false
		if ok {
			*to = append(*to, s)
		} else {
			*from = append(*from, s)
		}
		a.changed()
	})
	a.changed()
}

// replaced notes that a source was read again under another number.
func (h *history) replaced(before, now model.SourceID) {
	if before == now {
		return
	}
	if h.became == nil {
		h.became = map[model.SourceID]model.SourceID{}
	}
	h.became[before] = now
}

// now gives a source the number that it has by now: those who did something to it know the one of then.
func (h *history) now(src model.Source) model.Source {
	for next, ok := h.became[src.ID]; ok; next, ok = h.became[src.ID] {
		src.ID = next
	}
	return src
}
