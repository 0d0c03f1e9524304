package present

import (
	"slices"
	"time"

	"meterscope/model"
)

const (
	mostWatts = 500_000 // a station that charges faster is not built: a register that rises faster is another meter's
	meterLag  = 100     // Wh by which meterStart or meterStop and the sample beside it may differ all the same
)

// CountFromStart adds meterStart and meterStop of a transaction to its energy register, as the points that they
// are, so that what is drawn counts from the start and ends at the energy of the list. It does so only where
// they are readings of the same meter: meterStart not above the first sample, and what lies between them within
// what a station delivers in that time. note says what was done, or why it wasn't; it is "" where the
// transaction has no meterStart or no register.
func CountFromStart(series []model.Series, tx *model.Transaction) (counted []model.Series, note string) {
	if tx == nil || !tx.MeterStart.OK || tx.Start.IsZero() {
		return series, ""
	}
	at := mainRegister(series)
	if at < 0 {
		return series, ""
	}
	points := series[at].Points
	first, last := numbered(points)
	if first == nil {
		return series, ""
	}
	start := model.Point{Time: tx.Start, Value: model.NewDecimal(tx.MeterStart.V, 0), Frame: model.NoFrame, Context: model.TransactionBegin}
	if !follows(&start, first) {
		return series, TextNotFromStart
	}
	note = TextFromStart
	points = slices.Concat([]model.Point{start}, points)
	if tx.MeterStop.OK && !tx.Stop.IsZero() && tx.MeterStop.V >= tx.MeterStart.V {
		stop := model.Point{Time: tx.Stop, Value: model.NewDecimal(tx.MeterStop.V, 0), Frame: model.NoFrame, Context: model.TransactionEnd, FromStop: true}
		if last.Time.Compare(stop.Time) <= 0 && (stop.Value.Cmp(last.Value) < 0 || follows(last, &stop)) {
			points = append(points, stop)
			note = TextStartToStop
		}
	}
	counted = slices.Clone(series)
	counted[at].Points = points
	return counted, note
}

// mainRegister is the series that counts the energy of the connector's outlet; −1 if there is none.
func mainRegister(series []model.Series) int {
	best := -1
	for i := range series {
		s := &series[i]
		if s.Key.Measurand != model.EnergyActiveImportRegister || s.Key.Phase != model.PhaseNone ||
			s.Key.Where() != model.Outlet || s.Unit != model.Wh {
			continue
		}
		if best < 0 || len(s.Points) > len(series[best].Points) {
			best = i
		}
	}
	return best
}

// numbered gives the first and the last point that has a number; nil if none has.
func numbered(points []model.Point) (first, last *model.Point) {
	for i := range points {
		if p := &points[i]; !p.Gap && !p.Time.IsZero() {
			if first == nil {
				first = p
			}
			last = p
		}
	}
	return first, last
}

// follows says that a register can have risen from one reading to the other.
func follows(a, b *model.Point) bool {
	rise := b.Value.Sub(a.Value)
	took := b.Time.Sub(a.Time)
	if rise.Sign() < 0 || took < 0 {
		return false
	}
	most := model.NewDecimal(int64(took.Hours()*mostWatts)+meterLag, 0).Add(a.LeastDigit()).Add(b.LeastDigit())
	return rise.Cmp(most) <= 0 && took < 100*24*time.Hour
}
