package desktop

import "fyne.io/fyne/v2"

// poster is the one way onto Fyne's goroutine.
type poster struct{}

// Post runs f on Fyne's goroutine, later.
func (poster) Post(f func()) { fyne.Do(f) }
