package desktop

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// overviewView shows a transaction's accounts, what the user adds to them, and the facts.
type overviewView struct {
	app      *present.App
	view     fyne.CanvasObject
	scroll   *container.Scroll
	body     *fyne.Container
	accounts *fyne.Container
	facts    *fyne.Container
	entries  [present.Entries]*numberEntry
	source   *caption
	problem  *caption
	keys     *keyPad
	place    *placeKeeper
	other    func(*fyne.KeyEvent) // for keys that nothing here has a use for
	fromList *press               // reads bills
	bills    func()
	stale    bool // something changed while another tab was in front
	quiet    bool // what changes in the fields is not the user's doing
}

func newOverviewView(a *present.App) *overviewView {
	v := &overviewView{app: a, accounts: container.New(column{grow: -1}), facts: container.New(column{gap: 6, grow: -1})}
	v.keys = newKeyPad(v.typedKey)
	v.body = container.New(column{gap: 10, grow: -1}, v.accounts, v.form(), v.facts)
	v.scroll = container.NewVScroll(pad(v.body, 12, gutter+4, 14, gutter+4))
	v.place = newPlaceKeeper(a.Detail, v.scroll, present.TabOverview)
	v.view = container.NewStack(v.keys, v.scroll)
	a.Overview.OnChange = v.refresh
	a.OnTab(func(present.Tab) {
		if v.stale {
			v.refresh()
		}
	})
	return v
}

// refresh shows the accounts, once somebody sees them.
func (v *overviewView) refresh() {
	if v.stale = v.app.Tab() != present.TabOverview; v.stale {
		return
	}
	o := v.app.Overview
	v.place.leave()
	visible(v.scroll, o.Loaded())
	v.accounts.Objects = v.accountTable(o.Rows())
	if len(o.Rows()) == 0 {
		for _, s := range o.Sentences() {
			text, _ := paragraph(s)
			v.accounts.Objects = append(v.accounts.Objects, text)
		}
	}
	v.facts.Objects = nil
	for _, f := range o.Facts() {
		text, _ := paragraph(f.Value)
		name := fyne.CanvasObject(newCaption(f.Name, colorMuted, sizeText, false))
		if of := (present.ProofOf{Fact: f.Kind}); o.CanProve(of) {
			l := v.link(f.Name, colorMuted, false, of)
			name = container.New(row{grow: -1}, l)
		}
		v.facts.Objects = append(v.facts.Objects, container.New(overviewName, name, text))
	}
	v.quiet = true
	for i, e := range v.entries {
		setText(&e.Entry, o.Text(present.Entry(i)), e.Text)
		if hint := o.Hint(present.Entry(i)); e.PlaceHolder != hint {
			e.SetPlaceHolder(hint)
		}
		enable(e, o.Editable())
	}
	v.quiet = false
	v.source.set(o.Source(), colorMuted)
	visible(v.fromList, o.Editable())
	_, problem := o.Problem()
	v.problem.set(problem, colorError)
	visible(v.problem, problem != "")
	v.body.Refresh()
	v.scroll.Refresh()
	if o.Loaded() {
		v.place.arrive()
	}
}

// overviewName is how wide the names of facts and fields are.
const overviewName factRow = 130

// form makes the fields of the bill and the car.
func (v *overviewView) form() fyne.CanvasObject {
	t := v.app.Texts()
	for i := range v.entries {
		e := newNumberEntry()
		e.OnChanged = func(s string) {
			if !v.quiet {
				v.app.Overview.Enter(present.Entry(i), s)
			}
		}
		e.leave, e.redo = v.app.Overview.Leave, v.app.Redo
		e.escape = func() { v.focus(v.keys) }
		e.enter = func() { v.focus(v.next(i)) }
		v.entries[i] = e
	}
	field := func(e present.Entry) fyne.CanvasObject { return container.New(fixedWidth(86), v.entries[e]) }
	word := func(text string) fyne.CanvasObject { return newCaption(text, colorMuted, sizeText, false) }
	line := func(name string, parts ...fyne.CanvasObject) fyne.CanvasObject {
		label := newCaption(name, colorText, sizeText, false)
		return container.New(row{gap: 8, grow: len(parts)}, append([]fyne.CanvasObject{container.New(fixedWidth(overviewName-8), label)}, parts...)...)
	}
	v.fromList = newPress(t.Text("From a list…"), lookLink, func() { v.bills() })
	v.source = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.problem = newCaption("", colorError, sizeSmall, false).flexible()
	ground := newSurface(colorSurface, noEdge)
	ground.radius = 4
	place := newSurface(colorSurface, noEdge) // of the link, which Tab comes to after the fields
	place.min = v.fromList.MinSize()
	rows := container.New(column{gap: 2, grow: -1},
		line(t.Text("Billed"), field(present.EntryBilled), word(t.EnergyUnit()), place, v.source),
		line(t.Text("The car shows"), field(present.EntryCar), word(t.EnergyUnit())),
		line(t.Text("Its battery"), field(present.EntryBattery), word(t.Text("%s usable", t.EnergyUnit()))),
		line(t.Text("Charged from"), field(present.EntrySoCFrom), word(t.Text("to##range")), field(present.EntrySoCTo), word("%")),
		line(t.Text("Charging loses"), field(present.EntryLossLow), word(t.Text("to##range")), field(present.EntryLossHigh), word("%")),
		v.problem,
	)
	return container.NewStack(ground, pad(container.New(&laidOver{place}, rows, v.fromList), 8, 12, 8, 12))
}

