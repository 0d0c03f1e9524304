package rule_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
)

// besideIt gives a parameter's values just below and just above its default, by the steps in which fixtures go past it;
// "" where there is none.
func besideIt(t *testing.T, p rule.Param) (below, above []string) {
	t.Helper()
	switch p.Kind {
	case rule.ParamCount:
		n, err := strconv.Atoi(p.Default)
		if err != nil {
			t.Fatal(err)
		}
		if n > 1 {
			below = []string{strconv.Itoa(n - 1)}
		}
		return below, []string{strconv.Itoa(n + 1)}
	case rule.ParamSpan:
		d, err := time.ParseDuration(p.Default)
		if err != nil {
			t.Fatal(err)
		}
		return []string{(d - time.Second).String(), (d - time.Minute).String()}, []string{(d + time.Second).String(), (d + time.Minute).String()}
	case rule.ParamQuantity:
		d, err := model.ParseDecimal(p.Default)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []model.Decimal{model.NewDecimal(1, 1), model.NewDecimal(1, 0), model.NewDecimal(2, 0)} {
			if less := d.Sub(step); less.Sign() >= 0 {
				below = append(below, less.Plain())
			}
			above = append(above, d.Add(step).Plain())
		}
		return below, above
	case rule.ParamBands:
		var lower, higher []string
		for _, band := range strings.Split(p.Default, ",") {
			low, high, _ := strings.Cut(band, "-")
			l, _ := model.ParseDecimal(low)
			h, _ := model.ParseDecimal(high)
			one := model.NewDecimal(1, 1)
			lower = append(lower, l.Add(one).Plain()+"-"+h.Sub(one).Plain())
			higher = append(higher, l.Sub(one).Plain()+"-"+h.Add(one).Plain())
		}
		return []string{strings.Join(lower, ",")}, []string{strings.Join(higher, ",")}
	}
	return nil, nil
}

// TestFixturesStandAtTheEdgeOfEachTolerance changes each parameter by a little: then a fixture at which its rule speaks
// falls silent, and with the change the other way one at which it was silent speaks.
func TestFixturesStandAtTheEdgeOfEachTolerance(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("it imports each fixture some times, which the detector sees once in another test")
	}
	for _, r := range rule.Catalogue() {
		fixtures := readFixtures(t, filepath.Join("testdata", "fixtures", string(r.ID)+".txt"))
		for _, p := range r.Params {
			name := string(r.ID) + "." + p.Name
			t.Run(name, func(t *testing.T) {
				below, above := besideIt(t, p)
				flips := func(value string, spoke bool) bool {
					opt := check.Options{Params: map[string]string{name: value}}
					return slices.ContainsFunc(fixtures, func(f fixture) bool {
						return f.speaks == spoke && speaks(t, f.log, r.ID, opt) != spoke
					})
				}
				falls := slices.ContainsFunc(append(slices.Clone(above), below...), func(v string) bool { return flips(v, true) })
				rises := slices.ContainsFunc(append(slices.Clone(below), above...), func(v string) bool { return flips(v, false) })
				if !falls {
					t.Errorf("no fixture just beyond %s: none falls silent with %v or %v", p.Default, below, above)
				}
				if !rises && p.Default != "0" { // it can't be less
					t.Errorf("no fixture just within %s: none speaks with %v or %v", p.Default, below, above)
				}
			})
		}
	}
}

func speaks(t *testing.T, log string, id model.RuleID, opt check.Options) bool {
	t.Helper()
	for _, f := range findingsWith(t, log, opt) {
		if f.Rule == id {
			return true
		}
	}
	return false
}
