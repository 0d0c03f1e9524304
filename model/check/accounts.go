package check

import (
	"context"
	"strings"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/rule"
	"meterscope/model/session"
	"meterscope/model/store"
)

// Statement gives what the accounts of a transaction of the case say, with what the user added to them: as the checks
// left it, else made now.
func Statement(ctx context.Context, c *store.Case, tx *model.Transaction, opt Options) (account.Statement, error) {
	entered, err := c.Entered(ctx, tx.Key)
	if err != nil {
		return account.Statement{}, err
	}
	kept, err := c.Statement(ctx, tx.Key)
	if err != nil {
		return account.Statement{}, err
	}
	if s, err := account.ParseStatement(kept); err == nil && !lacks(&s, entered) {
		return s, nil
	}
	return Accounts(ctx, c, tx, entered, opt)
}

// Accounts sets the energy accounts of a transaction of the case side by side, with what the user gives. An error of
// what was given is an [account.EnteredError].
func Accounts(ctx context.Context, c *store.Case, tx *model.Transaction, entered model.Entered, opt Options) (account.Statement, error) {
	_, set, err := opt.of(ctx, c)
	if err != nil {
		return account.Statement{}, err
	}
	given, err := account.ParseEntered(entered)
	if err != nil {
		return account.Statement{}, err
	}
	spans, err := c.Spans(ctx, tx.Key)
	if err != nil {
		return account.Statement{}, err
	}
	samples := c.SampleReaders(1)[0]
	defer samples.Close() //nolint:errcheck // it was only read
	series, err := samples.Series(ctx, spans, nil)
	if err != nil {
		return account.Statement{}, err
	}
	series = session.Begun(session.Dated(series), series)
	var findings []model.Finding
	for f, err := range c.Findings(ctx, store.FindingQuery{Transaction: tx.Key, Own: true}) {
		if err != nil {
			return account.Statement{}, err
		}
		findings = append(findings, *f)
	}
	return reconcile(ctx, tx, spans, series, findings, given, samples, set)
}

// Enter keeps what the user adds to the accounts of a transaction, in place of what there is, and gives what that
// was: to enter it again undoes the change.
func Enter(ctx context.Context, c *store.Case, tx *model.Transaction, entered model.Entered, opt Options) (account.Statement, model.Entered, error) {
	s, err := Accounts(ctx, c, tx, entered, opt)
	if err != nil {
		return s, model.Entered{}, err
	}
	before, err := c.SetEntered(ctx, tx.Key, entered, s.Append(nil))
	return s, before, err
}

// reconcile makes the accounts of a transaction from its samples and from what the rules over it found.
func reconcile(ctx context.Context, tx *model.Transaction, spans []model.Span, series []model.Series, findings []model.Finding,
	given account.Given, samples *store.SampleReader, set *rule.Settings,
) (account.Statement, error) {
	own, _ := account.OwnRegisters(series)
	in := account.Input{Tx: tx, Series: own, Limits: set.GapLimits(), Given: given}
	for i := range findings {
		switch findings[i].Rule {
		case "REG001", "REG003", "REG004", "REG005", "REG006", "CLK005", "CLK007":
			in.Findings = append(in.Findings, findings[i])
		}
	}
	var err error
	if in.Signed, err = signedReadings(ctx, spans, series, samples); err != nil {
		return account.Statement{}, err
	}
	return account.Reconcile(in), nil
}

// signedReadings reads the signed records among the samples of a transaction: they are texts, not numbers.
func signedReadings(ctx context.Context, spans []model.Span, series []model.Series, samples *store.SampleReader) (out []account.SignedReading, err error) {
	withTexts := map[model.SeriesKey]bool{}
	for i := range series {
		s := &series[i]
		for k := range s.Points {
			if s.Points[k].Gap {
				withTexts[s.Key] = true
				break
			}
		}
	}
	if len(withTexts) == 0 {
		return nil, nil
	}
	err = samples.Texts(ctx, spans, func(k model.SeriesKey) bool { return withTexts[k] }, func(s *model.Sample) {
		if s.Format == model.SignedData || strings.HasPrefix(s.Text, "OCMF|") {
			out = append(out, account.ParseSigned(s.Text)...)
		}
	})
	return out, err
}

// lacks says that accounts were made before the user added to them.
func lacks(s *account.Statement, e model.Entered) bool {
	given, err := account.ParseEntered(e)
	return err == nil && (given.Billed.OK && s.Of(account.Billed) == nil || given.Car.OK && s.Of(account.Car) == nil)
}
