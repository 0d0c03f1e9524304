package rule

import (
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// txnTimeRules are about when a transaction begins and ends, and why.
func txnTimeRules() []*Rule {
	return []*Rule{
		{
			ID: "TXN006", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Very short transaction",
				What:   "From its start to its stop the transaction took next to no time.",
				Why:    "Customers try again when something fails: short transactions in a row show it.",
				Remedy: "See the stop's reason and the states of the connector around it.",
				Spec:   "OCPP 1.6 §4.8, §4.10",
			},
			Params: []Param{{"time", ParamSpan, "2m", "time under which a transaction is very short"}},
			Transaction: func(p *Pass, s *Session) {
				if took, ok := length(s); ok && took >= 0 && took < p.set.Span("TXN006.time") {
					p.report(model.Finding{At: s.Tx.At, Frame: s.FirstFrame, Inferred: s.Tx.Inferred, Got: "only " + duration(took)})
				}
			},
			say: tookSo,
		},
		{
			ID: "TXN007", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Very long transaction",
				What:   "The transaction took longer than vehicles charge.",
				Why:    "Its end may have been lost, so that it runs on at the operator, and into the next customer's bill.",
				Remedy: "See whether the vehicle was still there: the states of the connector, and when energy flowed last.",
				Spec:   "OCPP 1.6 §4.10",
			},
			Params: []Param{{"time", ParamSpan, "24h", "time that a transaction may take"}},
			Transaction: func(p *Pass, s *Session) {
				from, to := s.Tx.Begin(), s.Tx.End()
				if !dated(from) || !dated(to) || to.Sub(from) <= p.set.Span("TXN007.time") {
					return
				}
				p.report(model.Finding{
					At: s.Tx.At, Frame: s.FirstFrame, Inferred: s.Tx.Inferred, From: from, To: to, Got: duration(to.Sub(from)),
				})
			},
			say: tookSo,
		},
		{
			ID: "TXN008", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Stops before it starts",
				What:   "The timestamp of StopTransaction is before that of StartTransaction.",
				Why:    "One of the two is wrong, so nobody knows how long the transaction took, and by which tariff it is billed.",
				Remedy: "Compare with the log's own times to see which of the two is wrong. See how the station gets its time.",
				Spec:   "OCPP 1.6 §3.14, §6.45, §6.49",
			},
			Transaction: func(p *Pass, s *Session) {
				e, ok := s.Stop()
				if !ok || !dated(s.Tx.Start) || !dated(s.Tx.Stop) || !precedes(s.Tx.Stop, s.Tx.Start) {
					return
				}
				p.report(model.Finding{
					At: e.At, Frame: e.Frame, Inferred: s.Tx.Inferred,
					Got: "The transaction stops at " + s.Tx.Stop.String(), Want: "it starts at " + s.Tx.Start.String(),
				})
			},
			say: gotAndWant,
		},
		{
			ID: "TXN012", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Stop reason contradicts the log",
				What:   "The stop says that somebody ended the transaction at the station (Local, or no reason), but the station had just booted or lost its power.",
				Why:    "The customer was cut off and is told that he stopped. Faults of the power supply stay unseen.",
				Remedy: "Read it as PowerLoss or Reboot. Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §6.49, §7.36",
			},
			Params:      []Param{{"time", ParamSpan, "5m", "time between a boot or power loss and the stop up to which one is the other's cause"}},
			Transaction: findContradictedReason,
			say:         gotAndWant,
		},
	}
}

func tookSo(f *model.Finding) string { return "The transaction took " + f.Got + "." }

// precedes says that a is before b, as exactly as the coarser of the two was written: a time in whole seconds is not
// before one with a fraction in the same second.
func precedes(a, b model.Time) bool {
	digits := min(a.Digits(), b.Digits())
	unit := time.Second
	for range digits {
		unit /= 10
	}
	if unit > 0 {
		return a.Time().Truncate(unit).Before(b.Time().Truncate(unit))
	}
	return a.Before(b)
}

// lateStop is how late a stop may be delivered so that what stands before it in the log happened before it.
const lateStop = 10 * time.Minute

func findContradictedReason(p *Pass, s *Session) {
	e, ok := s.Stop()
	o := s.Outage
	if !ok || o == nil || e.Reason != "" && e.Reason != "Local" || o.Gap > p.set.Span("TXN012.time") {
		return
	}
	if !e.LoggedAt.IsZero() && dated(e.Time) && e.LoggedAt.Sub(e.Time) > lateStop {
		return // it may have been stopped long before the boot, while the station was offline
	}
	got := "The stop's reason is Local"
	if e.Reason == "" {
		got = "The stop has no reason, which means Local"
	}
	want := "the station booted " + duration(o.Gap) + " before"
	if o.Kind == session.PowerLost {
		want = "the station reported a loss of power " + duration(o.Gap) + " before"
	}
	p.report(model.Finding{At: e.At, Frame: e.Frame, Inferred: s.Tx.Inferred, Got: got, Want: want})
}
