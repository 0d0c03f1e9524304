package cli

import (
	"context"
	"encoding/json"
	"strings"

	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/store"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// used says what the rules of a case were used with: severities and tolerances.
type used struct {
	set   *rule.Settings
	texts map[model.RuleID]string          // "CLK007.factor=3 CLK007.floor=2m"
	json  map[model.RuleID]json.RawMessage // the same as an object
}

// used reads the settings of the case, once.
func (op *opened) used(ctx context.Context) (*used, error) {
	if op.settings != nil {
		return op.settings, nil
	}
	set, err := check.Settings(ctx, op.Case)
	if err != nil {
		return nil, err
	}
	u := &used{set: set, texts: map[model.RuleID]string{}, json: map[model.RuleID]json.RawMessage{}}
	for _, r := range rule.Catalogue() {
		var all []string
		values := map[string]string{}
		for _, p := range set.Of(r.ID) {
			all = append(all, p.Name+"="+p.Value)
			values[p.Name] = p.Value
		}
		u.texts[r.ID] = strings.Join(all, " ")
		if len(all) == 0 {
			continue
		}
		if u.json[r.ID], err = json.Marshal(values); err != nil {
			return nil, err
		}
	}
	op.settings = u
	return u, nil
}

// params is what a rule was used with, as an object; nil where it has no parameters.
func (u *used) params(id model.RuleID) json.RawMessage {
	return u.json[id]
}

// changed lists what is not as in the catalogue, in its order.
func (u *used) changed() (list []store.ExportedSetting) {
	for _, r := range rule.Catalogue() {
		list = append(list, u.changedOf(r)...)
	}
	return list
}

func (u *used) changedOf(r *rule.Rule) (list []store.ExportedSetting) {
	if s, ok := u.set.Override(r.ID); ok {
		list = append(list, store.ExportedSetting{Name: string(r.ID), Value: s.String(), Default: r.Severity.String()})
	}
	for _, p := range u.set.Of(r.ID) {
		if p.Changed() {
			list = append(list, store.ExportedSetting{Name: p.Name, Value: p.Value, Default: p.Default})
		}
	}
	return list
}

// all lists the severities and parameters of all rules.
func (u *used) all() (list []store.ExportedSetting) {
	for _, r := range rule.Catalogue() {
		severity := r.Severity
		if s, ok := u.set.Override(r.ID); ok {
			severity = s
		}
		list = append(list, store.ExportedSetting{Name: string(r.ID), Value: severity.String(), Default: r.Severity.String()})
		for _, p := range u.set.Of(r.ID) {
			list = append(list, store.ExportedSetting{Name: p.Name, Value: p.Value, Default: p.Default})
		}
	}
	return list
}

// settingsJSON is what differs from the catalogue.
type settingsJSON struct {
	Rules  map[string]string `json:"rules"`
	Params map[string]string `json:"params"`
}

func (u *used) asJSON() settingsJSON {
	j := settingsJSON{map[string]string{}, map[string]string{}}
	for _, s := range u.changed() {
		if strings.Contains(s.Name, ".") {
			j.Params[s.Name] = s.Value
		} else {
			j.Rules[s.Name] = s.Value
		}
	}
	return j
}

// settingsText says what differs from the catalogue, for people.
func settingsText(t *lang.Texts, list []store.ExportedSetting) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = t.Text("%s=%s (else %s)", s.Name, s.Value, s.Default)
	}
	return strings.Join(words, ", ")
}

// exported are the words of an export.
func (op *opened) exported(ctx context.Context) (store.Exported, error) {
	u, err := op.used(ctx)
	if err != nil {
		return store.Exported{}, err
	}
	title, messages := titles(op.t), rule.NewMessages()
	return store.Exported{
		Settings: u.all(),
		Finding: func(f *model.Finding) store.ExportedFinding {
			return store.ExportedFinding{Title: title[f.Rule], Message: op.t.Finding(string(f.Rule), messages.Of(f)), Params: u.texts[f.Rule]}
		},
		Transaction: func(ctx context.Context, tx *model.Transaction) (string, []store.ExportedAccount, error) {
			groups, err := op.notable(ctx, tx)
			if err != nil {
				return "", nil, err
			}
			s, err := op.statement(ctx, tx)
			if err != nil {
				return "", nil, err
			}
			rows := make([]store.ExportedAccount, len(s.Accounts))
			for i := range s.Accounts {
				a := &s.Accounts[i]
				rows[i] = store.ExportedAccount{
					Account: string(a.Kind), Reference: a.Kind == s.Reference, Energy: a.Energy, From: a.From, To: a.To, Samples: a.Samples,
					Difference: a.Difference, Tolerance: a.Tolerance, Agrees: a.Agrees,
				}
				if c := a.Cause; c != nil {
					r := &rows[i]
					r.Cause, r.CauseFrom, r.CauseTo, r.CouldHide = string(c.Kind), c.From, c.To, c.Hides
					r.Text = present.AccountCause(op.t, s, a, nil)
				}
			}
			return present.Summary(op.t, *tx, s, groups, nil), rows, nil
		},
	}, nil
}
