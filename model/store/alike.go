package store

import "strings"

// fewKinds is how many values of one quirk are a row each.
const fewKinds = 3

// alike makes one row of findings that differ only in the value that stands there: a charger that sends numbers for
// strings does so in every message. Words, such as units, are told apart however many there are.
func alike(groups []FindingGroup) []FindingGroup {
	key := func(g *FindingGroup) (k groupKey, ok bool) {
		f := &g.First
		if !f.HasGot || !f.HasPointer || !strings.ContainsAny(f.Got, "0123456789") {
			return k, false
		}
		k.shape, _ = shapeOf(f.Pointer, nil)
		k.rule, k.severity = f.Rule, f.Severity
		return k, true
	}
	kinds := map[groupKey]int{}
	for i := range groups {
		groups[i].Kinds = 1
		if k, ok := key(&groups[i]); ok {
			kinds[k]++
		}
	}
	row := map[groupKey]int{}
	out := groups[:0]
	for i := range groups {
		g := groups[i]
		k, ok := key(&g)
		if !ok || kinds[k] <= fewKinds {
			out = append(out, g)
			continue
		}
		at, ok := row[k]
		if !ok {
			row[k], g.Kinds = len(out), kinds[k]
			out = append(out, g)
			continue
		}
		out[at].Count += g.Count
	}
	return out
}
