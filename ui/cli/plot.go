package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

type plotFlags struct {
	transaction string
	plot        string
	out         string
	width       int
	height      int
	scale       float64
	dark        bool
}

func newPlot(e *env) *cobra.Command {
	var o options
	var p plotFlags
	cmd := &cobra.Command{
		Use:   "plot FILE… --transaction T -o out.png",
		Short: "Draw a transaction as PNG or SVG",
		Long: `Plot draws a transaction. The ending of the output file says how: .png or .svg.

T is the number in the list (meterscope transactions), or id:42 for the transactionId 42. It may be left out
where there is only one transaction. The time axis is in UTC, or in the zone of --zone. Lines end where CLK007
sees a gap (--param CLK007.factor, CLK007.floor). A plot 1200 pixels wide fits an A4 page.`,
		Example: `  meterscope plot day.log --transaction id:42 --plot all -o plot.png
  meterscope plot dispute.meterscope --transaction 2 --plot power -o power.svg`,
		Args: someFiles,
		PreRunE: func(*cobra.Command, []string) error {
			return p.check()
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			op, err := e.open(ctx, args, &o)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, op.Close()) }()
			return op.done(e.plot(ctx, op, p, &o))
		},
	}
	f := cmd.Flags()
	f.StringVarP(&p.transaction, "transaction", "t", "", "the transaction: its `number` in the list, or id:42")
	f.StringVar(&p.plot, "plot", "all", "what to draw: "+strings.Join(charts.Plots(), ", "))
	f.StringVarP(&p.out, "output", "o", "", "the `file` to write, ending in .png or .svg")
	f.IntVar(&p.width, "width", 1200, "`pixels`")
	f.IntVar(&p.height, "height", 0, "`pixels`; default: as the number of panels needs, at most an A4 page")
	f.Float64Var(&p.scale, "scale", 1, "make a PNG so many times as large, for sharp prints: 1 to 4")
	f.BoolVar(&p.dark, "dark", false, "draw on a dark ground")
	o.addImport(cmd)
	o.addRules(cmd)
	return cmd
}

func (p *plotFlags) check() error {
	switch {
	case !slices.Contains(charts.Plots(), p.plot):
		return usagef("--plot %q: it draws %s", p.plot, strings.Join(charts.Plots(), ", "))
	case p.out == "":
		return usagef("plot needs -o FILE, ending in .png or .svg")
	case p.writer() == nil:
		return usagef("-o %s: the ending must be .png or .svg", p.out)
	case p.width < 200 || p.width > 20000 || p.height < 0 || p.height > 20000 || !(p.scale >= 1 && p.scale <= 4):
		return usagef("a plot is 200 to 20000 pixels wide, at most 20000 high, and --scale is 1 to 4")
	}
	return nil
}

// writer gives what writes the file's format, nil if its ending names none.
func (p *plotFlags) writer() func(io.Writer, charts.Spec) error {
	switch strings.ToLower(filepath.Ext(p.out)) {
	case ".png":
		return charts.WritePNG
	case ".svg":
		return charts.WriteSVG
	}
	return nil
}

func (e *env) plot(ctx context.Context, op *opened, p plotFlags, o *options) error {
	tx, number, err := op.find(ctx, p.transaction)
	if err != nil {
		return err
	}
	opt, err := o.importing(e)
	if err != nil {
		return err
	}
	in := present.PlotInput{Plot: p.plot, Tx: tx, Zone: opt.Zone, Texts: e.t}
	if in.Limits, err = check.GapLimits(ctx, op.Case); err != nil {
		return err
	}
	if in.Findings, err = present.Spikes(ctx, op, tx.Key); err != nil {
		return err
	}
	made, err := present.PlotOf(ctx, op, in)
	if err != nil {
		return fmt.Errorf("draw transaction #%d: %w", number, err)
	}
	spec := made.Spec
	if !drawable(&spec) {
		return usagef("transaction #%d: there are no samples to draw as %s; try --plot all", number, p.plot)
	}
	notes, err := op.notable(ctx, tx)
	if err != nil {
		return err
	}
	s, err := op.statement(ctx, tx)
	if err != nil {
		return err
	}
	spec.Subtitle = present.Summary(e.t, *tx, s, notes, opt.Zone)
	spec.Marks = marks(notes)
	if spec.States, err = present.StatesOf(ctx, op, tx, &spec); err != nil {
		return err
	}
	sources, err := op.Sources(ctx)
	if err != nil {
		return err
	}
	spec.Footer = present.PlotFooter(e.t, tx, made.Sources, func(id model.SourceID) (model.Source, bool) {
		i := slices.IndexFunc(sources, func(s model.Source) bool { return s.ID == id })
		if i < 0 {
			return model.Source{}, false
		}
		return sources[i], true
	}, opt.Zone)
	p.dress(&spec, tx, e.t)
	return writeFile(p.out, func(w io.Writer) error {
		b := bufio.NewWriter(w)
		return errors.Join(p.writer()(b, spec), b.Flush())
	})
}

