package present

import (
	"math/bits"
	"strings"
	"time"
	"unicode"

	"meterscope/model"
)

// choice is what is selected beside the one row that the detail shows: rows of the table, a bit each. The zero value
// is nothing but that row.
type choice struct {
	bits   []uint64
	n      int
	anchor int // the row of the view from which a stretch goes
	total  Totals
}

const wordBits = 64

func (c *choice) has(row int32) bool {
	w := int(row) / wordBits
	return w < len(c.bits) && c.bits[w]>>(row%wordBits)&1 != 0
}

// set selects a row, or no longer.
func (c *choice) set(row int32, on bool) {
	w := int(row) / wordBits
	if w >= len(c.bits) {
		c.bits = append(c.bits, make([]uint64, w+1-len(c.bits))...)
	}
	if c.has(row) == on {
		return
	}
	c.bits[w] ^= 1 << (row % wordBits)
	if c.n--; on {
		c.n += 2
	}
}

func (c *choice) clear() {
	clear(c.bits)
	c.n = 0
}

// within drops what isn't in the view.
func (c *choice) within(t *listTable, rows []int32) {
	if c.n == 0 {
		return
	}
	kept := choice{anchor: min(c.anchor, max(len(rows)-1, 0))}
	for _, row := range rows {
		if c.has(row) {
			kept.set(row, true)
		}
	}
	*c = kept
	c.sum(t, rows)
}

// follow goes over to another table with the same transactions.
func (c *choice) follow(before *listTable, moved func(int32) (int32, bool)) {
	if c.n == 0 || before == nil {
		return
	}
	kept := choice{anchor: c.anchor}
	for w, word := range c.bits {
		for ; word != 0; word &= word - 1 {
			row := w*wordBits + bits.TrailingZeros64(word)
			if r, ok := moved(int32(row)); ok { //nolint:gosec // the number of a row
				kept.set(r, true)
			}
		}
	}
	*c = kept
}

// sum sums up what is selected.
func (c *choice) sum(t *listTable, rows []int32) {
	c.total = Totals{}
	for _, row := range rows {
		if c.has(row) {
			c.total.add(t, row)
		}
	}
}

// Selected is the row that the detail shows; −1 if there is none in the view.
func (l *List) Selected() int { return l.selected }

// Chosen says whether a row is selected, alone or with others.
func (l *List) Chosen(row int) bool {
	if l.choice.n == 0 || row < 0 || row >= len(l.view.rows) {
		return row >= 0 && row == l.selected
	}
	return l.choice.has(l.view.rows[row])
}

// ChosenCount is how many rows are selected.
func (l *List) ChosenCount() int {
	if l.choice.n == 0 && l.selected >= 0 {
		return 1
	}
	return l.choice.n
}

