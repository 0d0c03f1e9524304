package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/present"
)

// The values of the document. The keys, their order and their meaning are a promise.

type accountJSON struct {
	Account      account.Kind `json:"account"`
	EnergyWh     string       `json:"energyWh"`
	From         *string      `json:"from"`
	To           *string      `json:"to"`
	Samples      int          `json:"samples"`
	DifferenceWh *string      `json:"differenceWh"`
	ToleranceWh  *string      `json:"toleranceWh"`
	Agrees       *bool        `json:"agrees"`
	Cause        *causeJSON   `json:"cause"`
}

type causeJSON struct {
	Kind        account.CauseKind `json:"kind"`
	From        *string           `json:"from"`
	To          *string           `json:"to"`
	CouldHideWh *string           `json:"couldHideWh"`
	Text        string            `json:"text"`
}

func (e *env) asAccount(s *account.Statement, a *account.Account) accountJSON {
	j := accountJSON{
		Account: a.Kind, EnergyWh: a.Energy.Plain(), From: knownTime(a.From), To: knownTime(a.To), Samples: a.Samples,
		DifferenceWh: quantity(a.Difference), ToleranceWh: quantity(a.Tolerance),
	}
	if a.Difference.OK {
		j.Agrees = &a.Agrees
	}
	if c := a.Cause; c != nil {
		j.Cause = &causeJSON{
			Kind: c.Kind, From: knownTime(c.From), To: knownTime(c.To), CouldHideWh: quantity(c.Hides),
			Text: present.AccountCause(e.t, s, a, nil),
		}
	}
	return j
}

func (e *env) accountsJSON(ctx context.Context, op *opened, tx *model.Transaction, number int64, s *account.Statement) error {
	groups, err := op.notable(ctx, tx)
	if err != nil {
		return err
	}
	d := beginDocument(e.out, "transaction", asTransaction(tx, s, number, groups, e.t))
	d.member("reference", present.Known(string(s.Reference)))
	d.list("accounts")
	for i := range s.Accounts {
		d.item(e.asAccount(s, &s.Accounts[i]))
	}
	d.endList()
	d.member("summary", strings.Join(present.AccountsSummary(e.t, s, nil), " "))
	return d.close()
}

func (e *env) accountsCSV(s *account.Statement) error {
	w := newCSV(e.out)
	err := w.row("account", "energyWh", "from", "to", "samples", "differenceWh", "toleranceWh", "agrees", "reference",
		"causeKind", "causeFrom", "causeTo", "causeCouldHideWh", "cause")
	for i := range s.Accounts {
		if err != nil {
			return err
		}
		j := e.asAccount(s, &s.Accounts[i])
		agrees := ""
		if j.Agrees != nil {
			agrees = strconv.FormatBool(*j.Agrees)
		}
		var c causeJSON
		if j.Cause != nil {
			c = *j.Cause
		}
		err = w.row(string(j.Account), j.EnergyWh, text(j.From), text(j.To), strconv.Itoa(j.Samples), text(j.DifferenceWh),
			text(j.ToleranceWh), agrees, strconv.FormatBool(j.Account == s.Reference), string(c.Kind), text(c.From),
			text(c.To), text(c.CouldHideWh), c.Text)
	}
	return err
}

// accountsText prints the accounts for people: the table, and below it why some differ.
func (e *env) accountsText(tx *model.Transaction, number int64, s *account.Statement, zone *time.Location) {
	if zone == nil {
		zone = time.UTC
	}
	e.heading(e.t.Text("Transaction %s", orDash(tx.ID, func(v int64) string { return strconv.FormatInt(v, 10) })) + " · " +
		present.PlainText(placeOf(tx)) + fmt.Sprintf(" (#%d)", number))
	e.line("%s", e.style.dim(present.Stretch(e.t, tx, zone)))
	rows := present.Accounts(e.t, s, zone)
	if len(rows) > 0 {
		e.line("")
		t := newTable(e, column{" ", false}, column{"Account", false}, column{"kWh", true}, column{"From", false},
			column{"To", false}, column{"Samples", true}, column{"Difference", true}, column{"Tolerance", true}, column{"", false})
		for i, r := range rows {
			shape, code := "·", ""
			switch {
			case s.Accounts[i].Kind == s.Reference:
				shape, code = "=", escBold
			case r.Tone == present.ToneWarning:
				shape, code = mark(model.SeverityWarning), severityCode(model.SeverityWarning)
			case s.Accounts[i].Agrees:
				shape = "✓"
			}
			t.row(cell{shape, code}, cell{r.Name, code}, cell{r.Energy, code}, cell{text: r.From}, cell{text: r.To}, cell{text: r.Samples},
				cell{r.Difference, code}, cell{text: r.Tolerance}, cell{r.Verdict, code})
		}
		t.end()
	}
	e.line("")
	for _, sentence := range present.AccountsSummary(e.t, s, zone) {
		e.wrap("", "", sentence)
	}
}
