package account

import "meterscope/model"

// SignedReading is what one signed meter record says.
type SignedReading struct {
	Time  model.Time
	Value model.Decimal // Wh
	Digit model.Decimal // Wh, its least digit
	Begin bool          // of the transaction, as the record says
	End   bool
	Meter string // the register that it is of, as the record names it
}

// signed is the last signed reading less the first, of the register that the most readings are of.
func (r *reckoning) signed() {
	var best []SignedReading
	byMeter := map[string][]SignedReading{}
	for _, s := range r.Signed {
		list := append(byMeter[s.Meter], s)
		byMeter[s.Meter] = list
		if len(list) > len(best) {
			best = list
		}
	}
	var first, last *SignedReading
	for i := range best {
		s := &best[i]
		if first == nil || s.Begin && !first.Begin || s.Begin == first.Begin && s.Time.Before(first.Time) {
			first = s
		}
		if last == nil || s.End && !last.End || s.End == last.End && last.Time.Before(s.Time) {
			last = s
		}
	}
	if first == nil || first == last || !first.Time.Before(last.Time) {
		return
	}
	t := tally{from: first.Time, to: last.Time, samples: len(best), digits: first.Digit.Add(last.Digit)}
	r.claim(Signed, &t, last.Value.Sub(first.Value)).given = Register
}
