package rule

import "meterscope/model"

// Message says a finding in one English sentence, from what it holds. Who says many makes [Messages] of the catalogue
// once.
func Message(f model.Finding) string {
	r, ok := ByID(f.Rule)
	if !ok {
		return string(f.Rule)
	}
	return r.say(&f)
}

// Messages say findings: the rules by their ids.
type Messages map[model.RuleID]*Rule

// NewMessages makes them of the catalogue.
func NewMessages() Messages {
	m := Messages{}
	for _, r := range Catalogue() {
		m[r.ID] = r
	}
	return m
}

// Of is [Message].
func (m Messages) Of(f *model.Finding) string {
	if r := m[f.Rule]; r != nil {
		return r.say(f)
	}
	return string(f.Rule)
}