// laidOver puts its second object over a place in its first one.
type laidOver struct{ place fyne.CanvasObject }

// MinSize is that of the first.
func (l *laidOver) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout gives the first all, and looks where the place came to be.
func (l *laidOver) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	if at, ok := within(o[0], l.place); ok {
		o[1].Move(at)
		o[1].Resize(l.place.Size())
	}
}

// within is where an object stands in a container, or in one in that.
func within(in, o fyne.CanvasObject) (at fyne.Position, ok bool) {
	if in == o {
		return at, true
	}
	c, _ := in.(*fyne.Container)
	for i := 0; c != nil && i < len(c.Objects); i++ {
		if at, ok = within(c.Objects[i], o); ok {
			return at.Add(c.Objects[i].Position()), true
		}
	}
	return at, false
}

// next is the field below another, or the view itself after the last.
func (v *overviewView) next(i int) fyne.Focusable {
	for k := i + 1; k < len(v.entries); k++ {
		if !v.entries[k].Disabled() {
			return v.entries[k]
		}
	}
	return v.keys
}

func (v *overviewView) focus(f fyne.Focusable) { focusOn(v.view, f) }

// typedKey scrolls, and with Enter goes to the first field.
func (v *overviewView) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if v.app.Overview.Editable() {
			v.focus(v.entries[0])
		}
	default:
		if !scrollBy(v.scroll, e.Name) && v.other != nil {
			v.other(e)
		}
	}
}

// link is a text that leads to the places in the log that it was read from.
func (v *overviewView) link(text string, ink fyne.ThemeColorName, bold bool, of present.ProofOf) *link {
	l := newLink(text, ink, sizeText, bold, func() { v.app.Overview.Prove(of) })
	l.onKey = v.typedKey
	return l
}

// fixedWidth gives its content a width.
type fixedWidth float32

// MinSize is our width and the content's height.
func (w fixedWidth) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), o[0].MinSize().Height)
}

// Layout gives the content all.
func (w fixedWidth) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

// numberEntry is a field for a number.
type numberEntry struct {
	widget.Entry
	leave, escape, enter func()
	redo                 func()
}

func newNumberEntry() *numberEntry {
	e := &numberEntry{}
	e.ExtendBaseWidget(e)
	e.Wrapping, e.Scroll = fyne.TextWrap(fyne.TextTruncateClip), container.ScrollNone
	return e
}

// TypedRune takes what numbers are written with.
func (e *numberEntry) TypedRune(r rune) {
	if strings.ContainsRune("0123456789.,", r) {
		e.Entry.TypedRune(r)
	}
}

// TypedKey knows Enter and Escape.
func (e *numberEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		e.enter()
	case fyne.KeyEscape:
		e.escape()
	default:
		if !passKey(k) {
			e.Entry.TypedKey(k)
		}
	}
}

// TypedShortcut leaves to the case what does again what was typed.
func (e *numberEntry) TypedShortcut(s fyne.Shortcut) {
	if _, redo := s.(*fyne.ShortcutRedo); redo {
		e.redo()
		return
	}
	e.Entry.TypedShortcut(s)
	passShortcut(s)
}

// FocusGained shows the field.
func (e *numberEntry) FocusGained() {
	bringIntoView(e)
	e.Entry.FocusGained()
}

// FocusLost ends the change.
func (e *numberEntry) FocusLost() {
	e.Entry.FocusLost()
	e.leave()
}
