package present

import (
	"path/filepath"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/ui/lang"
)

func TestCardSaysWhatItsRuleIsUsedWith(t *testing.T) {
	d := liveDesk(t, filepath.Join(t.TempDir(), "case"+CaseEnding))
	d.ImportSample()
	d.until("it is imported", func() bool { return !d.Importing() && d.List.Len() == 3 })
	d.settle()
	d.Rules.Load()
	d.until("the rules are read", d.Rules.Loaded)
	choose(t, d.Rules, "CLK007")
	d.Rules.SetSeverity(model.SeverityError)
	d.Rules.SetParam("CLK007.factor", "4")
	d.Rules.Apply()
	set := func() (texts map[model.RuleID]string) {
		texts = map[model.RuleID]string{}
		for _, c := range d.Findings.Cards() {
			texts[c.Rule] = c.Set
		}
		return texts
	}
	d.until("the case is checked again", func() bool { return !d.Importing() })
	d.List.Select(1)
	d.until("the cards say it", func() bool { return set()["CLK007"] == "CLK007=error (else warning), CLK007.factor=4 (else 3)" })
	if got := set(); got["SCH003"] != "" {
		t.Errorf("SCH003 is used with %q", got["SCH003"])
	}
}

func TestCardsSayWhatWasExpectedOnceAndWhatToDoInTheWindow(t *testing.T) {
	for _, c := range []struct {
		sentence, want string
		repeated       bool
	}{
		{"The register falls; a register only counts up.", "a register only counts up", true},
		{"unit is \"Hz\"; the schema allows one of Wh, kWh, W, kW.", "one of Wh, kWh, W, kW", true},
		{"The unit is \"Wh\"; expected W or kW for Power.", "W or kW", false},
		{"The value is missing.", "a value in each sampled value", false},
		{"", "", false},
	} {
		if got := repeats(c.sentence, c.want); got != c.repeated {
			t.Errorf("%q in %q: %v", c.want, c.sentence, got)
		}
	}
	for _, r := range rule.Catalogue() {
		for _, code := range lang.Languages() {
			texts, err := lang.Load(code)
			if err != nil {
				t.Fatal(err)
			}
			if d := RuleDoc(r.Doc).in(texts); strings.Contains(d.What+d.Why+d.Remedy, "--") {
				t.Errorf("%s, %s: in the window there is no command line: %s", r.ID, code, d.Remedy)
			}
		}
	}
}
