package present

import (
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/internal/memcase"
)

// marked is what is marked in the open message as the place that was asked for.
func marked(o *OpenMessage) (json, raw string) {
	for _, l := range FormatJSON(o.json, o.marks, 400) {
		for _, s := range l.Spans {
			if s.Main {
				json += s.Text
			}
		}
	}
	rows, _ := o.Raw.Rows(4000)
	for _, r := range rows {
		for _, s := range r.Spans {
			if s.Mark {
				raw += s.Text
			}
		}
	}
	return json, raw
}

func TestNumberOfTheOverviewLeadsToWhereItWasRead(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	d.until("the accounts are there", func() bool { return d.Overview.Loaded() })
	prove := func(of ProofOf) *OpenMessage {
		t.Helper()
		before := d.Messages.Opened()
		d.ShowTab(TabOverview)
		d.Overview.Prove(of)
		d.until("the place is shown", func() bool {
			return d.Tab() == TabMessages && d.Messages.Proof() != nil && d.Messages.Opened() != before
		})
		return d.Messages.Opened()
	}
	o := prove(ProofOf{Account: account.Meter})
	if json, raw := marked(o); json != "0" || raw != "0" {
		t.Errorf("meterStart is marked as %q, %q", json, raw)
	}
	p := d.Messages.Proof()
	if p.Title != "Meter (start, stop): 4.000 kWh" || p.State(nil) != "meterStart, StartTransaction" {
		t.Errorf("%q, %q", p.Title, p.State(nil))
	}
	o = prove(ProofOf{Fact: FactWho})
	if json, raw := marked(o); json != `"04A1B2C37F"` || raw != json {
		t.Errorf("the tag is marked as %q, %q", json, raw)
	}
	prove(ProofOf{Account: account.Power})
	p = d.Messages.Proof()
	if !strings.HasPrefix(p.State(nil), "1 of 43: 11040 W, 09:00:00") {
		t.Errorf("power: %q, %q", p.Title, p.State(nil))
	}
	d.Messages.ProofNext(-1)
	if !strings.HasPrefix(p.State(nil), "43 of 43: ") {
		t.Errorf("the last: %q", p.State(nil))
	}
	d.Messages.ProofNext(1)
	if !strings.HasPrefix(p.State(nil), "1 of 43: ") {
		t.Errorf("round: %q", p.State(nil))
	}
	prove(ProofOf{Account: account.Register})
	if p = d.Messages.Proof(); !strings.HasPrefix(p.State(nil), "1 of 2: ") {
		t.Errorf("register: %q", p.State(nil))
	}
	prove(ProofOf{Fact: FactPower})
	if p = d.Messages.Proof(); !strings.Contains(p.State(nil), " W, ") || strings.Contains(p.State(nil), " of ") {
		t.Errorf("highest power: %q", p.State(nil))
	}
	d.Messages.Select(2)
	if d.Messages.Proof() != nil {
		t.Error("another message is open, and the proof goes on")
	}
	if d.Overview.CanProve(ProofOf{Account: account.Billed}) || d.Overview.CanProve(ProofOf{}) {
		t.Error("what the user typed stands in the log")
	}
}

func TestMemberIsFoundInAMessageThatItsLogEscaped(t *testing.T) {
	raw := []byte(`"[2,\"s1\",\"StartTransaction\",{\"connectorId\":1,\"meterStart\":123400,\"x\":{\"meterStop\":1}}]"`)
	inner := raw[1 : len(raw)-1]
	f := model.Frame{Kind: model.Call, Action: "StartTransaction", At: model.Place{Source: 1, Line: 4, Offset: 1000}, Size: len(inner)}
	if at := memberAt(inner, &f, "meterStart"); !strings.HasPrefix(string(inner[at:]), "123400") {
		t.Errorf("it begins %q", inner[at:])
	}
	if at := memberAt(inner, &f, "meterStop"); at != 0 {
		t.Errorf("what is no member of the payload is found at %d", at)
	}
}
