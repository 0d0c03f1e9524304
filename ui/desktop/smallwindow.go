package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// The least that a window may be: what it shows is scrolled then.
const (
	leastWidth  = 480
	leastHeight = 320
)

// scrolledIfSmall has a window scroll where it is smaller than what it shows, as on a small screen with very large
// texts: nothing is lost beyond its edges.
func scrolledIfSmall(content fyne.CanvasObject) fyne.CanvasObject {
	s := container.NewScroll(content)
	s.SetMinSize(fyne.NewSize(leastWidth, leastHeight))
	return s
}
