package desktop

import (
	"os"
	"path/filepath"
	"testing"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestWhatCameOfAListOfBillsIsTold(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	list := &present.BillList{Name: "bills.csv", Bills: []present.Bill{
		{Kind: account.Matched, Known: true, Agrees: true},
		{Kind: account.NoMatch, Record: model.ChargeRecord{Line: 4, Station: "CP7", Billed: "2.5"}},
	}}
	d.showBills(list)
	top := d.win.Canvas().Overlays().Top()
	expect(t, top, "bills.csv", "Records", "Not added", "line 4", "CP7  ·  2.5 kWh", "No transaction fits its station, tag and time.")
	if got := texts(top); len(got) == 0 || list.Changed() {
		t.Error("nothing was added, and can be undone")
	}
}

func TestListOfBillsIsReadFromTheOverview(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.until("the accounts are there", func() bool { return d.app.Overview.Loaded() })
	path := filepath.Join(t.TempDir(), "bills.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.picker.choose(nil, path)
	d.detail.overview.fromList.Tapped(nil)
	d.until("it is told that it is none", func() bool { return d.win.Canvas().Overlays().Top() != nil })
	expect(t, d.win.Canvas().Overlays().Top(), "bills.csv")
}
