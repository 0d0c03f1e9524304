package rule

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/account"
)

// txnEnergyRules are about what a transaction brought, and what its StopTransaction says of it.
func txnEnergyRules() []*Rule {
	return []*Rule{
		{
			ID: "TXN003", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Stopped twice with different values",
				What:   "The log has several StopTransactions for the transaction, and their meterStop, time or reason differ.",
				Why:    "The operator may bill by either. Meterscope takes the first that was accepted.",
				Remedy: "See which of them the operator's system took, and report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §4.10, §6.49",
			},
			Transaction: findSecondStop,
			say: func(f *model.Finding) string {
				return "The transaction is stopped " + f.Got + " times with different values: " + f.Want + "."
			},
		},
		{
			ID: "TXN005", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Hardly any energy",
				What:   "The whole transaction took minutes or more and brought next to nothing.",
				Why:    "The customer came to charge and left without: the vehicle, the cable or the station refused.",
				Remedy: "See the states of the connector: whether it ever was Charging, and what suspended it.",
				Spec:   "OCPP 1.6 §4.8, §4.10",
			},
			Params: []Param{
				{"energy", ParamQuantity, "100", "Wh under which it is hardly any"},
				{"time", ParamSpan, "5m", "time that the transaction takes at least"},
			},
			Transaction: findNoEnergy,
			say:         func(f *model.Finding) string { return "The transaction brought " + f.Got + " in " + f.Want + "." },
		},
		{
			ID: "TXN009", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "meterStop is none",
				What:   "meterStop is 0 or −1, while the register's last sample says otherwise.",
				Why:    "The station sent no reading: energy by the meter is negative or nothing, and can't be billed.",
				Remedy: "Take the last sample for the end (meterscope accounts). Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §6.49",
			},
			Transaction: func(p *Pass, s *Session) {
				if e, last := p.noMeterStop(s); last != nil {
					p.report(model.Finding{
						At: e.At, Frame: e.Frame, Inferred: s.Tx.Inferred,
						Got:  "meterStop is " + strconv.FormatInt(s.Tx.MeterStop.V, 10) + " Wh",
						Want: "the register's last sample is " + reading(last.Value, model.Wh),
					})
				}
			},
			say: gotAndWant,
		},
		{
			ID: "TXN010", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Energy without authorisation",
				What:   "StartTransaction was not accepted (idTagInfo), but energy flowed. An error where it is more than the station's MaxEnergyOnInvalidId, if the log shows that; else a warning.",
				Why:    "The operator refused the customer, and may not bill the energy.",
				Remedy: "See the station's StopTransactionOnInvalidId and MaxEnergyOnInvalidId, and whether it obeys them.",
				Spec:   "OCPP 1.6 §4.8, §9.1.15, §9.1.26",
			},
			Params:      []Param{{"tolerance", ParamQuantity, "0", "Wh that may flow, on top of one Wh for each reading"}},
			Transaction: findInvalidEnergy,
			say: func(f *model.Finding) string {
				return "StartTransaction was answered by " + f.Got + "; " + f.Want + "."
			},
		},
		{
			ID: "TXN011", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "StopTransaction refused",
				What:   "StopTransaction was answered by a CALLERROR, and the log has no other that was not.",
				Why:    "The operator never saw the end of the transaction: it may run on there, or be billed wrongly or not at all.",
				Remedy: "See the operator's log for the reason. End the transaction there by hand, with the values of this message.",
				Spec:   "OCPP 1.6 §4.10; OCPP-J 1.6 §4.2.3",
			},
			Transaction: func(p *Pass, s *Session) {
				if e, ok := s.Stop(); ok {
					if code, refused := refusal(s, e); refused {
						p.report(model.Finding{At: e.At, Frame: e.Frame, Inferred: s.Tx.Inferred, Got: orElse(code, "?")})
					}
				}
			},
			say: func(f *model.Finding) string {
				return "StopTransaction was refused with " + f.Got + ", and is never accepted in the log."
			},
		},
	}
}

// refusal gives the code of the CALLERROR that answers a StopTransaction.
func refusal(s *Session, e *model.Event) (code string, refused bool) {
	for i := range s.Events {
		if &s.Events[i] == e && i+1 < len(s.Events) && s.Events[i+1].Kind == model.EventError {
			return s.Events[i+1].Status, true
		}
	}
	return "", false
}

// findSecondStop compares a transaction's StopTransactions. One that came again with the same values is a
// retransmission: that is said elsewhere.
func findSecondStop(p *Pass, s *Session) {
	var stops []*model.Event
	for i := range s.Events {
		e := &s.Events[i]
		again := func(o *model.Event) bool { return sameValues(o, e) }
		if e.Kind == model.EventStop && !slices.ContainsFunc(stops, again) {
			stops = append(stops, e)
		}
	}
	if len(stops) < 2 {
		return
	}
	const most = 6
	var all []string
	for i, e := range stops {
		if i == most {
			all = append(all, "…")
			break
		}
		all = append(all, stopText(e))
	}
	first, last := stops[0], stops[len(stops)-1]
	f := model.Finding{
		At: first.At, End: last.At, Frame: first.Frame, Count: len(stops), Inferred: s.Tx.Inferred,
		Got: strconv.Itoa(len(stops)), Want: strings.Join(all, ", "),
	}
	p.report(f)
}

