package present

import (
	"cmp"
	"math"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

// searchField is something that a search can ask for by name.
type searchField struct {
	names   []string // the first is its own, the others are understood too
	about   string   // a key of the texts
	example string
	number  bool // ordered: it can be compared
	// test makes the test of a term; what says what is wrong with its value.
	test func(r *searchReader, tm *term) (test rowTest, what string)
	// suggest gives values to choose from, the most useful first; may be nil.
	suggest func(l *List, typed string, most int) []Suggestion
}

// searchFields are the fields of the search, in the order in which they are suggested.
func searchFields() []searchField {
	return []searchField{
		{names: []string{"kwh", "energy", "energie"}, about: lang.Key("energy in kWh"), example: "kwh>30", number: true, test: numberTest(energyOfRow, kilo())},
		{names: []string{"rule", "finding", "regel", "befund"}, about: lang.Key("a finding of a rule, or of a family of rules"), example: "rule:REG001", test: ruleTest, suggest: suggestRules},
		{names: []string{"station", "cp", "säule"}, about: lang.Key("the station"), example: "station:CP1", test: stationTest, suggest: suggestStations},
		{names: []string{"connector", "anschluss"}, about: lang.Key("the number of the connector"), example: "connector:2", number: true, test: numberTest(connectorOfRow, units{})},
		{names: []string{"since", "from", "seit"}, about: lang.Key("began at this time or later"), example: "since:2025-03-01", number: true, test: timeTest(">="), suggest: suggestDays},
		{names: []string{"until", "to", "bis"}, about: lang.Key("began before the end of this day or time"), example: "until:2025-03-31", number: true, test: timeTest("<="), suggest: suggestDays},
		{names: []string{"on", "start"}, about: lang.Key("began on this day, in this month or year"), example: "on:2025-03-01", number: true, test: timeTest(""), suggest: suggestDays},
		{names: []string{"duration", "time", "dauer"}, about: lang.Key("how long it took"), example: "duration>1h", number: true, test: durationTest},
		{names: []string{"kw", "max", "power", "leistung"}, about: lang.Key("highest power in kW"), example: "kw>11", number: true, test: numberTest(powerOfRow, kilo())},
		{names: []string{"avg", "average", "mittel"}, about: lang.Key("average power in kW"), example: "avg<3.7", number: true, test: numberTest(averageOfRow, kilo())},
		{names: []string{"soc"}, about: lang.Key("state of charge at the end, in %"), example: "soc<80", number: true, test: numberTest(socEndOfRow, percent())},
		{names: []string{"socstart"}, about: lang.Key("state of charge at the start, in %"), example: "socstart<20", number: true, test: numberTest(socStartOfRow, percent())},
		{names: []string{"id", "transaction", "tx"}, about: lang.Key("the transaction id"), example: "id:42", number: true, test: numberTest(idOfRow, units{})},
		{names: []string{"tag", "idtag", "card", "karte"}, about: lang.Key("the tag of the user"), example: "tag:04A1", test: tagTest, suggest: suggestTags},
		{names: []string{"stopped", "reason", "grund"}, about: lang.Key("why it stopped, as the station says"), example: "stopped:EVDisconnected", test: reasonTest, suggest: suggestReasons},
		{names: []string{"source", "log", "file", "quelle"}, about: lang.Key("the log that it is from"), example: "source:day.log", test: sourceTest, suggest: suggestSources},
		{names: []string{"note", "notiz"}, about: lang.Key("words of its note"), example: "note:refund", test: noteTest},
		{names: []string{"is", "ist"}, about: lang.Key("what it is: flagged, clean, open …"), example: "is:flagged", test: isTest, suggest: suggestWords(isWords)},
		{names: []string{"has", "hat"}, about: lang.Key("what is there: a note, a state of charge …"), example: "has:note", test: hasTest, suggest: suggestWords(hasWords)},
		{names: []string{"findings", "befunde"}, about: lang.Key("how many findings there are"), example: "findings>5", number: true, test: numberTest(findingsOfRow, units{})},
		{names: []string{"samples", "werte"}, about: lang.Key("how many sampled values there are"), example: "samples<10", number: true, test: numberTest(samplesOfRow, units{})},
	}
}

func fieldNamed(name string) *searchField {
	for _, f := range searchFields() {
		for _, n := range f.names {
			if n == name {
				return &f
			}
		}
	}
	return nil
}

// searchWord is a word of "is:" or "has:".
type searchWord struct {
	names []string
	about string // a key of the texts
	fits  func(m *matcher, row int32) bool
}

func isWords() []searchWord {
	severity := func(fits func(model.Severity) bool) func(*matcher, int32) bool {
		return func(m *matcher, row int32) bool { return fits(m.table.rows[row].severity()) }
	}
	flag := func(bit uint16, on bool) func(*matcher, int32) bool {
		return func(m *matcher, row int32) bool { return (m.table.rows[row].has&bit != 0) == on }
	}
	return []searchWord{
		{[]string{"flagged", "auffällig"}, lang.Key("has errors, warnings or infos"), severity(func(s model.Severity) bool { return s != model.SeverityNone })},
		{[]string{"clean", "sauber"}, lang.Key("has no findings"), severity(func(s model.Severity) bool { return s == model.SeverityNone })},
		{[]string{"error", "errors", "fehler"}, lang.Key("its worst finding is an error"), severity(func(s model.Severity) bool { return s == model.SeverityError })},
		{[]string{"warning", "warnings", "warnung"}, lang.Key("its worst finding is a warning"), severity(func(s model.Severity) bool { return s == model.SeverityWarning })},
		{[]string{"info", "infos"}, lang.Key("its worst finding is an info"), severity(func(s model.Severity) bool { return s == model.SeverityInfo })},
		{[]string{"open", "offen"}, lang.Key("its stop is not in the log"), func(m *matcher, row int32) bool { return m.table.rows[row].forms[1]&formSet == 0 }},
		{[]string{"complete", "vollständig"}, lang.Key("start and stop are in the log"), flag(isComplete, true)},
		{[]string{"negative", "negativ"}, lang.Key("its energy is below zero"), func(m *matcher, row int32) bool {
			v, ok := m.table.energyOf(row)
			return ok && v.Sign() < 0
		}},
		{[]string{"inferred", "erschlossen"}, lang.Key("some of it was assigned by time"), flag(isInferred, true)},
	}
}

func hasWords() []searchWord {
	flag := func(bits uint16) func(*matcher, int32) bool {
		return func(m *matcher, row int32) bool { return m.table.rows[row].has&bits == bits }
	}
	return []searchWord{
		{[]string{"note", "notiz"}, lang.Key("somebody wrote a note"), func(m *matcher, row int32) bool {
			return m.notes[model.TransactionKey(m.table.rows[row].key)] != ""
		}},
		{[]string{"soc"}, lang.Key("the state of charge is known"), flag(hasSoCStart | hasSoCEnd)},
		{[]string{"energy", "energie"}, lang.Key("its energy is known"), flag(hasEnergy)},
		{[]string{"power", "leistung"}, lang.Key("its power is known"), flag(hasPower)},
		{[]string{"id"}, lang.Key("it has a transaction id"), flag(hasID)},
		{[]string{"tag", "karte"}, lang.Key("it has a tag"), func(m *matcher, row int32) bool {
			return m.table.tags.texts[m.table.rows[row].tag] != ""
		}},
		{[]string{"start"}, lang.Key("its start is in the log"), func(m *matcher, row int32) bool { return m.table.rows[row].forms[0]&formSet != 0 }},
		{[]string{"stop"}, lang.Key("its stop is in the log"), func(m *matcher, row int32) bool { return m.table.rows[row].forms[1]&formSet != 0 }},
		{[]string{"samples", "werte"}, lang.Key("there are sampled values"), func(m *matcher, row int32) bool { return m.table.rows[row].samples > 0 }},
	}
}

func isTest(r *searchReader, tm *term) (rowTest, string)  { return wordTest(r, tm, isWords()) }
func hasTest(r *searchReader, tm *term) (rowTest, string) { return wordTest(r, tm, hasWords()) }

// wordTest is for fields whose values are words that we know.
func wordTest(r *searchReader, tm *term, known []searchWord) (rowTest, string) {
	var any []func(*matcher, int32) bool
	var names []string
	for _, v := range tm.values {
		found := false
		for _, k := range known {
			for _, n := range k.names {
				if strings.EqualFold(n, v) {
					any, found = append(any, k.fits), true
				}
			}
		}
		if !found {
			for _, k := range known {
				names = append(names, k.names[0])
			}
			return nil, r.t.Text("%s is none of %s", v, strings.Join(names, ", "))
		}
	}
	return func(m *matcher) func(int32) bool {
		return func(row int32) bool {
			for _, fits := range any {
				if fits(m, row) {
					return true
				}
			}
			return false
		}
	}, ""
}

// compares says whether an order that cmp has as −1, 0 or 1 is what an operator asks for.
func compares(op string, c int) bool {
	switch op {
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	}
	return c == 0
}

// quantity reads a number of a row.
type quantity func(t *listTable, row int32) (model.Decimal, bool)

func energyOfRow(t *listTable, row int32) (model.Decimal, bool)   { return t.energyOf(row) }
func powerOfRow(t *listTable, row int32) (model.Decimal, bool)    { return t.powerOf(row) }
func socStartOfRow(t *listTable, row int32) (model.Decimal, bool) { return t.socOf(row, 0) }
func socEndOfRow(t *listTable, row int32) (model.Decimal, bool)   { return t.socOf(row, 1) }

func averageOfRow(t *listTable, row int32) (model.Decimal, bool) {
	v, ok := t.energyOf(row)
	d, timed := t.rows[row].duration()
	if !ok || !timed || d <= 0 {
		return model.Decimal{}, false
	}
	const digits = 1
	return v.Mul(model.NewDecimal(3600, 0)).Quo(model.NewDecimal(int64(d), 9), digits)
}

func connectorOfRow(t *listTable, row int32) (model.Decimal, bool) {
	return model.NewDecimal(int64(t.rows[row].connector), 0), t.rows[row].has&hasConnector != 0
}

func idOfRow(t *listTable, row int32) (model.Decimal, bool) {
	id, ok := t.idOf(row)
	return model.NewDecimal(id, 0), ok
}

func findingsOfRow(t *listTable, row int32) (model.Decimal, bool) {
	return model.NewDecimal(t.findingsOf(row), 0), true
}

func samplesOfRow(t *listTable, row int32) (model.Decimal, bool) {
	return model.NewDecimal(int64(t.rows[row].samples), 0), true
}

// durationTest compares how long a transaction took.
func durationTest(r *searchReader, tm *term) (rowTest, string) {
	from, to, ok := parseDurations(tm.values[0])
	if !ok {
		return nil, r.t.Text("%s is no duration: say 90min, 1h30 or 1:30", tm.values[0])
	}
	op := tm.op
	return func(m *matcher) func(int32) bool {
		return func(row int32) bool {
			d, known := m.table.rows[row].duration()
			if op == ":" || op == "=" {
				return known && from <= d && d <= to
			}
			return known && compares(op, cmp.Compare(d, from))
		}
	}, ""
}

// inRange compares with the first and the last of the values that fit.
func inRange(op string, v, first, last int64) bool {
	switch op {
	case ">":
		return v > last
	case ">=":
		return v >= first
	case "<":
		return v < first
	case "<=":
		return v <= last
	}
	return first <= v && v <= last
}

// timeTest compares when a transaction began. op is what the field's own name says; "" where the term does.
func timeTest(op string) func(r *searchReader, tm *term) (rowTest, string) {
	return func(r *searchReader, tm *term) (rowTest, string) {
		from, to, ok := parseMoment(tm.values[0], r.zone, r.now)
		if !ok {
			return nil, r.t.Text("%s is no date: say 2025-03-01, 2025-03-01T14:30, today or 7d", tm.values[0])
		}
		by := tm.op
		if op != "" && (by == ":" || by == "=") {
			by = op
		}
		first, last := nanosOf(from), nanosOf(to)-1
		return func(m *matcher) func(int32) bool {
			return func(row int32) bool {
				at, known := m.table.rows[row].begin()
				return known && inRange(by, at, first, last)
			}
		}, ""
	}
}

// nanosOf is a time as rows have it; what is too far away is as far as they go.
func nanosOf(t time.Time) int64 {
	const most = math.MaxInt64/int64(time.Second) - 1
	return max(min(t.Unix(), most), -most)*int64(time.Second) + int64(t.Nanosecond())
}
