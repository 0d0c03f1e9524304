package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
)

// accountFlags are what the user adds to a transaction's accounts, as given.
type accountFlags struct {
	transaction string
	caseFile    string
	billed      string
	billedFrom  string
	car         string
	battery     string
	soc         string
	loss        string
	changed     func(flag string) bool // that the flag was given
}

func newAccounts(e *env) *cobra.Command {
	var o options
	var a accountFlags
	cmd := &cobra.Command{
		Use:   "accounts FILE… --transaction T",
		Short: "How many kWh each source says, and why they differ",
		Long: `Accounts sets all ways to say how much energy flowed in a transaction side by side: the meter (meterStop
less meterStart), the register's samples, the intervals, integrated power, voltage times current, the sum of the
phases, signed records; and what you add: the bill and the car. For each it says the difference to the first one
that can be right, whether they agree within what their resolution and sampling allow, and if not, why.

T is the number in the list (meterscope transactions), or id:42 for the transactionId 42. It may be left out
where there is only one transaction. Nothing is integrated across a gap (--param CLK007.factor, CLK007.floor).

--billed-from reads charge detail records from a CSV file: its columns are recognised by their headers or by what
they hold, and the records matched by station, tag and time. Without --transaction it lists all records, with
those that no transaction or more than one fits.

With --case the case file keeps what you add, and shows it from then on; an empty value takes it away.`,
		Example: `  meterscope accounts day.log --transaction id:42
  meterscope accounts day.log --transaction 2 --billed 45.1 --car 38
  meterscope accounts dispute.meterscope --transaction 2 --battery 58 --soc 20-81 --loss 8-12 --format json
  meterscope accounts --case dispute.meterscope --billed-from invoice.csv`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && a.caseFile != "" {
				return nil
			}
			return someFiles(cmd, args)
		},
		PreRunE: func(cmd *cobra.Command, _ []string) error {
			a.changed = cmd.Flags().Changed
			_, err := a.onto(model.Entered{})
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			op, err := e.openForAccounts(ctx, a.caseFile, args, &o)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, op.Close()) }()
			if a.billedFrom != "" {
				return op.done(e.charges(ctx, op, &a, &o))
			}
			return op.done(e.accounts(ctx, op, &a, &o))
		},
	}
	f := cmd.Flags()
	f.StringVarP(&a.transaction, "transaction", "t", "", "the transaction: its `number` in the list, or id:42")
	f.StringVar(&a.billed, "billed", "", "the `kWh` that were billed")
	f.StringVar(&a.billedFrom, "billed-from", "", "a `file` with charge detail records (CSV)")
	f.StringVar(&a.car, "car", "", "the `kWh` that the car shows as charged")
	f.StringVar(&a.battery, "battery", "", "the `kWh` of the car's usable capacity: what it took follows from the change of SoC")
	f.StringVar(&a.soc, "soc", "", "the `percent` that the car showed before and after, such as 20-81; default: what the log says")
	f.StringVar(&a.loss, "loss", "", "the `percent` of the energy that charging loses, for --car and --battery; default: 5-15")
	f.StringVar(&a.caseFile, "case", "", "the case `file` that keeps what you add; logs are imported into it")
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	o.addImport(cmd)
	o.addRules(cmd)
	return cmd
}

// onto gives what the user adds: what was kept before, with what the flags say in its place.
func (a *accountFlags) onto(e model.Entered) (model.Entered, error) {
	if a.car != "" && a.battery != "" {
		return e, usagef("--car and --battery are two ways to say the same: give one of them")
	}
	if a.billed != "" && a.billedFrom != "" {
		return e, usagef("--billed and --billed-from are two ways to say the same: give one of them")
	}
	if a.changed("billed") {
		e.Billed, e.Source = a.billed, ""
	}
	if a.changed("car") {
		e.Car = a.car
	}
	if a.changed("battery") {
		e.Battery = a.battery
	}
	if a.changed("soc") {
		e.SoCFrom, e.SoCTo, _ = strings.Cut(a.soc, "-")
	}
	if a.changed("loss") {
		low, high, both := strings.Cut(strings.TrimSuffix(a.loss, "%"), "-")
		if !both {
			high = low
		}
		e.LossLow, e.LossHigh = low, high
	}
	_, err := account.ParseEntered(e)
	return e, a.explain(err)
}

// explain says which flag can't be read.
func (a *accountFlags) explain(err error) error {
	var entered *account.EnteredError
	if !errors.As(err, &entered) {
		return err
	}
	switch entered.Field {
	case account.FieldSoC:
		return usagef("--soc %q: it is percent before and after, such as 20-81", a.soc)
	case account.FieldLoss:
		return usagef("--loss %q: it is percent, such as 12 or 5-15", a.loss)
	}
	return usagef("--%s %q: it is a number of kWh, such as 38.2", string(entered.Field), entered.Text)
}

// adds says that the flags add something.
func (a *accountFlags) adds() bool {
	for _, flag := range []string{"billed", "car", "battery", "soc", "loss"} {
		if a.changed(flag) {
			return true
		}
	}
	return false
}

// openForAccounts opens what the accounts are of: with a case to keep what the user adds, that one, to be written.
func (e *env) openForAccounts(ctx context.Context, caseFile string, files []string, o *options) (*opened, error) {
	switch {
	case caseFile == "":
		return e.open(ctx, files, o)
	case len(files) > 0:
		return e.openNamed(ctx, caseFile, files, o)
	}
	return e.openKept(ctx, caseFile, o)
}

func (e *env) accounts(ctx context.Context, op *opened, a *accountFlags, o *options) error {
	tx, number, err := op.find(ctx, a.transaction)
	if err != nil {
		return err
	}
	kept, err := op.Entered(ctx, tx.Key)
	if err != nil {
		return err
	}
	entered, err := a.onto(kept)
	if err != nil {
		return err
	}
	s, err := e.statement(ctx, op, tx, entered, a.caseFile != "" && a.adds())
	if err != nil {
		return err
	}
	return e.printAccounts(ctx, op, tx, number, &s, o)
}

// statement makes the accounts of a transaction with what the user adds, and keeps both in the case if asked to.
func (e *env) statement(ctx context.Context, op *opened, tx *model.Transaction, entered model.Entered, keep bool) (account.Statement, error) {
	if !keep {
		return check.Accounts(ctx, op.Case, tx, entered, check.Options{})
	}
	s, _, err := check.Enter(ctx, op.Case, tx, entered, check.Options{})
	return s, err
}

func (e *env) printAccounts(ctx context.Context, op *opened, tx *model.Transaction, number int64, s *account.Statement, o *options) error {
	opt, err := o.importing(e)
	if err != nil {
		return err
	}
	switch o.format {
	case formatJSON:
		return e.accountsJSON(ctx, op, tx, number, s)
	case formatCSV:
		return e.accountsCSV(s)
	}
	e.accountsText(tx, number, s, opt.Zone)
	return nil
}
