package present

import (
	"encoding/json"
	"maps"
	"slices"

	"meterscope/charts"
)

// arranged is how the user has the panels: it is kept from run to run.
type arranged struct {
	Order  []string           `json:"order,omitempty"`  // from the top; those that are not named come last
	Shown  map[string]bool    `json:"shown,omitempty"`  // unfolded or folded; those that are not named are as they are first
	Weight map[string]float64 `json:"weight,omitempty"` // share of the height
}

// firstArranged has those unfolded that a session is judged by.
func firstArranged() arranged {
	return arranged{
		Shown:  map[string]bool{"energy": true, "power": true, "current": true, "soc": true},
		Weight: map[string]float64{},
	}
}

// Arrangement is how the panels are arranged, as text to keep.
func (p *Plot) Arrangement() string {
	text, err := json.Marshal(p.arranged)
	if err != nil {
		return ""
	}
	return string(text)
}

// SetArrangement arranges the panels as Arrangement said. A text that isn't one changes nothing.
func (p *Plot) SetArrangement(text string) {
	a := arranged{}
	if json.Unmarshal([]byte(text), &a) != nil {
		return
	}
	first := firstArranged()
	maps.Copy(first.Shown, a.Shown)
	for id, w := range a.Weight {
		if w > 0 && w <= mostWeight {
			first.Weight[id] = w
		}
	}
	first.Order = a.Order
	p.arranged = first
	p.redraw()
}

const mostWeight = 100

// rearranged draws the panels in their new arrangement and has it kept.
func (p *Plot) rearranged() {
	p.redraw()
	p.changed()
	if p.OnArranged != nil {
		p.OnArranged()
	}
}

// panels are those that there is data for, in the user's order.
func (p *Plot) panels() []charts.Panel {
	out := slices.Clone(p.spec.Panels)
	place := func(id string) int {
		if i := slices.Index(p.arranged.Order, id); i >= 0 {
			return i
		}
		return len(p.arranged.Order)
	}
	slices.SortStableFunc(out, func(a, b charts.Panel) int { return place(a.ID) - place(b.ID) })
	for i := range out {
		if w := p.arranged.Weight[out[i].ID]; w > 0 {
			out[i].Weight = w
		}
	}
	return out
}

// Quantity is a panel that can be unfolded or folded.
type Quantity struct {
	ID, Title string
	Shown     bool
}

// Quantities are those that there is data for, in their order.
func (p *Plot) Quantities() []Quantity {
	var q []Quantity
	for _, panel := range p.panels() {
		q = append(q, Quantity{ID: panel.ID, Title: panel.Title, Shown: p.shows(panel.ID)})
	}
	return q
}

// shows says whether a panel is unfolded: those that were chosen, and all where none of those has data.
func (p *Plot) shows(id string) bool {
	if p.arranged.Shown[id] {
		return true
	}
	return !slices.ContainsFunc(p.spec.Panels, func(q charts.Panel) bool { return p.arranged.Shown[q.ID] })
}

// crowded are the unfolded panels that there is no room for: the lowest ones, but never the one that was unfolded
// last.
func (p *Plot) crowded() map[string]bool {
	const around, each = 84, 62 // design pixels: time axis, states and folded titles; a panel that can be read
	var open []string
	for _, panel := range p.panels() {
		if p.shows(panel.ID) {
			open = append(open, panel.ID)
		}
	}
	room := len(open)
	if p.scale > 0 && p.height > 0 {
		room = max(1, int((float64(p.height)/p.scale-around)/each))
	}
	out := map[string]bool{}
	for i := len(open) - 1; i >= 0 && len(open)-len(out) > room; i-- {
		if open[i] != p.active {
			out[open[i]] = true
		}
	}
	return out
}

// Toggle unfolds or folds a panel. The last one stays. The keys that move a panel now mean this one.
func (p *Plot) Toggle(id string) {
	if p.crowded()[id] { // it is unfolded, but there was no room
		p.active = id
		p.rearranged()
		return
	}
	next := map[string]bool{}
	any := false
	for _, panel := range p.spec.Panels {
		on := p.shows(panel.ID) != (panel.ID == id)
		next[panel.ID] = on
		any = any || on
	}
	p.active = id
	if !any {
		return
	}
	maps.Copy(p.arranged.Shown, next)
	p.rearranged()
}

