package charts

import (
	"image"
	"math"
	"strings"
)

// fold folds the lowest panels, as many as there is no room for, and says whether any is folded.
func (a *arrangement) fold(room int) bool {
	const least = 52 // the height of a panel that can be read, with its title
	open := 0
	for i := range a.panels {
		if !a.panels[i].shut {
			open++
		}
	}
	if open < len(a.panels) || open*least > room {
		room -= headHeight
	}
	for i := len(a.panels) - 1; i > 0 && open > 1 && open*least > room; i-- {
		if p := &a.panels[i]; !p.shut {
			p.shut = true
			open--
		}
	}
	return open < len(a.panels)
}

// stack divides the height among the panels that are not folded.
func (a *arrangement) stack(top, bottom int) {
	room := bottom - top
	fit := max(1, room/4)
	for i := range a.panels {
		if !a.panels[i].shut && len(a.open) < fit {
			a.open = append(a.open, &a.panels[i])
		}
	}
	a.plot = image.Rect(0, top, 1, max(bottom, top+1))
	if len(a.open) == 0 {
		return
	}
	n := len(a.open)
	a.heads = a.size.X >= 100 && !a.spec.Bare && room/n >= smallHead+minPanel
	head, gap := headHeight, panelGap
	if room/n < 80 {
		head, gap = smallHead, 5
	}
	a.head = head
	if !a.heads {
		head, gap = 0, min(panelGap, room/n/6)
		if top == min(4, a.size.Y/16) && a.timeLabels {
			head = min(4, room/n/6) // half a label above the first axis
		}
	}
	a.gap = gap
	room -= n*head + (n-1)*gap
	total := 0.0
	for _, p := range a.open {
		total += p.weight()
	}
	y, spent := float64(top), 0.0
	for i, p := range a.open {
		spent += p.weight()
		y0 := int(y) + head
		y1 := top + (i+1)*head + i*gap + int(float64(room)*spent/total)
		p.box = image.Rect(0, y0, 1, max(y1, y0+1))
		y = float64(y1 + gap)
	}
	a.plot = image.Rect(0, a.open[0].box.Min.Y, 1, a.open[n-1].box.Max.Y)
}

// placeHeads finds room for the titles: above each panel, and those of folded ones in a row below all.
func (a *arrangement) placeHeads(tf *typeface) {
	if a.heads {
		for _, p := range a.open {
			p.head = image.Rect(p.box.Min.X, p.box.Min.Y-a.head, p.box.Max.X, p.box.Min.Y)
		}
	}
	if a.folded == 0 {
		return
	}
	x := margin
	for i := range a.panels {
		p := &a.panels[i]
		if !p.shut {
			continue
		}
		w := foldHandle + int(math.Ceil(tf.width(p.Title, textStyle{size: smallSize, bold: true})))
		if s := p.span(); s != "" {
			w += unitGap + int(math.Ceil(tf.width(s, small(a.theme))))
		}
		if x+w > a.size.X-margin || a.more > 0 {
			a.more++
			a.moreAt = x
			continue
		}
		p.head = image.Rect(x, a.folded-smallHead, x+w, a.folded+5)
		x += w + 18
	}
}

// span says of a folded panel from where to where its values go.
func (p *panel) span() string {
	if p.empty {
		return ""
	}
	lo, hi := p.label(p.extent.lo), p.label(p.extent.hi)
	if lo != hi {
		lo += " – " + hi
	}
	unit, _ := p.said()
	return strings.TrimSpace(lo + " " + unit)
}
