package format

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"meterscope/model"
)

// How much of a table is looked at to know its columns.
const (
	tableRows  = 200
	tableBytes = 1 << 20
)

// FindTable recognises a table from the beginning of a text, by what its cells hold: frames or payloads, or
// sampled values. It is nil where the text is none.
func FindTable(head []byte) *Table {
	t, err := FindColumns(head, Columns{})
	if err != nil { // nothing was asked for that could be wrong
		return nil
	}
	return t
}

// FindColumns is FindTable with some of the columns named by the user. It is nil where the text is no table; the
// error is a [ColumnsError] where it is one, and the columns aren't its.
func FindColumns(head []byte, named Columns) (*Table, error) {
	head = bytes.TrimPrefix(head[:min(len(head), tableBytes)], []byte(byteOrderMark))
	for _, end := range nextHeaders(head) {
		if t, err := findColumns(head[:end], named); err == nil && t != nil {
			return t, nil
		}
	}
	return findColumns(head, named)
}

// findColumns is FindColumns for a text that is one table, if it is any.
func findColumns(head []byte, named Columns) (*Table, error) {
	separators := []byte(",;\t|")
	if sep, ok := statedSeparator(head); ok {
		separators = []byte{sep}
	}
	var wrong error
	for _, strict := range []bool{true, false} {
		if !strict && named.Empty() {
			break
		}
		for _, separator := range separators {
			g, ok := readGrid(head, separator, strict)
			if !ok {
				continue
			}
			t, err := g.table(named)
			switch {
			case t != nil:
				return t, nil
			case wrong == nil:
				wrong = err
			}
		}
		if wrong != nil {
			break
		}
	}
	return nil, wrong
}

// columns are those of a table, as far as something is known of them.
type columns struct {
	rows   [][]string // without the header
	header []string   // "" where there is none
	taken  []bool
}

// table recognises what the columns hold.
func (g *grid) table(named Columns) (*Table, error) {
	t := &Table{separator: g.separator, columns: g.columns, answers: map[int]bool{}}
	for _, line := range g.skip {
		t.skip = append(t.skip, bytes.Clone(line)) // what the table was recognised from isn't kept
	}
	for i := range t.at {
		t.at[i] = -1
	}
	c := columns{rows: g.rows, header: g.header, taken: make([]bool, g.columns)}
	if err := c.take(t, named); err != nil {
		return nil, err
	}
	if err := c.checkNamed(t); err != nil {
		return nil, err
	}
	if t.fixed[fieldMessage] || t.fixed[fieldRequest] || t.fixed[fieldResponse] {
		c.noMessages(t)
	}
	c.findMessages(t, named)
	if len(t.messages) == 0 && (!g.shifted || t.fixed[fieldValue]) { // a decimal comma that separates would halve numbers
		c.findSamples(t, named)
	}
	t.decideDates(c.rows, named.dates)
	if len(t.messages) == 0 && !t.flat() {
		if named.Empty() {
			return nil, nil
		}
		return nil, columnsErrorf("name the column that holds the messages (message=), or those of a sampled value (time= and value=)")
	}
	return t, nil
}

// take takes the columns that the user named.
func (c *columns) take(t *Table, named Columns) error {
	for _, u := range named.named {
		n, err := locate(u.ref, c.header, t.columns)
		if err != nil {
			return err
		}
		t.fixed[u.field] = true
		if n < 0 {
			continue
		}
		if c.taken[n] {
			return columnsErrorf("column %s is named twice", columnLetters(n))
		}
		c.taken[n] = true
		switch {
		case u.measure != nil:
			t.wide = append(t.wide, wideColumn{measure: *u.measure, column: n})
		case u.field == fieldMessage, u.field == fieldRequest, u.field == fieldResponse:
			t.messages = append(t.messages, n)
			t.answers[n] = u.field == fieldResponse
		default:
			t.at[u.field] = n
		}
	}
	slices.Sort(t.messages)
	return nil
}

// findMessages finds the columns with frames or payloads, and those that say something about them.
func (c *columns) findMessages(t *Table, named Columns) {
	if !t.fixed[fieldMessage] && !t.fixed[fieldRequest] && !t.fixed[fieldResponse] && !t.fixed[fieldValue] {
		for {
			n := c.find(t.isMessageCell, .5)
			if n < 0 {
				break
			}
			t.messages = append(t.messages, n)
			h := strings.ToLower(c.header[n])
			t.answers[n] = isAnswer(h) || isAnswer(strings.TrimSuffix(h, " payload"))
		}
		if len(t.messages) == 0 {
			c.findLines(t)
		}
	}
	if len(t.messages) == 0 {
		return
	}
	slices.Sort(t.messages)
	c.findTime(t)
	c.fill(t, fieldAction, isAction, .8)
	c.fill(t, fieldDirection, isDirection, .8)
	c.fill(t, fieldType, func(v string) bool { return isAnswer(v) || isRequest(v) }, .8)
	c.name(t, fieldID, anyText, "uniqueid", "messageid", "msgid", "ocppid", "requestid", "correlationid", "callid")
	c.findStation(t)
}