// chosenRows are the selected rows of the table, in the order of the view.
func (l *List) chosenRows() []int32 {
	var rows []int32
	if l.choice.n == 0 {
		if l.selected >= 0 && l.selected < len(l.view.rows) {
			rows = append(rows, l.view.rows[l.selected])
		}
		return rows
	}
	for _, row := range l.view.rows {
		if l.choice.has(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// Select chooses a row, and only that.
func (l *List) Select(row int) {
	if row < 0 || row >= len(l.view.rows) {
		return
	}
	l.stay()
	l.only(row)
}

// only chooses a row, and only that.
func (l *List) only(row int) {
	l.choice.clear()
	l.choice.anchor = row
	l.lead(row)
}

// lead shows a row in the detail.
func (l *List) lead(row int) {
	key := l.keyAt(row)
	changed := l.selectedKey != key
	l.selected, l.selectedKey = row, key
	l.changed()
	l.scroll()
	if changed {
		tx, _ := l.Row(row)
		l.onSelect(key, tx)
	}
}

// SelectTo chooses all rows from the one that was chosen first to this one.
func (l *List) SelectTo(row int) {
	if row < 0 || row >= len(l.view.rows) {
		return
	}
	anchor := min(max(l.choice.anchor, 0), len(l.view.rows)-1)
	l.stay()
	l.choice.clear()
	for i := min(anchor, row); i <= max(anchor, row) && anchor != row; i++ {
		l.choice.set(l.view.rows[i], true)
	}
	l.choice.sum(l.table, l.view.rows)
	l.lead(row)
}

// Toggle chooses a row too, or no longer. One stays.
func (l *List) Toggle(row int) {
	if row < 0 || row >= len(l.view.rows) {
		return
	}
	l.stay()
	if l.choice.n == 0 && l.selected >= 0 {
		l.choice.set(l.view.rows[l.selected], true)
	}
	on := !l.choice.has(l.view.rows[row])
	if !on && l.choice.n <= 1 {
		return
	}
	l.choice.set(l.view.rows[row], on)
	l.choice.anchor = row
	l.choice.sum(l.table, l.view.rows)
	if !on { // the detail shows another of those that are left
		row = l.nearestChosen(row)
	}
	l.lead(row)
}

func (l *List) nearestChosen(row int) int {
	for d := range len(l.view.rows) {
		for _, i := range [...]int{row + d, row - d} {
			if i >= 0 && i < len(l.view.rows) && l.choice.has(l.view.rows[i]) {
				return i
			}
		}
	}
	return row
}

// SelectAll chooses all rows of the view.
func (l *List) SelectAll() {
	l.stay()
	for _, row := range l.view.rows {
		l.choice.set(row, true)
	}
	l.choice.total = l.view.total
	if l.view.total.Count != len(l.view.rows) {
		l.choice.sum(l.table, l.view.rows)
	}
	l.changed()
}

// Move goes so many rows down, or up where by is negative, and stops at the ends.
func (l *List) Move(by int) {
	if row, ok := l.target(by); ok {
		l.Select(row)
	}
}

// Extend goes so many rows down or up and chooses all on the way.
func (l *List) Extend(by int) {
	if row, ok := l.target(by); ok {
		l.SelectTo(row)
	}
}

func (l *List) target(by int) (row int, ok bool) {
	n := len(l.view.rows)
	return min(max(l.selected+by, 0), n-1), n > 0
}

// Home goes to the first row.
func (l *List) Home() { l.Select(0) }

// End goes to the last row.
func (l *List) End() { l.Select(len(l.view.rows) - 1) }

// SelectedText is the selected transaction as one line: its columns from left to right, with tabs between them,
// and the sentence that sums it up, in the language's own manner. It is "" while none is read.
func (l *List) SelectedText() string {
	tx, ok := l.Row(l.selected)
	if !ok {
		return ""
	}
	var cells []string
	t := l.app.Texts().Own()
	for _, c := range Columns(t) {
		if c.Extra || c.ID == "note" {
			continue
		}
		text, _ := c.Cell(tx, l.app.Engine.Zone)
		cells = append(cells, text)
	}
	return strings.Join(append(cells, l.app.Detail.sentence(t)), "\t")
}

// Footer says what the list shows, or what is selected of it, and what that sums up to.
func (l *List) Footer() string {
	t := l.app.Texts()
	if l.jump.typed != "" {
		return t.Text("Jump to: %s", l.jump.typed)
	}
	if !l.loaded {
		return t.Text(TextLoading)
	}
	total, text := l.view.total, ""
	switch {
	case l.choice.n > 1:
		total, text = l.choice.total, t.Text("%s selected", Count(t, l.choice.n))
	case l.Filtered():
		text = t.Text("%s of %s shown", Count(t, len(l.view.rows)), Plural(t, l.counts.All, "transaction", "transactions"))
	default:
		text = Plural(t, l.counts.All, "transaction", "transactions")
	}
	if total.Count == 0 {
		return text
	}
	energy := t.EnergyTotal(total.Energy)
	if total.Rough {
		energy = "~" + energy
	}
	text += "  ·  " + energy
	if total.Unknown > 0 {
		text += " (" + t.Text("%s without energy", Count(t, total.Unknown)) + ")"
	}
	switch hours := int64(total.Time / time.Hour); {
	case hours >= 1000:
		text += "  ·  " + t.Text("%s h", Count(t, hours))
	case total.Time > 0:
		text += "  ·  " + t.Text("%s h", Duration(total.Time))
	}
	return text
}

// jump is what is typed to go to a row.
type jump struct {
	typed string
	last  time.Time
}

// Jump takes a letter that is typed into the list, and goes to the next row whose transaction id, station, tag or
// start, as the list shows it, begins as typed. After a pause it begins anew.
func (l *List) Jump(r rune) {
	const pause = 1500 * time.Millisecond
	now := l.app.Engine.Now()
	if now.Sub(l.jump.last) > pause {
		l.jump.typed = ""
	}
	if l.jump.typed == "" && unicode.IsSpace(r) {
		return
	}
	l.jump.last = now
	l.jump.typed += string(unicode.ToLower(r))
	from := max(l.selected, 0)
	for i := range len(l.view.rows) {
		row := (from + i) % len(l.view.rows)
		if l.begins(l.view.rows[row], l.jump.typed) {
			l.Select(row)
			return
		}
	}
	l.changed()
}

// Jumping says that something was typed to go to a row, and nothing else was done since.
func (l *List) Jumping() bool { return l.jump.typed != "" }

// EndJump forgets what was typed.
func (l *List) EndJump() {
	if l.jump.typed != "" {
		l.jump = jump{}
		l.changed()
	}
}

func (l *List) begins(row int32, typed string) bool {
	p := &l.table.rows[row]
	if id, ok := l.table.idOf(row); ok && strings.HasPrefix(exactNumber(model.Some(id)), typed) {
		return true
	}
	for _, text := range [...]string{l.table.stations.texts[p.station], l.table.tags.texts[p.tag]} {
		if len(text) >= len(typed) && strings.EqualFold(text[:len(typed)], typed) {
			return true
		}
	}
	if nanos, ok := p.begin(); ok && isDigit(typed[0]) {
		return strings.HasPrefix(listTime(l.app.Texts(), unpackTime(nanos, formSet), l.app.Engine.Zone), typed)
	}
	return false
}
