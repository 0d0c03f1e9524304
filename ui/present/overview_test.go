package present

import (
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/internal/memcase"
)

// overviewed is a desk that shows the accounts of its first transaction.
func overviewed(t *testing.T) (*desk, *memcase.Case) {
	t.Helper()
	file := memcase.Filled(3)
	d := opened(t, file)
	d.until("the accounts are read", d.Overview.Loaded)
	return d, file
}

func TestOverviewShowsAccountsAndFacts(t *testing.T) {
	d, _ := overviewed(t)
	rows := d.Overview.Rows()
	if len(rows) < 3 || rows[0].Kind != account.Meter || rows[0].Energy != "4.000" || rows[1].Verdict != "differs" {
		t.Errorf("rows %+v", rows)
	}
	var facts []string
	for _, f := range d.Overview.Facts() {
		facts = append(facts, f.Name+": "+f.Value)
	}
	if got := strings.Join(facts, "\n"); !strings.Contains(got, "When: 1 March 2025, 09:00:00 – 10:02:00 UTC (1:02)\nWho: tag 04A1B2C37F\nWhy it ended: ") ||
		!strings.Contains(got, "State of charge: 20 → 81 %") {
		t.Errorf("facts %s", got)
	}
	if d.Overview.Hint(EntrySoCFrom) != "20" || d.Overview.Hint(EntryLossHigh) != "15" || d.Overview.Hint(EntryBilled) != "" {
		t.Error("hints are missing")
	}
}

func TestWhatIsTypedIsReckonedKeptAndUndone(t *testing.T) {
	d, file := overviewed(t)
	bill := func() string {
		if a := d.Overview.Statement().Of(account.Billed); a != nil {
			return a.Energy.Plain()
		}
		return ""
	}
	for _, text := range []string{"4", "45", "45.", "45.1"} { // "45." can't be read
		d.Overview.Enter(EntryBilled, text)
	}
	d.until("the bill is among the accounts", func() bool { return bill() == "45100" })
	if got := file.Kept(1).Billed; got != "45.1" {
		t.Errorf("kept %q", got)
	}
	if !strings.Contains(d.Detail.Sentence(), "The bill is 41.1 kWh more") {
		t.Errorf("sentence %q", d.Detail.Sentence())
	}
	d.Overview.Leave()
	d.Overview.Enter(EntryCar, "38")
	d.until("the car is kept", func() bool { return file.Kept(1).Car == "38" })
	if label, ok := d.CanUndo(); !ok || label != "Change what the car shows" {
		t.Errorf("undo %q", label)
	}
	d.Undo()
	if d.Overview.Text(EntryCar) != "" || d.Overview.Text(EntryBilled) != "45.1" {
		t.Errorf("undone: %q, %q", d.Overview.Text(EntryCar), d.Overview.Text(EntryBilled))
	}
	d.Undo() // all that was typed in one field
	d.until("nothing is kept", func() bool { return file.Kept(1).Empty() && bill() == "" })
	if _, ok := d.CanUndo(); ok {
		t.Error("there is more to undo")
	}
}

func TestWhatCantBeReadIsToldAndNotKept(t *testing.T) {
	d, file := overviewed(t)
	d.Overview.Enter(EntrySoCTo, "120")
	if e, problem := d.Overview.Problem(); e != EntrySoCFrom || problem == "" {
		t.Errorf("field %d: %q", e, problem)
	}
	d.settle()
	d.Overview.Leave()
	d.Overview.Enter(EntryLossLow, "9")
	d.Overview.Enter(EntryLossLow, "91") // more than the other one, 91 to 91: it is read
	d.Overview.Enter(EntryLossLow, "910")
	d.Overview.Leave()
	d.settle()
	if d.Overview.Text(EntryLossLow) != "" {
		t.Errorf("it stays: %q", d.Overview.Text(EntryLossLow))
	}
	if !file.Kept(1).Empty() {
		t.Errorf("kept %+v", file.Kept(1))
	}
}

func TestWhatIsTypedStaysWithItsTransaction(t *testing.T) {
	d, file := overviewed(t)
	d.Overview.Enter(EntryBattery, "58")
	d.List.Select(1)
	d.until("the next is shown", func() bool { return d.Overview.key == 2 && d.Overview.Loaded() })
	if d.Overview.Text(EntryBattery) != "" {
		t.Error("the next one has its text")
	}
	d.until("it is kept", func() bool { return file.Kept(1) == model.Entered{Battery: "58"} })
	d.Undo()
	d.until("it is taken back", func() bool { return file.Kept(1).Empty() })
	d.List.Select(0)
	d.until("the first is shown", func() bool { return d.Overview.key == 1 && d.Overview.Loaded() })
	if d.Overview.Text(EntryBattery) != "" {
		t.Error("it is still there")
	}
}

func TestReadOnlyCasesTakeNoBills(t *testing.T) {
	file := memcase.Filled(1)
	file.Frozen = true
	d := opened(t, file)
	d.until("the accounts are read", d.Overview.Loaded)
	d.Overview.Enter(EntryBilled, "3")
	if d.Overview.Editable() || d.Overview.Text(EntryBilled) != "" {
		t.Error("a bill was taken")
	}
}

// What a station did is read again when the case has changed.
func TestOverviewFollowsTheCase(t *testing.T) {
	d, file := overviewed(t)
	d.settle()
	before := file.Listed
	d.Refresh()
	d.settle()
	if file.Listed == before {
		t.Error("nothing was read again")
	}
}
