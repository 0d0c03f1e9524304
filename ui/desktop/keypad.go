package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// keyPad lies under a view that can't have the keyboard itself, takes it for that, and shows that it has. It must
// not lie over it: what can have the keyboard takes the clicks too, from all that is below.
type keyPad struct {
	widget.BaseWidget
	onKey   func(*fyne.KeyEvent)
	onRune  func(rune)
	focused bool
}

func newKeyPad(onKey func(*fyne.KeyEvent)) *keyPad {
	k := &keyPad{onKey: onKey}
	k.ExtendBaseWidget(k)
	return k
}

// FocusGained shows where the keyboard is.
func (k *keyPad) FocusGained() {
	k.focused = true
	k.Refresh()
}

// FocusLost ends what FocusGained began.
func (k *keyPad) FocusLost() {
	k.focused = false
	k.Refresh()
}

// TypedKey hands the key on.
func (k *keyPad) TypedKey(e *fyne.KeyEvent) { k.onKey(e) }

// TypedRune hands the letter on.
func (k *keyPad) TypedRune(r rune) {
	if k.onRune != nil {
		k.onRune(r)
	}
}

// CreateRenderer makes an outline.
func (k *keyPad) CreateRenderer() fyne.WidgetRenderer {
	return &keyPadRenderer{k: k, outline: canvas.NewRectangle(color.Transparent)}
}

type keyPadRenderer struct {
	k       *keyPad
	outline *canvas.Rectangle
}

func (r *keyPadRenderer) Destroy()                     {}
func (r *keyPadRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *keyPadRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.outline} }

func (r *keyPadRenderer) Layout(s fyne.Size) {
	const inset = 3
	r.outline.Move(fyne.NewPos(inset, inset))
	r.outline.Resize(s.SubtractWidthHeight(2*inset, 2*inset))
}

func (r *keyPadRenderer) Refresh() {
	r.outline.StrokeColor, r.outline.StrokeWidth, r.outline.CornerRadius = color.Transparent, 1, 3
	if r.k.focused {
		r.outline.StrokeColor = colorOf(colorAccent)
	}
	r.outline.Refresh()
}
