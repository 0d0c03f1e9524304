package charts

import (
	"math"
	"slices"
)

// total derives the total of a quantity from its phases, where the log has none: at the instants at which
// all of its phases have a value, and with their breaks.
func (q *quantity) total(lines []Line) (Line, bool) {
	var phases []*Line
	for i := range lines {
		switch lines[i].Role {
		case RoleTotal:
			return Line{}, false
		case RoleL1, RoleL2, RoleL3:
			phases = append(phases, &lines[i])
		}
	}
	if !q.sums || len(phases) < 2 {
		return Line{}, false
	}
	sum := Line{Name: "Total (sum of phases)", Role: RoleTotal, Derived: true, Register: q.register}
	for _, p := range phases {
		if sum.Digits = max(sum.Digits, p.Digits); p.Digits < 0 {
			sum.Digits = -1
			break
		}
	}
	unit := math.Pow10(max(sum.Digits, 0))
	at := make([]int, len(phases))
	var broken []int
	for gap := false; ; {
		t, all, done := meet(phases, at)
		if done {
			break
		}
		v := 0.0
		for k, p := range phases {
			for at[k] < len(p.Times) && p.Times[at[k]] == t {
				if _, b := slices.BinarySearch(p.Breaks, at[k]); b {
					gap = true
				}
				at[k]++
			}
			if all {
				v += p.Values[at[k]-1]
			}
		}
		if !all {
			continue
		}
		if gap {
			broken = append(broken, len(sum.Times))
			gap = false
		}
		if sum.Digits >= 0 && sum.Digits < 15 { // the sum of decimals has no more digits than they have
			v = math.Round(v*unit) / unit
		}
		sum.Times, sum.Values = append(sum.Times, t), append(sum.Values, v)
	}
	for _, p := range phases {
		sum.limit = max(sum.limit, p.limit)
	}
	sum.Breaks = breaks(sum.Times, broken, sum.limit)
	return sum, len(sum.Times) > 0
}

// meet gives the earliest instant ahead, and whether all lines have it. done: one line has ended.
func meet(lines []*Line, at []int) (t int64, all, done bool) {
	all = true
	for k, l := range lines {
		if at[k] >= len(l.Times) {
			return 0, false, true
		}
		here := l.Times[at[k]]
		if k > 0 && here != t {
			all = false
		}
		if k == 0 || here < t {
			t = here
		}
	}
	return t, all, false
}
