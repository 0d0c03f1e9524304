package desktop

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// txRow is one row of the list. Rows are used again for other transactions: show sets everything.
type txRow struct {
	widget.BaseWidget
	hover
	v     *listView
	index int
	held  fyne.KeyModifier // when the button went down
}

func newTxRow(v *listView) *txRow {
	r := &txRow{v: v, index: -1}
	r.changed = r.Refresh
	r.ExtendBaseWidget(r)
	return r
}

func (r *txRow) show(index int) {
	r.index = index
	r.Refresh()
}

// MouseDown notes which keys are held.
func (r *txRow) MouseDown(e *desktop.MouseEvent) { r.held = e.Modifier }

// MouseUp does nothing.
func (r *txRow) MouseUp(*desktop.MouseEvent) {}

// Tapped selects the transaction and gives the list the keyboard. With Shift it selects all on the way, with Ctrl or
// Cmd this one too.
func (r *txRow) Tapped(*fyne.PointEvent) {
	switch {
	case r.held&fyne.KeyModifierShift != 0:
		r.v.app.List.SelectTo(r.index)
	case r.held&fyne.KeyModifierShortcutDefault != 0:
		r.v.app.List.Toggle(r.index)
	default:
		r.v.app.List.Select(r.index)
	}
	r.v.app.List.EndJump()
	r.v.focus()
}

// TappedSecondary offers what can be done with what is selected.
func (r *txRow) TappedSecondary(e *fyne.PointEvent) {
	if !r.v.app.List.Chosen(r.index) {
		r.v.app.List.Select(r.index)
	}
	r.v.focus()
	r.v.offer(e.AbsolutePosition)
}

// CreateRenderer makes a text for each column.
func (r *txRow) CreateRenderer() fyne.WidgetRenderer {
	rr := &txRowRenderer{
		r: r, ground: canvas.NewRectangle(color.Transparent),
		line: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		icon: canvas.NewImageFromResource(nil), note: canvas.NewImageFromResource(nil),
	}
	rr.objects = []fyne.CanvasObject{rr.ground, rr.line, rr.bar, rr.icon, rr.note}
	for range r.v.columns {
		t := canvas.NewText("", color.Black)
		rr.texts = append(rr.texts, t)
		rr.objects = append(rr.objects, t)
	}
	rr.Refresh()
	return rr
}

type txRowRenderer struct {
	r                 *txRow
	ground, line, bar *canvas.Rectangle
	icon, note        *canvas.Image
	texts             []*canvas.Text
	objects           []fyne.CanvasObject
}

func (r *txRowRenderer) Destroy()                     {}
func (r *txRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(100, rowHeight) }
func (r *txRowRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *txRowRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.line.Move(fyne.NewPos(0, s.Height-1))
	r.line.Resize(fyne.NewSize(s.Width, 1))
	r.bar.Resize(fyne.NewSize(3, s.Height-1))
	v := r.r.v
	const iconSize, inset = 15, 6
	for k, i := range v.shown {
		x, w := v.lefts[k], v.lefts[k+1]-v.lefts[k]
		if v.columns[i].Icon {
			icon, size := r.icon, float32(iconSize)
			if v.columns[i].ID == noteColumn {
				icon, size = r.note, noteSize
			}
			icon.Move(fyne.NewPos(x+(w-size)/2, (s.Height-size)/2-0.5))
			icon.Resize(fyne.NewSize(size, size))
			continue
		}
		t := r.texts[i]
		h := t.MinSize().Height
		t.Move(fyne.NewPos(x+inset, (s.Height-h)/2-0.5))
		t.Resize(fyne.NewSize(w-2*inset, h))
	}
}

// Refresh sets everything: the row may have shown another transaction before.
func (r *txRowRenderer) Refresh() {
	v := r.r.v
	r.ground.FillColor, r.bar.FillColor = color.Transparent, color.Transparent
	switch {
	case r.chosen():
		r.ground.FillColor = colorOf(colorSelection)
	case r.r.hovered:
		r.ground.FillColor = colorOf(colorHover)
	}
	if r.r.index >= 0 && r.r.index == v.app.List.Selected() && (v.list.focused || v.app.List.ChosenCount() > 1) {
		r.bar.FillColor = colorOf(colorAccent)
	}
	r.line.FillColor = colorOf(colorLine)
	for _, t := range r.texts {
		t.Hide()
	}
	r.icon.Hide()
	r.note.Hide()
	if tx, ok := v.app.List.Row(r.r.index); ok {
		for k, i := range v.shown {
			c := &v.columns[i]
			text, tone := v.app.List.Cell(c, r.r.index, tx)
			switch {
			case c.ID == noteColumn && text != "":
				setImage(r.note, noteIcon(colorAccent))
			case c.ID == noteColumn:
			case c.Icon:
				setImage(r.icon, toneIcon(tone))
			default:
				r.setText(r.texts[i], c, text, tone, v.lefts[k+1]-v.lefts[k])
			}
		}
	}
	r.Layout(r.r.Size())
	canvas.Refresh(r.r)
}

func (r *txRowRenderer) chosen() bool { return r.r.v.app.List.Chosen(r.r.index) }

func setImage(i *canvas.Image, res fyne.Resource) {
	if i.Resource == nil || i.Resource.Name() != res.Name() {
		i.Resource = res
		i.Refresh()
	}
	i.Show()
}

func (r *txRowRenderer) setText(t *canvas.Text, c *present.Column, text string, tone present.Tone, width float32) {
	ink, _ := toneColor(tone)
	if ink == colorWarning && r.chosen() {
		ink = colorWarningDeep
	}
	t.TextSize = theme.Size(sizeText)
	t.Text = ellipsize(text, width-10, t.TextSize, t.TextStyle)
	if head, tail, found := strings.Cut(text, present.Between); found && t.Text != text { // the connector stays
		tail = present.Between + tail
		t.Text = ellipsize(head, width-10-fyne.MeasureText(tail, t.TextSize, t.TextStyle).Width, t.TextSize, t.TextStyle) + tail
	}
	t.Color = colorOf(ink)
	t.Alignment = fyne.TextAlignLeading
	if c.Right {
		t.Alignment = fyne.TextAlignTrailing
	}
	t.Show()
}
