package cli

import (
	"context"
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
	"meterscope/ui/present"
)

func newCheck(e *env) *cobra.Command {
	var o options
	var caseFile, failOn string
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "Check logs: print their transactions and what is wrong with them",
		Long: `Check imports logs into a temporary case, or into the one of --case, and prints the sources, the
transactions, and the findings: what is wrong, where, and what was expected there.

What --rule and --param say is kept with the case of --case, and holds from then on until they say "default";
findings say what their rules were used with. A case file given as FILE stays as it is.

Exit status 1 says that there is a finding at or above --fail-on.
--format csv prints the findings, one a row.`,
		Example: `  meterscope check day.log
  meterscope check day.log --format json | jq '.findings[] | select(.severity == "error")'
  meterscope check logs/ --rule CLK007=off --fail-on warning`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && caseFile != "" {
				return nil
			}
			return someFiles(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			limit, err := parseFailOn(failOn)
			if err != nil {
				return err
			}
			op, err := e.openForCheck(ctx, caseFile, args, &o)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, op.Close()) }()
			worst, err := e.printCheck(ctx, op, o.format)
			if err != nil {
				return err
			}
			if op.partial {
				return errPartial
			}
			if limit != model.SeverityNone && worst >= limit {
				return errFindings
			}
			return nil
		},
	}
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	o.addImport(cmd)
	o.addRules(cmd)
	cmd.Flags().StringVar(&caseFile, "case", "", "the case `file` to import into; made if missing")
	cmd.Flags().StringVar(&failOn, "fail-on", "error", "the severity that gives exit status 1: error, warning or never")
	return cmd
}

func parseFailOn(word string) (model.Severity, error) {
	switch word {
	case "error":
		return model.SeverityError, nil
	case "warning":
		return model.SeverityWarning, nil
	case "never":
		return model.SeverityNone, nil
	}
	return 0, usagef("--fail-on %q: it takes error, warning or never", word)
}

func (e *env) openForCheck(ctx context.Context, caseFile string, files []string, o *options) (*opened, error) {
	switch {
	case caseFile == "":
		return e.open(ctx, files, o)
	case len(files) == 0 && o.changesRules() && !o.changesReading():
		return e.openKept(ctx, caseFile, o)
	case len(files) == 0:
		return e.open(ctx, []string{caseFile}, o)
	}
	return e.openNamed(ctx, caseFile, files, o)
}

// printCheck prints a case and gives the severity of its worst finding.
func (e *env) printCheck(ctx context.Context, op *opened, format string) (model.Severity, error) {
	switch format {
	case formatJSON:
		return e.checkJSON(ctx, op)
	case formatCSV:
		return e.findingsCSV(ctx, op)
	}
	return e.checkText(ctx, op)
}

func (e *env) checkJSON(ctx context.Context, op *opened) (worst model.Severity, err error) {
	d := newDocument(e.out)
	u, err := op.used(ctx)
	if err != nil {
		return 0, err
	}
	if len(u.changed()) > 0 {
		d.member("settings", u.asJSON())
	}
	if err := writeSources(ctx, d, op, nil); err != nil {
		return 0, err
	}
	if err := writeTransactions(ctx, d, op); err != nil {
		return 0, err
	}
	d.list("findings")
	err = op.eachFinding(ctx, func(j findingJSON, severity model.Severity) error {
		worst = max(worst, severity)
		d.item(j)
		return d.err
	})
	if err != nil {
		return 0, err
	}
	d.endList()
	return worst, d.close()
}

// writeSources writes the sources that keep wants; nil keeps all.
func writeSources(ctx context.Context, d *document, op *opened, keep func(model.SourceID) bool) error {
	sources, err := op.Sources(ctx)
	if err != nil {
		return err
	}
	d.list("sources")
	for _, s := range sources {
		if keep == nil || keep(s.ID) {
			d.item(asSource(s))
		}
	}
	d.endList()
	return d.err
}

func writeTransactions(ctx context.Context, d *document, op *opened) error {
	d.list("transactions")
	err := op.eachTransaction(ctx, func(j transactionJSON, _ *model.Transaction) error {
		d.item(j)
		return d.err
	})
	if err != nil {
		return err
	}
	d.endList()
	return d.err
}

// eachTransaction gives the list as it is printed.
func (op *opened) eachTransaction(ctx context.Context, do func(transactionJSON, *model.Transaction) error) error {
	for tx, err := range op.transactions(ctx) {
		if err != nil {
			return err
		}
		number, err := op.number(ctx, tx.Key)
		if err != nil {
			return err
		}
		groups, err := op.notable(ctx, tx)
		if err != nil {
			return err
		}
		s, err := op.statement(ctx, tx)
		if err != nil {
			return err
		}
		if err := do(asTransaction(tx, s, number, groups, op.t), tx); err != nil {
			return err
		}
	}
	return nil
}

// notable gives the findings of a transaction that its summary speaks of.
func (op *opened) notable(ctx context.Context, tx *model.Transaction) ([]store.FindingGroup, error) {
	if op.notes != nil {
		return op.notes[tx.Key], nil
	}
	notes := map[model.TransactionKey][]store.FindingGroup{}
	for _, id := range present.SummaryRules() {
		for f, err := range op.Findings(ctx, store.FindingQuery{Rule: id}) {
			if err != nil {
				return nil, err
			}
			notes[f.Transaction] = append(notes[f.Transaction], store.FindingGroup{First: *f, Count: 1})
		}
	}
	op.notes = notes
	return notes[tx.Key], nil
}

// eachFinding gives all findings as they are printed, one after the other.
func (op *opened) eachFinding(ctx context.Context, do func(findingJSON, model.Severity) error) error {
	names, err := op.sourceNames(ctx)
	if err != nil {
		return err
	}
	u, err := op.used(ctx)
	if err != nil {
		return err
	}
	title := titles(op.t)
	messages := rule.NewMessages()
	for f, err := range op.Findings(ctx, store.FindingQuery{}) {
		if err != nil {
			return err
		}
		number := int64(0)
		if f.Transaction != 0 {
			if number, err = op.number(ctx, f.Transaction); err != nil {
				return err
			}
		}
		message := op.t.Finding(string(f.Rule), messages.Of(f))
		if err := do(present.AsFinding(f, names[f.At.Source], title[f.Rule], message, number, u.params(f.Rule)), f.Severity); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) findingsCSV(ctx context.Context, op *opened) (worst model.Severity, err error) {
	w := newCSV(e.out)
	if err := w.row("rule", "severity", "title", "message", "source", "frame", "frameLine", "line", "offset", "endLine",
		"endOffset", "from", "to", "count", "pointer", "got", "want", "transaction", "inferred", "params"); err != nil {
		return 0, err
	}
	u, err := op.used(ctx)
	if err != nil {
		return 0, err
	}
	err = op.eachFinding(ctx, func(j findingJSON, severity model.Severity) error {
		worst = max(worst, severity)
		return w.row(j.Rule, j.Severity, j.Title, j.Message, j.Source, text(j.Frame), number(j.FrameLine),
			strconv.Itoa(j.Line), strconv.FormatInt(j.Offset, 10), number(j.EndLine), number(j.EndOffset),
			text(j.From), text(j.To), strconv.Itoa(j.Count), text(j.Pointer), text(j.Got), text(j.Want),
			number(j.Transaction), strconv.FormatBool(j.Inferred), u.texts[model.RuleID(j.Rule)])
	})
	return worst, err
}

// text is a value's text, empty where it is unknown.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// number is the digits of a value, empty where it is unknown.
func number[T int | int64](n *T) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(int64(*n), 10)
}
