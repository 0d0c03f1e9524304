package check

import (
	"context"
	"slices"
	"strings"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/store"
)

// Accounts sets the energy accounts of a transaction of the case side by side, with what the user gives.
func Accounts(ctx context.Context, c *store.Case, tx *model.Transaction, given account.Given, opt Options) (account.Statement, error) {
	set, err := opt.settings()
	if err != nil {
		return account.Statement{}, err
	}
	in := account.Input{Tx: tx, Limits: set.GapLimits(), Given: given}
	if in.Series, err = c.Series(ctx, tx.Key, nil); err != nil {
		return account.Statement{}, err
	}
	for _, id := range []model.RuleID{"REG001", "REG005", "CLK007"} {
		for f, err := range c.Findings(ctx, store.FindingQuery{Transaction: tx.Key, Rule: id}) {
			if err != nil {
				return account.Statement{}, err
			}
			in.Findings = append(in.Findings, *f)
		}
	}
	for _, err := range c.Findings(ctx, store.FindingQuery{Transaction: tx.Key, Rule: "VAL005", Limit: 1}) {
		if err != nil {
			return account.Statement{}, err
		}
		if in.Signed, err = signedReadings(ctx, c, tx.Key); err != nil {
			return account.Statement{}, err
		}
	}
	return account.Reconcile(in), nil
}

// signedReadings reads the signed records among the samples of a transaction.
func signedReadings(ctx context.Context, c *store.Case, key model.TransactionKey) ([]account.SignedReading, error) {
	spans, err := c.Spans(ctx, key)
	if err != nil {
		return nil, err
	}
	var sources []model.SourceID
	for i := range spans {
		sources = append(sources, spans[i].Source)
	}
	slices.Sort(sources)
	var out []account.SignedReading
	for _, source := range slices.Compact(sources) {
		for s, err := range c.Samples(ctx, source) {
			if err != nil {
				return nil, err
			}
			if s.Format != model.SignedData && !strings.HasPrefix(s.Text, "OCMF|") {
				continue
			}
			if slices.ContainsFunc(spans, func(p model.Span) bool { return within(s, &p) }) {
				out = append(out, account.ParseSigned(s.RawValue())...)
			}
		}
	}
	return out, nil
}

// within says that a sample lies in a span.
func within(s *model.Sample, p *model.Span) bool {
	return s.At.Source == p.Source && p.First <= s.Frame && s.Frame <= p.Last &&
		s.Station == p.Station && s.Connector == p.Connector && s.Transaction == p.ID
}