func sameValues(a, b *model.Event) bool {
	again := a.ID != "" && a.ID == b.ID // then OCP010 speaks of another reason
	return a.Meter == b.Meter && a.Time.Compare(b.Time) == 0 && (again || reason(a) == reason(b))
}

// reason is that of a stop. It may be left out where it is Local (OCPP 1.6 §6.49).
func reason(e *model.Event) string { return orElse(e.Reason, "Local") }

func stopText(e *model.Event) string {
	s := e.Time.String()
	if e.Meter.OK {
		s += " " + strconv.FormatInt(e.Meter.V, 10) + " Wh"
	}
	return strings.TrimSpace(s + " " + reason(e))
}

// noMeterStop gives the stop whose meter says nothing, and the register's last sample, if that says otherwise.
func (p *Pass) noMeterStop(s *Session) (e *model.Event, last *model.Point) {
	e, ok := s.Stop()
	if !ok || !s.Tx.MeterStop.OK || s.Tx.MeterStop.V != 0 && s.Tx.MeterStop.V != -1 {
		return nil, nil
	}
	_, last = p.goodReadings(s)
	if last == nil || last.Value.Cmp(last.LeastDigit().Add(model.NewDecimal(1, 0))) <= 0 {
		return nil, nil
	}
	return e, last
}

// findNoEnergy speaks of complete transactions alone, and only where no account says otherwise, nor the state of charge
// (SOC004).
func findNoEnergy(p *Pass, s *Session) {
	took, ok := length(s)
	if !ok || took < p.set.Span("TXN005.time") || !s.Tx.Energy.OK || s.Tx.Energy.V.Sign() < 0 {
		return
	}
	limit := p.set.Quantity("TXN005.energy")
	if s.Tx.Energy.V.Cmp(limit) >= 0 || p.registers(s).importFell() || p.counts(s, limit) || s.exports(limit) {
		return
	}
	if _, charged := p.battery(s); charged && !p.set.off("SOC004") {
		return
	}
	p.report(model.Finding{
		At: s.Tx.At, Frame: s.FirstFrame, Inferred: s.Tx.Inferred,
		Got: reading(s.Tx.Energy.V, model.Wh), Want: duration(took),
	})
}

// exports says that the vehicle gave back as much energy as the limit: it came for that.
func (s *Session) exports(limit model.Decimal) bool {
	for i := range s.Series {
		one := &s.Series[i]
		if one.Key.Measurand != model.EnergyActiveExportRegister || one.Unit != model.Wh || len(one.Points) == 0 {
			continue
		}
		first, last := &one.Points[0], &one.Points[len(one.Points)-1]
		if !first.Gap && !last.Gap && last.Value.Sub(first.Value).Cmp(limit) >= 0 {
			return true
		}
	}
	return false
}

// counts says that the register or the power shows as much energy as the limit.
func (p *Pass) counts(s *Session, limit model.Decimal) bool {
	if first, last := p.goodReadings(s); first != nil && last.Value.Sub(first.Value).Cmp(limit) >= 0 {
		return true
	}
	power := account.TotalPower(s.Series)
	if len(power) == 0 {
		return false
	}
	wh, ok := account.Between(power, power[0].Time, power[len(power)-1].Time, p.set.GapLimits().GapLimit(power))
	return ok && wh.Cmp(limit) >= 0
}

// length is how long a complete transaction took by the times of its StartTransaction and StopTransaction.
func length(s *Session) (d time.Duration, ok bool) {
	if !s.Tx.Complete || !dated(s.Tx.Start) || !dated(s.Tx.Stop) {
		return 0, false
	}
	return s.Tx.Stop.Sub(s.Tx.Start), true
}

// dated says that a time is one of a clock that was set.
func dated(t model.Time) bool {
	sec, _ := t.Unix()
	return !t.IsZero() && sec >= clockSet
}

func findInvalidEnergy(p *Pass, s *Session) {
	start, status := refusedStart(s)
	if start == nil || !s.Tx.Energy.OK {
		return
	}
	one := model.NewDecimal(1, 0)
	if s.Tx.Energy.V.Cmp(p.set.Quantity("TXN010.tolerance").Add(one).Add(one)) <= 0 {
		return
	}
	f := model.Finding{
		At: start.At, Frame: start.Frame, Inferred: s.Tx.Inferred, Severity: model.SeverityWarning,
		Got: status, Want: reading(s.Tx.Energy.V, model.Wh) + " flowed",
	}
	if most := s.MaxOnInvalid; most.OK {
		f.Want += ", and MaxEnergyOnInvalidId is " + strconv.FormatInt(most.V, 10) + " Wh"
		if s.Tx.Energy.V.Cmp(model.NewDecimal(most.V, 0).Add(one).Add(one)) > 0 {
			f.Severity = model.SeverityError
		}
	}
	p.report(f)
}

// refusedStart gives the StartTransaction and the status with which it was refused, if no answer to it or its
// retransmission accepts it.
func refusedStart(s *Session) (start *model.Event, status string) {
	for i := range s.Events {
		e := &s.Events[i]
		if e.Kind != model.EventStart {
			continue
		}
		if start == nil {
			start = e
		}
		if i+1 == len(s.Events) || s.Events[i+1].Kind != model.EventAnswer {
			continue
		}
		switch answer := s.Events[i+1].Status; answer {
		case "Accepted":
			return nil, ""
		case "":
		default:
			status = answer
		}
	}
	if status == "" {
		return nil, ""
	}
	return start, status
}
