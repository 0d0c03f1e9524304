package account

import (
	"cmp"
	"slices"

	"meterscope/model"
)

// Reconcile sets all accounts of a transaction side by side, and says why one differs from the reference: the
// meter, or the first one after it that can be right.
func Reconcile(in Input) Statement {
	r := newReckoning(in)
	r.collect()
	s := Statement{Loss: in.Given.Loss, Exported: r.exported}
	ref := r.reference()
	if ref != nil {
		s.Reference = ref.Kind
		for i := range r.claims {
			r.compare(&r.claims[i], ref)
		}
		s.Against = r.against(ref)
	}
	for i := range r.claims {
		s.Accounts = append(s.Accounts, r.claims[i].Account)
	}
	return s
}

// reference is the first account that can be right; if none can, the first. What was measured elsewhere than at the
// outlet is the reference only where nothing else is. What the user gave is compared, never compared with.
func (r *reckoning) reference() *claim {
	if c := r.firstRight(func(c *claim) bool { return c.Where == "" }); c != nil {
		return c
	}
	return r.firstRight(func(*claim) bool { return true })
}

func (r *reckoning) firstRight(among func(*claim) bool) *claim {
	var first *claim
	for i := range r.claims {
		c := &r.claims[i]
		if c.byUser || !among(c) {
			continue
		}
		if first == nil {
			first = c
		}
		if !r.impossible(c) {
			return c
		}
	}
	return first
}

// impossible says that an account contradicts itself: it is negative, or it is a meter that ends at nothing
// although energy flowed (REG002, TXN009).
func (r *reckoning) impossible(c *claim) bool {
	if c.Energy.Add(c.digits).Sign() < 0 {
		return true
	}
	return c.Kind == Meter && r.Tx.MeterStop.V <= 0 && r.energyFlowed()
}

// energyFlowed says that something other than the meter shows more than a trace of energy.
func (r *reckoning) energyFlowed() bool {
	const traceWh = 100
	return slices.ContainsFunc(r.claims, func(c claim) bool {
		return c.Kind != Meter && !c.byUser && c.Energy.Cmp(model.NewDecimal(traceWh, 0)) > 0
	})
}

// compare fills in what an account says beside the reference.
func (r *reckoning) compare(c, ref *claim) {
	if c == ref {
		c.Difference, c.Tolerance, c.Agrees = model.Some(model.Decimal{}), model.Some(model.Decimal{}), true
		return
	}
	d := c.Energy.Sub(ref.Energy)
	tolerance := tolerated(c, ref)
	edges, lacks, refLacks := r.edges(c, ref)
	tolerance = tolerance.Add(edges)
	if c.Kind == Car {
		tolerance = tolerance.Add(percent(ref.Energy.Abs(), r.Given.Loss.High))
	}
	c.Difference, c.Tolerance = model.Some(d), model.Some(tolerance)
	c.Agrees = d.Abs().Cmp(tolerance) <= 0
	if c.Kind == Car && d.Sub(tolerated(c, ref)).Sign() > 0 {
		c.Agrees = false // nothing is won in charging
	}
	if !c.Agrees {
		c.Cause = r.cause(&difference{
			of: c, ref: ref, wh: d, tolerance: tolerance,
			lacks: slices.Concat(c.losses, lacks), refLacks: slices.Concat(ref.losses, refLacks),
		})
	}
}

// edges are the times at the begin and the end that only one of two accounts covers: what can have flowed in short
// ones, and the long ones.
func (r *reckoning) edges(c, ref *claim) (short model.Decimal, lacks, refLacks []loss) {
	if c.From.IsZero() || c.To.IsZero() || ref.From.IsZero() || ref.To.IsZero() {
		return short, nil, nil
	}
	add := func(list *[]loss, kind CauseKind, from, to model.Time) {
		if !from.Before(to) {
			return
		}
		l := r.missing(kind, from, to)
		if to.Sub(from) <= r.Limits.Floor {
			short = short.Add(l.most.Abs()) // a register may have gone back in it
			return
		}
		*list = append(*list, l)
	}
	add(&lacks, CauseLateStart, ref.From, earlier(c.From, ref.To))
	add(&refLacks, CauseLateStart, c.From, earlier(ref.From, c.To))
	add(&lacks, CauseEarlyStop, later(c.To, ref.From), ref.To)
	add(&refLacks, CauseEarlyStop, later(ref.To, c.From), c.To)
	return short, lacks, refLacks
}

func earlier(a, b model.Time) model.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b model.Time) model.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// against gives the accounts that differ from the reference but agree with each other. What reads the same
// register is one voice.
func (r *reckoning) against(ref *claim) []Kind {
	var out []Kind
	voices := map[string]bool{}
	for i := range r.claims {
		a := &r.claims[i]
		if !a.doubts(ref) {
			continue
		}
		for k := range r.claims {
			b := &r.claims[k]
			if k == i || !b.doubts(ref) || voice(a) == voice(b) {
				continue
			}
			if a.Energy.Sub(b.Energy).Abs().Cmp(tolerated(a, b)) <= 0 {
				out = append(out, a.Kind)
				voices[voice(a)] = true
				break
			}
		}
	}
	if len(voices) < 2 {
		return nil
	}
	return out
}

