package present

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"meterscope/importer/format"
	"meterscope/ui/lang"
)

// TableColumn is a column of a source that is a table: how it is called there, and what it is read as.
type TableColumn struct {
	Letter  string // as a spreadsheet has it
	Header  string // of the first row
	Example string // of the second
	Role    string // "time", "station", "message", …; "" if it isn't read
}

// TableColumns are the columns of the chosen source, as the draft reads them; none if it is no table.
func (s *Sources) TableColumns() []TableColumn {
	roles, _ := parseRoles(s.shown.Source.Columns)
	if len(roles) == 0 || s.problem != "" {
		return nil
	}
	most := 0
	for letter := range roles {
		most = max(most, columnNumber(letter))
	}
	columns := make([]TableColumn, max(most, len(s.shown.Header)))
	for i := range columns {
		c := &columns[i]
		c.Letter = columnLetter(i + 1)
		c.Role = roles[c.Letter]
		if i < len(s.shown.Header) {
			c.Header = s.shown.Header[i]
		}
		if i < len(s.shown.Example) {
			c.Example = s.shown.Example[i]
		}
	}
	return columns
}

// SetRoles has the columns of the chosen source read as these, in their order. What was recognised and is not among
// them is read from no column.
func (s *Sources) SetRoles(roles []string) {
	before, rest := parseRoles(s.shown.Source.Columns)
	parts := make([]string, 0, len(roles)+len(rest))
	for i, role := range roles {
		if role != "" {
			parts = append(parts, role+"="+columnLetter(i+1))
		}
	}
	for _, letter := range sortedKeys(before) {
		if role := before[letter]; !slices.Contains(roles, role) {
			parts = append(parts, role+"=-")
		}
	}
	r := s.draft
	r.Columns = strings.Join(append(parts, rest...), ",")
	s.SetDraft(r)
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// ColumnRoles are what a column can be read as, the first of them as nothing.
func (s *Sources) ColumnRoles() []Choice {
	all, names := []Choice{{"", Dash}}, roleNames()
	for _, role := range format.ColumnRoles() {
		name, ok := names[role]
		if !ok {
			name = role
		}
		all = append(all, Choice{role, s.app.Texts().Text(name)})
	}
	return all
}

// roleNames are what the roles of columns are called.
func roleNames() map[string]string {
	return map[string]string{
		"date": lang.Key("date##column"), "time": lang.Key("time##column"), "received": lang.Key("time received##column"),
		"station": lang.Key("station##column"), "direction": lang.Key("direction##column"), "action": lang.Key("action##column"),
		"id": lang.Key("message id##column"), "type": lang.Key("message type##column"), "message": lang.Key("message##column"),
		"request": lang.Key("request##column"), "response": lang.Key("response##column"), "connector": lang.Key("connector##column"),
		"transaction": lang.Key("transaction##column"), "measurand": lang.Key("measurand##column"), "phase": lang.Key("phase##column"),
		"location": lang.Key("location##column"), "context": lang.Key("context##column"), "format": lang.Key("format##column"),
		"value": lang.Key("value##column"), "unit": lang.Key("unit##column"),
	}
}

// parseRoles reads "time=A,station=B,decimal=comma": what each column is, by its letters, and what else is said.
func parseRoles(columns string) (roles map[string]string, rest []string) {
	roles = map[string]string{}
	for part := range strings.SplitSeq(columns, ",") {
		role, letter, ok := strings.Cut(strings.TrimSpace(part), "=")
		switch {
		case !ok:
		case columnNumber(letter) > 0 && role != "decimal" && role != "dates":
			roles[letter] = role
		case letter != "-":
			rest = append(rest, part)
		}
	}
	return roles, rest
}

// columnLetter is what a spreadsheet calls its nth column, from 1: "A", "Z", "AA".
func columnLetter(n int) string {
	const letters = 26
	s := ""
	for ; n > 0; n = (n - 1) / letters {
		s = string(rune('A'+(n-1)%letters)) + s
	}
	return s
}

// columnNumber undoes columnLetter; it is 0 for what are no letters of a column.
func columnNumber(s string) int {
	const letters, most = 26, 3
	n := 0
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return 0
		}
		n = n*letters + int(c-'A') + 1
	}
	if len(s) > most {
		return 0
	}
	return n
}

// firstRows are the cells of the first two rows of a table: mostly its header, and an example.
func firstRows(text []byte) (header, example []string) {
	text = bytes.TrimPrefix(text[:min(len(text), 64<<10)], []byte("\xef\xbb\xbf"))
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, false
	most := 0
	for _, separator := range ",;\t|" {
		if n := bytes.Count(line, []byte(string(separator))); n > most {
			most, r.Comma = n, separator
		}
	}
	if most == 0 {
		return nil, nil
	}
	header, err := r.Read()
	if err != nil {
		return nil, nil
	}
	if example, err = r.Read(); err != nil {
		example = nil
	}
	return shownCells(header), shownCells(example)
}

func shownCells(cells []string) []string {
	const most = 80
	for i, c := range cells {
		cells[i] = visible([]byte(c[:min(len(c), most)]))
	}
	return cells
}
