package present

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"meterscope/importer"
	"meterscope/importer/cdr"
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// Bill is a record of a list of bills, with what came of it.
type Bill struct {
	Record model.ChargeRecord
	Kind   account.MatchKind // or billUnread
	Cell   string            // of a record that can't be read, what stands there
	Agrees bool              // with the reference of its transaction
	Known  bool              // there is something to compare it with
}

// billUnread is a record that can't be read.
const billUnread account.MatchKind = "unreadable"

// billChange is what was entered of a transaction before its bill was read, and after.
type billChange struct {
	tx            model.Transaction
	before, after model.Entered
}

// BillList is what came of a list of bills.
type BillList struct {
	Name    string
	Bills   []Bill
	changes []billChange
}

// readBills reads a list of charge detail records, finds the transactions that they are of, and adds the bills to their
// accounts. Times that name no zone are in zone. tell says how many of how many are done.
func readBills(ctx context.Context, c CaseFile, path string, zone *time.Location, tell func(done, all int)) (BillList, error) {
	list := BillList{Name: filepath.Base(path)}
	file, ok := c.(*store.Case)
	if !ok {
		return list, errNoCaseFile
	}
	f, err := os.Open(path)
	if err != nil {
		return list, fmt.Errorf("read the bills: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	records, bad, err := cdr.Read(f, zone)
	if err != nil {
		return list, err
	}
	keys, err := file.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		return list, err
	}
	txs, err := file.Transactions(ctx, keys)
	if err != nil {
		return list, err
	}
	byKey := make(map[model.TransactionKey]*model.Transaction, len(txs))
	for i := range txs {
		byKey[txs[i].Key] = &txs[i]
	}
	matches := account.MatchCharges(records, txs)
	for i := range matches {
		m := &matches[i]
		b := Bill{Record: *m.Record, Kind: m.Kind}
		if m.Kind == account.Matched {
			if err := list.enter(ctx, file, byKey[m.Among[0]], &b); err != nil {
				return list, err
			}
		}
		list.Bills = append(list.Bills, b)
		tell(i+1, len(matches))
	}
	for _, b := range bad {
		list.Bills = append(list.Bills, Bill{Record: model.ChargeRecord{Line: b.Line}, Kind: billUnread, Cell: b.Cell})
	}
	return list, nil
}

// enter adds a bill to the accounts of its transaction.
func (l *BillList) enter(ctx context.Context, file *store.Case, tx *model.Transaction, b *Bill) error {
	before, err := file.Entered(ctx, tx.Key)
	if err != nil {
		return err
	}
	after := before
	after.Billed, after.Source = b.Record.Billed, fmt.Sprintf("%s:%d", l.Name, b.Record.Line)
	s, _, err := check.Enter(ctx, file, tx, after, check.Options{})
	if err != nil {
		return err
	}
	if a := s.Of(account.Billed); a != nil && a.Difference.OK {
		b.Known, b.Agrees = true, a.Agrees
	}
	if after != before {
		l.changes = append(l.changes, billChange{*tx, before, after})
	}
	return nil
}

// ReadBills reads a list of bills (a CSV file with charge detail records) and adds them to the accounts of the
// transactions that they are of. OnBills tells what came of it; it can be undone.
func (a *App) ReadBills(path string) {
	if a.c == nil || a.Importing() || a.opening {
		return
	}
	if a.file().ReadOnly() {
		a.problem(explainReadOnly(a.Texts(), a.file().Path()))
		return
	}
	var list BillList
	var failed error
	a.work(importer.Progress{Source: path, Total: 1}, func(ctx context.Context, c CaseFile, progress func(importer.Progress)) (importer.Report, error) {
		list, failed = a.Engine.Bills(ctx, c, path, a.Engine.Zone, func(done, all int) {
			progress(importer.Progress{Source: path, Done: int64(done), Total: int64(all) + 1})
		})
		return importer.Report{}, nil
	}, func(importer.Report, error) {
		if len(list.changes) > 0 { // those before an error too
			a.did(step{
				label: a.Texts().Text("Read the bills of %s", list.Name),
				undo:  func(ended func(bool)) { a.enterAll(list, false, ended) },
				redo:  func(ended func(bool)) { a.enterAll(list, true, ended) },
			})
		}
		switch {
		case isCancel(failed):
		case failed != nil:
			a.problem(explainBills(a.Texts(), path, failed))
		case a.OnBills != nil:
			a.OnBills(&list)
		}
	})
}

// enterAll enters what was entered before a list of bills was read, or after.
func (a *App) enterAll(list BillList, after bool, ended func(ok bool)) {
	a.work(importer.Progress{Source: list.Name, Total: 1}, func(ctx context.Context, c CaseFile, progress func(importer.Progress)) (importer.Report, error) {
		for i := range list.changes {
			b := &list.changes[i]
			e := b.before
			if after {
				e = b.after
			}
			if _, err := a.Engine.Enter(context.WithoutCancel(ctx), c, &b.tx, e); err != nil {
				return importer.Report{}, err
			}
			progress(importer.Progress{Source: list.Name, Done: int64(i + 1), Total: int64(len(list.changes)) + 1})
		}
		return importer.Report{}, nil
	}, func(_ importer.Report, err error) { ended(err == nil) })
}

// explainBills puts into words why a list of bills can't be read.
func explainBills(t *lang.Texts, path string, err error) Problem {
	name := shownName(filepath.Base(path))
	p := Explain(t, ReadFile, name, err)
	if p.What == "" {
		p = Problem{
			What:   t.Text("The bills of %s could not be read.", name),
			Means:  t.Text("Nothing was added to the accounts from there on."),
			Remedy: t.Text("Save the list as a table (CSV) in UTF-8, and read that."),
		}
	}
	return explained(t, p, path, err)
}

// Changed says that something was added that had not been there before.
func (l *BillList) Changed() bool { return len(l.changes) > 0 }

// Facts sum a list of bills up: a name and a number each.
func (l *BillList) Facts(t *lang.Texts) [][2]string {
	n := map[account.MatchKind]int{}
	agree, differ := 0, 0
	for i := range l.Bills {
		b := &l.Bills[i]
		n[b.Kind]++
		switch {
		case b.Kind != account.Matched || !b.Known:
		case b.Agrees:
			agree++
		default:
			differ++
		}
	}
	facts := [][2]string{
		{t.Text("Records"), Count(t, len(l.Bills))},
		{t.Text("Added to a transaction"), Count(t, n[account.Matched])},
		{t.Text("Agree with the meter"), Count(t, agree)},
		{t.Text("Differ from it"), Count(t, differ)},
	}
	if other := len(l.Bills) - n[account.Matched]; other > 0 {
		facts = append(facts, [2]string{t.Text("Not added"), Count(t, other)})
	}
	return facts
}

// BillRow is a record that was not added.
type BillRow struct{ Line, What, Why string }

// NotAdded are the records that are of no transaction for sure, and why.
func (l *BillList) NotAdded(t *lang.Texts, zone *time.Location) []BillRow {
	var rows []BillRow
	for i := range l.Bills {
		b := &l.Bills[i]
		if b.Kind == account.Matched {
			continue
		}
		r := &b.Record
		row := BillRow{Line: t.Text("line %s", Count(t, r.Line)), Why: capital(whyNot(t, b)) + "."}
		var parts []string
		if !r.Start.IsZero() {
			parts = append(parts, listTime(t, r.Start, zone))
		}
		for _, s := range []string{r.Station, r.IDTag} {
			if s != "" {
				parts = append(parts, s)
			}
		}
		if r.Billed != "" {
			parts = append(parts, billed(t, r.Billed))
		}
		row.What = JoinFacts(parts...)
		rows = append(rows, row)
	}
	return rows
}

// billed says the energy of a record, with all its digits.
func billed(t *lang.Texts, kWh string) string {
	d, err := model.ParseDecimal(kWh)
	if err != nil {
		return kWh + " kWh"
	}
	return t.EnergySent(d.Shift(kiloDigits))
}

func whyNot(t *lang.Texts, b *Bill) string {
	switch b.Kind {
	case account.NoMatch:
		return t.Text("no transaction fits its station, tag and time")
	case account.Several:
		return t.Text("more than one transaction fits")
	case account.SharedMatch:
		return t.Text("another record fits the same transaction")
	}
	return t.Text("%q can't be read", b.Cell)
}
