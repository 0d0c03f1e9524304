package present

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Order is a column that the list is ordered by, and the direction.
type Order struct {
	Column string `json:"column"` // its id
	Desc   bool   `json:"desc,omitempty"`
}

// sortKey gives a number that orders rows as a column does. ok is false where the row has nothing there: that comes
// last, whichever way the list is ordered.
type sortKey func(t *listTable, row int32) (key uint64, ok bool)

func keyOfInt(v int64) uint64 { return uint64(v) ^ 1<<63 } //nolint:gosec // that negative ones come first

func keyOfFloat(v float64) uint64 {
	bits := math.Float64bits(v)
	if bits>>63 != 0 {
		return ^bits
	}
	return bits | 1<<63
}

func sortBegin(t *listTable, row int32) (uint64, bool) {
	v, ok := t.rows[row].begin()
	return keyOfInt(v), ok
}

func sortEnd(t *listTable, row int32) (uint64, bool) {
	v, ok := t.rows[row].end()
	return keyOfInt(v), ok
}

func sortSeverity(t *listTable, row int32) (uint64, bool) {
	return uint64(t.rows[row].severity()), true
}

// sortStation orders by station and then by connector.
func sortStation(t *listTable, row int32) (uint64, bool) {
	p := &t.rows[row]
	const half = 32
	key := uint64(t.stations.rankOf(p.station)) << half
	if p.has&hasConnector != 0 {
		key |= uint64(uint32(p.connector) ^ 1<<31) //nolint:gosec // that negative ones come first
	}
	return key, true
}

func sortID(t *listTable, row int32) (uint64, bool) {
	id, ok := t.idOf(row)
	return keyOfInt(id), ok
}

func sortTag(t *listTable, row int32) (uint64, bool) { return t.tags.sortKey(t.rows[row].tag) }

func sortReason(t *listTable, row int32) (uint64, bool) {
	return t.reasons.sortKey(uint32(t.rows[row].reason))
}

// sortSource is the order of import; by name: see [listQuery.keyOf].
func sortSource(t *listTable, row int32) (uint64, bool) {
	return keyOfInt(int64(t.rows[row].source)), t.rows[row].source != 0
}

func sortRules(t *listTable, row int32) (uint64, bool) { return t.rules.sortKey(t.rows[row].rules) }

func sortEnergy(t *listTable, row int32) (uint64, bool) {
	v, ok := t.energyOf(row)
	return keyOfFloat(v.Float64()), ok
}

func sortMaxPower(t *listTable, row int32) (uint64, bool) {
	v, ok := t.powerOf(row)
	return keyOfFloat(v.Float64()), ok
}

func sortAveragePower(t *listTable, row int32) (uint64, bool) {
	v, ok := t.energyOf(row)
	d, timed := t.rows[row].duration()
	return keyOfFloat(v.Float64() / d.Seconds()), ok && timed && d > 0
}

func sortSoC(t *listTable, row int32) (uint64, bool) {
	v, ok := t.socOf(row, 1)
	return keyOfFloat(v.Float64()), ok
}

func sortDuration(t *listTable, row int32) (uint64, bool) {
	d, ok := t.rows[row].duration()
	return keyOfInt(int64(d)), ok
}

func sortFindings(t *listTable, row int32) (uint64, bool) {
	return keyOfInt(t.findingsOf(row)), true
}

func sortSamples(t *listTable, row int32) (uint64, bool) { return uint64(t.rows[row].samples), true }

func sortMeterStart(t *listTable, row int32) (uint64, bool) {
	wh, ok := t.registerOf(row, false)
	return keyOfInt(wh), ok
}

func sortMeterStop(t *listTable, row int32) (uint64, bool) {
	wh, ok := t.registerOf(row, true)
	return keyOfInt(wh), ok
}

// sortKey is a text's place among all; one that is empty has none.
func (w *words) sortKey(n uint32) (uint64, bool) { return uint64(w.rankOf(n)), w.texts[n] != "" }

// rankOf is the place of a text among all.
func (w *words) rankOf(n uint32) uint32 {
	w.ranked.Do(func() {
		order := make([]uint32, len(w.texts))
		for i := range order {
			order[i] = uint32(i) //nolint:gosec // as many as there are transactions at most
		}
		slices.SortFunc(order, func(a, b uint32) int { return naturalCompare(w.texts[a], w.texts[b]) })
		w.rank = make([]uint32, len(order))
		for i, n := range order {
			w.rank[n] = uint32(i) //nolint:gosec // likewise
		}
	})
	return w.rank[n]
}

// naturalCompare orders texts as people do: CP2 comes before CP10, and case matters last.
func naturalCompare(a, b string) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if isDigit(a[i]) && isDigit(b[j]) {
			m, n := digitsEnd(a, i), digitsEnd(b, j)
			x, y := strings.TrimLeft(a[i:m], "0"), strings.TrimLeft(b[j:n], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			i, j = m, n
			continue
		}
		if c := cmp.Compare(lowerByte(a[i]), lowerByte(b[j])); c != 0 {
			return c
		}
		i, j = i+1, j+1
	}
	return cmp.Or(cmp.Compare(len(a)-i, len(b)-j), strings.Compare(a, b))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func digitsEnd(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// sorted orders rows, which come in the list's own order, by columns: the first of them is the most important.
// Among equals the list's own order stays. It gives what it was given, in another order.
// keyOf is how a column orders.
func (t *listTable) sorted(rows []int32, by []Order, keyOf func(column string) sortKey) []int32 {
	keys, into := make([]uint64, len(rows)), make([]int32, len(rows))
	keysInto := make([]uint64, len(rows))
	for k := len(by) - 1; k >= 0; k-- {
		key := keyOf(by[k].Column)
		if key == nil {
			continue
		}
		differing, first := uint64(0), uint64(0)
		for i, row := range rows {
			v, ok := key(t, row)
			switch {
			case !ok:
				v = math.MaxUint64
			case by[k].Desc:
				v = ^v
			}
			if i == 0 {
				first = v
			}
			differing |= v ^ first
			keys[i] = v
		}
		rows, into, keys, keysInto = radix(rows, into, keys, keysInto, differing)
	}
	return rows
}

// radix sorts rows by their keys, and keeps equal ones in their order: by one digit after the other, the least
// first, those left out that are the same in all. What it sorts into and what it sorted change places.
func radix(rows, into []int32, keys, keysInto []uint64, differing uint64) (r, spare []int32, k, spareKeys []uint64) {
	const width, digits = 11, 1 << 11
	for shift := 0; shift < 64; shift += width {
		if differing>>shift&(digits-1) == 0 {
			continue
		}
		var starts [digits]int
		for _, v := range keys {
			starts[v>>shift&(digits-1)]++
		}
		sum := 0
		for d, n := range starts {
			starts[d], sum = sum, sum+n
		}
		for i, v := range keys {
			d := v >> shift & (digits - 1)
			into[starts[d]], keysInto[starts[d]] = rows[i], v
			starts[d]++
		}
		rows, into, keys, keysInto = into, rows, keysInto, keys
	}
	return rows, into, keys, keysInto
}
