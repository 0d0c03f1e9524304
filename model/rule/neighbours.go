package rule

import (
	"cmp"
	"slices"

	"meterscope/model"
	"meterscope/model/session"
)

// Brief is what connector rules need of a transaction: little, so that a station may have very many.
type Brief struct {
	tx                   model.Transaction
	start, stop          *model.Event // nil where the log doesn't have them
	first                int64        // frame at tx.At
	otherRuns            bool
	overlapped           bool // with a later one
	startWrong, endWrong bool // meterStart, meterStop are said to be wrong already
}

// NewBrief makes it of a transaction and what its own rules found.
func NewBrief(s *session.Session, findings []model.Finding) *Brief {
	b := &Brief{tx: s.Tx, first: s.FirstFrame, otherRuns: s.OtherRuns}
	if e, ok := s.Start(); ok {
		b.start = &model.Event{At: e.At, Frame: e.Frame, Time: e.Time}
	}
	if e, ok := s.Stop(); ok {
		b.stop = &model.Event{At: e.At, Frame: e.Frame, Time: e.Time}
	}
	for i := range findings {
		switch findings[i].Rule {
		case "REG003":
			b.startWrong = true
		case "REG001", "REG002", "REG004", "TXN008", "TXN009":
			b.endWrong = true
		case "REG012":
			b.startWrong, b.endWrong = true, true
		case "UNI004":
			b.startWrong = b.startWrong || b.stop != nil && findings[i].At == b.stop.At // of the meter, not of the power
			b.endWrong = b.startWrong
		}
	}
	return b
}

// Briefed are the rules whose findings a Brief is made of.
func Briefed() []model.RuleID {
	return []model.RuleID{"REG001", "REG002", "REG003", "REG004", "REG012", "TXN008", "TXN009", "UNI004"}
}

// Wrong says whether meterStart and meterStop are said to be wrong, which is all that a Brief has of findings.
func (b *Brief) Wrong() (start, end bool) { return b.startWrong, b.endWrong }

// SetWrong says so of a Brief that was made without findings.
func (b *Brief) SetWrong(start, end bool) { b.startWrong, b.endWrong = start, end }

// Neighbours are transactions of one connector.
type Neighbours struct {
	Now     *Brief
	Before  *Brief       // the one that began before it; nil: none
	Longest *Brief       // of all that began before it, the one that ended last; nil: none
	undated []model.Time // when there were others, by the log: their clock was not set
	station *Connectors
}

// Connectors runs the connector rules over the transactions of one station after the other.
type Connectors struct {
	set    *Settings
	of     map[int64]*Neighbours
	recent []*Brief // of all connectors of the station, the last ones
}

// recentMost is how many transactions of a station may begin between two of one connector, so that they are still
// looked at.
const recentMost = 64

// NewConnectors makes them for settings.
func NewConnectors(set *Settings) *Connectors {
	return &Connectors{set: set, of: map[int64]*Neighbours{}}
}

// Begin is called before the transactions of another station.
func (c *Connectors) Begin() {
	clear(c.of)
	c.recent = nil
}

// Next takes the next transaction of the station, in order of their begins, and gives what is found: findings of this
// transaction.
func (c *Connectors) Next(b *Brief) []model.Finding {
	if !b.tx.Connector.OK || b.tx.Connector.V <= 0 || b.otherRuns {
		return nil
	}
	n := c.of[b.tx.Connector.V]
	if n == nil {
		n = &Neighbours{station: c}
		c.of[b.tx.Connector.V] = n
	}
	if !dated(b.tx.Begin()) {
		n.undated = append(n.undated, b.tx.First)
		return nil
	}
	n.Now = b
	p := &Pass{set: c.set}
	for _, r := range c.set.rules {
		if r.Connector != nil && !c.set.off(r.ID) {
			p.rule = r
			r.Connector(p, n)
		}
	}
	if c.recent = append(c.recent, b); len(c.recent) == 2*recentMost {
		c.recent = append([]*Brief(nil), c.recent[recentMost:]...)
	}
	n.Before = b
	if n.Longest == nil || n.Longest.tx.End().Before(b.tx.End()) {
		n.Longest = b
	}
	return p.findings
}

// between says that a transaction whose clock was not set lies between two times.
func (n *Neighbours) between(from, to model.Time) bool {
	return slices.ContainsFunc(n.undated, func(t model.Time) bool { return !t.Before(from) && !to.Before(t) })
}

// txnConnectorRules are about transactions of one connector.
func txnConnectorRules() []*Rule {
	return []*Rule{{
		ID: "TXN004", Severity: model.SeverityError,
		Doc: Doc{
			Title:  "Transactions overlap",
			What:   "Two transactions of one connector overlap by the times that their messages bear.",
			Why:    "A connector charges one vehicle at a time: samples and energy may be counted twice, or for the wrong customer.",
			Remedy: "See whether the station's clock was set in between, or whether it never ended the first one. Compare the meter readings of both.",
			Spec:   "OCPP 1.6 §4.8, §4.10",
		},
		Connector: findOverlap,
		say:       gotAndWant,
	}}
}