// doubts says that an account differs from the reference for nothing that lies in itself.
func (c *claim) doubts(ref *claim) bool {
	if c.byUser || c == ref || c.Agrees {
		return false
	}
	return c.Cause == nil || c.Cause.Of != c.Kind || !c.Cause.Whole
}

// voice says what an account measures with.
func voice(c *claim) string {
	switch c.Kind {
	case Meter, Register, Interval, Signed:
		return "counter"
	case Current:
		return "current"
	}
	if c.given == Power {
		return "power"
	}
	return "counter"
}

// difference is two accounts that don't agree.
type difference struct {
	of, ref         *claim
	wh, tolerance   model.Decimal
	lacks, refLacks []loss // of each, what it can be short of
}

// cause looks for what makes them differ.
func (r *reckoning) cause(d *difference) *Cause {
	looks := []func(*difference) *Cause{r.backwards, r.unit, r.sign, r.backfed, r.byLosses, r.jump, r.clock, r.phaseMissing, r.powerFactor, r.reading}
	switch d.of.Kind {
	case Billed:
		looks = []func(*difference) *Cause{r.unit, r.otherAccount, r.afterStop, r.interim, r.byLosses}
	case Car:
		looks = []func(*difference) *Cause{r.unit, r.jump, r.charging}
	}
	var part *Cause
	for _, look := range looks {
		c := look(d)
		if c == nil {
			continue
		}
		if c.Whole {
			return c
		}
		if part == nil && !d.of.byUser {
			part = c
		}
	}
	return part
}

// byLosses explains a difference by what one of the two doesn't count.
func (r *reckoning) byLosses(d *difference) *Cause {
	lacks, refLacks := apart(d.lacks, d.refLacks)
	side, of := lacks, d.of.Kind
	if d.wh.Sign() > 0 {
		side, of = refLacks, d.ref.Kind
	}
	side = slices.DeleteFunc(slices.Clone(side), func(l loss) bool { return !l.open && l.most.Sign() == 0 })
	if len(side) == 0 {
		return nil
	}
	causes := group(side, of)
	c := causes[0]
	c.Also = causes[1:]
	c.Rest = unexplained(d.wh, lacks, refLacks)
	c.Whole = c.Rest.Cmp(d.tolerance) <= 0
	return &c
}

// apart takes away what both accounts lack: they share the register that fell.
func apart(a, b []loss) (onlyA, onlyB []loss) {
	shared := func(l loss, among []loss) bool {
		return l.kind == CauseFall && slices.ContainsFunc(among, func(o loss) bool { return o.kind == CauseFall && o.from == l.from })
	}
	onlyA = slices.DeleteFunc(slices.Clone(a), func(l loss) bool { return shared(l, b) })
	onlyB = slices.DeleteFunc(slices.Clone(b), func(l loss) bool { return shared(l, a) })
	return onlyA, onlyB
}

// unexplained is how far a difference is from those that the losses can make.
func unexplained(d model.Decimal, lacks, refLacks []loss) model.Decimal {
	low, high := model.Decimal{}, model.Decimal{} // the differences that can be
	lowOpen, highOpen := false, false
	for _, l := range lacks {
		low, high, lowOpen = low.Sub(l.most), high.Sub(l.least), lowOpen || l.open
	}
	for _, l := range refLacks {
		low, high, highOpen = low.Add(l.least), high.Add(l.most), highOpen || l.open
	}
	switch {
	case d.Cmp(low) < 0 && !lowOpen:
		return low.Sub(d)
	case d.Cmp(high) > 0 && !highOpen:
		return d.Sub(high)
	}
	return model.Decimal{}
}

// group makes one cause of all losses of a kind, the greatest first.
func group(losses []loss, of Kind) []Cause {
	var out []Cause
	for _, l := range losses {
		i := slices.IndexFunc(out, func(c Cause) bool { return c.Kind == l.kind })
		if i < 0 {
			c := Cause{
				Kind: l.kind, Of: of, From: l.from, To: l.to, Count: 1, Hides: model.Some(l.most), Known: l.known,
				Before: l.before, After: l.low, Least: l.least,
			}
			c.Hides.OK = !l.open
			out = append(out, c)
			continue
		}
		c := &out[i]
		c.From, c.To = earlier(c.From, l.from), later(c.To, l.to)
		c.Count++
		c.Least = c.Least.Add(l.least)
		c.Known = c.Known && l.known
		c.Hides = model.Opt[model.Decimal]{V: c.Hides.V.Add(l.most), OK: c.Hides.OK && !l.open}
	}
	weight := func(c *Cause) int {
		if !c.Hides.OK {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(weight(&b), weight(&a)), b.Hides.V.Cmp(a.Hides.V))
	})
	return out
}
