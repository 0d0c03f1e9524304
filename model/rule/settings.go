package rule

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// ParamKind is the type of a parameter.
type ParamKind uint8

// A count is a whole number, a quantity a decimal number of the unit that its text names, a span a duration
// such as "2m" or "90s", bands are one range or more of such numbers: "49-51,59-61".
const (
	ParamCount ParamKind = iota
	ParamQuantity
	ParamSpan
	ParamBands
)

// Param is a number in a rule that people may change. Its full name is that of the rule and its own:
// "CLK007.factor".
type Param struct {
	Name    string
	Kind    ParamKind
	Default string
	Text    string // what it is, with its unit
}

// Settings are the rules as they are to be used: severities and parameters, with what was changed.
type Settings struct {
	rules     []*Rule
	byID      map[model.RuleID]*Rule
	overrides map[model.RuleID]model.Severity
	counts    map[string]int
	amounts   map[string]model.Decimal
	spans     map[string]time.Duration
	bands     map[string][]Band
	values    map[string]string // of all parameters, as written
}

// Used is a parameter of a rule as it is used. Name is its full name.
type Used struct{ Name, Value, Default string }

// Changed says that the value is not the catalogue's.
func (u Used) Changed() bool { return u.Value != u.Default }

// NewSettings makes settings of the catalogue and what is to be changed in it. SeverityNone switches a rule
// off. An error names the rules or parameters that there are.
func NewSettings(severity map[model.RuleID]model.Severity, params map[string]string) (*Settings, error) {
	s := &Settings{
		rules: Catalogue(), byID: map[model.RuleID]*Rule{}, overrides: map[model.RuleID]model.Severity{},
		counts: map[string]int{}, amounts: map[string]model.Decimal{}, spans: map[string]time.Duration{},
		bands: map[string][]Band{}, values: map[string]string{},
	}
	for _, r := range s.rules {
		s.byID[r.ID] = r
		for _, p := range r.Params {
			if err := s.set(string(r.ID)+"."+p.Name, p.Kind, p.Default); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(severity)) {
		if s.byID[id] == nil {
			return nil, fmt.Errorf("no rule %q; there are %s", id, strings.Join(ruleNames(s.rules), ", "))
		}
		s.overrides[id] = severity[id]
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if err := s.change(name, params[name]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// ParseParam says whether a parameter of this name can have this value. The error names what there is.
func ParseParam(name, value string) error {
	_, err := NewSettings(nil, map[string]string{name: value})
	return err
}

// ParseRule reads the name of a rule as people type it. The error names what there is.
func ParseRule(name string) (model.RuleID, error) {
	id := model.RuleID(strings.ToUpper(name))
	if _, ok := ByID(id); !ok {
		return "", fmt.Errorf("no rule %q; there are %s", name, strings.Join(ruleNames(Catalogue()), ", "))
	}
	return id, nil
}

func (s *Settings) change(name, value string) error {
	id, own, _ := strings.Cut(name, ".")
	r := s.byID[model.RuleID(id)]
	if r != nil {
		for _, p := range r.Params {
			if p.Name == own {
				return s.set(name, p.Kind, value)
			}
		}
	}
	return fmt.Errorf("no parameter %q; there are %s", name, strings.Join(ParamNames(), ", "))
}

func (s *Settings) set(name string, kind ParamKind, value string) error {
	s.values[name] = value
	switch kind {
	case ParamCount:
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 1_000_000 {
			return fmt.Errorf("parameter %s is %q; it must be a whole number from 1 to 1000000", name, value)
		}
		s.counts[name] = n
	case ParamQuantity:
		d, err := model.ParseDecimal(value)
		if err != nil || d.Sign() < 0 {
			return fmt.Errorf("parameter %s is %q; it must be a number such as 10 or 0.5", name, value)
		}
		s.amounts[name] = d
	case ParamSpan:
		d, err := time.ParseDuration(value)
		if err != nil || d < 0 {
			return fmt.Errorf("parameter %s is %q; it must be a duration such as 2m or 90s", name, value)
		}
		s.spans[name] = d
	case ParamBands:
		b, ok := parseBands(value)
		if !ok {
			return fmt.Errorf("parameter %s is %q; it must be a range such as 207-253, or some with commas between", name, value)
		}
		s.bands[name] = b
	}
	return nil
}

// ParamNames lists the full names of all parameters, in the order of the catalogue.
func ParamNames() []string {
	var names []string
	for _, r := range Catalogue() {
		for _, p := range r.Params {
			names = append(names, string(r.ID)+"."+p.Name)
		}
	}
	return names
}

func ruleNames(rules []*Rule) []string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = string(r.ID)
	}
	return names
}

// severity is that of a finding of the rule: as changed, else as the rule chose it for the case, else its own.
func (s *Settings) severity(r *Rule, chosen model.Severity) model.Severity {
	if v, ok := s.overrides[r.ID]; ok {
		return v
	}
	if chosen != model.SeverityNone {
		return chosen
	}
	return r.Severity
}

// Severity is that with which a rule's findings are stored; SeverityNone for one that is switched off.
func (s *Settings) Severity(id model.RuleID) model.Severity { return s.decoderSeverity(id) }

// off says that a rule is switched off.
func (s *Settings) off(id model.RuleID) bool {
	v, ok := s.overrides[id]
	return ok && v == model.SeverityNone
}

// Of gives the parameters that a rule is used with, in their order.
func (s *Settings) Of(id model.RuleID) []Used {
	r := s.byID[id]
	if r == nil {
		return nil
	}
	all := make([]Used, len(r.Params))
	for i, p := range r.Params {
		name := string(r.ID) + "." + p.Name
		all[i] = Used{name, s.values[name], p.Default}
	}
	return all
}

// Override gives the severity that a rule was given in place of the catalogue's.
func (s *Settings) Override(id model.RuleID) (severity model.Severity, ok bool) {
	severity, ok = s.overrides[id]
	return severity, ok
}

// Count gives a parameter that is a whole number, by its full name.
func (s *Settings) Count(name string) int { return s.counts[name] }

// Quantity gives a parameter that is a decimal number.
func (s *Settings) Quantity(name string) model.Decimal { return s.amounts[name] }

// Span gives a parameter that is a duration.
func (s *Settings) Span(name string) time.Duration { return s.spans[name] }
