package cli

import (
	"context"
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"meterscope/model"
)

func newTransactions(e *env) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "transactions FILE…",
		Short: "List the transactions of logs",
		Example: `  meterscope transactions day.log
  meterscope transactions dispute.meterscope --format csv > list.csv`,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			op, err := e.open(ctx, args, &o)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, op.Close()) }()
			switch o.format {
			case formatJSON:
				d := newDocument(e.out)
				if err := writeTransactions(ctx, d, op); err != nil {
					return err
				}
				err = d.close()
			case formatCSV:
				err = e.transactionsCSV(ctx, op)
			default:
				err = e.transactionsText(ctx, op)
			}
			return op.done(err)
		},
	}
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	o.addImport(cmd)
	o.addRules(cmd)
	return cmd
}

// done is the end of a command that printed what it could.
func (op *opened) done(err error) error {
	if err == nil && op.partial {
		return errPartial
	}
	return err
}

func (e *env) transactionsCSV(ctx context.Context, op *opened) error {
	w := newCSV(e.out)
	if err := w.row("key", "station", "connectorId", "transactionId", "idTag", "start", "stop", "stopReason", "complete",
		"meterStartWh", "meterStopWh", "energyWh", "energyFrom", "maxPowerW", "socStart", "socEnd", "meterValues",
		"sampledValues", "errors", "warnings", "infos", "summary"); err != nil {
		return err
	}
	return op.eachTransaction(ctx, func(j transactionJSON, _ *model.Transaction) error {
		return w.row(strconv.FormatInt(j.Key, 10), text(j.Station), number(j.ConnectorID), number(j.TransactionID),
			text(j.IDTag), text(j.Start), text(j.Stop), text(j.StopReason), strconv.FormatBool(j.Complete),
			text(j.MeterStartWh), text(j.MeterStopWh), text(j.EnergyWh), text(j.EnergyFrom), text(j.MaxPowerW),
			text(j.SoCStart), text(j.SoCEnd), strconv.FormatInt(j.MeterValues, 10),
			strconv.FormatInt(j.SampledValues, 10), strconv.Itoa(j.Findings.Error), strconv.Itoa(j.Findings.Warning),
			strconv.Itoa(j.Findings.Info), j.Summary)
	})
}

func newImport(e *env) *cobra.Command {
	var o options
	var caseFile string
	cmd := &cobra.Command{
		Use:   "import --case CASE FILE…",
		Short: "Import logs into a case file",
		Long: `Import reads logs into a case file, which is made if it isn't there: the logs themselves, byte for byte,
and all that is read from them. An interrupted import goes on where it stopped when it is run again, and the
same log is never imported twice.`,
		Example: `  meterscope import --case dispute.meterscope day.log night.log`,
		Args: func(cmd *cobra.Command, args []string) error {
			if caseFile == "" {
				return usagef("import needs --case CASE: the case file to import into, such as dispute.meterscope")
			}
			return someFiles(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			op, err := e.openNamed(ctx, caseFile, args, &o)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, op.Close()) }()
			return op.done(e.printImported(ctx, op, o.format))
		},
	}
	o.addFormat(cmd, formatText, formatJSON, formatCSV)
	o.addImport(cmd)
	o.addRules(cmd)
	cmd.Flags().StringVar(&caseFile, "case", "", "the case `file`; made if missing")
	return cmd
}

// printImported prints the sources that an import brought or found there.
func (e *env) printImported(ctx context.Context, op *opened, format string) error {
	mine := map[model.SourceID]bool{}
	for _, s := range op.report.Sources {
		mine[s.Source.ID] = true
	}
	if format == formatJSON {
		d := newDocument(e.out)
		if err := writeSources(ctx, d, op, func(id model.SourceID) bool { return mine[id] }); err != nil {
			return err
		}
		return d.close()
	}
	all, err := op.Sources(ctx)
	if err != nil {
		return err
	}
	var sources []model.Source
	for _, s := range all {
		if mine[s.ID] {
			sources = append(sources, s)
		}
	}
	if format == formatCSV {
		return e.sourcesCSV(sources)
	}
	e.sourcesText(sources)
	return nil
}

func (e *env) sourcesCSV(sources []model.Source) error {
	w := newCSV(e.out)
	err := w.row("name", "bytes", "sha256", "format", "frames", "duplicates", "meterValues", "sampledValues", "unread")
	for _, s := range sources {
		if err != nil {
			return err
		}
		j := asSource(s)
		whole := func(n int64) string { return strconv.FormatInt(n, 10) }
		err = w.row(j.Name, whole(j.Bytes), text(j.SHA256), text(j.Format), whole(j.Frames), whole(j.Duplicates),
			whole(j.MeterValues), whole(j.SampledValues), whole(j.Unread))
	}
	return err
}
