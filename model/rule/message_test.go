package rule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// TestMessages holds the sentence of every rule; of those of the decoder also where it could not say more.
func TestMessages(t *testing.T) {
	from := model.NewTime(time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC), 0, model.ZoneStated)
	var b strings.Builder
	for _, r := range Catalogue() {
		full := model.Finding{
			Rule: r.ID, Got: `"got"`, HasGot: true, Want: "want", Pointer: "/meterValue/0/sampledValue/3/value", HasPointer: true,
			From: from, To: from.Add(90 * time.Minute), Count: 4,
		}
		fmt.Fprintf(&b, "%s\n  %s\n", r.ID, Message(full))
		if strings.HasPrefix(string(r.ID), "JSN") {
			fmt.Fprintf(&b, "  %s\n", Message(model.Finding{Rule: r.ID}))
		}
	}
	for _, f := range []model.Finding{
		{Rule: "SCH002", Pointer: "", Want: `property "connectorId"`},
		{Rule: "SCH002", Pointer: "/transactionData/7", Want: `property "timestamp"`},
		{Rule: "SCH002", Pointer: "/idTagInfo", Want: `property "status"`},
		{Rule: "SCH002", Pointer: "/list/1", Want: `property "x"`},
		{Rule: "SCH001", Pointer: "/meterValue/0", Got: "17", HasGot: true, Want: "object"},
		{Rule: "SCH001", Pointer: "/a~1b", Got: "[]", HasGot: true, Want: "one of string, number"},
		{Rule: "SCH003", Pointer: "/meterValue/0/sampledValue/0/unit", Got: `""`, HasGot: true, Want: "one of W"},
		{Rule: "SCH003", Pointer: "/meterValue/0/sampledValue/0/unit", Got: `"Amps"`, HasGot: true, Want: "one of W"},
		{Rule: "SCH003", Pointer: "/meterValue/0/sampledValue/0/unit", Got: `"volt"`, HasGot: true, Want: "one of W"},
		{Rule: "SCH003", Pointer: "/meterValue/0/sampledValue/0/measurand", Got: `"EnergyActiveImportRegister"`, HasGot: true, Want: "one of SoC, Energy.Active.Import.Register"},
		{Rule: "CLK007", Got: "5 min", Want: "usually so", From: from, To: from, Count: 2},
		{Rule: "CLK007", Got: "5 min", Want: "usually so", From: from, To: from, Count: 3},
		{Rule: "NOPE01"},
	} {
		fmt.Fprintf(&b, "%s\n  %s\n", f.Rule, Message(f))
		if of := NewMessages().Of(&f); of != Message(f) {
			t.Errorf("%s: %q is said as %q", f.Rule, Message(f), of)
		}
	}
	golden(t, "testdata/messages.golden", b.String())
}

func TestDurationsAreWrittenAsPeopleDo(t *testing.T) {
	for d, want := range map[time.Duration]string{
		1500 * time.Millisecond: "1.5 s", 59 * time.Second: "59 s", 60 * time.Second: "1 min", 3723 * time.Second: "1 h 2 min 3 s",
		26 * time.Hour: "26 h", 0: "0 s",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestWhyAZoneWasTaken(t *testing.T) {
	for _, c := range []struct {
		zone Zone
		want string
	}{
		{Zone{}, "UTC, because nothing says otherwise"},
		{Zone{"UTC", model.FromDefault}, "UTC, because nothing says otherwise"},
		{Zone{"Europe/Berlin", model.FromUser}, "Europe/Berlin, as it was set for the source"},
		{Zone{"+02:00", model.Inferred}, "+02:00, concluded from the log's own times"},
		{Zone{"+02:00", model.FromLog}, "+02:00, which the log names"},
	} {
		if got := c.zone.why(); got != c.want {
			t.Errorf("%+v: %q", c.zone, got)
		}
	}
}

func TestSeveritiesAreSetAndRulesSwitchedOff(t *testing.T) {
	set, err := NewSettings(map[model.RuleID]model.Severity{
		"SCH001": model.SeverityNone, "SCH003": model.SeverityInfo, "VAL002": model.SeverityNone, "VAL001": model.SeverityError,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	const payload = `{"meterValue":[{"sampledValue":[§{"value":"n/a"},§{"value":""}]}]}`
	b := batchOf(payload, model.Sample{Text: "n/a"}, model.Sample{})
	b.Findings = []model.Finding{{Rule: "SCH001"}, {Rule: "SCH003"}, {Rule: "SCH004"}, {Rule: "NOPE99"}}
	Frames(b, set, Zone{})
	got := ""
	for _, f := range b.Findings {
		got += fmt.Sprintf("%s %s; ", f.Rule, f.Severity)
	}
	if want := "SCH003 info; SCH004 error; VAL001 error; "; got != want {
		t.Errorf("got %s", got)
	}
}
