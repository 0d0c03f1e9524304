package present

import (
	"path/filepath"
	"testing"

	"meterscope/model"
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
