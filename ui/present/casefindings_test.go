package present

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// manyFindings is a case with findings of two stations: so many of one rule, and a few of others.
func manyFindings(n int) *memcase.Case {
	file := memcase.Filled(8)
	at := file.Said[1][0]
	for i := range n {
		f := at
		f.Rule, f.Severity, f.Got, f.Transaction = "VAL002", model.SeverityError, fmt.Sprintf("%q", fmt.Sprint("x", i)), 2
		file.Said[2] = append(file.Said[2], f)
	}
	return file
}

// groupsOf writes the groups.
func groupsOf(v *CaseFindings) string {
	var lines []string
	for _, g := range v.Groups() {
		line := fmt.Sprintf("%s %d", g.Note, g.Places)
		if g.Head {
			line = fmt.Sprintf("%s: %d", g.Title, g.Places)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

func TestFindingsOfTheCaseAreGroupedAndTheirPlacesRead(t *testing.T) {
	d := opened(t, manyFindings(12_000))
	v := d.Whole
	if v.Counted() || v.Title() != "Counting the findings…" {
		t.Errorf("before somebody looks: %q", v.Title())
	}
	d.ShowPage(PageFindings)
	d.until("they are counted", v.Counted)
	if got, want := groupsOf(v), "VAL002 12000, CLK007 1, SCH003 1"; got != want {
		t.Errorf("by rule: %s, want %s", got, want)
	}
	if v.Title() != "12,002 findings" || v.Chosen() != 0 {
		t.Errorf("%q, group %d", v.Title(), v.Chosen())
	}
	d.until("the first places are there", func() bool { return v.Places() > 0 })
	if v.Places() >= 12_000 {
		t.Error("nothing is shown before all is read")
	}
	d.until("a place is shown as it stands", func() bool { return v.Opened() != nil })
	d.until("all are there", v.Complete)
	if v.Places() != 12_000 || v.State() != "12,000 places" {
		t.Errorf("%d places, %q", v.Places(), v.State())
	}
	if doc, ok := v.Doc(); !ok || doc.What == "" {
		t.Error("the rule isn't explained")
	}
	d.until("the transaction is named", func() bool { return v.Place(0).Transaction == "43 · CP2/2" })
	if r := v.Place(3); !strings.Contains(r.Message, "x3") || r.Where != "day.log, line 2, byte 458" || r.Severity != model.SeverityError {
		t.Errorf("place %+v", r)
	}
	if !strings.Contains(v.CopyText(), "day.log") {
		t.Errorf("copied %q", v.CopyText())
	}
	if got := v.CopyJSON(); !strings.Contains(got, `"source": "day.log"`) || !strings.Contains(got, `"rule": "`) {
		t.Errorf("copied as JSON %s", got)
	}

	v.SetGrouping(ByStation)
	d.until("they are counted", v.Counted)
	if got, want := groupsOf(v), "CP1: 2, CLK007 1, SCH003 1, CP2: 12000, VAL002 12000"; got != want {
		t.Errorf("by station: %s, want %s", got, want)
	}
	v.Choose(0)
	d.until("its places are read", v.Complete)
	if _, ok := v.Doc(); ok || v.Places() != 2 {
		t.Errorf("a station is explained as a rule, or has %d places", v.Places())
	}
	v.SetGrouping(BySource)
	if got, want := groupsOf(v), "day.log: 12002, VAL002 12000, CLK007 1, SCH003 1"; got != want {
		t.Errorf("by source: %s, want %s", got, want)
	}
}

func TestFromAFindingOfTheCaseToItsTransaction(t *testing.T) {
	d := opened(t, manyFindings(3))
	d.List.SetSearch("CP4") // hides it
	d.until("the list is filtered", func() bool { return d.List.Len() == 2 })
	d.ShowPage(PageFindings)
	d.until("the first is selected", func() bool { return d.Whole.Selected() == 0 })
	if !d.Whole.InTransaction() {
		t.Fatal("it is of no transaction")
	}
	d.Whole.ShowInTransaction()
	d.until("the transaction is shown", func() bool {
		return d.Page() == PageTransactions && d.Detail.key == 2 && d.List.Selected() == 1 && d.Messages.Opened() != nil
	})
	if d.Tab() != TabMessages || d.List.Search() != "" {
		t.Errorf("tab %d, search %q", d.Tab(), d.List.Search())
	}
}

func TestCaseWithoutFindingsSaysSo(t *testing.T) {
	file := memcase.Filled(2)
	file.Said = nil
	d := opened(t, file)
	d.ShowPage(PageFindings)
	d.until("they are counted", d.Whole.Counted)
	if len(d.Whole.Groups()) != 0 || d.Whole.Title() != "0 findings" || d.Whole.Chosen() != -1 || d.Whole.State() != "" {
		t.Errorf("%v %q", d.Whole.Groups(), d.Whole.Title())
	}
	d.Whole.Choose(0)
	d.Whole.Select(0)
	d.Whole.ShowInTransaction()
	if d.Whole.CopyText() != "" {
		t.Error("something is copied")
	}
}

func TestFindingsAreCountedAgainWhenTheCaseHasChanged(t *testing.T) {
	file := manyFindings(3)
	d := opened(t, file)
	d.ShowPage(PageFindings)
	d.until("they are counted", d.Whole.Counted)
	d.Whole.Choose(1)
	file.Change(func() { file.Said[3] = append(file.Said[3], file.Said[2]...) })
	d.Refresh()
	d.until("they are counted again", func() bool { return d.Whole.Title() == "8 findings" })
	if groupsOf(d.Whole) != "VAL002 6, CLK007 1, SCH003 1" || d.Whole.Chosen() != 1 {
		t.Errorf("%s, group %d", groupsOf(d.Whole), d.Whole.Chosen())
	}
}

func TestAnotherCasesFindingsAreCountedWhileTheyAreLookedAt(t *testing.T) {
	d := opened(t, manyFindings(3))
	d.ShowPage(PageFindings)
	d.until("they are counted", func() bool { return d.Whole.Title() == "5 findings" })
	other := manyFindings(3)
	other.Said[2] = nil
	d.Engine.Open = func(context.Context, string, bool) (CaseFile, error) { return other, nil }
	d.OpenCase("other" + CaseEnding)
	d.until("the other's are counted", func() bool { return d.Whole.Title() == "2 findings" && !d.Opening() })
}
