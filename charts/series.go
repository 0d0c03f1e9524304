package charts

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"meterscope/model"
)

// Reading says how the points of series become lines.
type Reading struct {
	Zone *time.Location // of the time axis; nil: UTC
	// Limit is how far apart two neighbouring points of a series may be for the line to join them; nil: however
	// far. It is given the ascending times, in Unix nanoseconds, of those points that a sampling loop took.
	Limit func(moments []int64) time.Duration
	// Paced says that a sampling loop took a point, and no event, by its Context and FromStop alone; nil: each.
	Paced func(*model.Point) bool
	// Spikes are stretches between two good readings of a register in which others are known to be wrong.
	Spikes []Spike
}

// Spike is a stretch between two good readings; neither is part of it.
type Spike struct{ From, To model.Time }

// FromSeries makes the panels of a transaction: plot is one of [Plots], or all those that there is data for, in
// their order. Registers are drawn as what was added since their first value, intervals as bars. Lines break
// where there is a gap; stretches in which no series has a sample are the Spec's Gaps. What can't be drawn as
// what it is, because its unit is another or unknown, has a panel of its own and a note. A plot that is not
// known is an error; one without data has a panel that says so.
func FromSeries(plot string, series []model.Series, how Reading) (Spec, error) {
	s := NewSamples(how)
	for i := range series {
		add := s.Series(series[i].Key, series[i].Unit, len(series[i].Points))
		for k := range series[i].Points {
			add(&series[i].Points[k])
		}
	}
	return s.Spec(plot)
}

// Spec makes the panels as [FromSeries] does. The samples are used up by that.
func (s *Samples) Spec(plot string) (Spec, error) {
	if !slices.Contains(Plots(), plot) {
		return Spec{}, fmt.Errorf("make plot: %q is none of %s", plot, strings.Join(Plots(), ", "))
	}
	for _, t := range s.tracks {
		t.order()
	}
	slices.SortStableFunc(s.tracks, func(a, b *track) int {
		return cmp.Or(cmp.Compare(a.key.Measurand, b.key.Measurand), cmp.Compare(a.key.Phase, b.key.Phase),
			cmp.Compare(a.key.Location, b.key.Location), cmp.Compare(a.unit, b.unit))
	})
	b := builder{spec: Spec{Zone: s.how.Zone}, how: s.how, since: s.since}
	for _, q := range quantities() {
		if plot != All && plot != q.id {
			continue
		}
		b.quantity(q, s.tracks, plot != All)
	}
	for _, p := range b.spec.Panels {
		if slices.ContainsFunc(p.Lines, func(l Line) bool { return len(l.Hollow) > 0 }) {
			b.note("Hollow dots are readings that can't be (REG005): the line leaves them out.")
		}
	}
	if b.dropped > 0 {
		b.note("%d values without a time between 1930 and 2200 are not drawn.", b.dropped)
	}
	b.showMost()
	b.spec.Gaps = gaps(b.spec.Panels)
	return b.spec, nil
}

type builder struct {
	spec    Spec
	how     Reading
	dropped int // points that have no time that can be drawn
	limited limited
	since   int64
}

func (b *builder) note(format string, args ...any) {
	b.spec.Notes = append(b.spec.Notes, fmt.Sprintf(format, args...))
}

// quantity adds the panel of a quantity, and one for each other unit in which it was sent.
func (b *builder) quantity(q quantity, tracks []*track, always bool) {
	byUnit := make(map[model.Unit][]*track)
	for _, t := range tracks {
		if (t.key.Measurand == q.measurand || q.offered != "" && t.key.Measurand == q.offered) && len(t.times)+t.dropped > 0 {
			byUnit[t.unit] = append(byUnit[t.unit], t)
		}
	}
	main, apart := q.apart(byUnit[q.base])
	p := b.panel(q, main)
	if len(p.Lines) == 0 {
		p.Empty = q.none
	}
	delete(byUnit, q.base)
	if len(p.Lines) > 0 || always && len(byUnit)+len(apart) == 0 {
		b.spec.Panels = append(b.spec.Panels, p)
	}
	for _, o := range apart {
		b.spec.Panels = append(b.spec.Panels, b.panel(o.q, o.tracks))
	}
	units := make([]model.Unit, 0, len(byUnit))
	for u := range byUnit {
		units = append(units, u)
	}
	slices.Sort(units)
	for _, u := range units {
		b.otherUnit(q, u, byUnit[u])
	}
}

type ofQuantity struct {
	q      quantity
	tracks []*track
}

// apart takes the voltages between phases and of the neutral out: on one axis with the others, nothing could
// be told from any of them.
func (q quantity) apart(tracks []*track) (main []*track, apart []ofQuantity) {
	if q.measurand != model.Voltage {
		return tracks, nil
	}
	between, neutral := ofQuantity{q: q}, ofQuantity{q: q}
	between.q.mains, neutral.q.mains = false, false
	between.q.id, between.q.title = q.id+" between", q.title+" between phases"
	neutral.q.id, neutral.q.title, neutral.q.weight = q.id+" N", q.title+" of the neutral", 0.6
	for _, t := range tracks {
		switch {
		case t.key.Phase == model.N:
			neutral.tracks = append(neutral.tracks, t)
		case t.key.Phase != model.PhaseNone && t.key.Phase.Line() == model.PhaseNone:
			between.tracks = append(between.tracks, t)
		default:
			main = append(main, t)
		}
	}
	for _, o := range []ofQuantity{between, neutral} {
		if len(o.tracks) > 0 {
			apart = append(apart, o)
		}
	}
	return main, apart
}

