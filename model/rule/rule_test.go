package rule

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/session"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("%s is not fresh; run the test with -update and look at what changes. Now it would be:\n%s", path, got)
	}
}

func TestEveryRuleIsDocumented(t *testing.T) {
	seen := map[model.RuleID]bool{}
	for _, r := range Catalogue() {
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
		if len(r.ID) != 6 || strings.Trim(string(r.ID[3:]), "0123456789") != "" {
			t.Errorf("%s is no family and number", r.ID)
		}
		if r.Severity == model.SeverityNone {
			t.Errorf("%s has no severity", r.ID)
		}
		if r.Doc.Title == "" || strings.HasSuffix(r.Doc.Title, ".") {
			t.Errorf("%s: title %q", r.ID, r.Doc.Title)
		}
		for name, text := range map[string]string{"what": r.Doc.What, "why": r.Doc.Why, "remedy": r.Doc.Remedy} {
			if !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %s is no sentence: %q", r.ID, name, text)
			}
		}
		if r.Doc.Spec == "" && r.ID != "JSN006" {
			t.Errorf("%s names no specification", r.ID)
		}
		functions := 0
		for _, set := range []bool{r.Frame != nil, r.Transaction != nil, r.Connector != nil, r.Clock != nil, r.Exchange != nil} {
			if set {
				functions++
			}
		}
		decoded := strings.HasPrefix(string(r.ID), "JSN") || strings.HasPrefix(string(r.ID), "SCH")
		if decoded && functions != 0 || !decoded && functions != 1 {
			t.Errorf("%s has %d functions", r.ID, functions)
		}
		if r.say == nil {
			t.Errorf("%s has no message", r.ID)
		}
		for _, p := range r.Params {
			if p.Text == "" || p.Default == "" {
				t.Errorf("%s.%s is not documented", r.ID, p.Name)
			}
		}
		if found, ok := ByID(r.ID); !ok || found.ID != r.ID {
			t.Errorf("%s is not found by its id", r.ID)
		}
	}
	for _, id := range []model.RuleID{"", "X", "XYZ001", "VAL999"} {
		if _, ok := ByID(id); ok {
			t.Errorf("there is a rule %q", id)
		}
	}
}

func TestThePageOfRulesIsFresh(t *testing.T) {
	golden(t, "../../assets/docs/rules.md", Markdown())
}

func TestSettings(t *testing.T) {
	set, err := NewSettings(map[model.RuleID]model.Severity{"VAL001": model.SeverityNone}, map[string]string{"CLK007.floor": "90s", "CLK007.factor": "5", "REG001.tolerance": "2.5"})
	if err != nil {
		t.Fatal(err)
	}
	if !set.off("VAL001") || set.off("VAL002") {
		t.Error("VAL001 is off, VAL002 is not")
	}
	if l := set.GapLimits(); l.Factor != 5 || l.Floor.Seconds() != 90 {
		t.Errorf("limits are %v", l)
	}
	if q := set.Quantity("REG001.tolerance"); q.String() != "2.5" {
		t.Errorf("the tolerance is %v", q)
	}
}

func TestWhatCantBeSetIsRefusedAndSaysWhatCan(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"CLK007.fact", "3", "no parameter \"CLK007.fact\"; there are UNI004.least, UNI004.most, PHS002.percent"},
		{"CLK007", "3", "no parameter"},
		{"NOPE01.x", "3", "no parameter"},
		{"CLK007.factor", "0", "whole number"},
		{"CLK007.factor", "1.5", "whole number"},
		{"CLK007.floor", "2", "duration"},
		{"CLK007.floor", "-2m", "duration"},
		{"REG001.tolerance", "-1", "number such as"},
		{"REG001.tolerance", "1e3", "number such as"},
	} {
		err := ParseParam(c.name, c.value)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s=%s: %v, want %q", c.name, c.value, err, c.want)
		}
	}
	if err := ParseParam("REG001.tolerance", "10"); err != nil {
		t.Error(err)
	}
	_, err := NewSettings(map[model.RuleID]model.Severity{"NOPE01": model.SeverityError}, nil)
	if err == nil || !strings.Contains(err.Error(), "there are JSN001, JSN002") {
		t.Errorf("got %v", err)
	}
	if id, err := ParseRule("val001"); err != nil || id != "VAL001" {
		t.Errorf("got %v, %v", id, err)
	}
	if _, err := ParseRule("val"); err == nil {
		t.Error("val is no rule")
	}
}

func TestABriefIsMadeOfTheFindingsOfTheRulesThatItNames(t *testing.T) {
	for _, r := range Catalogue() {
		s := &session.Session{}
		start, end := NewBrief(s, []model.Finding{{Rule: r.ID, Count: 1}}).Wrong()
		named := slices.Contains(Briefed(), r.ID)
		if r.ID != "UNI004" && (start || end) != named { // that one asks for the place, too
			t.Errorf("%s: %v, %v", r.ID, start, end)
		}
		if named && r.Transaction == nil {
			t.Errorf("%s is no rule over a transaction alone", r.ID)
		}
	}
}
