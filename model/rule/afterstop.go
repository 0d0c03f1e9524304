package rule

import (
	"meterscope/model"
)

// afterStopRule is TXN014.
func afterStopRule() *Rule {
	return &Rule{
		ID: "TXN014", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Energy after the stop",
			What:   "Samples under the transactionId go on after the transaction was stopped, and the register rises in them.",
			Why:    "The vehicle still charged, and nobody is billed for it: a transaction ends with its StopTransaction. A system that takes the last sample for the end bills more than meterStop says.",
			Remedy: "See the states of the connector: whether the station kept the power on, or stamped the stop too early. Bill to meterStop, and report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §4.7, §4.10",
		},
		Params:      []Param{{"tolerance", ParamQuantity, "50", "Wh that the register may rise, on top of one unit of each reading's last digit"}},
		Transaction: findEnergyAfterStop,
		say:         gotAndWant,
	}
}

func findEnergyAfterStop(p *Pass, s *Session) {
	stop, stopped := s.Stop()
	if !stopped || !dated(s.Tx.Stop) || s.mainMeter() || p.registers(s).importFell() {
		return
	}
	after := s.afterStop()
	if len(after) == 0 {
		return
	}
	first, last := &after[0], &after[len(after)-1]
	base, digit, since := first.Value, first.LeastDigit(), first.Time
	if e := p.meterEnds(s); e.stop != nil && e.stop.event == stop && !e.stop.off && !e.zero {
		base, digit, since = e.stop.wh, model.NewDecimal(1, 0), s.Tx.Stop
	}
	more := last.Value.Sub(base)
	if more.Cmp(p.set.Quantity("TXN014.tolerance").Add(digit).Add(last.LeastDigit())) <= 0 {
		return
	}
	f := model.Finding{
		At: first.At, Frame: first.Frame, From: since, To: last.Time, Count: len(after), Inferred: s.Tx.Inferred || first.Inferred,
		Got:  "The register rises by " + reading(more, model.Wh) + " in " + duration(last.Time.Sub(since)) + " after the stop",
		Want: "the transaction was stopped at " + s.Tx.Stop.String(),
	}
	if f.Count > 1 {
		f.End = last.At
	}
	p.report(f)
}

// afterStop gives the readings of the register of imported energy after the end of the transaction: those that rise.
func (s *Session) afterStop() (points []model.Point) {
	for i := range s.own {
		one := &s.own[i]
		if one.Key.Measurand != model.EnergyActiveImportRegister || one.Key.Phase != model.PhaseNone || one.Key.Where() != model.Outlet || one.Unit != model.Wh {
			continue
		}
		k := len(one.Points)
		for k > 0 && s.Tx.Stop.Before(one.Points[k-1].Time) {
			k--
		}
		var later []model.Point
		for _, q := range one.Points[k:] {
			if !q.Gap && !q.FromStop && q.Context != model.TransactionBegin {
				later = append(later, q)
			}
		}
		points = together(points, later)
	}
	for i := 1; i < len(points); i++ {
		if falls(&points[i-1], &points[i], model.Decimal{}) {
			return nil // it isn't the same any more
		}
	}
	return points
}
