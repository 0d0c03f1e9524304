package account

import (
	"cmp"
	"slices"

	"meterscope/model"
)

// OwnRegisters takes out of a transaction's series the readings of registers that aren't its own: some chargers send
// the session's energy under the transactionId, and between them the meter's lifetime register without it. Those are
// assigned by their time, and can't go on where the others left off. other are the readings of imported energy that
// were taken out, in order of time.
func OwnRegisters(series []model.Series) (own []model.Series, other []model.Point) {
	own = series
	for i := range series {
		s := &series[i]
		if s.Key.Measurand.Accumulation() != model.Register || !twoRegisters(s.Points) {
			continue
		}
		if &own[0] == &series[0] {
			own = slices.Clone(series)
		}
		own[i].Points = nil
		for _, p := range s.Points {
			switch {
			case !p.Inferred:
				own[i].Points = append(own[i].Points, p)
			case s.Key.Measurand == model.EnergyActiveImportRegister && !p.Gap:
				other = append(other, p)
			}
		}
	}
	slices.SortStableFunc(other, func(a, b model.Point) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Frame, b.Frame)) })
	return own, other
}

// fewAlternations is how often a reading must be lower than the one before it, which is the other's, to tell that there
// are two registers.
const fewAlternations = 2

// twoRegisters says that the readings that were assigned by time and the others each count up, but not together.
func twoRegisters(points []model.Point) bool {
	var last, named, unnamed *model.Point
	falls := 0
	for i := range points {
		p := &points[i]
		if p.Gap || p.Time.IsZero() {
			continue
		}
		of := &named
		if p.Inferred {
			of = &unnamed
		}
		if *of != nil && isBelow(*of, p) {
			return false
		}
		if last != nil && last.Inferred != p.Inferred && isBelow(last, p) {
			falls++
		}
		*of, last = p, p
	}
	return named != nil && unnamed != nil && falls >= fewAlternations
}

func isBelow(a, b *model.Point) bool {
	return a.Value.Sub(b.Value).Cmp(a.LeastDigit().Add(b.LeastDigit())) > 0
}
