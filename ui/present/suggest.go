package present

import (
	"cmp"
	"slices"
	"strings"

	"meterscope/model"
)

// Suggestion is a way to go on with a search.
type Suggestion struct {
	Text     string // what stands at From to To then
	From, To int    // bytes of the search
	About    string // what it looks for
	Open     bool   // a value has still to follow
}

const (
	mostSuggestions = 9
	family          = 3 // letters of the name of a family of rules
)

// Suggest gives ways to go on with a search at a byte of it.
func (l *List) Suggest(text string, at int) []Suggestion {
	at = max(0, min(at, len(text)))
	from := at
	words := splitSearch(text)
	to := at
	for _, w := range words {
		if w.from <= at && at <= w.to {
			from, to = w.from, w.to
		}
	}
	body := text[from:at]
	minus := ""
	if len(body) > 0 && body[0] == '-' {
		minus, body = "-", body[1:]
	}
	var all []Suggestion
	name, op, value := cutTerm(body)
	if f := fieldNamed(name); op != "" && f != nil {
		all = l.suggestValues(f, op, value)
	} else if op == "" {
		all = l.suggestFields(strings.ToLower(body))
	}
	for i := range all {
		all[i].Text = minus + all[i].Text
		all[i].From, all[i].To = from, to
	}
	all = slices.DeleteFunc(all, func(s Suggestion) bool { return strings.EqualFold(s.Text, text[from:to]) })
	return all[:min(len(all), mostSuggestions)]
}

// suggestFields gives fields whose names begin so, the energy where it is a number, words of "is:", and stations.
func (l *List) suggestFields(typed string) []Suggestion {
	t := l.app.Texts()
	var all []Suggestion
	if _, ok := kilo().number(typed); ok {
		f := fieldNamed("kwh")
		all = append(all, Suggestion{Text: f.names[0] + ":" + typed, About: t.Text(f.about)})
	}
	for _, f := range searchFields() {
		for _, n := range f.names {
			if strings.HasPrefix(n, typed) {
				all = append(all, Suggestion{Text: f.names[0] + f.opening(), About: t.Text("%s, as in %s", t.Text(f.about), f.example), Open: true})
				break
			}
		}
	}
	if typed == "" {
		return all
	}
	for _, w := range isWords() {
		if strings.HasPrefix(w.names[0], typed) {
			all = append(all, Suggestion{Text: "is:" + w.names[0], About: t.Text(w.about)})
		}
	}
	all = append(all, suggestStations(l, typed, mostSuggestions)...)
	if len(typed) >= family {
		all = append(all, suggestRules(l, typed, mostSuggestions)...)
	}
	return all
}

// opening is the operator that a field is mostly asked with.
func (f *searchField) opening() string {
	rest := strings.TrimPrefix(f.example, f.names[0])
	for _, op := range operators() {
		if strings.HasPrefix(rest, op) {
			return op
		}
	}
	return ":"
}

// suggestValues gives values of a field: of those with commas between them the last.
func (l *List) suggestValues(f *searchField, op, value string) []Suggestion {
	if f.suggest == nil {
		if value == "" {
			return []Suggestion{{Text: f.example, About: l.app.Texts().Text(f.about)}}
		}
		return nil
	}
	before := ""
	if i := strings.LastIndexByte(value, ','); i >= 0 && !f.number {
		before, value = value[:i+1], value[i+1:]
	}
	all := f.suggest(l, strings.ToLower(unquote(value)), mostSuggestions)
	for i := range all {
		_, _, v := cutTerm(all[i].Text)
		all[i].Text = f.names[0] + op + before + v
	}
	return all
}

// quoted puts quotes around a value that needs them.
func quoted(value string) string {
	if strings.ContainsAny(value, " ,\t") {
		return `"` + strings.ReplaceAll(value, `"`, "") + `"`
	}
	return strings.ReplaceAll(value, `"`, "")
}

func suggestWords(known func() []searchWord) func(l *List, typed string, most int) []Suggestion {
	return func(l *List, typed string, _ int) []Suggestion {
		var all []Suggestion
		for _, w := range known() {
			if slices.ContainsFunc(w.names, func(n string) bool { return strings.HasPrefix(n, typed) }) {
				all = append(all, Suggestion{Text: "is:" + w.names[0], About: l.app.Texts().Text(w.about)})
			}
		}
		return all
	}
}

// counted is a text and how many transactions have it.
type counted struct {
	text string
	n    int
}

