package rule

import (
	"sort"
	"strconv"
	"strings"

	"meterscope/model"
)

// lostPhaseRule is PHS004.
func lostPhaseRule() *Rule {
	return &Rule{
		ID: "PHS004", Severity: model.SeverityInfo,
		Doc: Doc{
			Title:  "A phase drops out",
			What:   "A phase that carried current carries none any more, while others go on. Where what was offered to the vehicle did not change meanwhile, this is a warning.",
			Why:    "Stations and vehicles switch phases to charge more slowly: then nothing is wrong. Otherwise a fuse, a contactor, a cable or the on-board charger has failed.",
			Remedy: "See whether a charging profile or the station's own load management asked for it. If not, have fuse, contactor and wiring of the phase checked.",
			Spec:   "OCPP 1.6 §7.31, §7.34",
		},
		Params: []Param{
			{"current", ParamQuantity, "1", "A above which a phase carries current"},
			{"samples", ParamCount, "2", "samples that it must last"},
		},
		Transaction: findLostPhases,
		say: func(f *model.Finding) string {
			return f.Got + ", while " + f.Want + "."
		},
	}
}

// live is a set of lines, by their indices.
type live [3]bool

func (l live) none() bool { return l == live{} }

func (l live) without(o live) (rest live) {
	for k := range l {
		rest[k] = l[k] && !o[k]
	}
	return rest
}

func (l live) meets(o live) bool { return !l.without(l.without(o)).none() }

func (l live) String() string {
	var names []string
	for k, line := range lines() {
		if l[k] {
			names = append(names, string(line))
		}
	}
	return strings.Join(names, ", ")
}

// plural says something of one line or of several.
func (l live) plural(one, several string) string {
	if name := l.String(); strings.Contains(name, " ") {
		return name + several
	}
	return l.String() + one
}

// loss is a stretch in which lines are lost.
type loss struct {
	lost, on    live
	before      model.Time // the last moment at which they carried current
	first, last *model.Point
	second      model.Time
	count       int
}

func findLostPhases(p *Pass, s *Session) {
	if s.mainMeter() {
		return
	}
	limit, least := p.set.Quantity("PHS004.current"), p.set.Count("PHS004.samples")
	for _, at := range p.meters(s, model.CurrentImport, model.A) {
		if !at.hasLines() {
			continue
		}
		var told []loss
		for _, one := range losses(&at, limit) {
			if one.count >= least {
				told = append(told, one)
			}
		}
		p.reportLosses(s, told)
	}
}

// losses goes through the moments at which all lines that are sent have a value.
func losses(at *meterAt, limit model.Decimal) (all []loss) {
	var open loss
	var was live // that carried current when nothing was lost
	var wasAt model.Time
	end := func() {
		if open.count > 0 {
			all = append(all, open)
		}
		open = loss{}
	}
	for now := newMoments(at.line[:]...); now.step(); {
		var is live
		var any *model.Point
		whole := true
		for k, one := range now.now {
			if len(at.line[k]) == 0 {
				continue
			}
			if one == nil {
				whole = false
				break
			}
			is[k], any = carries(one, limit), one
		}
		if !whole || any == nil {
			continue
		}
		if open.count > 0 && (is.meets(open.lost) || is.without(open.on) != live{} || is.none() || !open.on.without(is).none()) {
			end()
		}
		lost := was.without(is)
		switch {
		case open.count > 0:
			open.last = now.now[open.index()]
			if open.count++; open.second.IsZero() {
				open.second = any.Time
			}
		case !lost.none() && is.meets(was):
			open = loss{lost: lost, on: is, before: wasAt, count: 1}
			open.first = now.now[open.index()]
			open.last = open.first
		}
		was, wasAt = is, any.Time
	}
	end()
	return all
}

// index is that of the first line that is lost.
func (l *loss) index() int {
	for k := range l.lost {
		if l.lost[k] {
			return k
		}
	}
	return 0
}

// reportLosses tells them one by one; many of them once.
func (p *Pass) reportLosses(s *Session, all []loss) {
	if len(all) == 0 {
		return
	}
	offers := p.offers(s)
	if len(all) > fewStretches {
		one, severity, lost := stretch{first: all[0].first}, model.SeverityInfo, live{}
		for i := range all {
			one.last = all[i].last
			one.count += all[i].count
			for k := range lost {
				lost[k] = lost[k] || all[i].lost[k]
			}
			if offers.unchanged(all[i].before, all[i].second) {
				severity = model.SeverityWarning
			}
		}
		p.tell(s, &one, severity, lost.plural(" drops out ", " drop out ")+strconv.Itoa(len(all))+" times", "others go on")
		return
	}
	for i := range all {
		l := &all[i]
		severity, want := model.SeverityInfo, l.on.plural(" goes on", " go on")
		if offers.unchanged(l.before, l.second) {
			severity, want = model.SeverityWarning, want+"; what is offered stays the same"
		}
		p.tell(s, &stretch{first: l.first, last: l.last, count: l.count}, severity, l.lost.plural(" drops out", " drop out"), want)
	}
}

// offers are the currents and powers that were offered to the vehicle.
type offers [][]model.Point

func (p *Pass) offers(s *Session) (all offers) {
	for _, one := range []struct {
		m model.Measurand
		u model.Unit
	}{{model.CurrentOffered, model.A}, {model.PowerOffered, model.W}} {
		for _, at := range p.meters(s, one.m, one.u) {
			for _, list := range [][]model.Point{at.total, at.line[0], at.line[1], at.line[2]} {
				if numbersIn(list) > 0 {
					all = append(all, list)
				}
			}
		}
	}
	return all
}

// unchanged says that something was offered, and that it was the same from one moment to another.
func (o offers) unchanged(from, to model.Time) bool {
	known := false
	for _, list := range o {
		next := sort.Search(len(list), func(i int) bool { return from.Before(list[i].Time) })
		first := next - 1
		for first >= 0 && list[first].Gap {
			first--
		}
		if first < 0 {
			continue
		}
		known = true
		for ; next < len(list) && !to.Before(list[next].Time); next++ {
			a, b := &list[first], &list[next]
			if !b.Gap && b.Value.Sub(a.Value).Abs().Cmp(a.LeastDigit().Add(b.LeastDigit())) > 0 {
				return false
			}
		}
	}
	return known
}
