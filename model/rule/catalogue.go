package rule

import (
	"slices"

	"meterscope/model"
)

// Catalogue lists all rules in order. The values are the caller's.
func Catalogue() []*Rule {
	return slices.Concat(jsnRules(), schRules(), valRules(), uniRules(), phsRules(), clkRules(), regRules(), pwrRules(), electricRules(), socRules(), ocpRules(), txnRules())
}

// ByID gives the rule with this id.
func ByID(id model.RuleID) (*Rule, bool) {
	for _, r := range family(id) {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}

// family gives the rules whose ids begin alike.
func family(id model.RuleID) []*Rule {
	if len(id) < 3 {
		return nil
	}
	switch id[:3] {
	case "JSN":
		return jsnRules()
	case "SCH":
		return schRules()
	case "VAL":
		return valRules()
	case "UNI":
		return uniRules()
	case "CLK":
		return clkRules()
	case "REG":
		return regRules()
	case "PWR":
		return append(pwrRules(), electricRules()...)
	case "PHS":
		return phsRules()
	case "SOC":
		return socRules()
	case "OCP":
		return ocpRules()
	case "TXN":
		return txnRules()
	}
	return nil
}
