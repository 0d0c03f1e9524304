package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// hover is for widgets that look otherwise under the pointer: they embed it, and read what it says.
type hover struct {
	hovered bool
	pointer fyne.Position // where in the widget it is, while hovered
	changed func()        // draws the widget anew when the pointer comes or goes; may be nil
}

// MouseIn shows that the pointer is there.
func (h *hover) MouseIn(e *desktop.MouseEvent) {
	h.MouseMoved(e)
	h.turn(true)
}

// MouseMoved follows the pointer.
func (h *hover) MouseMoved(e *desktop.MouseEvent) {
	if e != nil {
		h.pointer = e.Position
	}
}

// MouseOut ends what MouseIn began.
func (h *hover) MouseOut() { h.turn(false) }

func (h *hover) turn(on bool) {
	h.hovered = on
	if h.changed != nil {
		h.changed()
	}
}
