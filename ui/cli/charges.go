package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"meterscope/importer/cdr"
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/store"
	"meterscope/ui/present"
)

// charge is a row of a list of charge detail records, with the transaction that it is of.
type charge struct {
	record model.ChargeRecord
	kind   account.MatchKind // or badRow
	cell   string            // of a bad row, what can't be read
	among  []int64           // the transactions, as the user sees them
	tx     *model.Transaction
	said   *account.Statement // of a matched one
}

// badRow is a row that can't be read.
const badRow account.MatchKind = "unreadable"

// charges adds the bills of a list: to one transaction if one is named, else to all that they are of.
func (e *env) charges(ctx context.Context, op *opened, a *accountFlags, o *options) error {
	all, matches, list, err := e.readCharges(ctx, op, a.billedFrom, o)
	if err != nil {
		return err
	}
	if a.transaction != "" {
		return e.chargeOne(ctx, op, a, matches, o)
	}
	for i := range all {
		c := &all[i]
		if c.kind != account.Matched {
			continue
		}
		entered, err := a.billedBy(ctx, op, c.tx.Key, &c.record)
		if err != nil {
			return err
		}
		s, err := e.statement(ctx, op, c.tx, entered, a.caseFile != "")
		if err != nil {
			return err
		}
		c.said = &s
	}
	switch o.format {
	case formatJSON:
		return e.chargesJSON(all)
	case formatCSV:
		return e.chargesCSV(all)
	}
	e.chargesText(all, len(list), a)
	return nil
}

// billedBy gives what is added to a transaction's accounts, with the bill of a record.
func (a *accountFlags) billedBy(ctx context.Context, op *opened, key model.TransactionKey, r *model.ChargeRecord) (model.Entered, error) {
	kept, err := op.Entered(ctx, key)
	if err != nil {
		return kept, err
	}
	entered, err := a.onto(kept)
	entered.Billed, entered.Source = r.Billed, fmt.Sprintf("%s:%d", filepath.Base(a.billedFrom), r.Line)
	return entered, err
}

// chargeOne prints the accounts of one transaction, with its bill.
func (e *env) chargeOne(ctx context.Context, op *opened, a *accountFlags, matches []account.ChargeMatch, o *options) error {
	tx, number, err := op.find(ctx, a.transaction)
	if err != nil {
		return err
	}
	r := account.Charged(matches, tx.Key)
	if r == nil {
		return usagef("%s: no record is surely of transaction #%d; without --transaction all records are listed, with what each fits", a.billedFrom, number)
	}
	entered, err := a.billedBy(ctx, op, tx.Key, r)
	if err != nil {
		return err
	}
	s, err := e.statement(ctx, op, tx, entered, a.caseFile != "")
	if err != nil {
		return err
	}
	return e.printAccounts(ctx, op, tx, number, &s, o)
}

// readCharges reads a list and finds the transactions that its records are of. Rows come in the order of the list.
func (e *env) readCharges(ctx context.Context, op *opened, path string, o *options) ([]charge, []account.ChargeMatch, []model.Transaction, error) {
	opt, err := o.importing(e)
	if err != nil {
		return nil, nil, nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, nil, unreadable(path, err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	records, bad, err := cdr.Read(f, opt.Zone)
	if err != nil {
		return nil, nil, nil, unreadable(path, err)
	}
	keys, err := op.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		return nil, nil, nil, err
	}
	list, err := op.Transactions(ctx, keys)
	if err != nil {
		return nil, nil, nil, err
	}
	byKey := make(map[model.TransactionKey]*model.Transaction, len(list))
	for i := range list {
		byKey[list[i].Key] = &list[i]
	}
	matches := account.MatchCharges(records, list)
	var all []charge
	for i := range matches {
		m := &matches[i]
		for len(bad) > 0 && bad[0].Line < m.Record.Line {
			all, bad = append(all, unreadableRow(&bad[0])), bad[1:]
		}
		c := charge{record: *m.Record, kind: m.Kind}
		for _, key := range m.Among {
			number, err := op.number(ctx, key)
			if err != nil {
				return nil, nil, nil, err
			}
			c.among = append(c.among, number)
		}
		if m.Kind == account.Matched {
			c.tx = byKey[m.Among[0]]
		}
		all = append(all, c)
	}
	for i := range bad {
		all = append(all, unreadableRow(&bad[i]))
	}
	return all, matches, list, nil
}

func unreadableRow(b *cdr.Bad) charge {
	return charge{record: model.ChargeRecord{Line: b.Line}, kind: badRow, cell: b.Cell}
}

type chargeJSON struct {
	Line         int               `json:"line"`
	ID           *string           `json:"id"`
	Station      *string           `json:"station"`
	IDTag        *string           `json:"idTag"`
	Start        *string           `json:"start"`
	Stop         *string           `json:"stop"`
	BilledWh     *string           `json:"billedWh"`
	Match        account.MatchKind `json:"match"`
	Transactions []int64           `json:"transactions"`
	DifferenceWh *string           `json:"differenceWh"`
	ToleranceWh  *string           `json:"toleranceWh"`
	Agrees       *bool             `json:"agrees"`
	Cause        *string           `json:"cause"`
}

func (e *env) asCharge(c *charge) chargeJSON {
	r := &c.record
	j := chargeJSON{
		Line: r.Line, ID: present.Known(r.ID), Station: present.Known(r.Station), IDTag: present.Known(r.IDTag), Start: knownTime(r.Start), Stop: knownTime(r.Stop),
		Match: c.kind, Transactions: c.among,
	}
	if j.Transactions == nil {
		j.Transactions = []int64{}
	}
	const kilo = 3
	if d, err := model.ParseDecimal(r.Billed); err == nil {
		j.BilledWh = present.Known(d.Shift(kilo).Plain())
	}
	if b := billOf(c); b != nil {
		j.DifferenceWh, j.ToleranceWh = quantity(b.Difference), quantity(b.Tolerance)
		if b.Difference.OK {
			j.Agrees = &b.Agrees
		}
		j.Cause = present.Known(present.AccountCause(e.t, c.said, b, nil))
	}
	return j
}

// billOf is the bill's account, of a record that is of a transaction.
func billOf(c *charge) *account.Account {
	if c.said == nil {
		return nil
	}
	return c.said.Of(account.Billed)
}

func (e *env) chargesJSON(all []charge) error {
	d := newDocument(e.out)
	d.list("records")
	for i := range all {
		d.item(e.asCharge(&all[i]))
	}
	d.endList()
	return d.close()
}

func (e *env) chargesCSV(all []charge) error {
	w := newCSV(e.out)
	err := w.row("line", "id", "station", "idTag", "start", "stop", "billedWh", "match", "transactions", "differenceWh", "toleranceWh", "agrees", "cause")
	for i := range all {
		if err != nil {
			return err
		}
		j := e.asCharge(&all[i])
		agrees := ""
		if j.Agrees != nil {
			agrees = strconv.FormatBool(*j.Agrees)
		}
		err = w.row(strconv.Itoa(j.Line), text(j.ID), text(j.Station), text(j.IDTag), text(j.Start), text(j.Stop), text(j.BilledWh),
			string(j.Match), numbersText(j.Transactions, " "), text(j.DifferenceWh), text(j.ToleranceWh), agrees, text(j.Cause))
	}
	return err
}

func numbersText(list []int64, between string) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(words, between)
}

