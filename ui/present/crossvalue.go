package present

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"meterscope/charts"
	"meterscope/ui/lang"
)

// hollowSign stands before a reading that a rule found wrong, as its dot is drawn.
const hollowSign = "○ "

// neighbour is the time of the sample before or after now, of those that are drawn as a line or hollow.
func neighbour(l *charts.Line, now int64, direction int) (at int64, ok bool) {
	if direction > 0 {
		i := sort.Search(len(l.Times), func(i int) bool { return l.Times[i] > now })
		k := sort.Search(len(l.Hollow), func(k int) bool { return l.Hollow[k].At > now })
		if i < len(l.Times) {
			at, ok = l.Times[i], true
		}
		if k < len(l.Hollow) && (!ok || l.Hollow[k].At < at) {
			at, ok = l.Hollow[k].At, true
		}
		return at, ok
	}
	i := sort.Search(len(l.Times), func(i int) bool { return l.Times[i] >= now })
	k := sort.Search(len(l.Hollow), func(k int) bool { return l.Hollow[k].At >= now })
	if i > 0 {
		at, ok = l.Times[i-1], true
	}
	if k > 0 && (!ok || l.Hollow[k-1].At > at) {
		at, ok = l.Hollow[k-1].At, true
	}
	return at, ok
}

// valueAt is the nearest sample's value: never one in between that nobody measured, and none in a gap or beyond the
// ends, unless a sample is within reach. A reading that is drawn hollow is marked as it is.
func valueAt(t *lang.Texts, l *charts.Line, now, reach int64, digits shownDigits) string {
	i := sort.Search(len(l.Times), func(i int) bool { return l.Times[i] > now })      // the first after
	k := sort.Search(len(l.Hollow), func(k int) bool { return l.Hollow[k].At > now }) // likewise
	before, after := place{}, place{}
	before.take(l, i-1, k-1, func(a, b int64) bool { return a >= b })
	after.take(l, i, k, func(a, b int64) bool { return a < b })
	nearest := before
	switch {
	case !before.ok && !after.ok:
		return Dash
	case !before.ok, after.ok && after.at-now < now-before.at && (!l.Step || before.hollow):
		nearest = after
	}
	apart := !before.ok || !after.ok || !before.hollow && !after.hollow && slices.Contains(l.Breaks, i)
	if d := nearest.at - now; apart && max(d, -d) > reach {
		return Dash
	}
	text := exact(t, l, nearest.value, digits)
	if nearest.hollow {
		return hollowSign + text
	}
	return text
}

// place is a sample beside the crosshair.
type place struct {
	at     int64
	value  float64
	hollow bool
	ok     bool
}

// take takes point i or hollow dot k, as far as there are such, whichever is nearer.
func (p *place) take(l *charts.Line, i, k int, nearer func(a, b int64) bool) {
	if i >= 0 && i < len(l.Times) {
		*p = place{l.Times[i], l.Values[i], false, true}
	}
	if k >= 0 && k < len(l.Hollow) && (!p.ok || nearer(l.Hollow[k].At, p.at) && l.Hollow[k].At != p.at) {
		*p = place{l.Hollow[k].At, l.Hollow[k].Value, true, true}
	}
}

// shownDigits is how a value is written: with at least so many digits after the point, in a unit of which there are 10
// to the power of up in one of the value's.
type shownDigits struct{ least, up int }

// exact writes a value with the digits that it has.
func exact(t *lang.Texts, l *charts.Line, v float64, digits shownDigits) string {
	if l.Digits < 0 || l.Digits > mostExact {
		return reading(t, v, digits)
	}
	s := strconv.FormatFloat(v, 'f', max(l.Digits, digits.least), 64)
	if digits.up > 0 {
		return t.Grouped(t.Plain(decimal(s).Shift(digits.up)))
	}
	if point := strings.IndexByte(s, '.'); point >= 0 {
		for len(s)-point-1 > digits.least && s[len(s)-1] == '0' {
			s = s[:len(s)-1]
		}
		s = strings.TrimSuffix(s, ".")
	}
	if v == 0 {
		s = strings.TrimPrefix(s, "-")
	}
	return t.Number(s)
}
