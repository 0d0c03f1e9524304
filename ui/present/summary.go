package present

import (
	"slices"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/rule"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// Summary says in two or three sentences what matters about a transaction: how much energy, by what, how long, and
// what agrees with it; what differs most, and why; and the worst of what the rules say beside that. s is what its
// accounts say, nil where nobody knows. notable are its findings, at least those of [SummaryRules]: the others are
// only counted. Times are shown in zone, nil is UTC.
func Summary(t *lang.Texts, tx model.Transaction, s *account.Statement, notable []store.FindingGroup, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	if s == nil {
		s = &account.Statement{}
	}
	w := newAccountWords(t, s, zone)
	first := slices.Concat([]string{energyClause(t, &tx, s)}, w.exported(), w.besides())
	told, flagged := clauses(t, notable, zone, w.tells)
	if rest := tx.Errors + tx.Warnings - flagged; rest > 0 {
		more := t.Plural(int64(rest), "finding", "findings")
		if len(told) > 0 || flagged > 0 {
			more = t.Plural(int64(rest), "more finding", "more findings")
		}
		told = append(told, more)
	}
	differs := w.gravest(len(told) == 0)
	switch {
	case len(told) == 0 && len(differs) == 0 && tx.Severity() == model.SeverityNone:
		first = append(first, t.Text("no findings"))
	case len(differs) == 0: // then it is one sentence
		first, told = append(first, told...), nil
	}
	sentences := append([]string{strings.Join(first, "; ")}, differs...)
	if len(told) > 0 {
		sentences = append(sentences, strings.Join(told, "; "))
	}
	for i := range sentences {
		sentences[i] = capital(sentences[i]) + "."
	}
	return strings.Join(sentences, " ")
}

// energyClause is "38.214 kWh by the meter in 1:02, 20 → 81 %".
func energyClause(t *lang.Texts, tx *model.Transaction, accounts *account.Statement) string {
	s := t.Text("no energy is known")
	if ref := accounts.Of(accounts.Reference); ref != nil {
		s = t.Text(by(ref.Kind), t.Energy(ref.Energy)) + where(ref)
	} else if tx.Energy.OK {
		s = t.Text(byWhat(tx.EnergyFrom), t.Energy(tx.Energy.V))
	}
	if d, ok := tx.Length(); ok && d > 0 {
		s += t.Text(" in %s", Duration(d))
	}
	if tx.SoCStart.OK && tx.SoCEnd.OK {
		s += ", " + t.Plain(tx.SoCStart.V) + " → " + t.Plain(tx.SoCEnd.V) + " %"
	}
	return s
}

// byWhat is the text that says an energy and how it is known.
func byWhat(from model.EnergySource) string {
	switch from {
	case model.EnergyFromMeter:
		return lang.Key("%s by the meter")
	case model.EnergyFromRegister:
		return lang.Key("%s by the register")
	case model.EnergyFromInterval:
		return lang.Key("%s by the intervals")
	case model.EnergyFromPower:
		return lang.Key("%s by integrated power")
	}
	return lang.Key("%s by an unknown account")
}

// clauses gives at most three things that are said about the findings, the worst first, and how many errors
// and warnings they speak of. Of those that others tell of already nothing is said.
func clauses(t *lang.Texts, groups []store.FindingGroup, zone *time.Location, told func(*model.Finding) bool) (said []string, flagged int) {
	const most = 3
	seen := map[string]bool{}
	for severity := model.SeverityError; severity >= model.SeverityWarning; severity-- {
		for i := range groups {
			g := &groups[i]
			if g.First.Severity != severity {
				continue
			}
			if told(&g.First) {
				flagged += g.Count
				continue
			}
			text := clause(t, &g.First, zone)
			if text == "" {
				continue
			}
			if !seen[text] {
				if len(said) == most {
					continue
				}
				seen[text] = true
				said = append(said, text)
			}
			flagged += g.Count
		}
	}
	return said, flagged
}

// SummaryRules lists the rules that a summary speaks of: those over a whole transaction, which speak seldom.
func SummaryRules() []model.RuleID {
	return []model.RuleID{
		"UNI004", "CLK005", "CLK007", "REG001", "REG002", "REG003", "REG004", "REG005", "REG006", "REG009", "REG010", "REG011",
		"REG012", "PHS002", "PWR001", "PWR002", "PWR004", "TXN001", "TXN002", "TXN003", "TXN004", "TXN005", "TXN008", "TXN009", "TXN010",
		"TXN011",
	}
}

// clause is what a summary says about a finding; "" if it is only worth counting.
func clause(t *lang.Texts, f *model.Finding, zone *time.Location) string {
	hour := func(at model.Time) string { return t.Time(at.Time().In(zone), "15:04") }
	switch f.Rule {
	case "CLK007":
		if f.From.IsZero() || f.To.IsZero() {
			return t.Text("there is a gap in the samples")
		}
		return t.Text("nothing was sampled from %s to %s", hour(f.From), hour(f.To))
	case "CLK005":
		return t.Text("the station's clock went back")
	case "TXN008":
		return t.Text("it ends before it begins, by its times")
	case "REG001":
		if f.To.IsZero() {
			return t.Text("the register falls")
		}
		return t.Text("the register falls before %s", hour(f.To))
	case "REG002":
		return t.Text("meterStop is below meterStart")
	case "UNI004":
		return t.Text("a scale is wrong by about 1000")
	case "REG003":
		return t.Text("meterStart is not what the register shows")
	case "REG004":
		return t.Text("meterStop is not what the register shows")
	case "REG011":
		return t.Text("the intervals and the register disagree")
	case "REG012":
		return t.Text("meterStart and meterStop are of another baseline")
	case "PWR001":
		return t.Text("power and register disagree")
	case "REG005":
		return t.Text("the register has a spike")
	case "REG006":
		return t.Text("the register jumps")
	case "REG009":
		return t.Text("the register stands still while power flows")
	case "PHS002":
		return t.Text("the phases and the total disagree")
	case "PWR002":
		return t.Text("power and voltage × current disagree")
	case "TXN004":
		return t.Text("another ran on its connector at the same time")
	case "TXN005":
		return t.Text("hardly anything was charged")
	case "REG010":
		return t.Text("the register rises without power")
	case "PWR004":
		return t.Text("imported power is negative")
	case "TXN003":
		return t.Text("it was stopped twice, with different values")
	case "TXN009":
		return t.Text("meterStop is no reading of the meter")
	case "TXN010":
		return t.Text("its start was not accepted")
	case "TXN011":
		return t.Text("its stop was refused")
	case "TXN001":
		return t.Text("its stop is not in the log")
	case "TXN002":
		return t.Text("its start is not in the log")
	}
	return ""
}

// Message says what is wrong at a place, in one sentence.
func Message(t *lang.Texts, f model.Finding) string {
	return t.Finding(string(f.Rule), rule.Message(f))
}
