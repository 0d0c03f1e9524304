package desktop

import "fyne.io/fyne/v2"

// FocusGained shows the line that the keyboard is at: the uppermost that is seen, unless the one it was at is seen too.
func (l *codeList) FocusGained() {
	first := int((l.scrolled() + codeHeight - 1) / codeHeight)
	if last := first + int(l.Size().Height/codeHeight) - 1; l.at < first || l.at > last {
		l.at = first
	}
	l.focused = true
	l.Refresh()
}

// FocusLost ends what FocusGained began.
func (l *codeList) FocusLost() {
	l.focused = false
	l.Refresh()
}

// TypedRune does nothing.
func (l *codeList) TypedRune(rune) {}

// TypedKey goes from line to line, and folds what a line begins.
func (l *codeList) TypedKey(e *fyne.KeyEvent) {
	page := max(int(l.Size().Height/codeHeight)-1, 1)
	switch e.Name {
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyPageDown:
		l.step(page)
	case fyne.KeyPageUp:
		l.step(-page)
	case fyne.KeyHome:
		l.step(-l.count())
	case fyne.KeyEnd:
		l.step(l.count())
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyLeft, fyne.KeyRight:
		l.fold(e.Name)
	default:
		if l.other != nil {
			l.other(e)
		} else {
			passKey(e)
		}
	}
}

// step goes so many lines down, or up.
func (l *codeList) step(by int) {
	l.at = max(min(l.at+by, l.count()-1), 0)
	l.ScrollTo(l.at)
	l.Refresh()
}

// fold folds what the line begins, or unfolds it: ← only folds, → only unfolds.
func (l *codeList) fold(key fyne.KeyName) {
	if l.v.onTap == nil || l.at < 0 || l.at >= l.count() {
		return
	}
	mark := l.v.row(l.at).fold
	if mark == "" || key == fyne.KeyLeft && mark == foldedMark || key == fyne.KeyRight && mark == unfoldedMark {
		return
	}
	l.v.onTap(l.at)
	l.Refresh()
}

// What stands before a line that begins something that can be folded.
const (
	foldedMark   = "▸"
	unfoldedMark = "▾"
)
