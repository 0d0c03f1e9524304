package rule

import (
	"slices"
	"sort"
	"strconv"

	"meterscope/model"
	"meterscope/model/account"
)

// stuckRule is PWR009.
func stuckRule() *Rule {
	return &Rule{
		ID: "PWR009", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Power unchanged after the vehicle suspended",
			What:   "The connector is SuspendedEV, but power or current go on with exactly the value they had before.",
			Why:    "The value was not measured again: it is the last one. Integrated, it gives energy that never flowed. If the register rises as well, it is the status that is wrong.",
			Remedy: "See whether the register stands still meanwhile. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §4.9, §7.31",
		},
		Params: []Param{
			{"samples", ParamCount, "2", "samples that must show the same"},
			{"power", ParamQuantity, "100", "W up to which a power may go on"},
			{"current", ParamQuantity, "1", "A up to which a current may go on"},
		},
		Transaction: findStuck,
		say:         gotAndWant,
	}
}

// stuckValue is a stretch in which a value is the last one from before the vehicle suspended.
type stuckValue struct {
	stretch
	measurand model.Measurand
	unit      model.Unit
	where     model.Location
	since     model.Time
}

func findStuck(p *Pass, s *Session) {
	all := p.stuckValues(s)
	if len(all) > fewStretches {
		one := all[0]
		for i := range all[1:] {
			one.last = all[i+1].last
			one.count += all[i+1].count
		}
		p.tell(s, &one.stretch, model.SeverityNone, quantityName(one.measurand, one.worst.phase, one.where)+" stays as it was "+strconv.Itoa(len(all))+" times",
			"the vehicle suspended first at "+one.since.String())
		return
	}
	for _, one := range all {
		got := quantityName(one.measurand, one.worst.phase, one.where) + " is still " + reading(one.worst.value, one.unit)
		if one.count > 1 {
			got += " in " + strconv.Itoa(one.count) + " samples"
		}
		p.tell(s, &one.stretch, model.SeverityNone, got, "the vehicle suspended at "+one.since.String())
	}
}

// stuckValues looks for them once. Where the power is stuck, nothing more is said of the current.
func (p *Pass) stuckValues(s *Session) []stuckValue {
	if p.known {
		return p.stuck
	}
	p.known = true
	if s.mainMeter() || p.set.off("PWR009") {
		return nil
	}
	for i := range s.States {
		if st := &s.States[i]; st.Status == "SuspendedEV" && !st.From.IsZero() {
			if !p.stuckIn(s, model.PowerActiveImport, model.W, p.set.Quantity("PWR009.power"), st.From, st.To) {
				p.stuckIn(s, model.CurrentImport, model.A, p.set.Quantity("PWR009.current"), st.From, st.To)
			}
		}
	}
	return p.stuck
}

// stuckIn looks for values of a measurand that stay as they were from a moment on, until another (none: no end).
func (p *Pass) stuckIn(s *Session, m model.Measurand, u model.Unit, limit model.Decimal, from, to model.Time) (found bool) {
	if !s.has(m) {
		return false
	}
	for _, at := range p.meters(s, m, u) {
		for k, list := range [][]model.Point{at.total, at.line[0], at.line[1], at.line[2]} {
			one := stuckStretch(list, limit, from, to)
			if one.count < p.set.Count("PWR009.samples") {
				continue
			}
			if k > 0 {
				one.worst.phase = lines()[k-1]
			}
			p.stuck = append(p.stuck, stuckValue{one, m, u, at.where, from})
			found = true
			break
		}
	}
	return found
}

func stuckStretch(list []model.Point, limit model.Decimal, from, to model.Time) (one stretch) {
	next := sort.Search(len(list), func(i int) bool { return from.Before(list[i].Time) })
	before := next - 1
	for before >= 0 && list[before].Gap {
		before--
	}
	if before < 0 || list[before].Time.IsZero() || !carries(&list[before], limit) {
		return one
	}
	one.worst.value = list[before].Value
	for ; next < len(list) && (to.IsZero() || list[next].Time.Before(to)); next++ {
		q := &list[next]
		if q.Gap {
			continue
		}
		if q.Value.Cmp(one.worst.value) != 0 {
			break
		}
		if one.first == nil {
			one.first = q
		}
		one.last = q
		one.count++
	}
	return one
}

// shownPower is the power of the session, as gaps what is stuck.
func (p *Pass) shownPower(s *Session) []model.Point {
	points := account.TotalPower(s.Series)
	stuck := p.stuckValues(s)
	own := false
	for i := range stuck {
		if one := &stuck[i]; one.measurand == model.PowerActiveImport && one.where == model.Outlet {
			if !own {
				points, own = slices.Clone(points), true
			}
			k := sort.Search(len(points), func(k int) bool { return !points[k].Time.Before(one.first.Time) })
			for ; k < len(points) && !one.last.Time.Before(points[k].Time); k++ {
				points[k].Gap = true
			}
		}
	}
	return points
}