// otherUnit adds a panel for series of a quantity whose unit is not the quantity's.
func (b *builder) otherUnit(q quantity, u model.Unit, tracks []*track) {
	q.id, q.shift, q.percent, q.mains, q.weight = q.id+" "+string(u), 0, false, false, q.weight*0.6
	what := q.title
	switch u {
	case model.UnitNone:
		q.title, q.unit = q.title+", unit not stated", "?"
		b.note("%s: the log gives no unit for some values; they are drawn as sent, in a panel of their own.", what)
	case model.Fahrenheit:
		q.unit = "°F"
	default:
		q.title, q.unit = q.title+", sent in "+string(u), string(u)
		b.note("%s: some values were sent in %s, which is not a unit of it; they have a panel of their own.", what, u)
	}
	if p := b.panel(q, tracks); len(p.Lines) > 0 {
		b.spec.Panels = append(b.spec.Panels, p)
	}
}

// panel makes the lines of a quantity: the whole, the phases, what was offered, then the rest.
func (b *builder) panel(q quantity, tracks []*track) Panel {
	p := Panel{ID: q.id, Title: q.title, Unit: q.unit, Weight: q.weight, FromZero: q.fromZero}
	main := q.mainLocation(tracks)
	for _, s := range q.loops(merged(tracks, q)) {
		if l := b.line(q, s.track, main); len(l.Times)+len(l.Hollow) > 0 {
			if s.beside != "" {
				l.Name, l.Role = l.Name+" ("+string(s.beside)+")", RoleOther
			}
			p.Lines = append(p.Lines, l)
		}
	}
	if t, ok := q.total(p.Lines); ok {
		p.Lines = append(p.Lines, t)
	}
	once := make(map[Role]bool)
	slices.SortStableFunc(p.Lines, func(x, y Line) int { return cmp.Compare(rank(x.Role), rank(y.Role)) })
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Role != RoleOffered && l.Role != RoleOther && once[l.Role] {
			l.Role = RoleOther
		}
		once[l.Role] = true
	}
	slices.SortStableFunc(p.Lines, func(x, y Line) int { return cmp.Compare(rank(x.Role), rank(y.Role)) })
	if q.percent {
		p.percentAxis()
	}
	if q.mains {
		p.mainsBand()
	}
	return p
}

func rank(r Role) int {
	return slices.Index([]Role{RoleTotal, RoleGauge, RoleSoC, RoleL1, RoleL2, RoleL3, RoleOffered, RoleOther}, r)
}

// percentAxis goes from 0 to 100, unless a value is outside: that must be seen.
func (p *Panel) percentAxis() {
	for _, l := range p.Lines {
		for _, v := range l.Values {
			if v < 0 || v > 100 {
				return
			}
		}
	}
	lo, hi := 0.0, 100.0
	p.Min, p.Max = &lo, &hi
}

// What EN 50160 lets a mains voltage of 230 V be, and what is taken for one: not the hundreds of volts of a
// direct current.
const (
	mainsLow, mainsHigh = 207, 253
	mainsLeast          = 160
	mainsMost           = 300
)

// mainsBand shows what a mains voltage may be, if these are voltages of the mains.
func (p *Panel) mainsBand() {
	any := false
	for _, l := range p.Lines {
		for _, v := range l.Values {
			if v > mainsMost {
				return
			}
			any = any || v > mainsLeast
		}
	}
	if any {
		p.Band = &Band{mainsLow, mainsHigh}
	}
}

// where is the location of a series; a state of charge without one is the vehicle's.
func (q *quantity) where(k model.SeriesKey) model.Location {
	if k.Location == "" && q.measurand == model.SoC {
		return model.EV
	}
	return k.Where()
}

// mainLocation is the location that has the most values, the Outlet before others.
func (q *quantity) mainLocation(tracks []*track) model.Location {
	count := make(map[model.Location]int)
	for _, t := range tracks {
		if t.key.Measurand == q.measurand {
			count[q.where(t.key)] += len(t.times)
		}
	}
	main := model.Outlet
	for _, l := range slices.Sorted(maps.Keys(count)) {
		if count[l] > count[main] {
			main = l
		}
	}
	return main
}

// line makes the line of one series.
func (b *builder) line(q quantity, t *track, main model.Location) Line {
	l := Line{Name: q.whole, Role: q.role}
	if t.key.Measurand == q.offered {
		l.Name, l.Role, l.Step = "Offered", RoleOffered, true
		q.register = false
	}
	switch line := t.key.Phase.Line(); {
	case t.key.Phase == model.PhaseNone:
	case l.Role == RoleOffered:
		l.Name += " " + string(t.key.Phase)
	case line != model.PhaseNone:
		l.Name, l.Role = string(line), map[model.Phase]Role{model.L1: RoleL1, model.L2: RoleL2, model.L3: RoleL3}[line]
	default:
		l.Name, l.Role = string(t.key.Phase), RoleOther
	}
	if where := q.where(t.key); where != main {
		l.Name += " (" + string(where) + ")"
		if l.Role != RoleOffered {
			l.Role = RoleOther
		}
	}
	b.points(&l, q, t)
	return l
}
