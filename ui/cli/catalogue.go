package cli

import (
	"github.com/spf13/cobra"

	"meterscope/importer/format"
	"meterscope/model"
)

func ruleTitle(id model.RuleID) string { return string(id) }

func knownRule(model.RuleID) bool { return true }

func checkParam(string, string) error { return nil }

func schemaIDs() []string { return nil }

func newRules(e *env) *cobra.Command {
	return &cobra.Command{Use: "rules", Args: noFiles, RunE: func(*cobra.Command, []string) error { return nil }}
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
