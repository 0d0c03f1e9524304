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

// quantity is what a panel shows: which measurands, and how.
type quantity struct {
	id, title, unit string
	measurand       model.Measurand
	offered         model.Measurand // drawn as a step beside it; "" if there is none
	base            model.Unit      // the unit that its series must have
	shift           int             // decimal places from base to unit
	register        bool            // drawn as what was added since the first value
	fromZero        bool
	percent         bool // the axis is 0 to 100
	sums            bool // a total can be derived from the phases
	whole           string
	role            Role // of the line without a phase
	weight          float64
	values          string // "No … in this transaction"
}

func quantities() []quantity {
	return []quantity{
		{id: "energy", title: "Energy since start", unit: "kWh", measurand: model.EnergyActiveImportRegister, base: model.Wh,
			shift: -3, register: true, fromZero: true, sums: true, whole: "Total", role: RoleTotal, weight: 1.2, values: "energy values"},
		{id: "power", title: "Power", unit: "kW", measurand: model.PowerActiveImport, offered: model.PowerOffered, base: model.W,
			shift: -3, fromZero: true, sums: true, whole: "Total", role: RoleTotal, weight: 1.8, values: "power values"},
		{id: "current", title: "Current", unit: "A", measurand: model.CurrentImport, offered: model.CurrentOffered, base: model.A,
			fromZero: true, whole: "Current", role: RoleTotal, weight: 1.2, values: "current values"},
		{id: "voltage", title: "Voltage", unit: "V", measurand: model.Voltage, base: model.V, whole: "Voltage",
			role: RoleTotal, weight: 1, values: "voltage values"},
		{id: "soc", title: "State of charge", unit: "%", measurand: model.SoC, base: model.Percent, percent: true,
			whole: "EV", role: RoleSoC, weight: 1, values: "state of charge values"},
		{id: "temperature", title: "Temperature", unit: "°C", measurand: model.Temperature, base: model.Celsius,
			whole: "Temperature", role: RoleTotal, weight: 0.8, values: "temperature values"},
	}
}

// All is the plot of everything that there is data for.
const All = "all"

// Plots lists what [FromSeries] can plot.
func Plots() []string {
	var out []string
	for _, q := range quantities() {
		out = append(out, q.id)
	}
	return append(out, All)
}

// FromSeries makes the panels of a transaction: plot is energy, power, current, voltage, soc, temperature or
// all (those that there is data for, in this order). Registers are drawn as what was added since their first
// value. Lines break where there is a gap ([GapLimit]); stretches in which no series has a sample are the
// Spec's Gaps. What can't be drawn as what it is, because its unit is another or unknown, has a panel of its
// own and a note. A plot that is not known is an error; one without data has a panel that says so.
func FromSeries(plot string, series []model.Series, zone *time.Location) (Spec, error) {
	if !slices.Contains(Plots(), plot) {
		return Spec{}, fmt.Errorf("make plot: %q is none of %s", plot, strings.Join(Plots(), ", "))
	}
	b := builder{spec: Spec{Zone: zone}}
	for _, q := range quantities() {
		if plot != All && plot != q.id {
			continue
		}
		b.quantity(q, series, plot != All)
	}
	if b.dropped > 0 {
		b.note("%d values without a time between 1930 and 2200 are not drawn.", b.dropped)
	}
	b.spec.Gaps = gaps(b.spec.Panels)
	return b.spec, nil
}

type builder struct {
	spec    Spec
	dropped int // points that have no time that can be drawn
}

func (b *builder) note(format string, args ...any) {
	b.spec.Notes = append(b.spec.Notes, fmt.Sprintf(format, args...))
}

