package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// findingsView shows the cards of a transaction's findings.
type findingsView struct {
	app    *present.App
	clip   func(string)
	view   fyne.CanvasObject
	cards  *fyne.Container
	scroll *container.Scroll
	none   *caption
	middle *fyne.Container
	keys   *keyPad
	place  *placeKeeper
	other  func(*fyne.KeyEvent) // for keys that the cards don't know
	shown  []present.Card
	built  int  // of them
	stale  bool // something changed while another tab was in front
}

const (
	cardsMost   = 200 // kinds of findings that are shown as cards
	cardsAtOnce = 4   // so many are built at a time: measuring their texts takes its time
)

func newFindingsView(a *present.App, clip func(string)) *findingsView {
	v := &findingsView{app: a, clip: clip, cards: container.New(column{gap: 10, grow: -1})}
	v.scroll = container.NewVScroll(pad(v.cards, 10, gutter+4, 12, gutter+4))
	v.none = newCaption("", colorMuted, sizeText, false)
	v.keys = newKeyPad(v.typedKey)
	v.scroll.OnScrolled = func(fyne.Position) { v.reach(v.scroll.Offset.Y) }
	v.place = newPlaceKeeper(a.Detail, v.scroll, present.TabFindings)
	v.middle = container.NewCenter(v.none)
	v.view = container.NewStack(v.keys, v.scroll, v.middle)
	a.Findings.OnChange = v.refresh
	a.OnTab(func(present.Tab) {
		if v.stale {
			v.refresh()
		}
	})
	return v
}

// refresh builds the cards, once somebody sees them.
func (v *findingsView) refresh() {
	if v.stale = v.app.Tab() != present.TabFindings; v.stale {
		return
	}
	f := v.app.Findings
	switch {
	case !f.Loaded():
		v.none.set(v.app.Texts().Text(present.TextLoading), colorMuted)
	case len(f.Cards()) == 0:
		v.none.set(v.app.Texts().Text(present.TextNoFinding), colorMuted)
	default:
		v.none.set("", colorMuted)
	}
	v.middle.Refresh()
	cards := f.Cards()
	if len(cards) != len(v.shown) || len(cards) > 0 && &cards[0] != &v.shown[0] {
		v.shown = cards
		v.place.leave()
		v.built, v.cards.Objects = 0, nil
		v.more(cardsAtOnce)
		v.scroll.ScrollToTop()
	}
	if f.Loaded() {
		v.reach(v.app.Detail.ScrolledTo(present.TabFindings))
		v.place.arrive()
	}
	i := f.Wanted()
	v.more(i + 1 - v.built)
	if i >= 0 && i < len(v.cards.Objects) {
		v.scroll.ScrollToOffset(fyne.NewPos(0, max(v.cards.Objects[i].Position().Y-4, 0)))
	}
}

// typedKey scrolls, and with Enter shows the uppermost card's place in the log.
func (v *findingsView) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if i := v.uppermost(); i >= 0 {
			v.app.Findings.ShowInLog(&v.shown[i])
		}
	default:
		if e.Name == fyne.KeyEnd {
			v.more(len(v.shown))
		}
		if !scrollBy(v.scroll, e.Name) {
			if v.other != nil {
				v.other(e)
			}
			return
		}
		v.reach(v.scroll.Offset.Y)
	}
}

// scrollBy scrolls with the keys of the keyboard; it is false for others.
func scrollBy(scroll *container.Scroll, key fyne.KeyName) bool {
	const line = 40
	page := scroll.Size().Height - line
	move := func(by float32) {
		most := max(scroll.Content.MinSize().Height-scroll.Size().Height, 0)
		scroll.ScrollToOffset(fyne.NewPos(0, max(min(scroll.Offset.Y+by, most), 0)))
	}
	switch key {
	case fyne.KeyDown:
		move(line)
	case fyne.KeyUp:
		move(-line)
	case fyne.KeyPageDown, fyne.KeySpace:
		move(page)
	case fyne.KeyPageUp:
		move(-page)
	case fyne.KeyHome:
		scroll.ScrollToTop()
	case fyne.KeyEnd:
		scroll.ScrollToBottom()
	default:
		return false
	}
	return true
}

