package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// card explains a group of findings. A right click offers what can be done with it.
type card struct {
	widget.BaseWidget
	about   *present.Card
	content fyne.CanvasObject
	links   []*press // "Show in log" …
	acts    []cardAct
}

// cardAct is something that can be done with a card.
type cardAct struct {
	label string
	run   func()
	quiet bool // it stands in the menu only
}

// newCard makes the card. What can't be done with it is not among acts.
func newCard(t *lang.Texts, c *present.Card, acts ...cardAct) *card {
	k := &card{about: c, acts: acts}
	k.content = k.build(t)
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer shows the content.
func (k *card) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(k.content) }

// TappedSecondary offers what can be done with the card.
func (k *card) TappedSecondary(e *fyne.PointEvent) {
	m := fyne.NewMenu("")
	for _, a := range k.acts {
		m.Items = append(m.Items, fyne.NewMenuItem(a.label, a.run))
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(k); c != nil && len(m.Items) > 0 {
		widget.ShowPopUpMenuAtPosition(m, c, e.AbsolutePosition)
	}
}

// build lays the card out.
func (k *card) build(t *lang.Texts) fyne.CanvasObject {
	c := k.about
	tone := present.ToneOf(c.Severity)
	ink, _ := toneColor(tone)
	title := newCaption(c.Title, colorText, sizeText, true).flexible()
	rule := string(c.Rule)
	if c.Places != "" {
		rule += "  ·  " + c.Places
	}
	head := container.New(row{gap: 8, grow: 1}, newToneIcon(tone), title, newCaption(rule, colorMuted, sizeSmall, false))
	message, _ := paragraph(c.Message)
	parts := []fyne.CanvasObject{head, message}
	if facts := cardFacts(t, c); len(facts) > 0 {
		parts = append(parts, container.New(column{gap: 2, grow: -1}, facts...))
	}
	for _, part := range [][2]string{{t.Text(present.TextWhat), c.Doc.What}, {t.Text(present.TextWhy), c.Doc.Why}, {t.Text(present.TextRemedy), c.Doc.Remedy}, {t.Text(present.TextSpec), c.Doc.Spec}} {
		if part[1] != "" && part[1] != c.Message {
			parts = append(parts, cardText(part[0], part[1]))
		}
	}
	var foot []fyne.CanvasObject
	for _, a := range k.acts {
		if !a.quiet {
			p := newPress(a.label, lookLink, a.run)
			k.links, foot = append(k.links, p), append(foot, p)
		}
	}
	foot = append(foot, newCaption(c.Where, colorMuted, sizeSmall, false).flexible())
	parts = append(parts, container.New(row{gap: 16, grow: len(foot) - 1}, foot...))
	body := container.New(column{gap: 7, grow: -1}, parts...)

	ground := newSurface(colorGround, noEdge)
	ground.stroke, ground.radius = colorLine, 4
	stripe := newSurface(ink, noEdge)
	stripe.min = fyne.NewSize(3, 10)
	return container.NewStack(ground, container.NewBorder(nil, nil, stripe, nil, pad(body, 10, 14, 10, 12)))
}

// cardActs are what can be done with a card of a transaction's findings.
func (v *findingsView) cardActs(c *present.Card) []cardAct {
	t, f := v.app.Texts(), v.app.Findings
	acts := []cardAct{{label: t.Text(present.TextShowInLog), run: func() { f.ShowInLog(c) }}}
	if c.InPlot {
		acts = append(acts, cardAct{label: t.Text(present.TextShowInPlot), run: func() { f.ShowInPlot(c) }})
	}
	return append(acts, cardAct{label: t.Text(present.TextCopy), run: func() { v.clip(f.CopyText(c)) }},
		cardAct{label: t.Text(present.TextCopyJSON), run: func() { v.clip(f.CopyJSON(c)) }, quiet: true})
}

// cardWith is the card that has the keyboard: the one whose link has it, or the uppermost where the view has it. It is nil
// where the keyboard is elsewhere.
func (v *findingsView) cardWith(focused fyne.Focusable) *present.Card {
	if focused == fyne.Focusable(v.keys) {
		if i := v.uppermost(); i >= 0 {
			return &v.shown[i]
		}
		return nil
	}
	for _, o := range v.cards.Objects {
		k, _ := o.(*card)
		for i := 0; k != nil && i < len(k.links); i++ {
			if fyne.Focusable(k.links[i]) == focused {
				return k.about
			}
		}
	}
	return nil
}
