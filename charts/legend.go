package charts

import (
	"fmt"
	"math"
)

// legendEntry is a line of the legend: its sample, name and last value.
type legendEntry struct {
	name, value string
	stroke      Stroke
}

// entries gives the legend of a panel: the lines that are drawn, in their order.
func (p *panel) entries() []legendEntry {
	var out []legendEntry
	for i, t := range p.traces {
		if t == nil || len(t.values) == 0 {
			continue
		}
		out = append(out, legendEntry{p.Lines[i].Name, p.label(t.values[len(t.values)-1]), p.strokes[i]})
	}
	return out
}

// legendWidth is the width of the legend's column; 0 where there is none.
func (a *arrangement) legendWidth(tf *typeface) int {
	if !a.spec.Legend || a.size.X < 420 {
		return 0
	}
	names, values := 0.0, 0.0
	for i := range a.panels {
		for _, e := range a.panels[i].entries() {
			names = math.Max(names, tf.width(e.name, small(a.theme)))
			values = math.Max(values, tf.width(e.value, bold(a.theme)))
		}
	}
	if values == 0 {
		return 0
	}
	full := sampleWidth + 7 + names + 16 + values
	return int(math.Ceil(clamp(full, 110, float64(a.size.X)*0.3)))
}

func bold(t Theme) textStyle {
	return textStyle{size: smallSize, bold: true, color: t.Text, anchor: anchorEnd}
}

// drawLegend writes each panel's legend beside its canvas.
func (a *arrangement) drawLegend(c canvas, tf *typeface) {
	if a.legend.Empty() {
		return
	}
	for i, p := range a.open {
		bottom := a.size.Y
		if a.folded > 0 {
			bottom = a.folded - smallHead
		}
		if i+1 < len(a.open) {
			bottom = a.open[i+1].box.Min.Y
		}
		entries := p.entries()
		rows := (bottom - p.box.Min.Y) / legendRow
		if rows == 0 {
			continue
		}
		more := 0
		if len(entries) > rows {
			more = len(entries) - rows + 1
			entries = entries[:rows-1]
		}
		y := float64(p.box.Min.Y) + legendRow/2
		for _, e := range entries {
			a.drawEntry(c, tf, e, y)
			y += legendRow
		}
		if more > 0 {
			c.text(fmt.Sprintf(a.spec.Words.text("+%d more"), more), float64(a.legend.Min.X+sampleWidth+7), y+4, small(a.theme))
		}
	}
}

func (a *arrangement) drawEntry(c canvas, tf *typeface, e legendEntry, y float64) {
	left, right := float64(a.legend.Min.X), float64(a.legend.Max.X)
	c.rule(left, y, left+sampleWidth, y, e.stroke)
	c.text(e.value, right, y+4, bold(a.theme))
	room := right - left - sampleWidth - 7 - 8 - tf.width(e.value, bold(a.theme))
	c.text(tf.fit(e.name, small(a.theme), room), left+sampleWidth+7, y+4, small(a.theme))
}
