package charts

import (
	"image"
	"image/color"
	"slices"
	"strings"

	"meterscope/model"
)

// drawStates draws the band of charger states.
func (a *arrangement) drawStates(c canvas, tf *typeface) {
	if a.states.Empty() || !a.timed {
		return
	}
	st := textStyle{size: 11, color: a.theme.Text}
	for _, s := range a.spec.States {
		x0, x1 := a.spanOf(s.From, s.To)
		if x1 <= x0 {
			if s.To.Before(a.from) || s.From.After(a.to) || x0 >= a.states.Max.X {
				continue
			}
			x1 = x0 + 1
		}
		c.rect(image.Rect(x0, a.states.Min.Y, x1, a.states.Max.Y), a.theme.State(s.Name))
		if name := stateName(s.Name, st, float64(x1-x0-8), tf); name != "" {
			c.text(name, float64(min(x0+8, x0+4+(x1-x0)/20)), float64(a.states.Max.Y-4), st)
		}
	}
}

// State is the colour of a state in the band.
func (t Theme) State(name string) color.NRGBA {
	switch {
	case name == "Charging":
		return t.Charging
	case strings.HasPrefix(name, "Suspended"):
		return t.Suspended
	case name == "Faulted":
		return blend(t.Ground, t.Error, 0.35)
	case name == "Unavailable":
		return blend(t.Ground, t.Muted, 0.35)
	case name == "Available":
		return t.Surface
	}
	return blend(t.Ground, t.Info, 0.22)
}

// stateName is the longest form of a state's name that fits.
func stateName(name string, st textStyle, room float64, tf *typeface) string {
	short := map[string]string{
		"SuspendedEV": "Susp. EV", "SuspendedEVSE": "Susp. EVSE", "Preparing": "Prep.", "Finishing": "Fin.",
		"Unavailable": "Unav.", "Available": "Avail.", "Charging": "Chg.",
	}[name]
	forms := []string{strings.Replace(name, "Suspended", "Suspended ", 1), name, short}
	if strings.HasPrefix(name, "Suspended") {
		forms = append(forms, "Susp.")
	}
	for _, f := range forms {
		if f != "" && tf.width(f, st) <= room {
			return f
		}
	}
	return ""
}

// drawMarks draws a triangle for each mark at the top of the first panel, with a dotted line through all
// panels, and says where the triangles are. Marks that fall on one place are drawn once, as the worst of
// them.
func (a *arrangement) drawMarks(c canvas) []image.Rectangle {
	out := make([]image.Rectangle, len(a.spec.Marks))
	if !a.timed {
		return out
	}
	top := a.plot.Min.Y
	worst := make(map[int]*Mark)
	var order []int
	for i, m := range a.spec.Marks {
		if n := nanos(m.At); n < a.from.UnixNano() || n > a.to.UnixNano() {
			continue
		}
		x, _ := a.spanOf(m.At, m.At)
		out[i] = image.Rect(x-6, top, x+6, top+9)
		if w, seen := worst[x]; !seen {
			order = append(order, x)
			worst[x] = &a.spec.Marks[i]
		} else if m.Severity > w.Severity {
			worst[x] = &a.spec.Marks[i]
		}
	}
	for _, x := range order {
		a.drawMark(c, x, a.theme.severity(worst[x].Severity))
	}
	if a.spec.Legend {
		a.nameMarks(c, order, worst)
	}
	return out
}

// nameMarks writes above the triangles what they stand for, between the title of the first panel and the date, where
// there is room up to the next.
func (a *arrangement) nameMarks(c canvas, order []int, marks map[int]*Mark) {
	if len(a.open) == 0 || !a.heads {
		return
	}
	p := a.open[0]
	size := a.headSize()
	from := float64(p.box.Min.X) + a.typeface.width(p.Title, textStyle{size: size, bold: true}) + a.typeface.width(p.unit(), textStyle{size: size}) + unitGap + 14
	to := float64(p.box.Max.X) - a.typeface.width(dateLabel(a.from, a.to, a.zone, &a.spec.Words), small(a.theme)) - 14
	slices.Sort(order)
	for _, x := range order {
		m := marks[x]
		st := textStyle{size: 10, color: a.theme.severity(m.Severity), anchor: anchorMiddle}
		w := a.typeface.width(m.Label, st)
		if at := float64(x) - w/2; m.Label != "" && at >= from && at+w <= to {
			c.text(m.Label, float64(x), float64(p.box.Min.Y-4), st)
			from = at + w + 8
		}
	}
}

// headSize is the size of the titles of panels.
func (a *arrangement) headSize() float64 {
	if a.head < headHeight {
		return smallSize
	}
	return textSize
}

func (a *arrangement) drawMark(c canvas, x int, col color.NRGBA) {
	for _, p := range a.open {
		if !p.empty {
			c.rule(float64(x), float64(p.box.Min.Y), float64(x), float64(p.box.Max.Y), Stroke{Color: col, Width: 1, Dash: []float64{2, 3}})
		}
	}
	top, at := float64(a.plot.Min.Y), float64(x)
	c.polygon([]point{{at - 5, top}, {at + 5, top}, {at, top + 8}}, col)
}

func (t Theme) severity(s model.Severity) color.NRGBA {
	switch s {
	case model.SeverityError:
		return t.Error
	case model.SeverityWarning:
		return t.Warning
	}
	return t.Info
}
