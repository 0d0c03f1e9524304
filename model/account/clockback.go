package account

import "meterscope/model"

// clock: the station's clock went back (CLK005), or the transaction ends before it begins. Samples of two times lie over
// one another then, and what is computed from their times can be off by what flowed in the stretch, twice.
func (r *reckoning) clock(d *difference) *Cause {
	if d.of.byUser {
		return nil
	}
	c := &Cause{Kind: CauseClock, Of: d.of.Kind}
	if c.Of == Meter || c.Of == Signed { // they have no need of the samples' times
		c.Of = d.ref.Kind
	}
	var most model.Decimal
	bounded := true
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule != "CLK005" || !f.From.Before(f.To) {
			continue
		}
		wh, ok := r.bound(f.From, f.To)
		most, bounded = most.Add(wh).Add(wh), bounded && ok
		if c.Count == 0 {
			c.From, c.To = f.From, f.To
		}
		c.Count++
		c.From, c.To = earlier(c.From, f.From), later(c.To, f.To)
	}
	ends := !r.Tx.Stop.IsZero() && r.Tx.Stop.Before(r.Tx.Start) // what came after is cut off
	if c.Count == 0 && !ends {
		return nil
	}
	if over := d.wh.Abs().Sub(most); !ends && bounded && over.Cmp(d.tolerance) > 0 {
		c.Rest = over
		return c
	}
	c.Whole = true
	return c
}
