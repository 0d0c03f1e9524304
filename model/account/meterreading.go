package account

// reading: what the register shows is not meterStart (REG003) or meterStop (REG004). Which of the two is wrong nobody
// knows by that.
func (r *reckoning) reading(d *difference) *Cause {
	if d.of.byUser || d.ref.Kind != Meter && d.of.Kind != Meter {
		return nil
	}
	c := &Cause{Kind: CauseMeterReading, Of: Meter}
	for i := range r.Findings {
		switch r.Findings[i].Rule {
		case "REG003":
			c.From = r.Tx.Start
		case "REG004":
			c.To = r.Tx.Stop
		default:
			continue
		}
		c.Count++
	}
	if c.From.IsZero() && c.To.IsZero() {
		return nil
	}
	return c
}
