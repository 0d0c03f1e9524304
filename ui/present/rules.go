package present

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/rule"
)

// RuleSettings are what the rules of a case are to say, where that isn't what the catalogue says.
type RuleSettings struct {
	Severity map[model.RuleID]model.Severity // SeverityNone: the rule is off
	Params   map[string]string               // by full name: "CLK007.factor"
}

func (s RuleSettings) clone() RuleSettings {
	return RuleSettings{maps.Clone(s.Severity), maps.Clone(s.Params)}
}

func (s RuleSettings) equal(o RuleSettings) bool {
	return maps.Equal(s.Severity, o.Severity) && maps.Equal(s.Params, o.Params)
}

// Rules is what the rules of the open case are to say: their severities and tolerances. Changes wait until they are
// applied, since the whole case is then checked again.
type Rules struct {
	OnChange func()

	app    *App
	lane   *lane
	kept   RuleSettings
	draft  RuleSettings
	loaded bool
	find   string
	rows   []RuleRow
	chosen model.RuleID
}

// RuleRow is a rule in the list.
type RuleRow struct {
	ID       model.RuleID
	Title    string
	Severity model.Severity
	Changed  bool // it isn't as in the catalogue
}

// RuleParam is a number in a rule that may be changed.
type RuleParam struct {
	Name    string // "CLK007.factor"
	Text    string // what it is, with its unit
	Default string
	Value   string
	Problem string // why it can't be this; "" if it can
}

func newRules(a *App) *Rules { return &Rules{app: a} }

// Load reads what the case keeps. It is to be called when the settings are opened.
func (r *Rules) Load() {
	c := r.app.c
	r.loaded, r.rows = false, nil
	if c == nil || r.app.Engine.Kept == nil {
		return
	}
	if r.lane == nil || r.lane.ctx != c.ctx {
		r.lane = c.lane()
	}
	r.lane.do(doRead(r.app, func(ctx context.Context) (RuleSettings, error) {
		return r.app.Engine.Kept(ctx, c.file)
	}, func(s RuleSettings) {
		r.kept, r.draft, r.loaded = s, s.clone(), true
		if r.draft.Severity == nil {
			r.draft.Severity = map[model.RuleID]model.Severity{}
		}
		if r.draft.Params == nil {
			r.draft.Params = map[string]string{}
		}
		r.list()
	}))
}

// Loaded says that the rules can be shown.
func (r *Rules) Loaded() bool { return r.loaded }

// Find shows only rules whose id, title or parameters have all these words.
func (r *Rules) Find(words string) {
	r.find = words
	r.list()
}

func (r *Rules) list() {
	r.rows = nil
	words := strings.Fields(strings.ToLower(r.find))
	there := false
	for _, one := range rule.Catalogue() {
		row := RuleRow{ID: one.ID, Title: r.app.Texts().Text(one.Doc.Title), Severity: r.severity(one), Changed: r.changedRule(one)}
		text := strings.ToLower(string(one.ID) + " " + row.Title + " " + one.Doc.Title)
		for _, p := range one.Params {
			text += " " + strings.ToLower(p.Name+" "+r.app.Texts().Text(p.Text))
		}
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		there = there || row.ID == r.chosen
		r.rows = append(r.rows, row)
	}
	if !there {
		r.chosen = ""
		if len(r.rows) > 0 {
			r.chosen = r.rows[0].ID
		}
	}
	if r.OnChange != nil {
		r.OnChange()
	}
}

func (r *Rules) severity(one *rule.Rule) model.Severity {
	if s, ok := r.draft.Severity[one.ID]; ok {
		return s
	}
	return one.Severity
}

func (r *Rules) changedRule(one *rule.Rule) bool {
	if _, ok := r.draft.Severity[one.ID]; ok {
		return true
	}
	return slices.ContainsFunc(one.Params, func(p rule.Param) bool {
		_, ok := r.draft.Params[fullName(one, &p)]
		return ok
	})
}

func fullName(one *rule.Rule, p *rule.Param) string { return string(one.ID) + "." + p.Name }

// Rows are the rules in the order of the catalogue.
func (r *Rules) Rows() []RuleRow { return r.rows }

// Selected is the row that is chosen; −1 for none.
func (r *Rules) Selected() int {
	return slices.IndexFunc(r.rows, func(row RuleRow) bool { return row.ID == r.chosen })
}

// Select chooses a row.
func (r *Rules) Select(i int) {
	if i >= 0 && i < len(r.rows) {
		r.chosen = r.rows[i].ID
		r.list()
	}
}

// Chosen is the rule that is chosen, with what it says of itself and its own severity. ok is false if none is.
func (r *Rules) Chosen() (row RuleRow, doc RuleDoc, standard model.Severity, ok bool) {
	i := r.Selected()
	one, known := rule.ByID(r.chosen)
	if i < 0 || !known {
		return row, doc, standard, false
	}
	return r.rows[i], RuleDoc(one.Doc).in(r.app.Texts()), one.Severity, true
}

