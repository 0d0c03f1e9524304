package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/charts"
	"meterscope/ui/present"
)

// legend names the lines beside their panels and shows the values under the crosshair. A click hides a line.
type legend struct {
	widget.BaseWidget
	app  *present.App
	plot *plotCanvas
}

func newLegend(a *present.App, plot *plotCanvas) *legend {
	l := &legend{app: a, plot: plot}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer makes the entries as they are needed.
func (l *legend) CreateRenderer() fyne.WidgetRenderer {
	r := &legendRenderer{l: l}
	r.Refresh()
	return r
}

type legendRenderer struct {
	l       *legend
	entries []*legendEntry
	objects []fyne.CanvasObject
}

func (r *legendRenderer) Destroy()                     {}
func (r *legendRenderer) MinSize() fyne.Size           { return fyne.NewSize(legendWidth, 40) }
func (r *legendRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *legendRenderer) Layout(fyne.Size)             { r.Refresh() }

const legendLine = 19

func (r *legendRenderer) Refresh() {
	k := r.l.plot.scale()
	n := 0
	r.objects = r.objects[:0]
	for _, panel := range r.l.app.Plot.Legend() {
		y := float32(panel.Box.Min.Y)/k - 4
		for _, e := range panel.Entries {
			if y+legendLine > float32(panel.Box.Max.Y)/k+legendLine {
				break // more lines than there is height: the plot shows them all the same
			}
			if n == len(r.entries) {
				r.entries = append(r.entries, newLegendEntry(r.l.app, r.l.plot.TypedKey))
			}
			w := r.entries[n]
			n++
			w.Move(fyne.NewPos(0, y))
			w.Resize(fyne.NewSize(r.l.Size().Width, legendLine))
			w.show(panel.ID, e)
			r.objects = append(r.objects, w)
			y += legendLine
		}
	}
	canvas.Refresh(r.l)
}

// legendEntry is one line of the legend.
type legendEntry struct {
	widget.BaseWidget
	hover
	app     *present.App
	panel   string
	entry   present.LegendEntry
	focused bool
	onKey   func(*fyne.KeyEvent) // for keys that it has no use for
}

func newLegendEntry(a *present.App, onKey func(*fyne.KeyEvent)) *legendEntry {
	e := &legendEntry{app: a, onKey: onKey}
	e.changed = e.Refresh
	e.ExtendBaseWidget(e)
	return e
}

func (e *legendEntry) show(panel string, entry present.LegendEntry) {
	e.panel, e.entry = panel, entry
	e.Refresh()
}

// Tapped hides the line or shows it again.
func (e *legendEntry) Tapped(*fyne.PointEvent) { e.app.Plot.ToggleLine(e.panel, e.entry.Name) }

// FocusGained shows where the keyboard is.
func (e *legendEntry) FocusGained() {
	e.focused = true
	e.Refresh()
}

// FocusLost ends what FocusGained began.
func (e *legendEntry) FocusLost() {
	e.focused = false
	e.Refresh()
}

// TypedRune does nothing.
func (e *legendEntry) TypedRune(rune) {}

// TypedKey hides the line or shows it again with Enter or Space; other keys are the plot's.
func (e *legendEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		e.Tapped(nil)
	default:
		e.onKey(k)
	}
}

// Cursor is a hand.
func (e *legendEntry) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer makes the sample of the line, its name and its value.
func (e *legendEntry) CreateRenderer() fyne.WidgetRenderer {
	r := &legendEntryRenderer{e: e, name: canvas.NewText("", color.Black), value: canvas.NewText("", color.Black)}
	for range dashesMost {
		r.dashes = append(r.dashes, canvas.NewRectangle(color.Transparent))
	}
	r.Refresh()
	return r
}

const (
	dashesMost  = 5
	sampleWidth = 17
)

// dashes gives where the pieces of a line's sample begin and end, and how thick it is.
func dashes(role charts.Role, derived, overlay bool) (pieces [][2]float32, thick float32) {
	switch {
	case overlay && role == charts.RoleL2:
		return [][2]float32{{0, 7}, {10, 17}}, 2
	case overlay && role == charts.RoleL3:
		return [][2]float32{{0, 7}, {10, 12}, {15, 17}}, 2
	case overlay:
		return [][2]float32{{0, 2}, {5, 7}, {10, 12}, {15, 17}}, 2
	case role == charts.RoleL2 || derived:
		return [][2]float32{{0, 5}, {6, 11}, {12, 17}}, 2
	case role == charts.RoleL3:
		return [][2]float32{{0, 2}, {4, 6}, {8, 10}, {12, 14}, {16, 17}}, 2
	case role == charts.RoleOffered:
		return [][2]float32{{0, 7}, {10, 17}}, 1.5
	}
	return [][2]float32{{0, sampleWidth}}, 2
}

type legendEntryRenderer struct {
	e           *legendEntry
	dashes      []*canvas.Rectangle
	name, value *canvas.Text
	objects     []fyne.CanvasObject
}

func (r *legendEntryRenderer) Destroy()                     {}
func (r *legendEntryRenderer) Layout(fyne.Size)             { r.Refresh() }
func (r *legendEntryRenderer) MinSize() fyne.Size           { return fyne.NewSize(60, legendLine) }
func (r *legendEntryRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *legendEntryRenderer) Refresh() {
	e, s := r.e.entry, r.e.Size()
	r.objects = append(r.objects[:0], r.name, r.value)
	pieces, thick := dashes(e.Role, e.Derived, e.Overlay)
	for i, p := range pieces {
		d := r.dashes[i]
		d.FillColor = colorOf(roleColor(e.Role))
		if e.Overlay {
			d.FillColor = chartTheme().Overlay
		}
		if e.Hidden {
			d.FillColor = colorOf(colorLine)
		}
		d.Move(fyne.NewPos(p[0], (s.Height-thick)/2))
		d.Resize(fyne.NewSize(p[1]-p[0], thick))
		r.objects = append(r.objects, d)
	}
	size := theme.Size(sizeSmall)
	r.value.Text, r.value.TextSize, r.value.TextStyle = e.Value, size, fyne.TextStyle{Bold: true}
	r.value.Color, r.value.Alignment = colorOf(colorText), fyne.TextAlignTrailing
	if e.Hidden {
		r.value.Text = ""
	}
	vs := r.value.MinSize()
	r.value.Move(fyne.NewPos(s.Width-vs.Width, (s.Height-vs.Height)/2))
	r.value.Resize(vs)

	r.name.TextSize, r.name.Color = size, colorOf(colorMuted)
	r.name.TextStyle.Underline = r.e.focused
	switch {
	case r.e.focused:
		r.name.Color = colorOf(colorAccent)
	case r.e.hovered:
		r.name.Color = colorOf(colorText)
	}
	name := e.Name
	if e.Derived {
		name = r.e.app.Texts().Text("%s (sum)", name)
	}
	left := float32(sampleWidth + 6)
	r.name.Text = ellipsize(name, s.Width-left-vs.Width-4, size, fyne.TextStyle{})
	ns := r.name.MinSize()
	r.name.Move(fyne.NewPos(left, (s.Height-ns.Height)/2))
	r.name.Resize(ns)
	canvas.Refresh(r.e)
}
