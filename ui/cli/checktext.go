package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
	"meterscope/ui/present"
)

// checkText prints a case for people.
func (e *env) checkText(ctx context.Context, op *opened) (model.Severity, error) {
	sources, err := op.Sources(ctx)
	if err != nil {
		return 0, err
	}
	e.sourcesText(sources)
	e.line("")
	e.heading("Transactions")
	if err := e.transactionsText(ctx, op); err != nil {
		return 0, err
	}
	if err := e.summariesText(ctx, op); err != nil {
		return 0, err
	}
	return e.findingsText(ctx, op)
}

func (e *env) heading(title string) {
	// The buffer keeps the first error for Flush, here and in what follows.
	_, _ = fmt.Fprintf(e.out, "%s\n", e.style.bold(e.t.Text(title)))
}

// line prints a line: a text, with what stands in it.
func (e *env) line(format string, a ...any) { _, _ = e.out.WriteString(e.t.Text(format, a...) + "\n") }

func (e *env) sourcesText(sources []model.Source) {
	e.heading("Sources")
	t := newTable(e, column{"Name", false}, column{"Size", true}, column{"Read as", false}, column{"Frames", true},
		column{"Doubled", true}, column{"MeterValues", true}, column{"Samples", true}, column{"Unread", true})
	for _, s := range sources {
		unread := cell{text: e.t.Count(s.Counts.Unread)}
		if s.Counts.Unread > 0 {
			unread.code = escRed
		}
		t.row(cell{text: s.Name}, cell{text: e.t.Bytes(s.Size)}, cell{text: s.Format},
			cell{text: e.t.Count(s.Counts.Frames)}, cell{text: e.t.Count(s.Counts.Duplicates)},
			cell{text: e.t.Count(s.Counts.MeterValues)}, cell{text: e.t.Count(s.Counts.SampledValues)}, unread)
	}
	t.end()
	for i := range sources {
		e.assumedText(&sources[i])
	}
}

// assumedText says what was assumed about a source, and how to say it better.
func (e *env) assumedText(s *model.Source) {
	if said := e.assumed(s); len(said) > 0 {
		e.line("Assumed of %s: %s", present.PlainText(s.Name), strings.Join(said, "; "))
	}
	if s.Also != "" {
		e.line("%s: read as %s, but it could be %s too: --read-as says which", present.PlainText(s.Name), s.Format, strings.ReplaceAll(s.Also, " ", ", "))
	}
	if s.Charset != "" && s.CharsetFrom != model.FromUser {
		e.line("%s: its characters were read as %s", s.Name, s.Charset)
	}
	if s.UnreadBytes > 0 {
		e.line("Not read of %s: %s that looked like messages; the findings say where and why", present.PlainText(s.Name), e.t.Bytes(s.UnreadBytes))
	}
}

// transactionsText prints the list.
func (e *env) transactionsText(ctx context.Context, op *opened) error {
	t := newTable(e, column{" ", false}, column{"#", true}, column{"Start (UTC)", false}, column{"Station", false},
		column{"Id", true}, column{"kWh", true}, column{"Time##span", true}, column{"Max kW", true}, column{"SoC %", true},
		column{"Findings", false})
	count := 0
	for tx, err := range op.transactions(ctx) {
		if err != nil {
			return err
		}
		number, err := op.number(ctx, tx.Key)
		if err != nil {
			return err
		}
		count++
		t.row(e.transactionCells(tx, number)...)
	}
	if count == 0 {
		e.line("none: the logs hold no StartTransaction, StopTransaction or transactionId")
		return nil
	}
	t.end()
	return nil
}

