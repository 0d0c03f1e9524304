package desktop

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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

// Tapped selects the transaction and gives the list the keyboard.
func (r *txRow) Tapped(*fyne.PointEvent) {
	r.v.app.List.Select(r.index)
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.v.list); c != nil {
		c.Focus(r.v.list)
	}
}

// CreateRenderer makes a text for each column.
func (r *txRow) CreateRenderer() fyne.WidgetRenderer {
	rr := &txRowRenderer{
		r: r, ground: canvas.NewRectangle(color.Transparent),
		line: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		icon: canvas.NewImageFromResource(nil),
	}
	rr.objects = []fyne.CanvasObject{rr.ground, rr.line, rr.bar, rr.icon}
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
	icon              *canvas.Image
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
			r.icon.Move(fyne.NewPos(x+11, (s.Height-iconSize)/2-0.5))
			r.icon.Resize(fyne.NewSize(iconSize, iconSize))
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
	selected := r.r.index >= 0 && r.r.index == v.app.List.Selected()
	r.ground.FillColor, r.bar.FillColor = color.Transparent, color.Transparent
	switch {
	case selected:
		r.ground.FillColor = colorOf(colorSelection)
		if v.list.focused {
			r.bar.FillColor = colorOf(colorAccent)
		}
	case r.r.hovered:
		r.ground.FillColor = colorOf(colorHover)
	}
	r.line.FillColor = colorOf(colorLine)
	for _, t := range r.texts {
		t.Hide()
	}
	r.icon.Hide()
	if tx, ok := v.app.List.Row(r.r.index); ok {
		for k, i := range v.shown {
			c := &v.columns[i]
			text, tone := c.Cell(tx, v.zone)
			if c.Icon {
				r.setIcon(tone)
				continue
			}
			r.setText(r.texts[i], c, text, tone, v.lefts[k+1]-v.lefts[k])
		}
	}
	r.Layout(r.r.Size())
	canvas.Refresh(r.r)
}

func (r *txRowRenderer) setIcon(tone present.Tone) {
	res := toneIcon(tone)
	if r.icon.Resource == nil || r.icon.Resource.Name() != res.Name() {
		r.icon.Resource = res
		r.icon.Refresh()
	}
	r.icon.Show()
}

func (r *txRowRenderer) setText(t *canvas.Text, c *present.Column, text string, tone present.Tone, width float32) {
	ink, _ := toneColor(tone)
	if ink == colorWarning && r.r.index == r.r.v.app.List.Selected() {
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
