package rule

import (
	"cmp"
	"slices"
	"strconv"

	"meterscope/model"
)

// txnRules are about transactions as a whole, in the order of their ids.
func txnRules() []*Rule {
	rules := slices.Concat(txnLogRules(), txnEnergyRules(), txnTimeRules(), txnConnectorRules(), []*Rule{hugeIDRule(), afterStopRule()})
	slices.SortFunc(rules, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
	return rules
}

// txnLogRules are about what the log has of a transaction.
func txnLogRules() []*Rule {
	return []*Rule{
		{
			ID: "TXN001", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Never stopped in the log",
				What:   "The log has no StopTransaction for the transaction. Where the log ends while it still runs, this is only info.",
				Why:    "The operator may not know its end either: it may be billed wrongly, late or not at all.",
				Remedy: "Look for a later log. See whether the station rebooted or lost its connection at the time.",
				Spec:   "OCPP 1.6 §4.10",
			},
			Transaction: findNeverStopped,
			say: func(f *model.Finding) string {
				return f.Got + " is never stopped in the log" + because(f.Want) + "."
			},
		},
		{
			ID: "TXN002", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Never started in the log",
				What:   "A transaction is sampled or stopped, but the log has no StartTransaction for it. Where the log begins while it already runs, this is only info.",
				Why:    "Without its start there is no meterStart: its energy by the meter is not known.",
				Remedy: "Look for an earlier log. If the log is complete, see whether the station rebooted or was offline at the time.",
				Spec:   "OCPP 1.6 §4.8",
			},
			Transaction: findNeverStarted,
			say: func(f *model.Finding) string {
				return f.Got + " is never started in the log" + because(f.Want) + "."
			},
		},
	}
}

func because(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

func findNeverStopped(p *Pass, s *Session) {
	if _, stopped := s.Stop(); stopped {
		return
	}
	f := model.Finding{At: s.Tx.At, Frame: s.FirstFrame, Got: transactionName(s)}
	if s.LogEndsInside(s.all) {
		f.Severity, f.Want = model.SeverityInfo, "the log ends while it runs"
	}
	p.report(f)
}

func findNeverStarted(p *Pass, s *Session) {
	if _, started := s.Start(); started || s.OtherRuns {
		return
	}
	f := model.Finding{At: s.Tx.At, Frame: s.FirstFrame, Got: transactionName(s)}
	if s.LogBeginsInside {
		f.Severity, f.Want = model.SeverityInfo, "the log begins while it runs"
	}
	p.report(f)
}

func transactionName(s *Session) string { return nameOf(s.Tx.ID) }

func nameOf(id model.Opt[int64]) string {
	if !id.OK {
		return "The transaction"
	}
	return "Transaction " + strconv.FormatInt(id.V, 10)
}