// summariesText says what matters about the first transactions that are flagged, and how they ended.
func (e *env) summariesText(ctx context.Context, op *opened) error {
	const most = 12
	said := 0
	var stories present.Stories
	for tx, err := range op.transactions(ctx) {
		if err != nil {
			return err
		}
		if tx.Errors+tx.Warnings == 0 {
			continue
		}
		if said++; said > most {
			e.line("… and more of them: meterscope transactions lists all")
			return nil
		}
		if said == 1 {
			e.line("")
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
		severity := tx.Severity()
		e.wrap(fmt.Sprintf("%s #%d  ", e.style.severity(severity, mark(severity)), number), "      ",
			present.PlainText(present.Summary(e.t, *tx, s, groups, nil)))
		story, err := stories.Of(ctx, op, tx)
		if err != nil {
			return err
		}
		e.wrap("      ", "      ", present.PlainText(strings.Join(story.Sentences(e.t, nil), " ")))
	}
	return nil
}

func (e *env) transactionCells(tx *model.Transaction, number int64) []cell {
	severity := tx.Severity()
	start := present.Dash
	if b := tx.Begin(); !b.IsZero() {
		start = e.t.Time(b.Time(), "2006-01-02 15:04:05")
	}
	duration := e.t.Text("open")
	if tx.Complete {
		duration = present.Dash
		if d, ok := tx.Length(); ok {
			duration = present.Duration(d)
		}
	}
	soc := present.Dash
	if tx.SoCStart.OK && tx.SoCEnd.OK {
		soc = e.t.Plain(tx.SoCStart.V) + " → " + e.t.Plain(tx.SoCEnd.V)
	}
	return []cell{
		{mark(severity), severityCode(severity)},
		{text: strconv.FormatInt(number, 10)},
		{text: start},
		{text: placeOf(tx)},
		{text: orDash(tx.ID, func(v int64) string { return strconv.FormatInt(v, 10) })},
		{text: present.EnergyText(e.t, tx)},
		{text: duration},
		{text: orDash(tx.MaxPower, func(w model.Decimal) string { return e.t.PowerDigits(w, 3) })},
		{text: soc},
		{e.findingsOf(tx), severityCode(severity)},
	}
}

func orDash[T any](o model.Opt[T], text func(T) string) string {
	if !o.OK {
		return present.Dash
	}
	return text(o.V)
}

// placeOf names the station and connector.
func placeOf(tx *model.Transaction) string {
	s := tx.Station
	if s == "" {
		s = present.Dash
	}
	if tx.Connector.OK {
		s += "/" + strconv.FormatInt(tx.Connector.V, 10)
	}
	return s
}

func (e *env) findingsOf(tx *model.Transaction) string {
	var parts []string
	for _, c := range []struct {
		n    int
		text string
	}{
		{tx.Errors, e.t.Plural(int64(tx.Errors), "error", "errors")},
		{tx.Warnings, e.t.Plural(int64(tx.Warnings), "warning", "warnings")},
		{tx.Infos, e.t.Plural(int64(tx.Infos), "info", "infos")},
	} {
		if c.n > 0 {
			parts = append(parts, c.text)
		}
	}
	if len(parts) == 0 {
		return present.Dash
	}
	return strings.Join(parts, ", ")
}

// findingsText prints the findings: what repeats is one entry with a count and its first place.
func (e *env) findingsText(ctx context.Context, op *opened) (worst model.Severity, err error) {
	groups, err := op.FindingGroups(ctx, store.FindingQuery{})
	if err != nil {
		return 0, err
	}
	names, err := op.sourceNames(ctx)
	if err != nil {
		return 0, err
	}
	title := titles(e.t)
	// The worst first, each in the order of the log.
	slices.SortStableFunc(groups, func(a, b store.FindingGroup) int { return cmp.Compare(b.First.Severity, a.First.Severity) })
	counts := map[model.Severity]int{}
	u, err := op.used(ctx)
	if err != nil {
		return 0, err
	}
	if changed := u.changed(); len(changed) > 0 {
		e.line("")
		e.wrap("", "      ", e.t.Text("Rules are set: %s", settingsText(e.t, changed)))
	}
	if len(groups) > 0 {
		e.line("")
		e.heading("Findings")
	}
	for i := range groups {
		g := &groups[i]
		worst = max(worst, g.First.Severity)
		counts[g.First.Severity] += g.Count
		if err := e.findingText(ctx, op, g, names[g.First.At.Source], title[g.First.Rule]); err != nil {
			return 0, err
		}
		if r, ok := rule.ByID(g.First.Rule); ok {
			if changed := u.changedOf(r); len(changed) > 0 {
				e.line("    %s", e.style.dim(e.t.Text("with %s##settings", settingsText(e.t, changed))))
			}
		}
	}
	e.line("")
	e.line("%s", e.style.severity(worst, e.totals(counts)))
	return worst, nil
}

func (e *env) findingText(ctx context.Context, op *opened, g *store.FindingGroup, source, title string) error {
	f := &g.First
	times := ""
	if g.Count > 1 {
		times = fmt.Sprintf("  %s ×", e.t.Count(int64(g.Count)))
		if g.Kinds > 1 {
			times += ", " + e.t.Plural(int64(g.Kinds), "different value", "different values")
		}
		times = e.style.dim(times)
	}
	e.line("%s %s  %s%s", e.style.severity(f.Severity, mark(f.Severity)), e.style.bold(string(f.Rule)), title, times)
	e.paragraph(present.PlainText(present.Message(e.t, *f)))
	where := e.t.Text("%s:%d, byte %d", present.PlainText(source), f.At.Line, f.At.Offset)
	if f.HasPointer && f.Pointer != "" {
		where += ", " + present.PlainText(f.Pointer)
	}
	if f.Transaction != 0 {
		number, err := op.number(ctx, f.Transaction)
		if err != nil {
			return err
		}
		where += e.t.Text(", transaction #%d", number)
	}
	if g.Count > 1 {
		where = e.t.Text("first at %s", where)
	}
	e.line("    %s", e.style.dim(where))
	return nil
}

func (e *env) totals(counts map[model.Severity]int) string {
	if len(counts) == 0 {
		return e.t.Text("No findings.")
	}
	return fmt.Sprintf("%s, %s, %s.", e.t.Plural(int64(counts[model.SeverityError]), "error", "errors"),
		e.t.Plural(int64(counts[model.SeverityWarning]), "warning", "warnings"),
		e.t.Plural(int64(counts[model.SeverityInfo]), "info", "infos"))
}

// paragraph prints a text indented and wrapped.
func (e *env) paragraph(text string) {
	const indent = "    "
	e.wrap(indent, indent, text)
}

// wrap prints a text in lines of a readable length; first stands before the first one, rest before the others.
func (e *env) wrap(first, rest, text string) {
	const readable = 96
	lead := first
	for _, line := range fill(text, min(readable, e.width-utf8.RuneCountInString(rest))) {
		e.line("%s%s", lead, line)
		lead = rest
	}
}
