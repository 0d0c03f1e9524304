package present

import (
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

const (
	mostWatts = 500_000 // a station that charges faster is not built: a register that rises faster is another meter's
	meterLag  = 100     // Wh by which meterStart or meterStop and the sample beside it may differ all the same
)

// outletRegister is what is known of a series that may be the energy register of a transaction: its first and last reading.
type outletRegister struct {
	key         model.SeriesKey
	count       int // points
	first, last model.Point
}

// register notes a series that counts the energy of the connector's outlet; nil if it isn't one.
func (r *plotReader) register(key model.SeriesKey, unit model.Unit) *outletRegister {
	if key.Measurand != model.EnergyActiveImportRegister || key.Phase != model.PhaseNone || key.Where() != model.Outlet || unit != model.Wh {
		return nil
	}
	r.registers = append(r.registers, &outletRegister{key: key})
	return r.registers[len(r.registers)-1]
}

// see takes a point.
func (m *outletRegister) see(p *model.Point) {
	m.count++
	if p.Gap || !session.ClockWasSet(p.Time) {
		return
	}
	if m.first.Time.IsZero() || p.Time.Before(m.first.Time) {
		m.first = *p
	}
	if !p.Time.Before(m.last.Time) {
		m.last = *p
	}
}

// countFromStart adds meterStart and meterStop of the transaction to its energy register, as the points that they
// are, so that what is drawn counts from the start and ends at the energy of the list. It does so only where
// they are readings of the same meter: meterStart not above the first sample, and what lies between them within
// what a station delivers in that time. note says what was done, or why it wasn't; it is "" where the
// transaction has no meterStart or no register.
func (r *plotReader) countFromStart() (note string) {
	tx := r.in.Tx
	var m *outletRegister
	for _, o := range r.registers {
		if m == nil || o.count > m.count {
			m = o
		}
	}
	if m == nil || m.first.Time.IsZero() || !tx.MeterStart.OK || tx.Start.IsZero() {
		return ""
	}
	start := model.Point{Time: tx.Start, Value: model.NewDecimal(tx.MeterStart.V, 0), Frame: model.NoFrame, Context: model.TransactionBegin}
	if !follows(&start, &m.first) {
		return TextNotFromStart
	}
	r.samples.Insert(m.key, model.Wh, &start)
	r.samples.CountFrom(tx.Start)
	if !tx.MeterStop.OK || tx.Stop.IsZero() || tx.MeterStop.V < tx.MeterStart.V {
		return TextFromStart
	}
	stop := model.Point{Time: tx.Stop, Value: model.NewDecimal(tx.MeterStop.V, 0), Frame: model.NoFrame, Context: model.TransactionEnd, FromStop: true}
	if m.last.Time.Compare(stop.Time) > 0 || stop.Value.Cmp(m.last.Value) >= 0 && !follows(&m.last, &stop) {
		return TextFromStart
	}
	r.samples.Insert(m.key, model.Wh, &stop)
	return TextStartToStop
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
