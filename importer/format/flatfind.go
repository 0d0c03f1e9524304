package format

import (
	"slices"
	"strconv"
	"strings"

	"meterscope/model"
)

// wideColumn is a column of values of one kind.
type wideColumn struct {
	measure
	column int
}

// flat says that the rows hold sampled values.
func (t *Table) flat() bool {
	return len(t.messages) == 0 && t.at[fieldTime] >= 0 && (t.at[fieldValue] >= 0 || len(t.wide) > 0)
}

// Put says that messages are put together from what the rows say: what they lack besides sampled values, the table
// has no column for.
func (t *Table) Put() bool { return t.flat() }

// Inferred says that what the values are was concluded from the names of their columns.
func (t *Table) Inferred() bool { return t.flat() && t.concluded }

// findSamples finds the columns of a table whose rows are sampled values.
func (c *columns) findSamples(t *Table, named Columns) {
	c.fill(t, fieldMeasurand, isMeasurand, .8)
	c.fill(t, fieldUnit, isUnit, .8)
	c.fill(t, fieldPhase, isPhase, .8)
	c.fill(t, fieldContext, isContext, .8)
	c.fill(t, fieldFormat, isValueFormat, .8)
	c.fill(t, fieldLocation, isLocation, .8)
	c.findTimes(t)
	c.name(t, fieldTransaction, isWholeNumber, "transactionid", "transaction", "transactionpk", "txid", "tx", "sessionid", "session", "transaktion", "vorgang")
	c.name(t, fieldConnector, isWholeNumber, "connectorid", "connector", "connectorpk", "ladepunkt", "connecteur", "outlet", "port", "plug")
	if t.at[fieldMeasurand] < 0 && len(t.wide) == 0 && !t.fixed[fieldValue] {
		c.findWide(t)
	}
	if len(t.wide) == 0 {
		c.findValue(t)
	}
	c.findStation(t)
	if !t.fixed[fieldTransaction] || !t.fixed[fieldConnector] {
		c.findNumbers(t)
	}
	if !c.tells(t) || c.halved(t) {
		if !t.fixed[fieldValue] {
			t.at[fieldValue], t.wide = -1, nil
		}
		return
	}
	c.decideDecimal(t, named.decimal)
}

// tells says whether values with a time can be understood: their measurands stand there; or their column is named
// as one of values, and its unit is one of energy; or the user said so.
func (c *columns) tells(t *Table) bool {
	if len(t.wide) > 0 || t.fixed[fieldValue] || t.at[fieldMeasurand] >= 0 {
		return true
	}
	unit := t.at[fieldUnit]
	return t.valueNamed && unit >= 0 && c.mostly(unit, func(v string) bool { return v == string(model.Wh) || v == string(model.KWh) }, 1)
}

// halved says whether the values may be halves of numbers, whose decimal comma separates cells too: whole numbers,
// beside others that nothing names.
func (c *columns) halved(t *Table) bool {
	v := t.at[fieldValue]
	if t.separator != ',' || v < 0 || t.fixed[fieldValue] || !nameless(c.header) || !c.mostly(v, isWholeNumber, 1) {
		return false
	}
	for _, n := range []int{v - 1, v + 1} {
		if n >= 0 && n < len(c.taken) && !c.taken[n] && c.mostly(n, isWholeNumber, 1) {
			return true
		}
	}
	return false
}

// findTimes tells the time of a sample from the time at which it was received, or stored.
func (c *columns) findTimes(t *Table) {
	c.name(t, fieldReceived, isTime, "received", "created", "inserted", "stored", "logged", "arrival", "imported")
	c.name(t, fieldTime, isTime, "valuetimestamp", "timestamp", "sampled", "measured", "time")
	c.fill(t, fieldTime, isTime, .8)
	if t.at[fieldTime] < 0 && !t.fixed[fieldTime] { // the only one
		t.at[fieldTime], t.at[fieldReceived] = t.at[fieldReceived], -1
	}
	c.findDate(t)
}

// findValue takes the column of values: by its name, else the one whose numbers have fractions, else the one with
// the most different numbers.
func (c *columns) findValue(t *Table) {
	if t.fixed[fieldValue] {
		return
	}
	n := c.named(isNumber, "value", "reading", "sampledvalue", "metervalue", "messwert", "wert", "zählerstand", "stand")
	t.valueNamed = n >= 0
	if n < 0 {
		n = c.numbers(func(v string) int {
			if strings.ContainsAny(v, ".,") {
				return 1
			}
			return 0
		})
	}
	if n < 0 {
		seen := map[string]bool{}
		last := -1
		n = c.numbersBy(func(column int, v string) int {
			if column != last {
				clear(seen)
				last = column
			}
			if seen[v] {
				return 0
			}
			seen[v] = true
			return 1
		})
	}
	if n >= 0 {
		c.taken[n] = true
	}
	t.at[fieldValue] = n
}

func (c *columns) numbers(points func(v string) int) int {
	return c.numbersBy(func(_ int, v string) int { return points(v) })
}