// drawable says whether there is any point to draw.
func drawable(spec *charts.Spec) bool {
	for _, p := range spec.Panels {
		for _, l := range p.Lines {
			if len(l.Times) > 0 {
				return true
			}
		}
	}
	return false
}

// marks puts findings at their time: that of the first place of a stretch, or of the one place.
func marks(notes []store.FindingGroup) []charts.Mark {
	var marks []charts.Mark
	for i := range notes {
		f := &notes[i].First
		at := f.From
		if f.End.Line == 0 && !f.To.IsZero() {
			at = f.To
		}
		if !at.IsZero() {
			marks = append(marks, charts.Mark{At: at.Time(), Severity: f.Severity, Label: string(f.Rule), ID: i})
		}
	}
	return marks
}

// dress gives a plot its title, its size and its colours.
func (p *plotFlags) dress(spec *charts.Spec, tx *model.Transaction, t *lang.Texts) {
	const header, panel, page = 170, 220, 1.41 // an A4 page is so much higher than wide
	spec.Title = t.Text("Transaction %s", orDash(tx.ID, func(v int64) string { return strconv.FormatInt(v, 10) })) + " · " + placeOf(tx)
	height := p.height
	if height == 0 {
		height = min(header+panel*max(1, len(spec.Panels)), int(float64(p.width)*page))
	}
	spec.Scale, spec.Legend = p.scale, true
	spec.Width, spec.Height = int(float64(p.width)*p.scale), int(float64(height)*p.scale)
	spec.Theme = charts.Light()
	if p.dark {
		spec.Theme = charts.Dark()
	}
}

// find gives the transaction that the user names, and its number in the list.
func (op *opened) find(ctx context.Context, name string) (*model.Transaction, int64, error) {
	var matches []*model.Transaction
	var numbers []int64
	id, byID := strings.CutPrefix(name, "id:")
	wanted, err := strconv.ParseInt(id, 10, 64)
	if name != "" && err != nil {
		return nil, 0, usagef("--transaction %q: it is a number of the list, or id:42 for the transactionId 42", name)
	}
	var all int
	isID := false // the number is a transactionId
	for tx, err := range op.transactions(ctx) {
		if err != nil {
			return nil, 0, err
		}
		all++
		number, err := op.number(ctx, tx.Key)
		if err != nil {
			return nil, 0, err
		}
		isID = isID || !byID && tx.ID.OK && tx.ID.V == wanted
		if name == "" || byID && tx.ID.OK && tx.ID.V == wanted || !byID && number == wanted {
			copied := *tx
			matches, numbers = append(matches, &copied), append(numbers, number)
		}
		if name == "" && all > 1 {
			break
		}
	}
	switch {
	case len(matches) == 1:
		return matches[0], numbers[0], nil
	case len(matches) == 0 && all == 0:
		return nil, 0, usagef("there is no transaction in this log")
	case name == "":
		return nil, 0, op.choose(ctx, "which one? give --transaction: there are %s")
	case len(matches) == 0 && isID:
		return nil, 0, op.choose(ctx, "there is no number %[2]s in the list: did you mean id:%[2]s? There are %[1]s", name)
	case len(matches) == 0:
		return nil, 0, op.choose(ctx, "there is no transaction %[2]s: there are %[1]s", name)
	}
	return nil, 0, usagef("--transaction %s names %d of them: give the number of the list, such as %d", name, len(matches), numbers[0])
}

// choose is the error that lists what there is.
func (op *opened) choose(ctx context.Context, format string, a ...any) error {
	const most = 8
	var names []string
	for tx, err := range op.transactions(ctx) {
		if err != nil {
			return err
		}
		if len(names) == most {
			names = append(names, op.t.Text("… (meterscope transactions lists all)"))
			break
		}
		number, err := op.number(ctx, tx.Key)
		if err != nil {
			return err
		}
		s := strconv.FormatInt(number, 10)
		if tx.ID.OK {
			s += " (id:" + strconv.FormatInt(tx.ID.V, 10) + ")"
		}
		names = append(names, s)
	}
	return usagef(format, append([]any{strings.Join(names, ", ")}, a...)...)
}
