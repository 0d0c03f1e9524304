package present

import (
	"fmt"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// Summary says in one sentence what matters about a transaction: how much energy, by what, how long, and the
// worst of what the rules say. notable are its findings, at least those of [SummaryRules]: the others are only
// counted. Times are shown in zone, nil is UTC.
func Summary(tx model.Transaction, notable []store.FindingGroup, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	parts := []string{energyClause(&tx)}
	said, flagged := clauses(notable, zone)
	parts = append(parts, said...)
	if rest := tx.Errors + tx.Warnings - flagged; rest > 0 {
		more := "finding"
		if flagged > 0 {
			more = "more finding"
		}
		parts = append(parts, Plural(rest, more, more+"s"))
	}
	if len(parts) == 1 && tx.Severity() == model.SeverityNone {
		parts = append(parts, "no findings")
	}
	text := strings.Join(parts, "; ") + "."
	return strings.ToUpper(text[:1]) + text[1:] // it begins with a digit or a plain letter
}

// energyClause is "38.214 kWh by the meter in 1:02, 20 → 81 %".
func energyClause(tx *model.Transaction) string {
	s := "no energy is known"
	if tx.Energy.OK {
		s = Kilo(tx.Energy.V) + " kWh " + byWhat(tx.EnergyFrom)
	}
	if begin, end := tx.Begin(), tx.End(); !begin.IsZero() && begin.Before(end) {
		s += " in " + Duration(end.Sub(begin))
	}
	if tx.SoCStart.OK && tx.SoCEnd.OK {
		s += ", " + tx.SoCStart.V.Plain() + " → " + tx.SoCEnd.V.Plain() + " %"
	}
	return s
}

func byWhat(from model.EnergySource) string {
	switch from {
	case model.EnergyFromMeter:
		return "by the meter"
	case model.EnergyFromRegister:
		return "by the register"
	case model.EnergyFromInterval:
		return "by the intervals"
	case model.EnergyFromPower:
		return "by integrated power"
	}
	return "by an unknown account"
}

// clauses gives at most three things that are said about the findings, the worst first, and how many errors
// and warnings they speak of.
func clauses(groups []store.FindingGroup, zone *time.Location) (said []string, flagged int) {
	const most = 3
	seen := map[string]bool{}
	for severity := model.SeverityError; severity >= model.SeverityWarning; severity-- {
		for i := range groups {
			g := &groups[i]
			if g.First.Severity != severity {
				continue
			}
			text := clause(&g.First, zone)
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
	return []model.RuleID{"CLK007", "REG001", "REG002", "REG005", "TXN001", "TXN002"}
}

// clause is what a summary says about a finding; "" if it is only worth counting.
func clause(f *model.Finding, zone *time.Location) string {
	hour := func(t model.Time) string { return t.Time().In(zone).Format("15:04") }
	switch f.Rule {
	case "CLK007":
		if f.From.IsZero() || f.To.IsZero() {
			return "there is a gap in the samples"
		}
		return fmt.Sprintf("nothing was sampled from %s to %s", hour(f.From), hour(f.To))
	case "REG001":
		if f.To.IsZero() {
			return "the register falls"
		}
		return fmt.Sprintf("the register falls before %s", hour(f.To))
	case "REG002":
		return "meterStop is below meterStart"
	case "REG005":
		return "the register has a spike"
	case "TXN001":
		return "its stop is not in the log"
	case "TXN002":
		return "its start is not in the log"
	}
	return ""
}

// Message says what is wrong at a place, in one sentence.
func Message(f model.Finding) string { return rule.Message(f) }
