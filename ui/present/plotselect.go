package present

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/session"
	"meterscope/ui/lang"
)

// Measure is what the samples of one series say of a stretch of time.
type Measure struct {
	Panel, Line, Unit string
	Count             int // samples with a number
	// Energy is what a register counted from the first sample of the stretch to the last, or what the intervals
	// within it add up to.
	Energy      model.Opt[model.Decimal]
	Mean        model.Opt[model.Decimal] // over the time between samples that are no gap apart
	Least, Most model.Opt[model.Decimal]
	rank        int // among the panels
}

// Selection is the stretch of time that is selected; ok is false if there is none.
func (p *Plot) Selection() (from, to time.Time, ok bool) {
	from, to = p.anchor, p.reach
	if to.Before(from) {
		from, to = to, from
	}
	return from, to, p.selected && from.Before(to)
}

// BeginSelection anchors a selection at an image column.
func (p *Plot) BeginSelection(x float64) {
	if !p.loaded || p.layout.Plot.Empty() {
		return
	}
	t := p.within(p.timeAt(x))
	p.anchor, p.reach, p.selected = t, t, true
	p.measure()
}

// SelectTo moves the other end of the selection to an image column.
func (p *Plot) SelectTo(x float64) {
	if !p.selected {
		return
	}
	p.reach = p.within(p.timeAt(x))
	p.setCursor(p.reach)
	p.measure()
}

// within keeps a moment in the visible stretch.
func (p *Plot) within(t time.Time) time.Time {
	switch {
	case t.Before(p.from):
		return p.from
	case t.After(p.to):
		return p.to
	}
	return t
}

// StepSelection walks the crosshair to the next sample and selects what it goes over.
func (p *Plot) StepSelection(direction int) {
	if p.cursor.IsZero() {
		p.Step(direction)
	}
	if !p.selected {
		p.anchor = p.cursor
	}
	p.Step(direction)
	if !p.cursor.IsZero() && !p.anchor.IsZero() {
		p.reach, p.selected = p.cursor, true
		p.measure()
	}
}

// SelectVisible selects all that is visible.
func (p *Plot) SelectVisible() {
	if p.loaded && p.from.Before(p.to) {
		p.anchor, p.reach, p.selected = p.from, p.to, true
		p.measure()
	}
}

// ClearSelection selects nothing.
func (p *Plot) ClearSelection() {
	if p.selected {
		p.selected, p.measures = false, nil
		p.measuring.stop()
		p.moved()
	}
}

// ZoomToSelection makes the selected stretch the visible one.
func (p *Plot) ZoomToSelection() {
	if from, to, ok := p.Selection(); ok {
		if short := smallestView - to.Sub(from); short > 0 {
			from, to = from.Add(-short/2), to.Add(short/2)
		}
		p.ClearSelection()
		p.setView(from, to)
	}
}

// measure has the selected stretch measured beside the window.
func (p *Plot) measure() {
	from, to, ok := p.Selection()
	if !ok {
		p.measures = nil
		p.measuring.stop()
		p.moved()
		return
	}
	series, limits, spikes := p.series, p.limits, p.spikes
	p.moved()
	p.measuring.do(func(context.Context) func() {
		found := measureStretch(series, limits, spikes, from, to)
		return func() {
			p.measures = found
			p.moved()
		}
	})
}

// Measures are what the samples say of the selected stretch, as far as that is known yet.
func (p *Plot) Measures() []Measure { return p.measures }

// measurable is a measurand of a selection, as its panel is called.
type measurable struct {
	rank  int
	panel string
	unit  string
	base  model.Unit
	shift int
}

func measured() map[model.Measurand]measurable {
	return map[model.Measurand]measurable{
		model.EnergyActiveImportRegister: {0, "Energy", "kWh", model.Wh, -3},
		model.EnergyActiveImportInterval: {1, "Energy per interval", "kWh", model.Wh, -3},
		model.PowerActiveImport:          {2, "Power", "kW", model.W, -3},
		model.PowerOffered:               {3, "Power offered", "kW", model.W, -3},
		model.SoC:                        {4, "State of charge", "%", model.Percent, 0},
		model.CurrentImport:              {5, "Current", "A", model.A, 0},
		model.CurrentOffered:             {6, "Current offered", "A", model.A, 0},
		model.Voltage:                    {7, "Voltage", "V", model.V, 0},
		model.Temperature:                {8, "Temperature", "°C", model.Celsius, 0},
		model.Frequency:                  {9, "Frequency", "Hz", model.Hz, 0},
		model.PowerFactor:                {10, "Power factor", "", model.Dimensionless, 0},
	}
}

