package present

// undoStep takes back a thing that the user did to the case.
type undoStep struct {
	label string // what was done: "Remove day.log"
	undo  func()
}

// undoMost is how many things can be taken back.
const undoMost = 50

// did notes what the user did, and how it is taken back.
func (a *App) did(label string, undo func()) {
	a.undos = append(a.undos, undoStep{label, undo})
	if len(a.undos) > undoMost {
		a.undos = a.undos[1:]
	}
	a.changed()
}

// CanUndo says what would be taken back; ok is false if there is nothing, or not while an import runs.
func (a *App) CanUndo() (label string, ok bool) {
	if len(a.undos) == 0 {
		return "", false
	}
	return a.undos[len(a.undos)-1].label, !a.Importing() && !a.opening
}

// Undo takes back what the user did last to the case.
func (a *App) Undo() {
	if _, ok := a.CanUndo(); !ok {
		return
	}
	last := a.undos[len(a.undos)-1]
	a.undos = a.undos[:len(a.undos)-1]
	last.undo()
	a.changed()
}