// ToggleNumber unfolds or folds the panel with a number, from 1.
func (p *Plot) ToggleNumber(n int) {
	if q := p.Quantities(); n >= 1 && n <= len(q) {
		p.Toggle(q[n-1].ID)
	}
}

// MovePanel puts a panel before another one; before "" it is the last.
func (p *Plot) MovePanel(id, before string) {
	var ids []string
	for _, q := range p.Quantities() {
		if q.ID != id {
			ids = append(ids, q.ID)
		}
	}
	at := slices.Index(ids, before)
	if at < 0 {
		at = len(ids)
	}
	ids = slices.Insert(ids, at, id)
	for _, other := range p.arranged.Order { // there is no data for them here: elsewhere they keep their place
		if !slices.Contains(ids, other) {
			ids = append(ids, other)
		}
	}
	p.active, p.arranged.Order = id, ids
	p.rearranged()
}

// MoveActive moves the panel that was unfolded or moved last up or down among those that are unfolded.
func (p *Plot) MoveActive(direction int) {
	var open []string
	for _, q := range p.Quantities() {
		if q.Shown {
			open = append(open, q.ID)
		}
	}
	i := slices.Index(open, p.active)
	switch {
	case i < 0:
	case direction < 0 && i > 0:
		p.MovePanel(open[i], open[i-1])
	case direction > 0 && i+2 < len(open):
		p.MovePanel(open[i], open[i+2])
	case direction > 0 && i+1 < len(open):
		p.MovePanel(open[i], "")
	}
}

// GrowActive makes that panel higher or lower.
func (p *Plot) GrowActive(direction int) {
	const step = 1.2
	for _, panel := range p.panels() {
		if panel.ID != p.active || !p.shows(panel.ID) {
			continue
		}
		w := max(panel.Weight, 0.1)
		if direction > 0 {
			w *= step
		} else {
			w /= step
		}
		p.arranged.Weight[panel.ID] = min(max(w, 0.2), mostWeight/2)
		p.rearranged()
	}
}

// PanelAt is the unfolded panel whose canvas or title has an image row, or the folded one with its title at a
// place; "" if there is none. head says that it is the title.
func (p *Plot) PanelAt(x, y int) (id string, head bool) {
	for i, id := range p.drawn {
		if i >= len(p.layout.Panels) {
			break
		}
		if h := p.layout.Heads[i]; y >= h.Min.Y && y < h.Max.Y && x >= h.Min.X && x < h.Max.X {
			return id, true
		}
		if b := p.layout.Panels[i]; !b.Empty() && y >= b.Min.Y && y < b.Max.Y {
			return id, false
		}
	}
	return "", false
}

// BorderAt is the panel whose lower border is at an image row, within so many rows; "" if there is none, or nothing
// below it.
func (p *Plot) BorderAt(y, within int) string {
	open := p.openPanels()
	for i, o := range open {
		if d := y - p.layout.Panels[o].Max.Y; i+1 < len(open) && d <= within && -d <= within {
			return p.drawn[o]
		}
	}
	return ""
}

// openPanels are the indexes of the panels that the image shows unfolded.
func (p *Plot) openPanels() []int {
	var open []int
	for i := range p.drawn {
		if i < len(p.layout.Panels) && !p.layout.Panels[i].Empty() {
			open = append(open, i)
		}
	}
	return open
}

// DragBorder moves the lower border of a panel by so many image rows; the panel below it gives or takes.
func (p *Plot) DragBorder(id string, dy float64) {
	const least = 30.0
	open := p.openPanels()
	for k, o := range open {
		if p.drawn[o] != id || k+1 == len(open) {
			continue
		}
		heights := make([]float64, len(open))
		sum := 0.0
		for i, at := range open {
			heights[i] = float64(p.layout.Panels[at].Dy())
			sum += heights[i]
		}
		dy = min(max(dy, least-heights[k]), heights[k+1]-least)
		if heights[k]+dy < least || heights[k+1]-dy < least {
			return
		}
		heights[k], heights[k+1] = heights[k]+dy, heights[k+1]-dy
		for i, at := range open {
			p.arranged.Weight[p.drawn[at]] = heights[i] / sum * float64(len(open))
		}
		p.rearranged()
	}
}
