package desktop

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/model"
	"meterscope/ui/present"
)

// rulesPage is what the rules of the case are to say: at the left the rules, at the right the one that is chosen.
type rulesPage struct {
	app     *present.App
	view    fyne.CanvasObject
	list    *rowList
	detail  *fyne.Container
	scroll  *container.Scroll
	changed *caption
	apply   *press
	reset   *press
	chips   *segments
	params  []*paramField
	shown   model.RuleID
}

// paramField is a number in a rule.
type paramField struct {
	name    string
	entry   *hintEntry
	problem *caption
}

func newRulesPage(a *present.App) *rulesPage {
	t := a.Texts()
	p := &rulesPage{app: a}
	find := newHintEntry()
	find.setHint(t.Text(present.TextFindRule))
	find.OnChanged = a.Rules.Find
	p.list = newRowList(30)
	p.list.count = func() int { return len(a.Rules.Rows()) }
	p.list.selected = a.Rules.Selected
	p.list.onSelect = a.Rules.Select
	p.list.look = p.look
	p.detail = container.New(column{gap: 8, grow: -1})
	p.scroll = container.NewVScroll(pad(p.detail, 0, 14, 0, 14))
	p.changed = newCaption("", colorMuted, sizeSmall, false).flexible()
	p.apply = newPress(t.Text(present.TextApplyRules), lookPrimary, a.Rules.Apply)
	p.reset = newPress(t.Text(present.TextResetRules), lookLink, a.Rules.ResetAll)
	frame := newSurface(colorGround, noEdge)
	frame.stroke = colorLine
	left := container.New(column{gap: 6, grow: 1}, find, container.NewStack(frame, p.list))
	foot := container.New(row{gap: 14, grow: 0}, p.changed, p.reset, p.apply)
	p.view = container.New(column{gap: 10, grow: 0}, newSplit(left, p.scroll, false, 0.44), foot)
	return p
}

// look is a rule's row.
func (p *rulesPage) look(i int, width float32) rowLook {
	r := p.app.Rules.Rows()[i]
	const idWidth, wordWidth = 68, 74
	ink := colorMuted
	if r.Changed {
		ink = colorAccent
	}
	word := present.SeverityChoices(p.app.Texts())[r.Severity]
	return rowLook{cells: []rowCell{
		{text: string(r.ID), x: 10, w: idWidth, ink: colorMuted, size: sizeSmall, style: fyne.TextStyle{Monospace: true}},
		{text: r.Title, x: 10 + idWidth, w: width - idWidth - wordWidth - 26, ink: colorText, size: sizeText},
		{text: word, x: width - wordWidth - 10, w: wordWidth, ink: ink, size: sizeSmall, right: true, style: fyne.TextStyle{Bold: r.Changed}},
	}}
}

// refresh shows the rules.
func (p *rulesPage) refresh() {
	r := p.app.Rules
	p.list.Refresh()
	p.changed.set(r.ChangedText(), colorMuted)
	if problem := r.Problem(); problem != "" {
		p.changed.set(problem, colorError)
	}
	visible(p.apply, r.CanApply())
	visible(p.reset, r.ChangedText() != p.app.Texts().Text("All rules are as Meterscope has them."))
	chosen, doc, _, ok := r.Chosen()
	switch {
	case !ok || !r.Loaded():
		p.shown = ""
		text, _ := paragraph(p.app.Texts().Text(present.TextNoRuleFits))
		p.detail.Objects = []fyne.CanvasObject{text}
		p.detail.Refresh()
	case chosen.ID != p.shown:
		p.shown = chosen.ID
		p.make(chosen, doc)
		p.scroll.ScrollToTop()
	}
	p.fill(chosen)
}

// make shows another rule.
func (p *rulesPage) make(chosen present.RuleRow, doc present.RuleDoc) {
	t := p.app.Texts()
	title, label := paragraph(string(chosen.ID) + "  " + chosen.Title)
	label.TextStyle.Bold = true
	what, _ := paragraph(doc.What)
	why, _ := paragraph(doc.Why)
	p.chips = newSegments()
	for i, name := range present.SeverityChoices(t) {
		p.chips.chips = append(p.chips.chips, newPress(name, lookChip, func() { p.app.Rules.SetSeverity(model.Severity(i)) })) //nolint:gosec // there are four
	}
	p.detail.Objects = []fyne.CanvasObject{title, what, why, container.New(row{grow: -1}, p.chips)}
	p.params = nil
	for _, v := range p.app.Rules.Params() {
		f := &paramField{name: v.Name, entry: newHintEntry(), problem: newCaption("", colorError, sizeSmall, false).flexible()}
		f.entry.SetText(v.Value)
		f.entry.OnChanged = func(s string) { p.app.Rules.SetParam(f.name, s) }
		text, _ := paragraph(v.Text + " " + t.Text("(normally %s)", v.Default))
		p.params = append(p.params, f)
		p.detail.Objects = append(p.detail.Objects, text, container.New(row{gap: 10, grow: 1}, container.New(fixedWidth(150), f.entry), f.problem))
	}
	p.detail.Objects = append(p.detail.Objects, container.New(row{grow: -1}, newPress(t.Text(present.TextResetRule), lookLink, func() {
		p.app.Rules.Reset()
		p.shown = ""
		p.refresh()
	})))
	p.detail.Refresh()
}

// fill shows what the rule is set to.
func (p *rulesPage) fill(chosen present.RuleRow) {
	if p.shown == "" {
		return
	}
	for i, c := range p.chips.chips {
		c.set(c.text, model.Severity(i) == chosen.Severity) //nolint:gosec // there are four
	}
	values := p.app.Rules.Params()
	for _, f := range p.params {
		i := slices.IndexFunc(values, func(v present.RuleParam) bool { return v.Name == f.name })
		if i >= 0 {
			f.problem.set(values[i].Problem, colorError)
		}
	}
}
