package present

import (
	"strconv"
	"time"

	"meterscope/charts"
	"meterscope/model"
)

// pinned is a transaction that is laid over others, to compare them.
type pinned struct {
	key   model.TransactionKey
	name  string // "#42"
	start time.Time
	lines map[string][]charts.Line // by panel: those of no single phase
}

// Pin lays the transaction that is shown over every other one that is shown from now on.
func (p *Plot) Pin() {
	tx := p.app.Detail.Transaction()
	if !p.loaded || !p.Drawable() || tx == nil {
		return
	}
	o := &pinned{key: p.key, name: "#?", start: p.start, lines: map[string][]charts.Line{}}
	if tx.ID.OK {
		o.name = "#" + strconv.FormatInt(tx.ID.V, 10)
	}
	for _, panel := range p.spec.Panels {
		for _, l := range panel.Lines {
			if l.Overlay || l.Role != charts.RoleTotal && l.Role != charts.RoleSoC {
				continue
			}
			l.Overlay, l.Hollow, l.Starts = true, nil, nil
			l.Name += " " + o.name
			o.lines[panel.ID] = append(o.lines[panel.ID], l)
		}
	}
	p.pinned = o
	p.overlay()
}

// Unpin lays nothing over any more.
func (p *Plot) Unpin() {
	p.pinned = nil
	p.overlay()
}

// Pinned names the transaction that is laid over others; "" if none is.
func (p *Plot) Pinned() string {
	if p.pinned == nil {
		return ""
	}
	return p.pinned.name
}

// ByClock says that what is laid over stands at its own time, not at the start of the other.
func (p *Plot) ByClock() bool { return p.byClock }

// SetByClock chooses between that.
func (p *Plot) SetByClock(on bool) {
	p.byClock = on
	p.overlay()
}

// overlay lays the pinned transaction over the one that is shown.
func (p *Plot) overlay() {
	if !p.loaded {
		return
	}
	whole := !p.Zoomed()
	p.spec.Panels = p.lay(p.own)
	p.stretch()
	if whole {
		p.from, p.to = p.spec.From, p.spec.To
	}
	p.setView(p.from, p.to)
	p.redraw()
	p.changed()
}

// lay gives the panels with the lines of the pinned transaction in them.
func (p *Plot) lay(panels []charts.Panel) []charts.Panel {
	if p.pinned == nil || p.pinned.key == p.key {
		return panels
	}
	shift := int64(0)
	if !p.byClock {
		shift = int64(p.start.Sub(p.pinned.start))
	}
	out := make([]charts.Panel, len(panels))
	for i, panel := range panels {
		out[i] = panel
		out[i].Lines = append([]charts.Line(nil), panel.Lines...)
		for _, l := range p.pinned.lines[panel.ID] {
			if shift != 0 {
				times := make([]int64, len(l.Times))
				for k, at := range l.Times {
					times[k] = at + shift
				}
				l.Times = times
			}
			out[i].Lines = append(out[i].Lines, l)
		}
	}
	return out
}
