package account

// backfed: one of the two takes off what the vehicle gave back, the other doesn't.
func (r *reckoning) backfed(d *difference) *Cause {
	if d.of.byUser || !r.exported.OK {
		return nil
	}
	x := r.exported.V.Energy
	if d.wh.Abs().Sub(x).Abs().Cmp(d.tolerance) > 0 || x.Cmp(d.tolerance) <= 0 {
		return nil
	}
	c := &Cause{Kind: CauseExport, Of: d.of.Kind, From: d.of.From, To: d.of.To, Count: 1, Least: x, Whole: true}
	if d.wh.Sign() > 0 {
		c.Of = d.ref.Kind
	}
	return c
}
