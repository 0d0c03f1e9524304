package present

import (
	"context"
	"slices"
	"strings"

	"meterscope/model"
	"meterscope/model/store"
)

// CaseFindings are the findings of the whole case, those outside of transactions among them: groups with how many
// places each has, and the places of the group that is chosen. Groups are counted, not read, so that they are there at
// once; places come as they are read.
type CaseFindings struct {
	OnChange func() // the groups, or which is chosen
	OnPlaces func() // the places of the chosen group, or which is selected
	OnOpen   func() // the place that is shown as it stands in its source

	app      *App
	counting *lane
	reading  *lane
	opening  *lane
	naming   *lane
	by       Grouping
	counts   [Groupings][]store.FindingCount
	counted  [Groupings]bool
	groups   []FindingsGroup
	chosen   int // −1: none
	reads    int // counts what was read, so that what comes late is known
	places   packedFindings
	complete bool
	selected int // −1: none
	opened   *OpenMessage
	names    map[model.TransactionKey]string
	nameless []model.TransactionKey // asked for
}

// Grouping is what the findings of a case are put together by.
type Grouping int

// The groupings.
const (
	ByRule Grouping = iota
	ByStation
	BySource
	Groupings int = iota
)

// FindingsGroup is findings of one rule, of one station or source, or of one rule in one of those.
type FindingsGroup struct {
	Title    string
	Note     string // the rule's id
	Places   int
	Severity model.Severity // the worst
	Head     bool           // of all rules: a station or a source
	Inner    bool           // stands below a head

	rule    model.RuleID
	source  model.SourceID
	station model.Opt[string]
}

// placesMost is how many places of a group are kept to be shown.
const placesMost = 50_000

func newCaseFindings(a *App) *CaseFindings { return &CaseFindings{app: a, chosen: -1, selected: -1} }

func (v *CaseFindings) attach(c *openCase) {
	v.counting, v.reading, v.opening, v.naming = c.lane(), c.lane(), c.lane(), c.lane()
	v.forget()
	if v.app.Page() == PageFindings {
		v.Show()
		v.placesChanged()
		v.openChanged()
	}
}

func (v *CaseFindings) forget() {
	v.counts, v.counted = [Groupings][]store.FindingCount{}, [Groupings]bool{}
	v.groups, v.chosen, v.names, v.nameless = nil, -1, map[model.TransactionKey]string{}, nil
	v.clearPlaces()
}

func (v *CaseFindings) clearPlaces() {
	v.reads++
	v.places, v.complete, v.selected, v.opened = packedFindings{}, false, -1, nil
}

// caseChanged counts anew, once somebody sees it.
func (v *CaseFindings) caseChanged() {
	if v.counting == nil {
		return
	}
	v.counts, v.counted, v.names = [Groupings][]store.FindingCount{}, [Groupings]bool{}, map[model.TransactionKey]string{}
	if v.app.Page() == PageFindings {
		v.Show()
	}
}

// Show counts the findings, unless they have been counted.
func (v *CaseFindings) Show() {
	by := v.by
	if v.counting == nil || v.counted[by] {
		return
	}
	file := v.app.file()
	v.counting.do(doRead(v.app, func(ctx context.Context) ([]store.FindingCount, error) {
		if by == ByStation {
			return file.FindingCountsByStation(ctx)
		}
		return file.FindingCounts(ctx)
	}, func(counts []store.FindingCount) {
		v.counts[by], v.counted[by] = counts, true
		if by != ByStation {
			v.counts[ByRule], v.counts[BySource] = counts, counts
			v.counted[ByRule], v.counted[BySource] = true, true
		}
		v.group()
	}))
	v.changed()
}

// Grouping is what the findings are put together by.
func (v *CaseFindings) Grouping() Grouping { return v.by }

// SetGrouping puts them together by something else.
func (v *CaseFindings) SetGrouping(by Grouping) {
	if v.by == by {
		return
	}
	v.by = by
	v.groups, v.chosen = nil, -1
	v.clearPlaces()
	v.reading.stop()
	if v.counted[by] {
		v.group()
		return
	}
	v.Show()
	v.placesChanged()
	v.openChanged()
}

// group makes the groups of what was counted, and chooses the one that was chosen before, else the first.
func (v *CaseFindings) group() {
	var before FindingsGroup
	if v.chosen >= 0 {
		before = v.groups[v.chosen]
	}
	v.groups = v.grouped(v.counts[v.by])
	at := slices.IndexFunc(v.groups, func(g FindingsGroup) bool {
		return g.rule == before.rule && g.source == before.source && g.station == before.station
	})
	if at < 0 && len(v.groups) > 0 {
		at = 0
	}
	v.chosen = -1
	v.clearPlaces()
	v.changed()
	v.Choose(at)
	if at < 0 {
		v.placesChanged()
		v.openChanged()
	}
}

// head is what a count belongs to: its station or its source.
func (g Grouping) head(n *store.FindingCount) (key FindingsGroup) {
	switch g {
	case ByStation:
		key.station = model.Some(n.Station)
	case BySource:
		key.source = n.Source
	}
	return key
}

