package present

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"meterscope/ui/lang"
)

// The search is a small language: plain words, which are looked for, and terms of a field, an operator and a value,
// as in "CP1 kwh>30 rule:REG since:2025-03-01". All have to hold. Values with commas between them are a choice, quotes
// hold a value together, and a minus before a term turns it round. A term that can't be read is left out and told
// of: the others stay good.

// SearchProblem is a term of a search that can't be read, and is left out.
type SearchProblem struct {
	From, To int    // bytes of the search
	Term     string // as it stands there
	What     string // what is wrong with it
	Remedy   string // what to write
}

// term is one part of a search.
type term struct {
	from, to int // bytes of the search
	text     string
	not      bool
	field    *searchField // nil: a plain word
	op       string       // ":", "=", ">", ">=", "<", "<="
	values   []string     // as written, without quotes
}

// search is what was searched for, taken apart.
type search struct {
	terms    []term
	tests    []rowTest
	problems []SearchProblem
}

// rowTest says whether a row fits. It is made for one table.
type rowTest func(m *matcher) func(row int32) bool

// parseSearch takes a search apart. Dates are of zone; now tells which day is today.
func parseSearch(t *lang.Texts, text string, zone *time.Location, now time.Time) search {
	var s search
	r := searchReader{t: t, zone: zone, now: now}
	for _, word := range splitSearch(text) {
		tm, test, problem := r.read(text, word)
		if problem != nil {
			s.problems = append(s.problems, *problem)
			continue
		}
		if test == nil {
			continue
		}
		if tm.not {
			positive := test
			test = func(m *matcher) func(int32) bool {
				fits := positive(m)
				return func(row int32) bool { return !fits(row) }
			}
		}
		s.terms, s.tests = append(s.terms, tm), append(s.tests, test)
	}
	return s
}

// span is a stretch of bytes.
type span struct{ from, to int }

// splitSearch finds the terms: what stands between spaces, where quotes hold together.
func splitSearch(text string) []span {
	var words []span
	start, quoted := -1, false
	for i, r := range text {
		switch {
		case unicode.IsSpace(r) && !quoted:
			if start >= 0 {
				words = append(words, span{start, i})
				start = -1
			}
			continue
		case r == '"':
			quoted = !quoted
		}
		if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		words = append(words, span{start, len(text)})
	}
	return words
}

// searchReader reads terms.
type searchReader struct {
	t    *lang.Texts
	zone *time.Location
	now  time.Time
}

// read reads a term. test is nil where there is nothing to test yet.
func (r *searchReader) read(text string, w span) (tm term, test rowTest, problem *SearchProblem) {
	tm = term{from: w.from, to: w.to, text: text[w.from:w.to]}
	body := tm.text
	if body[0] == '-' {
		if tm.not, body = true, body[1:]; body == "" { // there is more to come
			return tm, nil, nil
		}
	}
	fail := func(what, remedy string) (term, rowTest, *SearchProblem) {
		return tm, nil, &SearchProblem{From: w.from, To: w.to, Term: tm.text, What: what, Remedy: remedy}
	}
	if strings.Count(body, `"`)%2 != 0 {
		return fail(r.t.Text("a quote is open"), r.t.Text("Close it with another quote: \"EV Disconnected\"."))
	}
	name, op, value := cutTerm(body)
	if op == "" {
		return tm, plainWord(unquote(body)), nil
	}
	tm.op = op
	if tm.field = fieldNamed(name); tm.field == nil {
		near := nearestField(name)
		switch {
		case near != "":
			return fail(r.t.Text("there is no field %s", name), r.t.Text("Did you mean %s?", near+op+value))
		case op == ":" || op == "=":
			return tm, plainWord(unquote(body)), nil // a tag may have a colon
		}
		return fail(r.t.Text("there is no field %s", name), r.t.Text("Numbers are kwh, kw, avg, soc, duration, findings and samples; write words with quotes: \"%s\".", body))
	}
	for v := range splitValues(tm.field, value) {
		tm.values = append(tm.values, v)
	}
	if len(tm.values) == 0 {
		return fail(r.t.Text("there is no value after %s", name+op), r.t.Text("Write for example %s.", tm.field.example))
	}
	test, what := tm.field.test(r, &tm)
	if what != "" {
		return fail(what, r.t.Text("Write for example %s.", tm.field.example))
	}
	return tm, test, nil
}

// operators are those of terms, the longer ones first.
func operators() []string { return []string{">=", "<=", "≥", "≤", ">", "<", "=", ":"} }

// cutTerm parts a term into its field, operator and value; op is "" where it is a plain word.
func cutTerm(body string) (name, op, value string) {
	end := 0
	for end < len(body) {
		r, size := utf8.DecodeRuneInString(body[end:])
		if !unicode.IsLetter(r) && r != '_' {
			break
		}
		end += size
	}
	if end == 0 {
		return "", "", body
	}
	for _, op := range operators() {
		if rest, ok := strings.CutPrefix(body[end:], op); ok {
			// kwh:>30 is kwh>30
			if op == ":" {
				for _, second := range operators() {
					if more, ok := strings.CutPrefix(rest, second); ok && second != ":" {
						op, rest = second, more
						break
					}
				}
			}
			switch op {
			case "≥":
				op = ">="
			case "≤":
				op = "<="
			}
			return strings.ToLower(body[:end]), op, rest
		}
	}
	return "", "", body
}

func unquote(s string) string { return strings.ReplaceAll(s, `"`, "") }

// splitValues gives the values of a choice. In numbers a comma is a decimal mark.
func splitValues(f *searchField, value string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, quoted := 0, false
		give := func(s string) bool {
			s = strings.TrimSpace(unquote(s))
			return s == "" || yield(s)
		}
		for i := range len(value) {
			switch {
			case value[i] == '"':
				quoted = !quoted
			case value[i] == ',' && !quoted && !f.number:
				if !give(value[start:i]) {
					return
				}
				start = i + 1
			}
		}
		give(value[start:])
	}
}

// nearestField is the name of a field that was probably meant; "" if none is near.
func nearestField(name string) string {
	best, least := "", 2
	if utf8.RuneCountInString(name) < 3 {
		least = 1
	}
	for _, f := range searchFields() {
		for _, n := range f.names {
			if d := distance(name, n); d <= least && d < utf8.RuneCountInString(n) && (best == "" || d < least) {
				best, least = n, d
			}
		}
	}
	return best
}

// distance counts the letters that have to be put in, left out or changed, or that are swapped, to make one word
// of the other.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	const far = 99
	if len(x)-len(y) > 2 || len(y)-len(x) > 2 {
		return far
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range y {
		rows[0][j+1] = j + 1
	}
	for i := range x {
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			d := min(rows[i][j+1]+1, rows[i+1][j]+1, rows[i][j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(x)][len(y)]
}
