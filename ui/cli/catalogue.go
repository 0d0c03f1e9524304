package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"meterscope/importer/format"
	"meterscope/model"
	"meterscope/model/rule"
)

// titles maps the rules to their titles.
func titles() map[model.RuleID]string {
	t := map[model.RuleID]string{}
	for _, r := range rule.Catalogue() {
		t[r.ID] = r.Doc.Title
	}
	return t
}

func newRules(e *env) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "rules [ID…]",
		Short: "List what is looked for: the rules, their severity and their tolerances",
		Long: `Rules lists the catalogue. With an ID, or the beginning of one, it says all about those rules: what they
look for, why that matters, what to do, and what the specification says.`,
		Example: `  meterscope rules
  meterscope rules CLK007
  meterscope rules REG`,
		RunE: func(_ *cobra.Command, args []string) error {
			rules, err := pickRules(args)
			if err != nil {
				return err
			}
			switch o.format {
			case formatJSON:
				return e.rulesJSON(rules)
			case formatCSV:
				return e.rulesCSV(rules)
			}
			if len(args) > 0 {
				e.ruleCards(rules)
			} else {
				e.rulesText(rules)
			}
			return nil
		},
	}
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	return cmd
}

// pickRules gives the rules whose IDs begin as one of the names; all if there are none.
func pickRules(names []string) ([]*rule.Rule, error) {
	if len(names) == 0 {
		return rule.Catalogue(), nil
	}
	var picked []*rule.Rule
	for _, name := range names {
		n := len(picked)
		for _, r := range rule.Catalogue() {
			if strings.HasPrefix(string(r.ID), strings.ToUpper(name)) {
				picked = append(picked, r)
			}
		}
		if len(picked) == n {
			return nil, usagef("there is no rule %s: meterscope rules lists them", name)
		}
	}
	return picked, nil
}

func (e *env) rulesText(rules []*rule.Rule) {
	t := newTable(e, column{" ", false}, column{"Rule", false}, column{"Severity", false}, column{"Title", false},
		column{"Tolerances", false})
	for _, r := range rules {
		code := severityCode(r.Severity)
		t.row(cell{mark(r.Severity), code}, cell{string(r.ID), escBold}, cell{r.Severity.String(), code},
			cell{text: r.Doc.Title}, cell{strings.Join(defaults(r), ", "), escDim})
	}
	t.end()
}

// defaults lists the parameters of a rule as --param takes them.
func defaults(r *rule.Rule) []string {
	var list []string
	for _, p := range r.Params {
		list = append(list, fmt.Sprintf("%s.%s=%s", r.ID, p.Name, p.Default))
	}
	return list
}

func (e *env) ruleCards(rules []*rule.Rule) {
	for i, r := range rules {
		if i > 0 {
			e.line("")
		}
		e.line("%s %s  %s", e.style.severity(r.Severity, mark(r.Severity)), e.style.bold(string(r.ID)), e.style.bold(r.Doc.Title))
		for _, p := range []struct{ title, text string }{
			{"What", r.Doc.What}, {"Why it matters", r.Doc.Why}, {"What to do", r.Doc.Remedy}, {"Specification", r.Doc.Spec},
		} {
			if p.text != "" {
				e.line("  %s", e.style.dim(p.title))
				e.paragraph(p.text)
			}
		}
		for i, p := range r.Params {
			if i == 0 {
				e.line("  %s", e.style.dim("Tolerances"))
			}
			e.line("    --param %s.%s=%s  %s", r.ID, p.Name, p.Default, p.Text)
		}
	}
}

type ruleJSON struct {
	Rule     string      `json:"rule"`
	Severity string      `json:"severity"`
	Title    string      `json:"title"`
	What     string      `json:"what"`
	Why      string      `json:"why"`
	Remedy   string      `json:"remedy"`
	Spec     string      `json:"spec"`
	Params   []paramJSON `json:"params"`
}

type paramJSON struct {
	Name    string `json:"name"`
	Default string `json:"default"`
	Text    string `json:"text"`
}

func (e *env) rulesJSON(rules []*rule.Rule) error {
	d := newDocument(e.out)
	d.list("rules")
	for _, r := range rules {
		j := ruleJSON{
			Rule: string(r.ID), Severity: r.Severity.String(), Title: r.Doc.Title, What: r.Doc.What, Why: r.Doc.Why,
			Remedy: r.Doc.Remedy, Spec: r.Doc.Spec, Params: []paramJSON{},
		}
		for _, p := range r.Params {
			j.Params = append(j.Params, paramJSON{string(r.ID) + "." + p.Name, p.Default, p.Text})
		}
		d.item(j)
	}
	d.endList()
	return d.close()
}

func (e *env) rulesCSV(rules []*rule.Rule) error {
	w := newCSV(e.out)
	err := w.row("rule", "severity", "title", "what", "why", "remedy", "spec", "params")
	for _, r := range rules {
		if err == nil {
			err = w.row(string(r.ID), r.Severity.String(), r.Doc.Title, r.Doc.What, r.Doc.Why, r.Doc.Remedy, r.Doc.Spec,
				strings.Join(defaults(r), " "))
		}
	}
	return err
}

func newFormats(e *env) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "formats",
		Short: "List the shapes of logs that are recognised",
		Args:  noFiles,
		RunE: func(*cobra.Command, []string) error {
			switch o.format {
			case formatJSON:
				return e.formatsJSON()
			case formatCSV:
				return e.formatsCSV()
			}
			for i, f := range format.All() {
				if i > 0 {
					e.line("")
				}
				info := f.Info()
				e.line("%s  %s", e.style.bold(info.ID), info.Title)
				e.paragraph(info.Doc)
				for _, s := range info.Samples {
					e.line("    %s", e.style.dim(plainText(s)))
				}
			}
			return nil
		},
	}
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	return cmd
}

type formatJSONValue struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Doc     string   `json:"doc"`
	Samples []string `json:"samples"`
}

func (e *env) formatsJSON() error {
	d := newDocument(e.out)
	d.list("formats")
	for _, f := range format.All() {
		i := f.Info()
		d.item(formatJSONValue{i.ID, i.Title, i.Doc, i.Samples})
	}
	d.endList()
	return d.close()
}

func (e *env) formatsCSV() error {
	w := newCSV(e.out)
	err := w.row("id", "title", "doc")
	for _, f := range format.All() {
		if i := f.Info(); err == nil {
			err = w.row(i.ID, i.Title, i.Doc)
		}
	}
	return err
}
