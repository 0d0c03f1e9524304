package store

import (
	"strconv"
	"testing"

	"meterscope/model"
)

// TestWhatDiffersOnlyInItsValueIsOneRow groups what a charger does in every message.
func TestWhatDiffersOnlyInItsValueIsOneRow(t *testing.T) {
	at := func(rule model.RuleID, pointer, got string) FindingGroup {
		return FindingGroup{Count: 2, First: model.Finding{Rule: rule, Pointer: pointer, HasPointer: true, Got: got, HasGot: true}}
	}
	var groups []FindingGroup
	for i := range 5 {
		n := strconv.Itoa(i)
		groups = append(groups,
			at("SCH001", "/meterValue/0/sampledValue/"+n+"/value", n),                           // one row
			at("UNI001", "/meterValue/0/sampledValue/"+n+"/unit", `"W`+string(rune('a'+i))+`"`)) // words: a row each
	}
	groups = append(groups, at("SCH001", "/connectorId", `"1"`), at("SCH001", "/connectorId", `"2"`), at("SCH001", "/connectorId", `"3"`)) // a few
	groups = append(groups, FindingGroup{Count: 1, First: model.Finding{Rule: "REG001", Got: "falls from 5 Wh"}})
	got := alike(groups)
	if len(got) != 1+5+3+1 {
		t.Fatalf("%d rows: %+v", len(got), got)
	}
	if first := got[0]; first.First.Got != "0" || first.Count != 10 || first.Kinds != 5 {
		t.Errorf("the row of numbers is %+v", first)
	}
	for _, g := range got[1:] {
		if g.Kinds != 1 {
			t.Errorf("%s %s has %d kinds", g.First.Rule, g.First.Got, g.Kinds)
		}
	}
}