// findOverlap compares a transaction with the one that ended last of those before it. What the log doesn't start is
// said of elsewhere.
func findOverlap(p *Pass, n *Neighbours) {
	now, other := n.Now, n.Longest
	if other == nil || now.start == nil || other.start == nil || !dated(other.tx.End()) {
		return
	}
	if !precedes(now.tx.Begin(), other.tx.End()) || precedes(other.tx.End(), other.tx.Begin()) {
		return
	}
	to := other.tx.End()
	if end := now.tx.End(); end.Before(to) {
		to = end
	}
	if to.Before(now.tx.Begin()) { // it stops before it starts
		return
	}
	if other.overlapped && other.tx.End().Sub(other.tx.Begin()) > p.set.Span("TXN007.time") {
		return // its end is far off, which is one cause and not as many as there are transactions since
	}
	other.overlapped = true
	p.report(model.Finding{
		At: now.start.At, Frame: now.start.Frame, From: now.tx.Begin(), To: to, Inferred: now.tx.Inferred || other.tx.Inferred,
		Got:  briefName(now) + " starts at " + now.tx.Begin().String(),
		Want: briefName(other) + " runs until " + other.tx.End().String(),
	})
}

func briefName(b *Brief) string { return nameOf(b.tx.ID) }

func movedRegisterRule() *Rule {
	return &Rule{
		ID: "REG007", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Register moved between transactions",
			What:   "A transaction's meterStart is not the meterStop of the one before it on the connector.",
			Why:    "Energy flowed that nobody was billed for; or the register was reset or replaced, so that readings before and after can't be compared.",
			Remedy: "See whether a transaction is missing in the log between the two. If none is, see what flowed: a session that was not authorised, a test, or a meter that others share.",
			Spec:   "OCPP 1.6 §6.45, §6.49, §7.31",
		},
		Params: []Param{
			{"tolerance", ParamQuantity, "10", "Wh that it may move, on top of one Wh for each reading"},
			{"standby", ParamQuantity, "15", "W that the station may use between the two, if that gives more"},
		},
		Connector: findMoved,
		say:       gotAndWant,
	}
}

// findMoved compares meterStart with meterStop of the transaction before. A register that starts at zero each time is
// said of elsewhere, and so is a reading that is wrong.
func findMoved(p *Pass, n *Neighbours) {
	now, before := n.Now, n.Before
	if before == nil || now.start == nil || before.stop == nil || now.startWrong || before.endWrong ||
		!now.tx.MeterStart.OK || !before.tx.MeterStop.OK || before.tx.MeterStop.V < 0 {
		return
	}
	from, to := before.tx.Stop, now.tx.Start
	if !dated(from) || !dated(to) || precedes(to, from) || n.between(from, to) || n.Longest != before {
		return
	}
	if restarts(before.tx.MeterStart, before.tx.MeterStop, now.tx.MeterStart) {
		return
	}
	moved := model.NewDecimal(now.tx.MeterStart.V, 0).Sub(model.NewDecimal(before.tx.MeterStop.V, 0))
	allowed := p.set.Quantity("REG007.tolerance")
	if moved.Sign() > 0 {
		allowed = greater(allowed, energyOf(p.set.Quantity("REG007.standby"), max(to.Sub(from), 0)))
	}
	allowed = allowed.Add(model.NewDecimal(2, 0))
	if moved.Abs().Cmp(allowed) <= 0 {
		return
	}
	if moved = n.unaccounted(moved); moved.Abs().Cmp(allowed) <= 0 {
		return
	}
	got := "meterStart is " + reading(model.NewDecimal(now.tx.MeterStart.V, 0), model.Wh)
	want := briefName(before) + " ended " + duration(max(to.Sub(from), 0)) + " before with meterStop " +
		reading(model.NewDecimal(before.tx.MeterStop.V, 0), model.Wh) + ", so "
	if moved.Sign() > 0 {
		want += reading(moved, model.Wh) + " were counted in no transaction"
	} else {
		want += "the register was reset or replaced"
	}
	p.report(model.Finding{
		At: now.start.At, Frame: now.start.Frame, From: from, To: to, Inferred: now.tx.Inferred || before.tx.Inferred,
		Got: got, Want: want,
	})
}

// unaccounted is what the register moved, less what transactions of other connectors brought meanwhile where their
// readings are of the same register: connectors may share a meter.
func (n *Neighbours) unaccounted(moved model.Decimal) model.Decimal {
	if moved.Sign() <= 0 {
		return moved
	}
	from, to := n.Before.tx.MeterStop.V, n.Now.tx.MeterStart.V
	var parts [][2]int64
	for _, b := range n.station.recent[max(0, len(n.station.recent)-recentMost):] {
		if b.tx.Connector == n.Now.tx.Connector || !b.tx.MeterStart.OK || b.tx.End().Before(n.Before.tx.Stop) && b.tx.MeterStop.OK {
			continue
		}
		first, last := max(from, b.tx.MeterStart.V), to
		if b.tx.MeterStop.OK {
			last = min(to, b.tx.MeterStop.V)
		}
		if first < last {
			parts = append(parts, [2]int64{first, last})
		}
	}
	slices.SortFunc(parts, func(a, b [2]int64) int { return cmp.Compare(a[0], b[0]) })
	left, reached := moved, from
	for _, one := range parts {
		if first := max(one[0], reached); first < one[1] {
			left, reached = left.Sub(model.NewDecimal(one[1]-first, 0)), one[1]
		}
	}
	return left
}

// restarts says that a register starts at zero with each of two transactions, and counted in the first.
func restarts(start, stop, next model.Opt[int64]) bool {
	const about, allowed = 10, 12
	zero := func(wh model.Opt[int64]) bool { return wh.OK && wh.V >= 0 && wh.V <= about }
	return zero(start) && zero(next) && stop.OK && stop.V > next.V+allowed
}