// measureStretch measures each series in a stretch of time, both ends included.
func measureStretch(series []model.Series, limits session.Limits, spikes []model.Finding, from, to time.Time) []Measure {
	known := measured()
	var out []Measure
	for i := range series {
		s := &series[i]
		row, ok := known[s.Key.Measurand]
		if !ok || s.Unit != row.base {
			continue
		}
		points := inStretch(s.Points, from, to)
		m := Measure{Panel: row.panel, Unit: row.unit, Line: lineName(s.Key)}
		switch s.Key.Measurand {
		case model.EnergyActiveImportRegister:
			m.register(points, spikes)
		case model.EnergyActiveImportInterval:
			m.sum(points)
		default:
			m.gauge(points, limits.GapLimit(s.Points))
		}
		if m.Count == 0 {
			continue
		}
		for _, v := range []*model.Opt[model.Decimal]{&m.Energy, &m.Mean, &m.Least, &m.Most} {
			if v.OK {
				v.V = v.V.Shift(row.shift)
			}
		}
		m.rank = row.rank
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Measure) int { return cmp.Or(a.rank-b.rank, cmp.Compare(a.Line, b.Line)) })
	return out
}

func lineName(k model.SeriesKey) string {
	name := string(k.Phase)
	if k.Location != "" && k.Location != model.Outlet && k.Location != model.EV {
		name = strings.TrimSpace(name + " " + string(k.Location))
	}
	return name
}

// inStretch gives the points of a stretch, both ends included.
func inStretch(points []model.Point, from, to time.Time) []model.Point {
	i := sort.Search(len(points), func(i int) bool { return !points[i].Time.IsZero() && !points[i].Time.Time().Before(from) })
	j := sort.Search(len(points), func(i int) bool { return !points[i].Time.IsZero() && points[i].Time.Time().After(to) })
	return points[i:max(i, j)]
}

// register takes what a register counted. Readings within a spike are none.
func (m *Measure) register(points []model.Point, spikes []model.Finding) {
	var first, last *model.Point
	for i := range points {
		p := &points[i]
		if p.Gap || inSpike(p, spikes) {
			continue
		}
		m.Count++
		if first == nil {
			first = p
		}
		last = p
	}
	if m.Count > 1 {
		m.Energy = model.Some(last.Value.Sub(first.Value))
	}
}

func inSpike(p *model.Point, spikes []model.Finding) bool {
	for i := range spikes {
		if f := &spikes[i]; f.Rule == ruleSpike && f.From.Before(p.Time) && p.Time.Before(f.To) {
			return true
		}
	}
	return false
}

// sum adds up what flowed in the intervals that end in the stretch.
func (m *Measure) sum(points []model.Point) {
	var all model.Decimal
	for i := range points {
		if p := &points[i]; !p.Gap {
			m.Count++
			all = all.Add(p.Value)
			m.extremes(p.Value)
		}
	}
	if m.Count > 0 {
		m.Energy = model.Some(all)
	}
}

// gauge takes the extremes and the mean over time: that of the straight lines between samples that are no gap apart.
func (m *Measure) gauge(points []model.Point, limit time.Duration) {
	var area, span model.Decimal
	var before *model.Point
	digits := 0
	for i := range points {
		p := &points[i]
		if p.Gap {
			before = nil
			continue
		}
		m.Count++
		m.extremes(p.Value)
		digits = max(digits, p.Value.Scale())
		if before != nil {
			if d := p.Time.Sub(before.Time); d > 0 && d <= limit {
				dt := model.NewDecimal(d.Milliseconds(), 0)
				area = area.Add(before.Value.Add(p.Value).Mul(dt))
				span = span.Add(dt)
			}
		}
		before = p
	}
	if mean, ok := area.Quo(span.Add(span), digits+1); ok {
		m.Mean = model.Some(mean)
	}
}