func (v *CaseFindings) grouped(counts []store.FindingCount) []FindingsGroup {
	index := map[FindingsGroup]int{}
	var list []FindingsGroup
	add := func(key FindingsGroup, n *store.FindingCount) {
		i, ok := index[key]
		if !ok {
			i = len(list)
			index[key] = i
			list = append(list, v.named(key))
		}
		list[i].Places += n.Count
		list[i].Severity = max(list[i].Severity, n.Severity)
	}
	for i := range counts {
		n := &counts[i]
		key := v.by.head(n)
		if v.by != ByRule {
			add(key, n)
		}
		key.rule = n.Rule
		add(key, n)
	}
	heads := map[FindingsGroup]FindingsGroup{}
	of := func(g *FindingsGroup) FindingsGroup { return FindingsGroup{source: g.source, station: g.station} }
	for i := range list {
		if list[i].Head {
			heads[of(&list[i])] = list[i]
		}
	}
	slices.SortStableFunc(list, func(a, b FindingsGroup) int {
		if v.by != ByRule && of(&a) != of(&b) {
			x, y := heads[of(&a)], heads[of(&b)]
			return strings.Compare(x.Title, y.Title)
		}
		switch {
		case a.Head != b.Head && a.Head:
			return -1
		case a.Head != b.Head:
			return 1
		case a.Severity != b.Severity:
			return int(b.Severity) - int(a.Severity)
		case a.Places != b.Places:
			return b.Places - a.Places
		}
		return strings.Compare(string(a.rule), string(b.rule))
	})
	return list
}

// named says what a group is called.
func (v *CaseFindings) named(g FindingsGroup) FindingsGroup {
	t := v.app.Texts()
	switch {
	case g.rule != "":
		g.Title, g.Note, g.Inner = string(g.rule), string(g.rule), v.by != ByRule
		if doc, ok := v.app.Engine.Rule(g.rule); ok && doc.Title != "" {
			g.Title = t.Text(doc.Title)
		}
	case g.station.OK:
		g.Title, g.Head = g.station.V, true
		if g.Title == "" {
			g.Title = t.Text("No station named")
		}
	default:
		g.Title, g.Head = t.Text(TextUnnamed), true
		if src, ok := v.app.Status.SourceOf(g.source); ok {
			g.Title = sourceName(src.Name)
		}
	}
	return g
}

// Counted says that the groups are there.
func (v *CaseFindings) Counted() bool { return v.counted[v.by] }

// Groups are the findings of the case, put together.
func (v *CaseFindings) Groups() []FindingsGroup { return v.groups }

// Title says how many findings the case has.
func (v *CaseFindings) Title() string {
	t := v.app.Texts()
	if !v.Counted() {
		return t.Text("Counting the findings…")
	}
	n := 0
	for i := range v.counts[v.by] {
		n += v.counts[v.by][i].Count
	}
	return Plural(t, n, "finding", "findings")
}

// Chosen is the group whose places are shown; −1 if none is.
func (v *CaseFindings) Chosen() int { return v.chosen }

// Doc explains the rule of the chosen group; ok is false if that is of several.
func (v *CaseFindings) Doc() (doc RuleDoc, ok bool) {
	if v.chosen < 0 || v.groups[v.chosen].Head {
		return doc, false
	}
	doc, ok = v.app.Engine.Rule(v.groups[v.chosen].rule)
	return doc.in(v.app.Texts()), ok
}

// Choose reads the places of a group.
func (v *CaseFindings) Choose(i int) {
	if i < 0 || i >= len(v.groups) || i == v.chosen {
		return
	}
	v.chosen = i
	v.clearPlaces()
	g := &v.groups[i]
	q := store.FindingQuery{Rule: g.rule, Source: g.source, Station: g.station, Limit: placesMost}
	file, reads := v.app.file(), v.reads
	v.reading.do(func(ctx context.Context) func() {
		err := v.stream(ctx, file.Findings(ctx, q), func(some []model.Finding) {
			v.app.post.Post(func() { v.take(reads, some) })
		})
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			v.complete = true
			v.app.failed(err)
			v.placesChanged()
		}
	})
	v.changed()
	v.placesChanged()
	v.openChanged()
}

// stream gives findings on in portions: a screen full at once, then more at a time.
func (v *CaseFindings) stream(ctx context.Context, all func(func(*model.Finding, error) bool), give func([]model.Finding)) (failed error) {
	const first, most = 100, 2000
	portion := first
	var some []model.Finding
	for f, err := range all {
		if err != nil || ctx.Err() != nil {
			failed = err
			break
		}
		if some = append(some, *f); len(some) == portion {
			give(some)
			some, portion = nil, most
		}
	}
	if len(some) > 0 {
		give(some)
	}
	return failed
}

func (v *CaseFindings) take(reads int, some []model.Finding) {
	if reads != v.reads {
		return
	}
	for i := range some {
		v.places.add(&some[i])
	}
	if v.selected < 0 {
		v.Select(0)
		return
	}
	v.placesChanged()
}

func (v *CaseFindings) changed() {
	if v.OnChange != nil {
		v.OnChange()
	}
}

func (v *CaseFindings) placesChanged() {
	if v.OnPlaces != nil {
		v.OnPlaces()
	}
}

func (v *CaseFindings) openChanged() {
	if v.OnOpen != nil {
		v.OnOpen()
	}
}
