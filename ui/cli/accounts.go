package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/ui/present"
)

// accountFlags are what the user adds to a transaction's accounts, as given.
type accountFlags struct {
	transaction string
	billed      string
	car         string
	battery     string
	loss        string
}

func newAccounts(e *env) *cobra.Command {
	var o options
	var a accountFlags
	var given account.Given
	cmd := &cobra.Command{
		Use:   "accounts FILE… --transaction T",
		Short: "How many kWh each source says, and why they differ",
		Long: `Accounts sets all ways to say how much energy flowed in a transaction side by side: the meter (meterStop
less meterStart), the register's samples, the intervals, integrated power, voltage times current, the sum of the
phases, signed records; and what you add: the bill and the car. For each it says the difference to the first one
that can be right, whether they agree within what their resolution and sampling allow, and if not, why.

T is the number in the list (meterscope transactions), or id:42 for the transactionId 42. It may be left out
where there is only one transaction. Nothing is integrated across a gap (--param CLK007.factor, CLK007.floor).`,
		Example: `  meterscope accounts day.log --transaction id:42
  meterscope accounts day.log --transaction 2 --billed 45.1 --car 38
  meterscope accounts dispute.meterscope --transaction 2 --battery 58 --loss 8-12 --format json`,
		Args: someFiles,
		PreRunE: func(*cobra.Command, []string) (err error) {
			given, err = a.parse()
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			op, err := e.open(ctx, args, &o)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, op.Close()) }()
			return op.done(e.accounts(ctx, op, a.transaction, given, &o))
		},
	}
	f := cmd.Flags()
	f.StringVarP(&a.transaction, "transaction", "t", "", "the transaction: its `number` in the list, or id:42")
	f.StringVar(&a.billed, "billed", "", "the `kWh` that were billed")
	f.StringVar(&a.car, "car", "", "the `kWh` that the car shows as charged")
	f.StringVar(&a.battery, "battery", "", "the `kWh` of the car's usable capacity: what it took follows from the change of SoC")
	f.StringVar(&a.loss, "loss", "5-15", "the `percent` of the energy that charging loses: for --car and --battery")
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	o.addImport(cmd)
	o.addRules(cmd)
	return cmd
}

// parse reads what the user gave.
func (a *accountFlags) parse() (g account.Given, err error) {
	if a.car != "" && a.battery != "" {
		return g, usagef("--car and --battery are two ways to say the same: give one of them")
	}
	for _, one := range []struct {
		flag, text string
		to         *model.Opt[model.Decimal]
		digit      *model.Decimal
	}{
		{"--billed", a.billed, &g.Billed, &g.Digit.Billed},
		{"--car", a.car, &g.Car, &g.Digit.Car},
		{"--battery", a.battery, &g.Battery, &g.Digit.Battery},
	} {
		if one.text == "" {
			continue
		}
		d, err := model.ParseDecimal(one.text)
		if err != nil || d.Sign() < 0 {
			return g, usagef("%s %q: it is a number of kWh, such as 38.2", one.flag, one.text)
		}
		const kilo = 3
		*one.to, *one.digit = model.Some(d.Shift(kilo)), d.Ulp().Shift(kilo)
	}
	g.Loss, err = parseLoss(a.loss)
	return g, err
}

// parseLoss reads "5-15" or "12".
func parseLoss(s string) (account.Loss, error) {
	low, high, both := strings.Cut(strings.TrimSuffix(s, "%"), "-")
	if !both {
		high = low
	}
	l, err1 := model.ParseDecimal(low)
	h, err2 := model.ParseDecimal(high)
	const all = 100
	if err1 != nil || err2 != nil || l.Cmp(h) > 0 || h.Cmp(model.NewDecimal(all, 0)) >= 0 {
		return account.Loss{}, usagef("--loss %q: it is percent, such as 12 or 5-15", s)
	}
	return account.Loss{Low: l, High: h}, nil
}

func (e *env) accounts(ctx context.Context, op *opened, name string, given account.Given, o *options) error {
	opt, err := o.importing(e)
	if err != nil {
		return err
	}
	tx, number, err := op.find(ctx, name)
	if err != nil {
		return err
	}
	checks, err := o.checking()
	if err != nil {
		return err
	}
	s, err := check.Accounts(ctx, op.Case, tx, given, checks)
	if err != nil {
		return err
	}
	switch o.format {
	case formatJSON:
		return e.accountsJSON(ctx, op, tx, number, &s)
	case formatCSV:
		return e.accountsCSV(&s)
	}
	e.accountsText(tx, number, &s, opt.Zone)
	return nil
}

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
	d := beginDocument(e.out, "transaction", asTransaction(tx, number, groups, e.t))
	d.member("reference", known(string(s.Reference)))
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
		plainText(placeOf(tx)) + fmt.Sprintf(" (#%d)", number))
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
			case s.Accounts[i].Agrees:
				shape = "✓"
			case s.Accounts[i].Difference.OK:
				shape, code = mark(model.SeverityWarning), severityCode(model.SeverityWarning)
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