// mostCommon gives those texts of the table that fit and that most transactions have.
func (l *List) mostCommon(w *words, of func(p *packedTx) uint32, fits func(text string) bool, most int) []counted {
	const looked = 20_000 // rows: more take too long for each letter that is typed
	counts := make([]int, len(w.texts))
	for i := range l.table.rows[:min(len(l.table.rows), looked)] {
		counts[of(&l.table.rows[i])]++
	}
	order := func(a, b counted) int { return cmp.Or(cmp.Compare(b.n, a.n), naturalCompare(a.text, b.text)) }
	var best []counted
	for n, count := range counts {
		c := counted{w.texts[n], count}
		if count == 0 || c.text == "" || len(best) == most && order(best[most-1], c) < 0 || !fits(c.text) {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, c, order)
		best = slices.Insert(best, at, c)
		best = best[:min(len(best), most)]
	}
	return best
}

func (l *List) suggestTexts(field string, w *words, of func(p *packedTx) uint32, typed string, most int) []Suggestion {
	if l.table == nil {
		return nil
	}
	var all []Suggestion
	for _, c := range l.mostCommon(w, of, func(text string) bool { return contains(text, typed) }, most) {
		all = append(all, Suggestion{
			Text: field + ":" + quoted(c.text), About: Plural(l.app.Texts(), c.n, "transaction", "transactions"),
		})
	}
	return all
}

func suggestStations(l *List, typed string, most int) []Suggestion {
	if l.table == nil {
		return nil
	}
	return l.suggestTexts("station", &l.table.stations, func(p *packedTx) uint32 { return p.station }, typed, most)
}

func suggestTags(l *List, typed string, most int) []Suggestion {
	if l.table == nil {
		return nil
	}
	return l.suggestTexts("tag", &l.table.tags, func(p *packedTx) uint32 { return p.tag }, typed, most)
}

func suggestReasons(l *List, typed string, most int) []Suggestion {
	if l.table == nil {
		return nil
	}
	return l.suggestTexts("stopped", &l.table.reasons, func(p *packedTx) uint32 { return uint32(p.reason) }, typed, most)
}

func suggestSources(l *List, typed string, most int) []Suggestion {
	var all []Suggestion
	for _, name := range l.app.Status.sources {
		if contains(name.Name, typed) {
			all = append(all, Suggestion{Text: "source:" + quoted(sourceName(name.Name))})
		}
	}
	slices.SortFunc(all, func(a, b Suggestion) int { return naturalCompare(a.Text, b.Text) })
	return all[:min(len(all), most)]
}

// suggestRules gives rules that found something, with their titles, and their families.
func suggestRules(l *List, typed string, most int) []Suggestion {
	if l.table == nil {
		return nil
	}
	found := map[string]bool{}
	for _, set := range l.table.rules.texts {
		for rule := range strings.FieldsSeq(set) {
			found[rule] = true
		}
	}
	var all []Suggestion
	for rule := range found {
		id := strings.ToUpper(rule)
		about := ""
		if doc, ok := l.app.Engine.Rule(model.RuleID(id)); ok {
			about = l.app.Texts().Text(doc.Title)
		}
		if strings.HasPrefix(rule, typed) || len(typed) >= family && contains(about, typed) {
			all = append(all, Suggestion{Text: "rule:" + id, About: about})
		}
	}
	slices.SortFunc(all, func(a, b Suggestion) int {
		return cmp.Or(-compareBool(hasRule(a.Text, typed), hasRule(b.Text, typed)), strings.Compare(a.Text, b.Text))
	})
	return all[:min(len(all), most)]
}

// hasRule says that the name of a rule begins as it was typed, which comes before a title that has it.
func hasRule(text, typed string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimPrefix(text, "rule:")), typed)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// suggestDays gives days to begin or to end with: those of the transactions, the last first.
func suggestDays(l *List, typed string, most int) []Suggestion {
	if l.table == nil {
		return nil
	}
	t := l.app.Texts()
	all := []Suggestion{
		{Text: "since:today", About: t.Text("since midnight")},
		{Text: "since:7d", About: t.Text("seven days ago")},
	}
	last := ""
	for i := len(l.table.rows) - 1; i >= 0 && len(all) < most; i-- {
		nanos, ok := l.table.rows[i].begin()
		if !ok {
			continue
		}
		day := unpackTime(nanos, formSet).Time().In(l.app.Engine.Zone).Format("2006-01-02")
		if day != last && strings.HasPrefix(day, typed) {
			all = append(all, Suggestion{Text: "since:" + day, About: t.Text("a day with transactions")})
		}
		last = day
	}
	return slices.DeleteFunc(all, func(s Suggestion) bool { return !strings.HasPrefix(strings.TrimPrefix(s.Text, "since:"), typed) })
}
