package desktop

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// focus gives something the keyboard, if it is part of the window and shown; a window that is being closed has none to
// give. It is false if it was not given.
func (w *window) focus(f fyne.Focusable) bool { return !w.closing && giveKeyboard(w.win.Canvas(), f) }

// under puts a body below a head. Tab goes through the head first; of what container.NewBorder makes it is the last.
func under(head, body fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewBorderLayout(head, nil, nil, nil), head, body)
}

// focusOn gives the keyboard to something in the window of an object.
func focusOn(o fyne.CanvasObject, f fyne.Focusable) {
	giveKeyboard(fyne.CurrentApp().Driver().CanvasForObject(o), f)
}

// giveKeyboard is the one place that asks Fyne to move the keyboard. What has left the window, or is hidden, is passed
// over: Fyne would report an error and leave the keyboard where it was.
func giveKeyboard(c fyne.Canvas, f fyne.Focusable) bool {
	o, ok := f.(fyne.CanvasObject)
	if c == nil || !ok {
		return false
	}
	for _, root := range append(slices.Clone(c.Overlays().List()), c.Content()) {
		if root != nil && reach(root, o) {
			c.Focus(f)
			return c.Focused() == f
		}
	}
	return false
}

// reach says whether an object is seen in a tree. It has the widgets above it drawn: Fyne looks for what is to have the
// keyboard only in what it has drawn before, and forgets what was hidden for a while.
func reach(from, o fyne.CanvasObject) bool {
	switch {
	case !from.Visible():
		return false
	case from == o:
		return true
	}
	var parts []fyne.CanvasObject
	switch from := from.(type) {
	case *fyne.Container:
		parts = from.Objects
	case *container.Scroll:
		parts = []fyne.CanvasObject{from.Content}
	case *widget.PopUp:
		parts = []fyne.CanvasObject{from.Content}
	case *split:
		parts = []fyne.CanvasObject{from.first, from.second}
	case *card:
		parts = []fyne.CanvasObject{from.content}
	case *segments:
		for _, c := range from.chips {
			parts = append(parts, c)
		}
	}
	for _, part := range parts {
		if part != nil && reach(part, o) {
			_ = from.MinSize() // draws it
			return true
		}
	}
	return false
}
