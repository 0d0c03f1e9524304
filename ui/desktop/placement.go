package desktop

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// Where the window is, kept between runs.
const (
	keyPlace     = "window.place"     // "x,y": of its content's upper left corner, in pixels of the screen
	keyMaximised = "window.maximised" // it fills the screen; place and size are those from before
)

// rectangle is a part of the desktop, in pixels of the screen.
type rectangle struct{ x, y, width, height int }

// seen says that enough of the top of a window shows on one of the screens to take hold of it.
func (r rectangle) seen(screens []rectangle) bool {
	const hold, title = 120, 30
	for _, s := range screens {
		across := min(r.x+r.width, s.x+s.width) - max(r.x, s.x)
		if across >= min(hold, r.width) && r.y >= s.y && r.y+title <= s.y+s.height {
			return true
		}
	}
	return false
}

// screen is the one on which most of a window shows.
func (r rectangle) screen(screens []rectangle) (on rectangle, found bool) {
	most := 0
	for _, s := range screens {
		across := min(r.x+r.width, s.x+s.width) - max(r.x, s.x)
		down := min(r.y+r.height, s.y+s.height) - max(r.y, s.y)
		if across > 0 && down > 0 && across*down > most {
			on, most = s, across*down
		}
	}
	return on, most > 0
}

// placed is a window on a desktop: what Fyne doesn't tell of its windows.
type placed interface {
	rectangle() rectangle // of its content
	maximised() bool
	screens() []rectangle                  // what can be used of them
	frame() (left, top, right, bottom int) // what the desktop draws around its content
	move(x, y int)
	resize(width, height int)
	maximise()
}

// restorePlace puts the window where it was. Screens may have gone since: then the desktop decides.
func restorePlace(p fyne.Preferences, w placed) {
	at := w.rectangle()
	if n, _ := fmt.Sscanf(p.String(keyPlace), "%d,%d", &at.x, &at.y); n == 2 && at.seen(w.screens()) {
		w.move(at.x, at.y)
	}
	if p.Bool(keyMaximised) {
		w.maximise()
	}
}

// fitScreen makes a window that is larger than its screen as large as that, where the desktop doesn't do so by itself: what
// lies below the edge is never seen.
func fitScreen(w placed) {
	at := w.rectangle()
	on, found := at.screen(w.screens())
	if !found {
		return
	}
	left, top, right, bottom := w.frame()
	room := rectangle{on.x + left, on.y + top, on.width - left - right, on.height - top - bottom}
	if at.width <= room.width && at.height <= room.height || room.width <= 0 || room.height <= 0 {
		return
	}
	at.width, at.height = min(at.width, room.width), min(at.height, room.height)
	w.resize(at.width, at.height)
	w.move(max(room.x, min(at.x, room.x+room.width-at.width)), max(room.y, min(at.y, room.y+room.height-at.height)))
}

// keepPlace writes down where the window is; only what has changed. It says whether the window fills its screen: its size
// isn't its own then.
func keepPlace(p fyne.Preferences, w placed) (maximised bool) {
	maximised = w.maximised()
	if p.Bool(keyMaximised) != maximised {
		p.SetBool(keyMaximised, maximised)
	}
	if maximised {
		return true
	}
	at := w.rectangle()
	if text := fmt.Sprintf("%d,%d", at.x, at.y); p.String(keyPlace) != text {
		p.SetString(keyPlace, text)
	}
	return false
}
