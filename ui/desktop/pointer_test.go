package desktop

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

// underPointer is what a click at a position goes to: the uppermost object that takes clicks or the keyboard. That
// is how the drivers with a window choose; the driver of the tests passes over what only takes the keyboard.
func underPointer(root fyne.CanvasObject, at fyne.Position) fyne.CanvasObject {
	var hit fyne.CanvasObject
	walkSeen(root, fyne.Position{}, fyne.Position{}, fyne.NewPos(1e6, 1e6), func(o fyne.CanvasObject, from, to fyne.Position) {
		if at.X < from.X || at.Y < from.Y || at.X >= to.X || at.Y >= to.Y {
			return
		}
		switch o.(type) {
		case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
			hit = o
		}
	})
	return hit
}

// walkSeen visits what is visible, the lowest first, with the corners of its part that isn't scrolled away.
func walkSeen(o fyne.CanvasObject, at, from, to fyne.Position, visit func(o fyne.CanvasObject, from, to fyne.Position)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	low := fyne.NewPos(max(at.X, from.X), max(at.Y, from.Y))
	high := fyne.NewPos(min(at.X+o.Size().Width, to.X), min(at.Y+o.Size().Height, to.Y))
	visit(o, low, high)
	if _, cuts := o.(fyne.Scrollable); cuts {
		from, to = low, high
	}
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, c := range inside {
		walkSeen(c, at, from, to, visit)
	}
}

// Nothing that only waits for keys may lie over what is clicked.
func TestClickReachesWhatIsSeen(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	for _, tab := range []present.Tab{present.TabPlot, present.TabFindings, present.TabMessages} {
		d.showTab(tab)
		d.settle()
		seen := map[string]bool{}
		root := d.win.Content()
		walkSeen(root, fyne.Position{}, fyne.Position{}, fyne.NewPos(1e6, 1e6), func(o fyne.CanvasObject, from, to fyne.Position) {
			p, ok := o.(*press)
			if !ok || from.X >= to.X || from.Y >= to.Y {
				return
			}
			seen[p.text] = true
			middle := fyne.NewPos((from.X+to.X)/2, (from.Y+to.Y)/2)
			if hit := underPointer(root, middle); hit != o {
				t.Errorf("tab %d: a click on %q goes to a %T", tab, p.text, hit)
			}
		})
		if tab == present.TabFindings && !seen[present.TextShowInLog] {
			t.Errorf("there is no %q among %v", present.TextShowInLog, seen)
		}
	}
}