// Params are the numbers of the chosen rule.
func (r *Rules) Params() []RuleParam {
	one, ok := rule.ByID(r.chosen)
	if !ok {
		return nil
	}
	var all []RuleParam
	for i := range one.Params {
		p := &one.Params[i]
		name := fullName(one, p)
		v := RuleParam{Name: name, Text: r.app.Texts().Text(p.Text), Default: p.Default, Value: p.Default}
		if value, ok := r.draft.Params[name]; ok {
			v.Value = value
			if err := rule.ParseParam(name, value); err != nil {
				v.Problem = r.app.Texts().Said(err.Error())
			}
		}
		all = append(all, v)
	}
	return all
}

// SetSeverity changes how bad what the chosen rule finds is; SeverityNone switches it off.
func (r *Rules) SetSeverity(s model.Severity) {
	one, ok := rule.ByID(r.chosen)
	if !ok || !r.loaded {
		return
	}
	if s == one.Severity {
		delete(r.draft.Severity, one.ID)
	} else {
		r.draft.Severity[one.ID] = s
	}
	r.list()
}

// SetParam changes a number of a rule, by its full name. An empty text is the one of the catalogue.
func (r *Rules) SetParam(name, value string) {
	if !r.loaded {
		return
	}
	value = strings.TrimSpace(value)
	for _, p := range r.Params() {
		if p.Name == name && (value == p.Default || value == "") {
			delete(r.draft.Params, name)
			r.list()
			return
		}
	}
	r.draft.Params[name] = value
	r.list()
}

// Reset makes the chosen rule what it is in the catalogue.
func (r *Rules) Reset() {
	one, ok := rule.ByID(r.chosen)
	if !ok || !r.loaded {
		return
	}
	delete(r.draft.Severity, one.ID)
	for i := range one.Params {
		delete(r.draft.Params, fullName(one, &one.Params[i]))
	}
	r.list()
}

// ResetAll makes all rules what they are in the catalogue.
func (r *Rules) ResetAll() {
	if r.loaded {
		clear(r.draft.Severity)
		clear(r.draft.Params)
		r.list()
	}
}

// Problem says why the changes can't be applied; "" if they can, or there are none.
func (r *Rules) Problem() string {
	for _, name := range slices.Sorted(maps.Keys(r.draft.Params)) {
		if err := rule.ParseParam(name, r.draft.Params[name]); err != nil {
			return r.app.Texts().Said(err.Error())
		}
	}
	return ""
}

// Changed says that something was changed and not applied yet.
func (r *Rules) Changed() bool { return r.loaded && !r.kept.equal(r.draft) }

// ChangedText says how many rules are not as in the catalogue.
func (r *Rules) ChangedText() string {
	n := 0
	for _, one := range rule.Catalogue() {
		if r.changedRule(one) {
			n++
		}
	}
	if n == 0 {
		return r.app.Texts().Text("All rules are as Meterscope has them.")
	}
	return r.app.Texts().Text("%s other than Meterscope has them.", Plural(r.app.Texts(), n, "rule is", "rules are"))
}

// CanApply says that the changes can be applied now.
func (r *Rules) CanApply() bool {
	a := r.app
	return r.Changed() && r.Problem() == "" && a.c != nil && !a.file().ReadOnly() && !a.Importing() && a.Engine.Adopt != nil
}

// Apply keeps the changes with the case, and has it checked again. It can be undone.
func (r *Rules) Apply() {
	if !r.CanApply() {
		return
	}
	before, now := r.kept.clone(), r.draft.clone()
	r.adopt(now, func(ok bool) {
		if ok {
			label := r.app.Texts().Text("Change what rules say")
			r.app.did(step{label: label,
				undo: func(ended func(bool)) { r.adopt(before, ended) },
				redo: func(ended func(bool)) { r.adopt(now, ended) },
			})
		}
	})
}

// adopt has the case checked with other settings.
func (r *Rules) adopt(s RuleSettings, ended func(ok bool)) {
	a := r.app
	if a.c == nil || a.Importing() || a.file().ReadOnly() {
		ended(false)
		return
	}
	a.work(importer.Progress{Done: 1, Total: 1}, func(ctx context.Context, c CaseFile, progress func(importer.Progress)) (importer.Report, error) {
		return importer.Report{}, a.Engine.Adopt(ctx, c, s, progress)
	}, func(_ importer.Report, err error) {
		if err == nil {
			r.kept = s.clone()
			a.Status.Say(a.Texts().Text("The case was checked again with the rules as you set them."))
		}
		ended(err == nil)
	})
}

// errRules says that settings are none that rules can have.
func errRules(err error) error { return fmt.Errorf("set the rules: %w", err) }
