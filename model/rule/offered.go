package rule

import "meterscope/model"

// findAboveOffer compares power with the power that was offered; where that says nothing, current with current.
func findAboveOffer(p *Pass, s *Session) {
	if s.mainMeter() || p.scaleWrong(s) {
		return
	}
	if s.has(model.PowerOffered) && p.abovePower(s) {
		return
	}
	if s.has(model.CurrentOffered) {
		p.aboveCurrent(s)
	}
}

// offerAt gives what was offered at a location; where only one location is named for offers, that one.
func offerAt(all []meterAt, where model.Location) *meterAt {
	if at := atPlace(all, where); at != nil {
		return at
	}
	if len(all) == 1 {
		return &all[0]
	}
	return nil
}

// excess is what a value may be above its offer.
type excess struct{ share, floor model.Decimal }

// of says that a value is above an offer, and by how much.
func (e *excess) of(v, offer, digits model.Decimal) (by model.Decimal, is bool) {
	by = v.Sub(offer)
	return by, by.Sign() > 0 && by.Cmp(greater(percent(e.share, offer), e.floor).Add(digits)) > 0
}

func (p *Pass) abovePower(s *Session) (said bool) {
	may := excess{p.set.Quantity("PWR003.percent"), p.set.Quantity("PWR003.power")}
	for _, at := range p.meters(s, model.PowerActiveImport, model.W) {
		offer := offerAt(p.meters(s, model.PowerOffered, model.W), at.where)
		if offer == nil {
			continue
		}
		off := stretches{least: p.set.Count("PWR003.samples")}
		lists := [][]model.Point{offer.total, offer.line[0], offer.line[1], offer.line[2], at.total, at.line[0], at.line[1], at.line[2]}
		var last [4]*model.Point
		for now := newMoments(lists...); now.step(); {
			keepLast(last[:], now.now)
			limit, has := totalOf(last[:], offer.line[:])
			drawn, is := totalOf(now.now[4:], at.line[:])
			if !has || !is {
				continue
			}
			if by, is := may.of(drawn.value, limit.value, drawn.digits.Add(limit.digits)); is {
				off.bad(drawn.at, shown{value: drawn.value, other: limit.value, off: by})
			} else {
				off.good()
			}
		}
		said = p.reportExcess(s, off.all(), model.PowerActiveImport, model.W, at.where) || said
	}
	return said
}

// summed is a total, or the sum of the phases where there is none.
type summed struct {
	at            *model.Point
	value, digits model.Decimal
}

// totalOf takes a total and three lines at one moment. The lines count where all that are sent at all have a value.
func totalOf(now []*model.Point, sent [][]model.Point) (sum summed, ok bool) {
	if t := now[0]; t != nil {
		return summed{t, t.Value, t.LeastDigit()}, true
	}
	for k, one := range now[1:] {
		switch {
		case one != nil:
			if sum.at == nil {
				sum.at = one
			}
			sum.value, sum.digits = sum.value.Add(one.Value), sum.digits.Add(one.LeastDigit())
		case len(sent[k]) > 0:
			return sum, false
		}
	}
	return sum, sum.at != nil
}

// keepLast keeps the latest numbers of the first lists.
func keepLast(last, now []*model.Point) {
	for k := range last {
		if now[k] != nil {
			last[k] = now[k]
		}
	}
}

// aboveCurrent compares each line with its offer, which mostly is one for all of them. A current without a phase is
// compared where no line is sent; where the voltages are those of three phases it may be their sum.
func (p *Pass) aboveCurrent(s *Session) {
	may := excess{p.set.Quantity("PWR003.percent"), p.set.Quantity("PWR003.current")}
	for _, at := range p.meters(s, model.CurrentImport, model.A) {
		offer := offerAt(p.meters(s, model.CurrentOffered, model.A), at.where)
		if offer == nil {
			continue
		}
		off := stretches{least: p.set.Count("PWR003.samples")}
		times := model.NewDecimal(1, 0)
		if p.threePhases(s) {
			times = model.NewDecimal(threeLines, 0)
		}
		lists := [][]model.Point{offer.total, offer.line[0], offer.line[1], offer.line[2], at.total, at.line[0], at.line[1], at.line[2]}
		var last [4]*model.Point
		for now := newMoments(lists...); now.step(); {
			keepLast(last[:], now.now)
			worst, any := shown{}, false
			var first *model.Point
			for k := range threeLines {
				limit := last[1+k]
				if limit == nil {
					limit = last[0]
				}
				one := now.now[5+k]
				if one == nil || limit == nil {
					continue
				}
				any = true
				if by, is := may.of(one.Value, limit.Value, one.LeastDigit().Add(limit.LeastDigit())); is && (first == nil || by.Cmp(worst.off) > 0) {
					first, worst = one, shown{lines()[k], one.Value, limit.Value, by}
				}
			}
			if one := now.now[4]; one != nil && last[0] != nil && !at.hasLines() {
				any = true
				limit := last[0].Value.Mul(times)
				if by, is := may.of(one.Value, limit, one.LeastDigit().Add(last[0].LeastDigit())); is {
					first, worst = one, shown{model.PhaseNone, one.Value, last[0].Value, by}
				}
			}
			switch {
			case first != nil:
				off.bad(first, worst)
			case any:
				off.good()
			}
		}
		p.reportExcess(s, off.all(), model.CurrentImport, model.A, at.where)
	}
}

func (p *Pass) threePhases(s *Session) bool {
	for _, at := range p.meters(s, model.Voltage, model.V) {
		if len(at.line[1])+len(at.pair[1]) > 0 {
			return true
		}
	}
	return false
}

func (p *Pass) reportExcess(s *Session, all []stretch, m model.Measurand, u model.Unit, where model.Location) bool {
	for _, one := range all {
		p.tell(s, &one, model.SeverityNone, quantityName(m, one.worst.phase, where)+" is "+reading(one.worst.value, u),
			reading(one.worst.other, u)+" was offered")
	}
	return len(all) > 0
}