func (c *columns) findStation(t *Table) {
	c.name(t, fieldStation, func(v string) bool { return isoTime(v, false) == "" && !isMessage(v) },
		"chargepoint", "chargebox", "chargingstation", "station", "charger", "cpid", "cp", "identity", "evse", "device", "client", "wallbox", "serial", "säule", "borne")
	if !t.fixed[fieldStation] && t.at[fieldStation] < 0 {
		t.at[fieldStation] = c.findSteady(looksLikeStation)
	}
}

// findSteady takes, of the columns whose cells are all so, the one with the fewest different ones.
func (c *columns) findSteady(is func(string) bool) int {
	best, fewest := -1, 0
	for n := range c.taken {
		if c.taken[n] || isMachine(c.header[n]) || !c.mostly(n, is, 1) {
			continue
		}
		different := map[string]bool{}
		for _, row := range c.rows {
			different[row[n]] = true
		}
		if best < 0 || len(different) < fewest {
			best, fewest = n, len(different)
		}
	}
	if best >= 0 {
		c.taken[best] = true
	}
	return best
}

// findTime takes the first column of times, unless its header says that another one is meant.
func (c *columns) findTime(t *Table) {
	if t.fixed[fieldTime] {
		return
	}
	c.fill(t, fieldTime, isTime, .8)
	c.findDate(t)
}

// fill takes for a field the first column in which at least this share of the cells that hold something is so.
func (c *columns) fill(t *Table, f field, is func(string) bool, share float64) {
	if !t.fixed[f] && t.at[f] < 0 {
		t.at[f] = c.find(is, share)
	}
}

// name takes for a field the first column with one of these names whose cells are mostly so.
func (c *columns) name(t *Table, f field, is func(string) bool, names ...string) {
	if !t.fixed[f] && t.at[f] < 0 {
		t.at[f] = c.named(is, names...)
	}
}

func anyText(string) bool { return true }

// isMachine says whether a column names what wrote a line, and not whom it is about.
func isMachine(name string) bool {
	switch plainName(name) {
	case "host", "hostname", "server", "service", "pod", "podname", "container", "containername", "instance", "instanceid", "node", "thread",
		"threadname", "logger", "level", "region", "app", "application", "traceid", "spanid", "sessionid", "connectionid", "version", "index":
		return true
	}
	return false
}

// find takes the first column that is mostly so.
func (c *columns) find(is func(string) bool, share float64) int {
	for n := range c.taken {
		if !c.taken[n] && c.mostly(n, is, share) {
			c.taken[n] = true
			return n
		}
	}
	return -1
}

// mostly says whether at least this share of a column's cells that hold something is so.
func (c *columns) mostly(n int, is func(string) bool, share float64) bool {
	filled, like := 0, 0
	for _, row := range c.rows {
		if row[n] == "" {
			continue
		}
		filled++
		if is(row[n]) {
			like++
		}
	}
	return like > 0 && float64(like) >= share*float64(filled)
}

// named takes the first column whose header has one of these names in it, and whose cells are mostly so; a name of
// two letters must be all of it.
func (c *columns) named(is func(string) bool, names ...string) int {
	for _, name := range names {
		for n, h := range c.header {
			h = plainName(h)
			if !c.taken[n] && (h == name || len(name) > 3 && strings.Contains(h, name)) && c.mostly(n, is, .8) {
				c.taken[n] = true
				return n
			}
		}
	}
	return -1
}

// isMessageCell says whether a cell holds a frame or a payload: whole, or cut off where that can't be the
// separator's doing.
func (t *Table) isMessageCell(v string) bool {
	return isMessage(v) && (isClosed(v) || strings.IndexByte(v, t.separator) >= 0)
}

