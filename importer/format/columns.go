package format

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How much of a table is looked at to know its columns.
const (
	tableRows  = 200
	tableBytes = 1 << 20
)

// FindTable recognises a table from the beginning of a text, by what its cells hold. It is nil where the text
// is none, or where no column holds frames or payloads.
func FindTable(head []byte) *Table {
	head = bytes.TrimPrefix(head[:min(len(head), tableBytes)], []byte("\xef\xbb\xbf"))
	for _, separator := range []byte(",;\t|") {
		if t := findColumns(head, separator); t != nil {
			return t
		}
	}
	return nil
}

// findColumns recognises a table with this separator.
func findColumns(head []byte, separator byte) *Table {
	var rows [][]string
	for i := 0; i < len(head) && len(rows) < tableRows; {
		cells, end, _ := splitRow(head, i, separator, true)
		if end == len(head) && len(rows) > 1 && len(cells) < len(rows[0]) {
			break // cut off: by the look, or while it was written
		}
		if len(rows) > 0 && len(cells) != len(rows[0]) {
			return nil
		}
		var row []string
		for _, c := range cells {
			v := string(c.value(head))
			if !c.quoted && (separator == ',' || !isMessage(v)) && !isBalanced(v) {
				return nil // the separator is one of the text's own: it took a frame apart
			}
			row = append(row, v)
		}
		rows = append(rows, row)
		i = end
	}
	if len(rows) == 0 {
		return nil
	}
	t := &Table{separator: separator, columns: len(rows[0]), answers: map[int]bool{}}
	if t.columns < 2 {
		return nil
	}
	t.dayFirst = slices.ContainsFunc(rows, func(row []string) bool { return slices.ContainsFunc(row, dayBeforeMonth) })
	header := rows[0]
	message := func(v string) bool { return isMessage(v) && (isClosed(v) || strings.IndexByte(v, separator) >= 0) } // cut off, but quoted
	if slices.ContainsFunc(header, message) {
		header = make([]string, t.columns)
	} else {
		rows = rows[1:]
	}
	c := columns{rows: rows, header: header, taken: make([]bool, t.columns)}
	for {
		n := c.find(message, .5)
		if n < 0 {
			break
		}
		t.messages = append(t.messages, n)
		t.answers[n] = isAnswer(header[n]) || isAnswer(strings.TrimSuffix(strings.ToLower(header[n]), " payload"))
	}
	if len(t.messages) == 0 {
		return nil
	}
	slices.Sort(t.messages)
	t.time = c.find(func(v string) bool { return isoTime(v, t.dayFirst) != "" }, .8)
	t.action = c.find(isAction, .8)
	t.direction = c.find(isDirection, .8)
	t.kind = c.find(func(v string) bool { return isAnswer(v) || isRequest(v) }, .8)
	t.id = c.named("uniqueid", "messageid", "msgid", "ocppid", "requestid", "correlationid", "callid")
	t.station = c.named("chargepoint", "chargebox", "station", "charger", "cpid", "cp", "identity", "evse", "device", "client", "wallbox", "serial")
	if t.station < 0 {
		t.station = c.find(c.looksLikeStation, 1)
	}
	return t
}

// columns are those of a table that nothing is known of yet.
type columns struct {
	rows   [][]string
	header []string
	taken  []bool
}

// find takes the first column in which at least this share of the cells that hold something is so.
func (c *columns) find(is func(string) bool, share float64) int {
	for n := range c.taken {
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
		if !c.taken[n] && like > 0 && float64(like) >= share*float64(filled) {
			c.taken[n] = true
			return n
		}
	}
	return -1
}

// named takes the first column whose header has one of these names in it; a name of two letters must be all
// of it.
func (c *columns) named(names ...string) int {
	for _, name := range names {
		for n, h := range c.header {
			h = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "").Replace(strings.ToLower(h))
			if !c.taken[n] && (h == name || len(name) > 3 && strings.Contains(h, name)) {
				c.taken[n] = true
				return n
			}
		}
	}
	return -1
}

// looksLikeStation says whether a cell could name a station: a word with a letter and a digit.
func (c *columns) looksLikeStation(v string) bool {
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
		"chargepoint>centralsystem", "chargepoint->centralsystem", "uplink", "i":
		return Received
	case "outbound", "downstream", "down", "to charger", "to station", "tochargepoint", "to_chargepoint", "cs->cp", "cs→cp", "cs > cp",
		"centralsystem>chargepoint", "centralsystem->chargepoint", "downlink", "o":
		return Sent
	}
	return roleOf([]byte(low), true)
}

// dayBeforeMonth says whether a cell is a date with slashes whose first number can be no month.
func dayBeforeMonth(v string) bool {
	first, rest, ok := strings.Cut(v, "/")
	day, err := strconv.Atoi(first)
	return ok && err == nil && day > 12 && day < 32 && strings.Contains(rest, "/")
}

// isoTime writes a cell's time as Stamp reads it; "" if it is none. dayFirst: 03/04 is in April.
func isoTime(v string, dayFirst bool) string {
	if _, n := Stamp([]byte(v)); n > 0 && n == len(v) {
		return v
	}
	if t := epoch(v); t != "" {
		return t
	}
	layouts := []string{"01/02/2006", "1/2/2006"}
	if dayFirst {
		layouts = []string{"02/01/2006", "2/1/2006"}
	}
	for _, date := range append(layouts, "02.01.2006", "2.1.2006", "2006.01.02", "2006-01-02") {
		for _, clock := range []string{" 15:04:05", ", 15:04:05", " 3:04:05 PM", ", 3:04:05 PM", "T15:04:05", " 15:04"} {
			if t, err := time.Parse(date+clock, v); err == nil {
				digits := ""
				if i := strings.LastIndexAny(v, ".,"); i > len("1/2/2006") && t.Nanosecond() > 0 {
					digits = "." + strings.Repeat("0", min(9, len(v)-i-1))
				}
				return t.Format("2006-01-02 15:04:05" + digits)
			}
		}
	}
	return ""
}

// epoch reads seconds or milliseconds since 1970, of this century as far as it has come.
func epoch(v string) string {
	n, err := strconv.ParseInt(v, 10, 64)
	switch {
	case err != nil || len(v) != 10 && len(v) != 13:
		return ""
	case len(v) == 10 && n > 1_000_000_000 && n < 4_000_000_000:
		return time.Unix(n, 0).UTC().Format(time.RFC3339)
	case len(v) == 13 && n > 1_000_000_000_000 && n < 4_000_000_000_000:
		return time.UnixMilli(n).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return ""
}