// numbersBy gives the column of numbers with the most points, −1 where none has any. A column that counts rows is
// none.
func (c *columns) numbersBy(points func(column int, v string) int) int {
	best, most := -1, 0
	for n := range c.taken {
		if c.taken[n] || !c.mostly(n, isNumber, 1) || c.countsRows(n) {
			continue
		}
		sum := 0
		for _, row := range c.rows {
			if row[n] != "" {
				sum += points(n, row[n])
			}
		}
		if sum > most {
			best, most = n, sum
		}
	}
	return best
}

// countsRows says whether a column numbers the rows.
func (c *columns) countsRows(n int) bool {
	step := int64(0)
	for i, row := range c.rows {
		v, err := strconv.ParseInt(row[n], 10, 64)
		if err != nil {
			return false
		}
		if i == 0 {
			continue
		}
		before, err := strconv.ParseInt(c.rows[i-1][n], 10, 64)
		d := v - before
		if err != nil || d != 1 && d != -1 || step != 0 && d != step {
			return false
		}
		step = d
	}
	return len(c.rows) > 2
}

// findNumbers takes columns of whole numbers that no name tells: of those whose rows mostly say what the row before
// says, the one with the smallest numbers is the connector, and the next the transaction.
func (c *columns) findNumbers(t *Table) {
	if !nameless(c.header) {
		return
	}
	const mostConnectors = 64
	for _, f := range []field{fieldConnector, fieldTransaction} {
		if t.fixed[f] {
			continue
		}
		best, least := -1, int64(0)
		for n := range c.taken {
			if c.taken[n] || !c.mostly(n, isWholeNumber, 1) || !c.repeats(n) {
				continue
			}
			if most := c.largest(n); best < 0 || most < least {
				best, least = n, most
			}
		}
		if best >= 0 && (f != fieldConnector || least < mostConnectors) {
			c.taken[best], t.at[f] = true, best
		}
	}
}

// largest is the largest number of a column.
func (c *columns) largest(n int) int64 {
	most := int64(0)
	for _, row := range c.rows {
		if v, err := strconv.ParseInt(row[n], 10, 64); err == nil {
			most = max(most, v)
		}
	}
	return most
}

// repeats says whether the cells of a column mostly say what the row before says.
func (c *columns) repeats(n int) bool {
	same := 0
	for i := 1; i < len(c.rows); i++ {
		if c.rows[i][n] == c.rows[i-1][n] {
			same++
		}
	}
	return 2*same >= len(c.rows)-1
}

// findWide takes the columns whose header is the name of a measurand, with or without a phase and a unit. They are
// understood only where one of the names can't be mistaken for another word.
func (c *columns) findWide(t *Table) {
	sure := false
	var found []wideColumn
	for n, h := range c.header {
		m, ok := namedMeasure(h)
		if !ok || c.taken[n] || !c.mostly(n, isNumber, .8) {
			continue
		}
		sure = sure || strings.Contains(string(m.measurand), ".")
		found = append(found, wideColumn{measure: m, column: n})
	}
	if !sure {
		return
	}
	for _, w := range found {
		c.taken[w.column] = true
	}
	t.wide, t.concluded = found, true
}

// namedMeasure reads the name of a column: "Energy.Active.Import.Register (kWh)", "Current.Import L1 [A]", "SoC".
func namedMeasure(h string) (m measure, ok bool) {
	words := strings.FieldsFunc(h, func(r rune) bool { return strings.ContainsRune(" ()[]/,;:_", r) })
	if len(words) == 0 {
		return m, false
	}
	for size := min(len(words), 4); size > 0; size-- { // Energy_Active_Import_Register
		name := strings.Join(words[:size], ".")
		i := slices.IndexFunc(model.Measurands(), func(k model.Measurand) bool { return strings.EqualFold(string(k), name) })
		if i < 0 {
			continue
		}
		m.measurand = model.Measurands()[i]
		for _, w := range words[size:] {
			switch {
			case isPhase(w) && m.phase == "":
				m.phase = model.Phase(w)
			case isUnit(w) && m.unit == "":
				m.unit = model.Unit(w)
			case w == "%" && m.unit == "":
				m.unit = model.Percent
			case w == "°C" && m.unit == "":
				m.unit = model.Celsius
			default:
				return m, false
			}
		}
		return m, true
	}
	return m, false
}

func isMeasurand(v string) bool { return model.Measurand(v).Known() }

func isContext(v string) bool {
	switch model.Context(v) {
	case model.InterruptionBegin, model.InterruptionEnd, model.SampleClock, model.SamplePeriodic, model.TransactionBegin,
		model.TransactionEnd, model.Trigger, model.OtherContext:
		return true
	}
	return false
}

func isLocation(v string) bool {
	switch model.Location(v) {
	case model.Cable, model.EV, model.Inlet, model.Outlet, model.Body:
		return true
	}
	return false
}

func isValueFormat(v string) bool { return v == string(model.Raw) || v == string(model.SignedData) }

func isWholeNumber(v string) bool {
	_, err := strconv.ParseInt(v, 10, 64)
	return err == nil
}

func isNumber(v string) bool {
	_, form, ok := model.ReadNumber(v)
	return ok || form == model.NumberAmbiguous || commaGroups(v)
}

// commaGroups says whether a cell is a number that only a table's convention can read: 1.234.567 or 1,234,567.
func commaGroups(v string) bool {
	_, a := plainNumber(nil, []byte(v), ',')
	_, b := plainNumber(nil, []byte(v), '.')
	return a || b
}