// Columns says what was found, as ParseColumns reads it.
func (t *Table) Columns() string {
	var parts []string
	say := func(name string, column int) { parts = append(parts, name+"="+columnLetters(column)) }
	for f := range fieldCount {
		switch {
		case t.at[f] >= 0:
			say(f.String(), t.at[f])
		case t.fixed[f] && f != fieldMessage && f != fieldRequest && f != fieldResponse && f != fieldValue:
			parts = append(parts, f.String()+"=-")
		case f == fieldMessage:
			for _, n := range t.messages {
				switch {
				case t.answers[n]:
					say(fieldResponse.String(), n)
				case len(t.messages) > 1:
					say(fieldRequest.String(), n)
				default:
					say(f.String(), n)
				}
			}
		case f == fieldValue:
			for _, w := range t.wide {
				say(w.measure.String(), w.column)
			}
		}
	}
	if t.tellDates {
		order := "month-first"
		if t.dayFirst {
			order = "day-first"
		}
		parts = append(parts, "dates="+order)
	}
	switch t.decimal {
	case ',':
		parts = append(parts, "decimal=comma")
	case '.':
		parts = append(parts, "decimal=point")
	}
	return strings.Join(parts, ",")
}

func isUnit(v string) bool {
	u := model.Unit(v)
	return v != "" && (u.Known() || u == model.Hz || u == model.PerMinute)
}

func isPhase(v string) bool { return slices.Contains(model.Phases(), model.Phase(v)) }

// looksLikeStation says whether a cell could name a station: a word with a letter and a digit, and not a line of a
// program.
func looksLikeStation(v string) bool {
	if file, line, ok := strings.Cut(v, ":"); ok && path.Ext(file) != "" && strings.Trim(line, "0123456789") == "" {
		return false
	}
	letters, digits := 0, 0
	for _, b := range []byte(v) {
		switch {
		case isLetter(b):
			letters++
		case isDigit(b):
			digits++
		case strings.IndexByte("-_.:*/", b) < 0:
			return false
		}
	}
	hex := len(v) >= 32 // an id of something
	return letters > 0 && digits > 0 && len(v) <= 48 && !hex && isoTime(v, false) == ""
}

// isMessage says whether a cell holds a frame, or a payload.
func isMessage(v string) bool {
	if strings.HasPrefix(v, "{") {
		rest := strings.TrimLeft(v[1:], " \t\r\n")
		return strings.HasPrefix(rest, `"`) || rest == "}"
	}
	rest, ok := strings.CutPrefix(v, "[")
	rest = strings.TrimLeft(rest, " \t\r\n")
	if !ok || rest == "" || rest[0] < '2' || rest[0] > '4' {
		return false
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest[1:], " \t\r\n"), ",")
	return ok && strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), `"`)
}

// isBalanced says whether a cell closes as many brackets as it opens.
func isBalanced(v string) bool {
	return strings.Count(v, "[") == strings.Count(v, "]") && strings.Count(v, "{") == strings.Count(v, "}")
}

// isClosed says whether what begins with a bracket ends with its like.
func isClosed(v string) bool {
	return v[0] == '[' && v[len(v)-1] == ']' || v[0] == '{' && v[len(v)-1] == '}'
}

func isAction(v string) bool {
	switch actionName(v) {
	case "MeterValues", "StartTransaction", "StopTransaction", "StatusNotification", "BootNotification", "Authorize", "DataTransfer",
		"Heartbeat", "RemoteStartTransaction", "RemoteStopTransaction", "ChangeConfiguration", "GetConfiguration", "TriggerMessage",
		"Reset", "SetChargingProfile", "ClearChargingProfile", "ChangeAvailability", "UnlockConnector", "FirmwareStatusNotification",
		"DiagnosticsStatusNotification", "SecurityEventNotification", "GetCompositeSchedule", "ClearCache", "SendLocalList":
		return true
	}
	return false
}

func isRequest(v string) bool {
	switch strings.ToLower(v) {
	case "2", "call", "request", "req":
		return true
	}
	return false
}

func isDirection(v string) bool { return len(v) < 40 && tableRole(v) != Unsaid }

// tableRole is what a cell says about the direction. A table is a central system's, unless its sender is
// named.
func tableRole(v string) Role {
	low := strings.ToLower(strings.TrimSpace(v))
	switch low {
	case "inbound", "upstream", "up", "from charger", "from station", "fromchargepoint", "from_chargepoint", "cp->cs", "cp→cs", "cp > cs",
		"chargepoint>centralsystem", "chargepoint->centralsystem", "uplink", "i", "eingehend", "eingang", "empfangen":
		return Received
	case "outbound", "downstream", "down", "to charger", "to station", "tochargepoint", "to_chargepoint", "cs->cp", "cs→cp", "cs > cp",
		"centralsystem>chargepoint", "centralsystem->chargepoint", "downlink", "o", "ausgehend", "ausgang", "gesendet":
		return Sent
	}
	return roleOf([]byte(low), true)
}
