package rule

import (
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/session"
)

// Transactions runs the transaction rules over one transaction and its samples, in base units and in order of
// time. The findings have no transaction yet: who stores them knows its key.
func Transactions(s *session.Session, series []model.Series, set *Settings) []model.Finding {
	own, other := account.OwnRegisters(series)
	one := &Session{Session: s, Series: s.Inside(own), all: series, own: own, other: other}
	p := &Pass{set: set}
	for _, r := range set.rules {
		if r.Transaction != nil && !set.off(r.ID) {
			p.rule = r
			r.Transaction(p, one)
		}
	}
	p.late(one)
	return p.findings
}