// chargesText prints the records for people: those that fit with what the accounts say of them, then the others.
func (e *env) chargesText(all []charge, transactions int, a *accountFlags) {
	t := newTable(e, column{" ", false}, column{"Line", true}, column{"Start (UTC)", false}, column{"Station", false}, column{"Tag", false},
		column{"Billed", true}, column{"#", true}, column{"kWh", true}, column{"Difference", true}, column{"", false})
	counts := map[account.MatchKind]int{}
	for i := range all {
		c := &all[i]
		counts[c.kind]++
		t.row(e.chargeCells(c)...)
	}
	t.end()
	e.line("")
	e.line("%s of %s are of one of %s.", e.t.Count(int64(counts[account.Matched])), e.t.Plural(int64(len(all)), "record", "records"),
		e.t.Plural(int64(transactions), "transaction", "transactions"))
	for i := range all {
		c := &all[i]
		if b := billOf(c); b != nil && !b.Agrees {
			e.wrap(fmt.Sprintf("#%s  ", numbersText(c.among, ", ")), "    ", present.AccountsSummary(e.t, onlyBill(c.said), nil)[1])
		}
	}
	if a.caseFile != "" && counts[account.Matched] > 0 {
		e.line("The case keeps these bills.")
	}
}

// onlyBill is a statement with the reference and the bill alone.
func onlyBill(s *account.Statement) *account.Statement {
	one := account.Statement{Reference: s.Reference, Loss: s.Loss}
	for _, k := range []account.Kind{s.Reference, account.Billed} {
		if a := s.Of(k); a != nil {
			one.Accounts = append(one.Accounts, *a)
		}
	}
	return &one
}

func (e *env) chargeCells(c *charge) []cell {
	r := &c.record
	begin := present.Dash
	if !r.Start.IsZero() {
		begin = e.t.Time(r.Start.Time(), "2006-01-02 15:04")
	}
	billed := present.Dash
	if r.Billed != "" {
		billed = r.Billed
	}
	cells := []cell{
		{" ", ""}, {text: strconv.Itoa(r.Line)}, {text: begin}, {text: orEmpty(r.Station)}, {text: orEmpty(r.IDTag)}, {text: billed},
		{text: present.Dash}, {text: present.Dash}, {text: ""}, {text: e.chargeVerdict(c)},
	}
	if len(c.among) > 0 {
		cells[6].text = numbersText(c.among, ", ")
	}
	warn := cell{mark(model.SeverityWarning), severityCode(model.SeverityWarning)}
	b := billOf(c)
	if b == nil {
		cells[0] = warn
		return cells
	}
	for _, row := range present.Accounts(e.t, c.said, nil) {
		if row.Kind == c.said.Reference {
			cells[7].text = row.Energy
		}
		if row.Kind == account.Billed {
			cells[8].text = row.Difference
		}
	}
	if cells[0] = (cell{"✓", ""}); !b.Agrees {
		cells[0] = warn
	}
	return cells
}

func orEmpty(s string) string {
	if s == "" {
		return present.Dash
	}
	return present.PlainText(s)
}

// chargeVerdict says how a record fits.
func (e *env) chargeVerdict(c *charge) string {
	switch c.kind {
	case account.NoMatch:
		return e.t.Text("no transaction fits its station, tag and time")
	case account.Several:
		return e.t.Text("more than one transaction fits")
	case account.SharedMatch:
		return e.t.Text("another record fits the same transaction")
	case badRow:
		return e.t.Text("%q can't be read", c.cell)
	}
	b := billOf(c)
	switch {
	case b == nil || !b.Difference.OK:
		return e.t.Text("nothing to compare with")
	case b.Agrees:
		return e.t.Text("agrees")
	}
	return e.t.Text("differs")
}
