package check_test

import (
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

const unitHz = `{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"50","measurand":"Frequency","unit":"Hz"}]}]}`

func severityOf(t *testing.T, c *store.Case, id model.RuleID) model.Severity {
	t.Helper()
	for f, err := range c.Findings(t.Context(), store.FindingQuery{Rule: id}) {
		if err != nil {
			t.Fatal(err)
		}
		return f.Severity
	}
	return model.SeverityNone
}

// TestSettingsStayWithTheCase imports with settings of one's own, and again without naming them.
func TestSettingsStayWithTheCase(t *testing.T) {
	ctx := t.Context()
	c := openCase(t)
	opt := check.Options{Severity: map[model.RuleID]model.Severity{"SCH003": model.SeverityInfo}, Params: map[string]string{"CLK007.factor": "5"}}
	read := func(name, log string, opt check.Options) {
		t.Helper()
		in := []importer.Input{{Path: name, Reader: strings.NewReader(log)}}
		if _, err := importer.Run(ctx, in, check.NewSink(c, opt), importer.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	read("a.log", `[2,"a","MeterValues",`+unitHz+`]`, opt)
	if got := severityOf(t, c, "SCH003"); got != model.SeverityInfo {
		t.Errorf("the first log: %s", got)
	}
	read("b.log", `[2,"b","MeterValues",`+strings.Replace(unitHz, "10:00", "11:00", 1)+`]`, check.Options{})
	for f, err := range c.Findings(ctx, store.FindingQuery{Rule: "SCH003"}) {
		if err != nil || f.Severity != model.SeverityInfo {
			t.Errorf("%v, %v", f, err)
		}
	}
	set, err := check.Settings(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Of("CLK007"); len(got) != 2 || got[0].Value != "5" || !got[0].Changed() || got[1].Changed() {
		t.Errorf("CLK007 is used with %v", got)
	}
	if sources, err := check.Outdated(ctx, c); err != nil || len(sources) != 0 {
		t.Errorf("to be read again: %v, %v", sources, err)
	}
}

// TestWhatIsOutOfDateIsKnown adopts other settings and stops there, as a killed program does.
func TestWhatIsOutOfDateIsKnown(t *testing.T) {
	ctx := t.Context()
	c := openCase(t)
	in := []importer.Input{{Path: "a.log", Reader: strings.NewReader(`[2,"a","MeterValues",` + unitHz + `]`)}}
	if _, err := importer.Run(ctx, in, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	adopt := func(opt check.Options, changes, stale bool, outdated int) {
		t.Helper()
		changed, err := check.Adopt(ctx, c, opt)
		if err != nil || changed != changes {
			t.Errorf("%v: changed %v, %v", opt, changed, err)
		}
		if got, err := c.Stale(ctx); err != nil || got != stale {
			t.Errorf("%v: stale %v, %v", opt, got, err)
		}
		if got, err := check.Outdated(ctx, c); err != nil || len(got) != outdated {
			t.Errorf("%v: to be read again %v, %v", opt, got, err)
		}
	}
	adopt(check.Options{Params: map[string]string{"CLK007.factor": "3"}}, false, false, 0) // as in the catalogue
	adopt(check.Options{Params: map[string]string{"CLK007.factor": "4"}}, true, true, 0)
	if done, err := check.Refresh(ctx, c, check.Options{}); err != nil || !done {
		t.Errorf("refreshed %v, %v", done, err)
	}
	adopt(check.Options{Reset: []string{"CLK007.factor"}}, true, true, 0)
	adopt(check.Options{Severity: map[model.RuleID]model.Severity{"SCH003": model.SeverityNone}}, true, true, 1)
	adopt(check.Options{Reset: []string{"SCH003"}}, true, true, 0)
	if _, err := check.Adopt(ctx, c, check.Options{Params: map[string]string{"CLK007.factor": "none"}}); err == nil {
		t.Error("what can't be is kept")
	}
}
