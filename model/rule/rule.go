package rule

import (
	"meterscope/model"
	"meterscope/model/session"
)

// Rule is one rule of the catalogue. At most one of its functions is set.
type Rule struct {
	ID       model.RuleID
	Severity model.Severity // where the rule doesn't choose a milder one for the case
	Doc      Doc
	Params   []Param

	Frame       func(*Pass, *Frame)
	Transaction func(*Pass, *Session)
	Connector   func(*Pass, *Neighbours)
	Clock       func(*Pass, *session.Clock)
	Exchange    func(*Pass, *Exchanged)

	say func(*model.Finding) string
}

// AtImport says that the rule looks at messages as they are read: if it is to say something else, they are to be read
// again.
func (r *Rule) AtImport() bool {
	return r.Transaction == nil && r.Connector == nil && r.Clock == nil && r.Exchange == nil
}

// Doc is what people read about a rule. Texts are sentences; Spec names where the specification says it.
type Doc struct {
	Title  string // a few words, no full stop
	What   string // when it speaks
	Why    string // why that matters
	Remedy string // what to do
	Spec   string
}

// Session is a transaction with its samples: what transaction rules look at.
type Session struct {
	*session.Session
	Series []model.Series // in base units, cut at the end of the transaction
	all    []model.Series // what was sent after it, too
	own    []model.Series // the same without readings of a register that isn't this transaction's
	other  []model.Point  // readings of a register that isn't this transaction's: see account.OwnRegisters
}

// Pass is one run of the rules over one thing. Rules report to it.
type Pass struct {
	set      *Settings
	rule     *Rule
	zone     Zone
	regs     *registerFaults // of the session at hand
	ends     *meterEnds      // likewise
	moves    *flow           // likewise
	back     *session.Turned // likewise: see turned; nil until it is asked for
	match    *powerMatch     // likewise, and those below
	measured []measured
	charge   *charges
	stuck    []stuckValue
	scale    scaleState
	known    bool // stuck
	findings []model.Finding
}

// report takes a finding of the rule that runs. It has the severity of the rule, or the one it was given.
func (p *Pass) report(f model.Finding) {
	f.Rule = p.rule.ID
	if f.Severity = p.set.severity(p.rule, f.Severity); f.Severity == model.SeverityNone {
		return
	}
	if f.Count == 0 {
		f.Count = 1
	}
	p.findings = append(p.findings, f)
}