func (m *Measure) extremes(v model.Decimal) {
	if !m.Least.OK || v.Cmp(m.Least.V) < 0 {
		m.Least = model.Some(v)
	}
	if !m.Most.OK || v.Cmp(m.Most.V) > 0 {
		m.Most = model.Some(v)
	}
}

// SelectionText says what is selected: a line for the stretch, and one for what was measured of what is most asked
// for. It is empty without a selection.
func (p *Plot) SelectionText() []string {
	from, to, ok := p.Selection()
	if !ok {
		return nil
	}
	t := p.app.Texts()
	lines := []string{p.span(from, to)}
	whole := map[string]bool{}
	for _, m := range p.measures {
		whole[m.Panel] = whole[m.Panel] || m.Line == ""
	}
	var said []string
	for i := range p.measures {
		m := &p.measures[i]
		if whole[m.Panel] && m.Line != "" || strings.HasSuffix(m.Panel, "offered") {
			continue
		}
		if s := m.text(t); s != "" {
			said = append(said, s)
		}
	}
	if len(said) > 0 {
		lines = append(lines, strings.Join(said, "  ·  "))
	}
	return lines
}

// span writes a stretch and how long it is.
func (p *Plot) span(from, to time.Time) string {
	t, zone := p.app.Texts(), p.app.Engine.Zone
	form := "15:04:05"
	if p.spec.To.Sub(p.spec.From) > 20*time.Hour {
		form = "2 Jan " + form
	}
	d := to.Sub(from)
	if d > 10*time.Second {
		d = d.Round(time.Second)
	} else {
		d = d.Round(time.Millisecond)
	}
	return t.Time(from.In(zone), form) + " – " + t.Time(to.In(zone), form) + "  (" + t.Number(strings.NewReplacer("h", " h ", "ms", " ms", "m", " min ", "s", " s").Replace(d.String())) + ")"
}

// name is the panel's in the user's language.
func (m *Measure) name(t *lang.Texts) string {
	if m.Panel == "Energy" {
		return t.Text("Energy")
	}
	return t.Said(m.Panel)
}

func (m *Measure) text(t *lang.Texts) string {
	n := func(v model.Decimal) string { return t.Number(v.Plain()) }
	name := strings.TrimSpace(m.name(t) + " " + m.Line)
	switch {
	case m.Energy.OK:
		return name + " " + n(m.Energy.V) + " " + m.Unit
	case m.Mean.OK && m.Least.V.Cmp(m.Most.V) != 0:
		return t.Text("%s mean %s, from %s to %s %s", name, n(m.Mean.V), n(m.Least.V), n(m.Most.V), m.Unit)
	case m.Least.OK:
		return strings.TrimSpace(name + " " + n(m.Least.V) + " " + m.Unit)
	}
	return ""
}

// SelectionValues are all measures of the selected stretch as a table, to be copied.
func (p *Plot) SelectionValues() string {
	from, to, ok := p.Selection()
	if !ok {
		return ""
	}
	t, zone := p.app.Texts(), p.app.Engine.Zone
	const form = "2006-01-02 15:04:05.000 MST"
	var b strings.Builder
	b.WriteString(t.Time(from.In(zone), form) + "\t" + t.Time(to.In(zone), form) + "\n")
	b.WriteString(strings.Join([]string{"", "", t.Text("Energy"), t.Text("Mean"), t.Text("Lowest"), t.Text("Highest"), t.Text("Unit"), t.Text("Samples")}, "\t") + "\n")
	for i := range p.measures {
		m := &p.measures[i]
		row := []string{m.name(t), m.Line}
		for _, v := range []model.Opt[model.Decimal]{m.Energy, m.Mean, m.Least, m.Most} {
			s := ""
			if v.OK {
				s = t.Number(v.V.Plain())
			}
			row = append(row, s)
		}
		b.WriteString(strings.Join(append(row, m.Unit, Count(t, m.Count)), "\t") + "\n")
	}
	return b.String()
}
