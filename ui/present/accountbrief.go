package present

import (
	"slices"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/lang"
)

// besides says what agrees with the reference, or that there is nothing beside it.
func (w *accountWords) besides() []string {
	ref := w.s.Of(w.s.Reference)
	if ref == nil {
		return nil
	}
	if len(w.s.Accounts) == 1 {
		return []string{w.t.Text("nothing else in the log says how much flowed")}
	}
	return w.agreements(ref)
}

// exported says what the vehicle gave back; nothing where it gave none.
func (w *accountWords) exported() []string {
	if !w.s.Exported.OK {
		return nil
	}
	x := w.s.Exported.V
	text := lang.Key("%s exported by the register")
	switch x.By {
	case account.Interval:
		text = lang.Key("%s exported by the intervals")
	case account.Power:
		text = lang.Key("%s exported by integrated power")
	}
	return []string{w.t.Text(text, w.t.Energy(x.Energy))}
}

// gravest says what differs most from the reference, what the user gave before all, and names the others; alone: there
// is room for two, as nothing else is to be said.
func (w *accountWords) gravest(alone bool) []string {
	groups := w.groups()
	slices.SortStableFunc(groups, func(a, b *accountGroup) int {
		if ga, gb := given(a.of[0].Kind), given(b.of[0].Kind); ga != gb {
			if ga {
				return -1
			}
			return 1
		}
		_, p := a.extent()
		_, q := b.extent()
		return q.Cmp(p)
	})
	most := 1
	if alone && len(w.s.Against) == 0 {
		most = 2
	}
	var said []string
	for i, g := range groups {
		if i == most {
			var rest accountGroup
			for _, other := range groups[most:] {
				rest.of = append(rest.of, other.of...)
			}
			last := len(said) - 1
			if len(rest.of) == 1 {
				said[last] = w.t.Text("%s; %s differs too", said[last], w.list(&rest))
			} else {
				said[last] = w.t.Text("%s; %s differ too", said[last], w.list(&rest))
			}
			break
		}
		said = append(said, w.dissent(g))
	}
	if len(w.s.Against) > 0 && !w.blamed(groups[0]) {
		said = append(said, w.against(w.s.Reference))
	}
	return said
}

// blamed says that the reference is known to be what is wrong.
func (w *accountWords) blamed(g *accountGroup) bool {
	c := g.of[0].Cause
	return c != nil && c.Whole && c.Of == w.s.Reference
}

// tells says that the accounts, where they differ, tell what a rule found already.
func (w *accountWords) tells(f *model.Finding) bool {
	differs := func(kinds ...account.Kind) bool {
		return slices.ContainsFunc(w.s.Accounts, func(a account.Account) bool {
			return slices.Contains(kinds, a.Kind) && a.Difference.OK && !a.Agrees
		})
	}
	switch f.Rule {
	case "CLK007":
		return w.causedBy(account.CauseGap) || w.fellIn(f)
	case "REG001":
		return w.causedBy(account.CauseFall)
	case "REG003", "REG004":
		return w.causedBy(account.CauseMeterReading)
	case "CLK005", "TXN008":
		return w.causedBy(account.CauseClock)
	case "REG006":
		return w.causedBy(account.CauseJump)
	case "REG010", "PWR004":
		return w.causedBy(account.CauseSign) || w.causedBy(account.CauseExport)
	case "REG002", "TXN009":
		return w.causedBy(account.CauseMeterStop)
	case "UNI004":
		return w.causedBy(account.CauseUnit)
	case "REG011":
		return differs(account.Interval)
	case "PWR001":
		return differs(account.Power)
	case "PWR002":
		return differs(account.Power, account.Current)
	case "PHS002":
		return differs(account.Phases)
	}
	return false
}

// fellIn says that a fall of the register is told of the stretch of a finding.
func (w *accountWords) fellIn(f *model.Finding) bool {
	return slices.ContainsFunc(w.s.Accounts, func(a account.Account) bool {
		c := a.Cause
		return c != nil && c.Kind == account.CauseFall && c.From.Compare(f.From) <= 0 && f.To.Compare(c.To) <= 0
	})
}

// causedBy says that an account differs for a cause of a kind.
func (w *accountWords) causedBy(k account.CauseKind) bool {
	return slices.ContainsFunc(w.s.Accounts, func(a account.Account) bool {
		return a.Cause != nil && (a.Cause.Kind == k || slices.ContainsFunc(a.Cause.Also, func(c account.Cause) bool { return c.Kind == k }))
	})
}
