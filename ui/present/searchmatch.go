package present

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"meterscope/model"
)

// matcher is what the tests of a search look at.
type matcher struct {
	table   *listTable
	notes   map[model.TransactionKey]string
	sources map[model.SourceID]string // their names
}

// fits makes one test of all. It is nil where there is nothing to test.
func (s *search) fits(m *matcher) func(row int32) bool {
	var all []func(int32) bool
	for _, test := range s.tests {
		all = append(all, test(m))
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return func(row int32) bool {
		for _, fits := range all {
			if !fits(row) {
				return false
			}
		}
		return true
	}
}

// marked says of each text whether it fits.
func (w *words) marked(fits func(text string) bool) []bool {
	marks := make([]bool, len(w.texts))
	for i, text := range w.texts {
		marks[i] = fits(text)
	}
	return marks
}

// contains looks for a word, whatever its case. The word is in lower case.
func contains(text, lower string) bool {
	if lower == "" {
		return true
	}
	first := lower[0]
	for i := 0; i+len(lower) <= len(text); i++ {
		if lowerByte(text[i]) == first && hasFolded(text[i:], lower) {
			return true
		}
	}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf { // where lower case isn't a matter of bytes
			return strings.Contains(strings.ToLower(text), lower)
		}
	}
	return false
}

// hasFolded says whether a text, which is long enough, begins with a word.
func hasFolded(text, lower string) bool {
	for i := range len(lower) {
		if lowerByte(text[i]) != lower[i] {
			return false
		}
	}
	return true
}

// textFits says whether a text is one of the values, or with a colon has one of them within.
func textFits(op string, values []string) func(text string) bool {
	lower := make([]string, len(values))
	for i, v := range values {
		lower[i] = strings.ToLower(v)
	}
	return func(text string) bool {
		for i, v := range values {
			if op == "=" && strings.EqualFold(text, v) || op != "=" && contains(text, lower[i]) {
				return true
			}
		}
		return false
	}
}

// textOp refuses operators that order numbers.
func textOp(r *searchReader, tm *term) string {
	if tm.op == ":" || tm.op == "=" {
		return ""
	}
	return r.t.Text("%s are words, which have no order", tm.field.names[0])
}

func stationTest(r *searchReader, tm *term) (rowTest, string) {
	fits := textFits(tm.op, tm.values)
	return func(m *matcher) func(int32) bool {
		marks := m.table.stations.marked(fits)
		return func(row int32) bool { return marks[m.table.rows[row].station] }
	}, textOp(r, tm)
}

func tagTest(r *searchReader, tm *term) (rowTest, string) {
	fits := textFits(tm.op, tm.values)
	return func(m *matcher) func(int32) bool {
		marks := m.table.tags.marked(fits)
		return func(row int32) bool { return marks[m.table.rows[row].tag] }
	}, textOp(r, tm)
}

func reasonTest(r *searchReader, tm *term) (rowTest, string) {
	fits := textFits(tm.op, tm.values)
	return func(m *matcher) func(int32) bool {
		marks := m.table.reasons.marked(fits)
		return func(row int32) bool { return marks[m.table.rows[row].reason] }
	}, textOp(r, tm)
}

// ruleTest looks for rules whose names begin so: "rule:REG" is the family.
func ruleTest(r *searchReader, tm *term) (rowTest, string) {
	values := make([]string, len(tm.values))
	for i, v := range tm.values {
		values[i] = strings.ToLower(v)
	}
	exact := tm.op == "="
	return func(m *matcher) func(int32) bool {
		marks := m.table.rules.marked(func(rules string) bool {
			for rule := range strings.FieldsSeq(rules) {
				for _, v := range values {
					if rule == v || !exact && strings.HasPrefix(rule, v) {
						return true
					}
				}
			}
			return false
		})
		return func(row int32) bool { return marks[m.table.rows[row].rules] }
	}, textOp(r, tm)
}

func sourceTest(r *searchReader, tm *term) (rowTest, string) {
	fits := textFits(tm.op, tm.values)
	return func(m *matcher) func(int32) bool {
		marks := map[int32]bool{}
		for id, name := range m.sources {
			marks[int32(id)] = fits(name) //nolint:gosec // a number of sources
		}
		return func(row int32) bool { return marks[m.table.rows[row].source] }
	}, textOp(r, tm)
}

func noteTest(r *searchReader, tm *term) (rowTest, string) {
	fits := textFits(tm.op, tm.values)
	return func(m *matcher) func(int32) bool {
		return func(row int32) bool {
			note, ok := m.notes[model.TransactionKey(m.table.rows[row].key)]
			return ok && fits(note)
		}
	}, textOp(r, tm)
}

// plainWord looks for a word in stations, tags, transaction ids, rules, reasons and notes. "CP1/2" and "CP1·2" are a
// station and its connector.
func plainWord(word string) rowTest {
	if word == "" {
		return nil
	}
	lower := strings.ToLower(word)
	fits := func(text string) bool { return contains(text, lower) }
	digits := strings.Trim(word, "0123456789") == ""
	station, connector, both := stationAndConnector(lower)
	return func(m *matcher) func(int32) bool {
		t := m.table
		stations, tags, reasons, rules := t.stations.marked(fits), t.tags.marked(fits), t.reasons.marked(fits), t.rules.marked(fits)
		var ofConnector []bool
		if both {
			ofConnector = t.stations.marked(func(text string) bool { return strings.HasSuffix(strings.ToLower(text), station) })
		}
		noted := map[int64]bool{}
		for key, note := range m.notes {
			if fits(note) {
				noted[int64(key)] = true
			}
		}
		var buffer [20]byte
		return func(row int32) bool {
			p := &t.rows[row]
			switch {
			case stations[p.station], tags[p.tag], reasons[p.reason], rules[p.rules], noted[p.key]:
				return true
			case both && ofConnector[p.station] && p.has&hasConnector != 0 && p.connector == connector:
				return true
			case digits:
				id, ok := t.idOf(row)
				return ok && strings.Contains(string(strconv.AppendInt(buffer[:0], id, 10)), word)
			}
			return false
		}
	}
}

// stationAndConnector reads "cp1/2" and "cp1·2".
func stationAndConnector(word string) (station string, connector int32, ok bool) {
	for _, between := range []string{"/", "·"} {
		i := strings.LastIndex(word, between)
		if i <= 0 {
			continue
		}
		if n, err := strconv.ParseInt(word[i+len(between):], 10, 32); err == nil {
			return word[:i], int32(n), true
		}
	}
	return "", 0, false
}

// looksAtSources says that the names of sources matter.
func (s *search) looksAtSources() bool {
	return slices.ContainsFunc(s.terms, func(tm term) bool { return tm.field != nil && tm.field.names[0] == "source" })
}

// looksAtNotes says that the notes matter: plain words are looked for in them too.
func (s *search) looksAtNotes() bool {
	for i := range s.terms {
		if f := s.terms[i].field; f == nil || f.names[0] == "note" || f.names[0] == "has" {
			return true
		}
	}
	return false
}
