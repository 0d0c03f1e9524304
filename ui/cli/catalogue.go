package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"meterscope/importer/format"
	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// titles maps the rules to their titles.
func titles(texts *lang.Texts) map[model.RuleID]string {
	t := map[model.RuleID]string{}
	for _, r := range rule.Catalogue() {
		t[r.ID] = texts.Text(r.Doc.Title)
	}
	return t
}

// docText gives a text of a rule's explanation.
func (e *env) docText(english string) string { return e.t.Text(english) }

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
		t.row(cell{mark(r.Severity), code}, cell{string(r.ID), escBold}, cell{e.t.Text(r.Severity.String()), code},
			cell{text: e.t.Text(r.Doc.Title)}, cell{strings.Join(defaults(r), ", "), escDim})
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
		e.line("%s %s  %s", e.style.severity(r.Severity, mark(r.Severity)), e.style.bold(string(r.ID)), e.style.bold(e.t.Text(r.Doc.Title)))
		for _, p := range []struct{ title, text string }{
			{e.t.Text("What"), e.docText(r.Doc.What)}, {e.t.Text("Why it matters"), e.docText(r.Doc.Why)},
			{e.t.Text("What to do"), e.docText(r.Doc.Remedy)}, {e.t.Text("Specification"), r.Doc.Spec},
		} {
			if p.text != "" {
				e.line("  %s", e.style.dim(p.title))
				e.paragraph(p.text)
			}
		}
		for i, p := range r.Params {
			if i == 0 {
				e.line("  %s", e.style.dim(e.t.Text("Tolerances")))
			}
			e.line("    --param %s.%s=%s  %s", r.ID, p.Name, p.Default, e.t.Text(p.Text))
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
			Rule: string(r.ID), Severity: r.Severity.String(), Title: e.docText(r.Doc.Title), What: e.docText(r.Doc.What), Why: e.docText(r.Doc.Why),
			Remedy: e.docText(r.Doc.Remedy), Spec: r.Doc.Spec, Params: []paramJSON{},
		}
		for _, p := range r.Params {
			j.Params = append(j.Params, paramJSON{string(r.ID) + "." + p.Name, p.Default, e.t.Text(p.Text)})
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
			err = w.row(string(r.ID), r.Severity.String(), e.docText(r.Doc.Title), e.docText(r.Doc.What), e.docText(r.Doc.Why),
				e.docText(r.Doc.Remedy), r.Doc.Spec,
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
				e.line("%s  %s", e.style.bold(info.ID), e.t.Text(info.Title))
				e.paragraph(e.t.Text(info.Doc))
				for _, s := range info.Samples {
					e.line("    %s", e.style.dim(present.PlainText(s)))
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
		d.item(formatJSONValue{i.ID, e.t.Text(i.Title), e.t.Text(i.Doc), i.Samples})
	}
	d.endList()
	return d.close()
}

func (e *env) formatsCSV() error {
	w := newCSV(e.out)
	err := w.row("id", "title", "doc")
	for _, f := range format.All() {
		if i := f.Info(); err == nil {
			err = w.row(i.ID, e.t.Text(i.Title), e.t.Text(i.Doc))
		}
	}
	return err
}