// quantity adds the panel of a quantity, and one for each other unit in which it was sent.
func (b *builder) quantity(q quantity, series []model.Series, always bool) {
	byUnit := make(map[model.Unit][]model.Series)
	for _, s := range series {
		if (s.Key.Measurand == q.measurand || q.offered != "" && s.Key.Measurand == q.offered) && len(s.Points) > 0 {
			byUnit[s.Unit] = append(byUnit[s.Unit], s)
		}
	}
	main, apart := q.apart(byUnit[q.base])
	p := b.panel(q, main)
	if len(p.Lines) == 0 {
		p.Empty = "No " + q.values + " in this transaction"
	}
	delete(byUnit, q.base)
	if len(p.Lines) > 0 || always && len(byUnit)+len(apart) == 0 {
		b.spec.Panels = append(b.spec.Panels, p)
	}
	for _, o := range apart {
		b.spec.Panels = append(b.spec.Panels, b.panel(o.q, o.series))
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
	series []model.Series
}

// apart takes the voltages between phases and of the neutral out: on one axis with the others, nothing could
// be told from any of them.
func (q quantity) apart(series []model.Series) (main []model.Series, apart []ofQuantity) {
	if q.measurand != model.Voltage {
		return series, nil
	}
	between, neutral := ofQuantity{q: q}, ofQuantity{q: q}
	between.q.id, between.q.title = q.id+" between", q.title+" between phases"
	neutral.q.id, neutral.q.title, neutral.q.weight = q.id+" N", q.title+" of the neutral", 0.6
	for _, s := range series {
		switch {
		case s.Key.Phase == model.N:
			neutral.series = append(neutral.series, s)
		case s.Key.Phase != model.PhaseNone && s.Key.Phase.Line() == model.PhaseNone:
			between.series = append(between.series, s)
		default:
			main = append(main, s)
		}
	}
	for _, o := range []ofQuantity{between, neutral} {
		if len(o.series) > 0 {
			apart = append(apart, o)
		}
	}
	return main, apart
}

// otherUnit adds a panel for series of a quantity whose unit is not the quantity's.
func (b *builder) otherUnit(q quantity, u model.Unit, series []model.Series) {
	q.id, q.shift, q.percent = q.id+" "+string(u), 0, false
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
	if p := b.panel(q, series); len(p.Lines) > 0 {
		b.spec.Panels = append(b.spec.Panels, p)
	}
}

// panel makes the lines of a quantity: the whole, the phases, what was offered, then the rest.
func (b *builder) panel(q quantity, series []model.Series) Panel {
	p := Panel{ID: q.id, Title: q.title, Unit: q.unit, Weight: q.weight, FromZero: q.fromZero}
	main := q.mainLocation(series)
	for _, s := range merged(series, q) {
		if l := b.line(q, s, main); len(l.Times) > 0 {
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
	return p
}

func rank(r Role) int {
	return slices.Index([]Role{RoleTotal, RoleSoC, RoleL1, RoleL2, RoleL3, RoleOffered, RoleOther}, r)
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

// where is the location of a series; a state of charge without one is the vehicle's.
func (q *quantity) where(k model.SeriesKey) model.Location {
	if k.Location == "" && q.measurand == model.SoC {
		return model.EV
	}
	return k.Where()
}

// mainLocation is the location that has the most values, the Outlet before others.
func (q *quantity) mainLocation(series []model.Series) model.Location {
	count := make(map[model.Location]int)
	for _, s := range series {
		if s.Key.Measurand == q.measurand {
			count[q.where(s.Key)] += len(s.Points)
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
func (b *builder) line(q quantity, s model.Series, main model.Location) Line {
	l := Line{Name: q.whole, Role: q.role}
	if s.Key.Measurand == q.offered {
		l.Name, l.Role, l.Step = "Offered", RoleOffered, true
		q.register = false
	}
	switch line := s.Key.Phase.Line(); {
	case s.Key.Phase == model.PhaseNone:
	case l.Role == RoleOffered:
		l.Name += " " + string(s.Key.Phase)
	case line != model.PhaseNone:
		l.Name, l.Role = string(line), map[model.Phase]Role{model.L1: RoleL1, model.L2: RoleL2, model.L3: RoleL3}[line]
	default:
		l.Name, l.Role = string(s.Key.Phase), RoleOther
	}
	if where := q.where(s.Key); where != main {
		l.Name += " (" + string(where) + ")"
		if l.Role != RoleOffered {
			l.Role = RoleOther
		}
	}
	b.points(&l, q, s.Points)
	return l
}

// points fills a line with the points that are drawn.
func (b *builder) points(l *Line, q quantity, points []model.Point) {
	l.Times = make([]int64, 0, len(points))
	l.Values = make([]float64, 0, len(points))
	var first model.Opt[model.Decimal]
	gap := false
	var gapsAt []int
	for i := 0; i < len(points); {
		j := i + 1
		for j < len(points) && points[j].Time.Compare(points[i].Time) == 0 {
			j++
		}
		at, ok := instant(points[i].Time)
		if !ok {
			b.dropped += j - i
			i = j
			continue
		}
		from := len(l.Times)
		for _, p := range chosen(points[i:j]) {
			if p.Gap {
				gap = true
				continue
			}
			if !first.OK {
				first = model.Some(p.Value)
			}
			v := p.Value
			if q.register {
				v = v.Sub(first.V)
			}
			f := v.Shift(q.shift).Float64()
			if n := len(l.Values); n > from && l.Values[n-1] == f {
				continue
			}
			if gap {
				gapsAt = append(gapsAt, len(l.Times))
				gap = false
			}
			l.Times, l.Values = append(l.Times, at), append(l.Values, f)
		}
		i = j
	}
	l.Breaks = breaks(l.Times, gapsAt)
}

// instant is a time in Unix nanoseconds, if it can be drawn.
func instant(t model.Time) (int64, bool) {
	if t.IsZero() {
		return 0, false
	}
	sec, nsec := t.Unix()
	if sec < earliest/int64(time.Second) || sec >= latest/int64(time.Second) {
		return 0, false
	}
	return sec*int64(time.Second) + int64(nsec), true
}

// chosen picks what is drawn of the points of one instant: a number before a gap, a sample of MeterValues
// before one that StopTransaction repeats, a periodic one before the one that marks the transaction's begin
// or end.
func chosen(points []model.Point) []model.Point {
	if len(points) == 1 {
		return points
	}
	for _, better := range []func(model.Point) bool{
		func(p model.Point) bool { return !p.Gap },
		func(p model.Point) bool { return !p.FromStop },
		func(p model.Point) bool {
			return p.Context != model.TransactionBegin && p.Context != model.TransactionEnd
		},
	} {
		if slices.ContainsFunc(points, better) {
			points = slices.DeleteFunc(slices.Clone(points), func(p model.Point) bool { return !better(p) })
		}
	}
	return points
}

// merged joins series that are one: L1 and L1-N, an absent location and Outlet; unless they contradict one
// another at some instant.
func merged(series []model.Series, q quantity) []model.Series {
	sorted := slices.Clone(series)
	slices.SortStableFunc(sorted, func(x, y model.Series) int { return cmp.Compare(len(y.Points), len(x.Points)) })
	var out []model.Series
	for _, s := range sorted {
		i := slices.IndexFunc(out, func(o model.Series) bool {
			return o.Key.Measurand == s.Key.Measurand && q.where(o.Key) == q.where(s.Key) && samePhase(o.Key.Phase, s.Key.Phase) &&
				agree(o.Points, s.Points)
		})
		if i < 0 {
			out = append(out, s)
			continue
		}
		points := slices.Concat(out[i].Points, s.Points)
		slices.SortStableFunc(points, func(x, y model.Point) int { return x.Time.Compare(y.Time) })
		out[i].Points = points
	}
	return out
}

func samePhase(a, b model.Phase) bool {
	return a == b || a.Line() != model.PhaseNone && a.Line() == b.Line()
}

// agree says that two series have no instant at which their values differ.
func agree(a, b []model.Point) bool {
	for len(a) > 0 && len(b) > 0 {
		switch c := a[0].Time.Compare(b[0].Time); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			if !a[0].Gap && !b[0].Gap && a[0].Value.Cmp(b[0].Value) != 0 {
				return false
			}
			a, b = a[1:], b[1:]
		}
	}
	return true
}

// total derives the total of a quantity from its phases, where the log has none: at the instants at which
// all of its phases have a value, and with their breaks.
func (q *quantity) total(lines []Line) (Line, bool) {
	var phases []*Line
	for i := range lines {
		switch lines[i].Role {
		case RoleTotal:
			return Line{}, false
		case RoleL1, RoleL2, RoleL3:
			phases = append(phases, &lines[i])
		}
	}
	if !q.sums || len(phases) < 2 {
		return Line{}, false
	}
	sum := Line{Name: "Total (sum of phases)", Role: RoleTotal, Derived: true}
	at := make([]int, len(phases))
	var broken []int
	for gap := false; ; {
		t, all, done := meet(phases, at)
		if done {
			break
		}
		v := 0.0
		for k, p := range phases {
			for at[k] < len(p.Times) && p.Times[at[k]] == t {
				if _, b := slices.BinarySearch(p.Breaks, at[k]); b {
					gap = true
				}
				at[k]++
			}
			if all {
				v += p.Values[at[k]-1]
			}
		}
		if !all {
			continue
		}
		if gap {
			broken = append(broken, len(sum.Times))
			gap = false
		}
		sum.Times, sum.Values = append(sum.Times, t), append(sum.Values, v)
	}
	sum.Breaks = breaks(sum.Times, broken)
	return sum, len(sum.Times) > 0
}

// meet gives the earliest instant ahead, and whether all lines have it. done: one line has ended.
func meet(lines []*Line, at []int) (t int64, all, done bool) {
	all = true
	for k, l := range lines {
		if at[k] >= len(l.Times) {
			return 0, false, true
		}
		here := l.Times[at[k]]
		if k > 0 && here != t {
			all = false
		}
		if k == 0 || here < t {
			t = here
		}
	}
	return t, all, false
}
