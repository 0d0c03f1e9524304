package present

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meterscope/model"
)

func TestRulesOfACaseAreChangedAndTheCaseIsCheckedAgain(t *testing.T) {
	dir := t.TempDir()
	d := liveDesk(t, filepath.Join(dir, "case"+CaseEnding))
	d.ImportSample()
	d.until("it is imported", func() bool { return !d.Importing() && d.List.Len() == 3 })
	d.settle()
	flagged := func() int { return d.List.Counts().Errors + d.List.Counts().Warnings + d.List.Counts().Infos }
	before := flagged()
	d.Rules.Load()
	d.until("the rules are read", d.Rules.Loaded)
	if d.Rules.Changed() || d.Rules.CanApply() || d.Rules.ChangedText() != "All rules are as Meterscope has them." {
		t.Errorf("nothing was changed: %q", d.Rules.ChangedText())
	}
	for _, id := range []model.RuleID{"SCH003", "UNI001", "CLK007", "REG001", "TXN001"} {
		choose(t, d.Rules, id)
		d.Rules.SetSeverity(model.SeverityNone)
	}
	if !d.Rules.CanApply() || d.Rules.ChangedText() != "5 rules are other than Meterscope has them." {
		t.Errorf("it says %q", d.Rules.ChangedText())
	}
	d.Rules.Apply()
	d.until("the case is checked again", func() bool { return !d.Importing() && flagged() < before })
	d.settle()
	if d.Rules.Changed() || len(d.problems) > 0 {
		t.Errorf("problems %+v", d.problems)
	}
	d.Undo()
	d.until("it is as before", func() bool { return !d.Importing() && flagged() == before })
	d.settle()
	if label, ok := d.CanRedo(); !ok || label != "Change what rules say" {
		t.Errorf("redo %q, %v", label, ok)
	}
}

func choose(t *testing.T, r *Rules, id model.RuleID) {
	t.Helper()
	i := slices.IndexFunc(r.Rows(), func(row RuleRow) bool { return row.ID == id })
	if i < 0 {
		t.Fatalf("there is no %s", id)
	}
	r.Select(i)
}

func TestToleranceThatCantBeIsSaidAndNotApplied(t *testing.T) {
	d := liveDesk(t, filepath.Join(t.TempDir(), "case"+CaseEnding))
	d.Rules.Load()
	d.until("the rules are read", d.Rules.Loaded)
	d.Rules.Find("clk007")
	if n := len(d.Rules.Rows()); n != 1 {
		t.Fatalf("%d rules fit", n)
	}
	_, doc, standard, ok := d.Rules.Chosen()
	params := d.Rules.Params()
	if !ok || doc.Title == "" || standard == model.SeverityNone || len(params) == 0 {
		t.Fatalf("chosen %v, %+v, %d parameters", ok, doc, len(params))
	}
	d.Rules.SetParam(params[0].Name, "much")
	if p := d.Rules.Params()[0]; p.Value != "much" || !strings.Contains(p.Problem, "must be") {
		t.Errorf("parameter %+v", p)
	}
	if d.Rules.CanApply() || d.Rules.Problem() == "" || !d.Rules.Rows()[0].Changed {
		t.Error("it can be applied")
	}
	d.Rules.SetParam(params[0].Name, " ")
	if d.Rules.Changed() || d.Rules.Params()[0].Value != params[0].Default {
		t.Errorf("emptied it is %+v", d.Rules.Params()[0])
	}
	d.Rules.SetSeverity(model.SeverityError)
	d.Rules.Reset()
	if d.Rules.Changed() {
		t.Error("reset it is changed")
	}
	d.Rules.SetSeverity(model.SeverityInfo)
	d.Rules.ResetAll()
	d.Rules.Find("no such rule")
	if len(d.Rules.Rows()) != 0 || d.Rules.Selected() != -1 || d.Rules.Changed() {
		t.Errorf("%d rules fit", len(d.Rules.Rows()))
	}
}
