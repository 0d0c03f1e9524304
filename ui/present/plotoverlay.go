package present

import (
	"slices"
	"strconv"
	"time"

	"meterscope/charts"
	"meterscope/model"
)

// pinned is a transaction that is laid over others, to compare them.
type pinned struct {
	key    model.TransactionKey
	name   string // "#42"
	start  time.Time
	panels []charts.Panel // with those of its lines that are laid over
}

// Pin lays the transaction that is shown over every other one that is shown from now on.
func (p *Plot) Pin() {
	tx := p.app.Detail.Transaction()
	if !p.loaded || !p.Drawable() || len(p.own) == 0 || tx == nil {
		return
	}
	o := &pinned{key: p.key, name: "#?", start: p.start}
	if tx.ID.OK {
		o.name = "#" + strconv.FormatInt(tx.ID.V, 10)
	}
	for _, panel := range p.own {
		panel.Lines = compared(panel.Lines)
		for i := range panel.Lines {
			l := &panel.Lines[i]
			l.Overlay, l.Hollow, l.Starts = true, nil, nil
			l.Name += " " + o.name
		}
		if len(panel.Lines) > 0 {
			o.panels = append(o.panels, panel)
		}
	}
	p.pinned = o
	p.overlay()
	p.asked = p.app.Texts().Text("Choose another transaction: %s is laid over its plot.", o.name)
	p.app.Status.Say(p.asked)
}

// answered takes back what the status bar asked for when a transaction was to be laid over.
func (p *Plot) answered() {
	if p.asked != "" && p.app.Status.Note == p.asked {
		p.app.Status.Say("")
	}
	p.asked = ""
}

// compared are the lines of a panel by which two transactions are compared: that of all phases, where there is none
// each phase.
func compared(lines []charts.Line) []charts.Line {
	var whole, phases []charts.Line
	for _, l := range lines {
		switch l.Role {
		case charts.RoleTotal, charts.RoleGauge, charts.RoleSoC:
			whole = append(whole, l)
		case charts.RoleL1, charts.RoleL2, charts.RoleL3:
			phases = append(phases, l)
		}
	}
	if len(whole) > 0 {
		return whole
	}
	return phases
}

// Unpin lays nothing over any more.
func (p *Plot) Unpin() {
	p.pinned = nil
	p.answered()
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

// lay gives the panels with the lines of the pinned transaction in them, and behind them those that only that has.
func (p *Plot) lay(panels []charts.Panel) []charts.Panel {
	if p.pinned == nil || p.pinned.key == p.key {
		return panels
	}
	shift := int64(0)
	if !p.byClock && !p.start.IsZero() {
		shift = int64(p.start.Sub(p.pinned.start))
	}
	out := slices.Clone(panels)
	for _, over := range p.pinned.panels {
		i := slices.IndexFunc(out, func(o charts.Panel) bool { return o.ID == over.ID })
		if i < 0 {
			i = len(out)
			out = append(out, over)
			out[i].Lines = nil
		}
		out[i].Lines = slices.Clone(out[i].Lines)
		for _, l := range over.Lines {
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
