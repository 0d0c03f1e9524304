package account

import "meterscope/model"

// placeholder is from how many percent on a state of charge beside 0 says that the 0 is none: stations send it until
// the vehicle has told its own, and after it has gone.
const placeholder = 10

// StateOfCharge is the first and the last state of charge that series, of one transaction in base units, tell of the
// vehicle: without what can be none (SOC001), and without a 0 that stands for one that is not known. That is a 0 before
// the first that is told, and behind the last, if those are 10 percent or more; and a 0 where nothing else is told.
func StateOfCharge(series []model.Series) (from, to model.Opt[model.Decimal]) {
	var all, told ends
	full := model.NewDecimal(hundred, 0)
	for _, s := range series {
		if s.Key.Measurand != model.SoC || s.Unit != model.Percent {
			continue
		}
		for i := range s.Points {
			p := &s.Points[i]
			if p.Gap || p.Value.Sign() < 0 || p.Value.Cmp(full) > 0 {
				continue
			}
			all.take(p)
			if p.Value.Sign() > 0 {
				told.take(p)
			}
		}
	}
	if told.first == nil {
		return from, to
	}
	return known(all.first, told.first), known(all.last, told.last)
}

// ends are the first and the last of some points.
type ends struct{ first, last *model.Point }

func (e *ends) take(p *model.Point) {
	if e.first == nil || p.Time.Before(e.first.Time) {
		e.first = p
	}
	if e.last == nil || !p.Time.Before(e.last.Time) {
		e.last = p
	}
}

// known is a state of charge, or in place of a 0 that is none the one that was told next to it.
func known(p, told *model.Point) model.Opt[model.Decimal] {
	if p.Value.Sign() == 0 && told.Value.Cmp(model.NewDecimal(placeholder, 0)) >= 0 {
		return model.Some(told.Value)
	}
	return model.Some(p.Value)
}
