package present

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// twoCharges is a log with two transactions: 5 kWh of the tag A, 7 kWh of the tag B.
const twoCharges = `2025-03-01 10:00:00 INFO [ocpp] CP1: receive message [2,"a","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":1000,"timestamp":"2025-03-01T10:00:00Z"}]
2025-03-01 10:00:00 INFO [ocpp] CP1: send [3,"a",{"transactionId":42,"idTagInfo":{"status":"Accepted"}}]
2025-03-01 11:00:00 INFO [ocpp] CP1: receive message [2,"b","StopTransaction",{"transactionId":42,"idTag":"A","meterStop":6000,"timestamp":"2025-03-01T11:00:00Z"}]
2025-03-01 12:00:00 INFO [ocpp] CP1: receive message [2,"c","StartTransaction",{"connectorId":1,"idTag":"B","meterStart":6000,"timestamp":"2025-03-01T12:00:00Z"}]
2025-03-01 12:00:00 INFO [ocpp] CP1: send [3,"c",{"transactionId":43,"idTagInfo":{"status":"Accepted"}}]
2025-03-01 13:00:00 INFO [ocpp] CP1: receive message [2,"d","StopTransaction",{"transactionId":43,"idTag":"B","meterStop":13000,"timestamp":"2025-03-01T13:00:00Z"}]
`

func TestBillsOfAListAreAddedToTheirTransactions(t *testing.T) {
	d, dir := withLog(t, twoCharges)
	var got *BillList
	d.OnBills = func(l *BillList) { got = l }
	path := filepath.Join(dir, "bills.csv")
	list := "station,tag,start,stop,kWh\nCP1,A,2025-03-01T10:00:00Z,2025-03-01T11:00:00Z,5.0\nCP1,B,2025-03-01T12:00:00Z,2025-03-01T13:00:00Z,9.5\n" +
		"CP7,C,2025-03-01T12:00:00Z,2025-03-01T13:00:00Z,1\nCP1,A,soon,,2\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	billed := func() string {
		var all []string
		for i := range d.List.Len() {
			tx, ok := d.List.Row(i)
			if !ok {
				return "?"
			}
			_, e, err := d.Engine.Statement(t.Context(), d.c.file, tx)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, e.Billed+" "+e.Source)
		}
		return strings.Join(all, ", ")
	}
	d.ReadBills(path)
	d.until("they are read", func() bool { return got != nil && !d.Importing() })
	if want := "5.0 bills.csv:2, 9.5 bills.csv:3"; billed() != want {
		t.Errorf("billed %q, want %q", billed(), want)
	}
	var facts []string
	for _, f := range got.Facts(nil) {
		facts = append(facts, f[0]+" "+f[1])
	}
	if want := "Records 4, Added to a transaction 2, Agree with the meter 1, Differ from it 1, Not added 2"; strings.Join(facts, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(facts, ", "), want)
	}
	rows := got.NotAdded(nil, time.UTC)
	if len(rows) != 2 || rows[0].Why != "No transaction fits its station, tag and time." || !strings.Contains(rows[0].What, "CP7  ·  C  ·  1 kWh") ||
		rows[1].Line != "line 5" || rows[1].Why != `"soon" can't be read.` {
		t.Errorf("not added: %+v", rows)
	}
	d.until("the overview shows the bill", func() bool { return d.Overview.Text(EntryBilled) == "5.0" })
	if label, ok := d.CanUndo(); !ok || label != "Read the bills of bills.csv" {
		t.Errorf("undo %q, %v", label, ok)
	}
	d.Undo()
	d.until("they are gone", func() bool { return !d.Importing() && billed() == " ,  " })
	d.Redo()
	d.until("they are back", func() bool { return !d.Importing() && billed() == "5.0 bills.csv:2, 9.5 bills.csv:3" })
	if len(d.problems) > 0 {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestListThatIsNoneIsExplained(t *testing.T) {
	d, dir := withLog(t, twoCharges)
	path := filepath.Join(dir, "other.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, file := range []string{path, filepath.Join(dir, "gone.csv")} {
		d.ReadBills(file)
		d.until("it is told", func() bool { return len(d.problems) == i+1 && !d.Importing() })
	}
	if p := d.problems[0]; p.What != "other.csv names no energies." || !strings.Contains(p.Remedy, "kWh") || p.Details == "" {
		t.Errorf("%+v", p)
	}
	if p := d.problems[1]; p.What != "gone.csv is not there." {
		t.Errorf("%+v", p)
	}
	if label, _ := d.CanUndo(); label != "Import day.log" {
		t.Error("nothing was read, and can be undone:", label)
	}
}