// uppermost is the first card of which half is seen; −1 if there is none.
func (v *findingsView) uppermost() int {
	for i, o := range v.cards.Objects {
		if i < len(v.shown) && o.Position().Y+o.Size().Height/2 > v.scroll.Offset.Y {
			return i
		}
	}
	return -1
}

// reach builds what is seen when one has scrolled so far, and a little more.
func (v *findingsView) reach(offset float32) {
	for v.built < min(len(v.shown), cardsMost) && v.scroll.Content.MinSize().Height < offset+2*v.scroll.Size().Height {
		v.more(cardsAtOnce)
	}
}

// more builds so many more cards.
func (v *findingsView) more(n int) {
	last := min(v.built+n, len(v.shown), cardsMost)
	if last <= v.built && v.cards.Objects != nil {
		return
	}
	cards := v.cards.Objects[:min(v.built, len(v.cards.Objects))]
	for ; v.built < last; v.built++ {
		c := &v.shown[v.built]
		cards = append(cards, newCard(v.app.Texts(), c, v.cardActs(c)...))
	}
	if rest := len(v.shown) - v.built; rest > 0 {
		cards = append(cards, newCaption("… "+present.Plural(v.app.Texts(), rest, "more kind of finding", "more kinds of findings"), colorMuted, sizeText, false))
	}
	v.cards.Objects = cards
	v.scroll.Refresh()
}

// cardFacts are the lines with what was found and what was expected.
func cardFacts(t *lang.Texts, c *present.Card) []fyne.CanvasObject {
	var facts []fyne.CanvasObject
	add := func(name, value string, exact bool) {
		if value == "" {
			return
		}
		text, label := paragraph(cutText(value, factMost))
		label.SizeName = sizeSmall
		if exact {
			label.Wrapping = fyne.TextWrapBreak // JSON has few spaces to break at
		}
		facts = append(facts, container.New(factName, newCaption(name, colorMuted, sizeSmall, false), text))
	}
	add(t.Text(present.TextGot), c.Got, true)
	add(t.Text(present.TextWant), c.Want, false)
	if c.Pointer != "" {
		add(t.Text("At##place"), c.Pointer, true)
	}
	add(t.Text("When"), c.When, false)
	add(t.Text("Settings##rule"), c.Set, false)
	return facts
}

// factMost is how many characters of a value a card shows; the log has the rest.
const factMost = 400

// cutText cuts a text after so many characters, and shows that it did.
func cutText(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

func cardText(name, text string) fyne.CanvasObject {
	p, _ := paragraph(text)
	return container.New(factName, newCaption(name, colorMuted, sizeSmall, false), p)
}

// factRow puts a name into a column of this width and its text beside it.
type factRow float32

// factName is how wide names in cards are.
const factName factRow = 108

// MinSize is the text's height.
func (l factRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[1].MinSize()
	return fyne.NewSize(float32(l)+m.Width, max(o[0].MinSize().Height, m.Height))
}

// Layout aligns both at the top.
func (l factRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(float32(l), o[0].MinSize().Height+1))
	o[1].Move(fyne.NewPos(float32(l), 0))
	o[1].Resize(fyne.NewSize(s.Width-float32(l), s.Height))
}

// toneMark is a severity's icon in the flow of a line.
type toneMark struct {
	widget.Icon
	tone present.Tone
}

func newToneIcon(t present.Tone) *toneMark {
	w := &toneMark{tone: t}
	w.ExtendBaseWidget(w)
	w.SetResource(toneIcon(t))
	return w
}

// Refresh follows the theme.
func (w *toneMark) Refresh() {
	w.Resource = toneIcon(w.tone)
	w.Icon.Refresh()
}

// MinSize is that of the icons in the list.
func (w *toneMark) MinSize() fyne.Size { return fyne.NewSize(15, 15) }
