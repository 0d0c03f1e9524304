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
	for _, part := range partsIn(from) {
		if part != nil && reach(part, o) {
			_ = from.MinSize() // draws it
			return true
		}
	}
	return false
}

// partsIn are what stands in an object, if that holds others.
func partsIn(o fyne.CanvasObject) (parts []fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *widget.PopUp:
		return []fyne.CanvasObject{o.Content}
	case *split:
		return []fyne.CanvasObject{o.first, o.second}
	case *card:
		return []fyne.CanvasObject{o.content}
	case *segments:
		for _, c := range o.chips {
			parts = append(parts, c)
		}
	}
	return parts
}

// bringIntoView scrolls what an object stands in so that it is seen: Tab goes to what is out of view too.
func bringIntoView(o fyne.CanvasObject) {
	c := theCanvas()
	if c == nil {
		return
	}
	for _, root := range append(slices.Clone(c.Overlays().List()), c.Content()) {
		if root != nil {
			if _, ok := uncover(root, o); ok {
				return
			}
		}
	}
}

// uncover gives where an object stands in another, if it does, and scrolls to it on the way.
func uncover(from, o fyne.CanvasObject) (at fyne.Position, ok bool) {
	switch {
	case !from.Visible():
		return at, false
	case from == o:
		return at, true
	}
	for _, part := range partsIn(from) {
		if part == nil {
			continue
		}
		if at, ok = uncover(part, o); !ok {
			continue
		}
		if s, scrolls := from.(*container.Scroll); scrolls {
			scrollTo(s, at.Y, o.Size().Height)
		}
		return at.Add(part.Position()), true
	}
	return at, false
}

// scrollTo brings a stretch of what is scrolled into view.
func scrollTo(s *container.Scroll, y, height float32) {
	const around = 8
	top, room := s.Offset.Y, s.Size().Height
	switch {
	case y < top:
		top = max(y-around, 0)
	case y+height > top+room:
		top = max(min(y+height+around, s.Content.Size().Height)-room, 0)
	default:
		return
	}
	s.ScrollToOffset(fyne.NewPos(0, top))
	if s.OnScrolled != nil {
		s.OnScrolled(s.Offset)
	}
}
