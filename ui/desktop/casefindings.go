package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// caseFindingsView is the page with the findings of the whole case: groups on the left; on the right what the rule of
// one is about, its places, and the one that is selected as it stands in its source.
type caseFindingsView struct {
	app      *present.App
	view     fyne.CanvasObject
	title    *caption
	by       []*press
	groups   *rowList
	none     *caption
	middle   *fyne.Container
	details  *split // what there is to say of a group; hidden where there is none
	doc      *fyne.Container
	docOf    string
	right    *fyne.Container
	places   *rowList
	state    *caption
	raw      *codeView
	place    *caption
	hash     *caption
	inTx     *press
	foot     *fyne.Container
	stale    bool // something changed while another page was shown
	wasAt    int  // the group whose places are listed
	openedAt *present.OpenMessage
	other    func(*fyne.KeyEvent)
}

const (
	groupHeight = 30
	placeHeight = 44
)

func newCaseFindingsView(a *present.App, clip func(string), back func()) *caseFindingsView {
	v := &caseFindingsView{app: a, stale: true, wasAt: -1}
	t := a.Texts()
	v.title = newCaption("", colorText, sizeText, true).flexible()
	chips := newSegments()
	for i, name := range []string{t.Text("By rule"), t.Text("By station"), t.Text("By source")} {
		c := newPress(name, lookChip, func() { a.Whole.SetGrouping(present.Grouping(i)) })
		v.by, chips.chips = append(v.by, c), append(chips.chips, c)
	}
	home := newPress("‹ "+t.Text(present.TextBack), lookLink, back)
	head := container.NewStack(newSurface(colorSurface, bottomEdge), pad(container.New(column{gap: 6, grow: -1},
		container.New(row{gap: 12, grow: 0}, v.title, home), container.New(row{grow: -1}, chips)), 6, gutter, 7, gutter))
	v.makeLists()
	v.none = newCaption("", colorMuted, sizeText, false)
	v.middle = container.NewCenter(v.none)
	left := container.New(column{grow: 1}, head, v.groups)

	v.doc = container.New(column{gap: 3, grow: -1})
	v.state = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.inTx = newPress(t.Text("Show in its transaction"), lookLink, a.Whole.ShowInTransaction)
	copyText := newPress(t.Text(present.TextCopy), lookLink, func() {
		if text := a.Whole.CopyText(); text != "" {
			clip(text)
		}
	})
	v.foot = container.New(row{gap: 14, grow: 0}, v.state, copyText, v.inTx)
	strip := container.NewStack(newSurface(colorSurface, bottomEdge), pad(v.foot, 3, gutter, 3, gutter+4))
	v.right = container.New(explained{}, container.NewVScroll(pad(v.doc, 10, gutter, 8, gutter+4)), strip, v.places)
	v.place = newCaption("", colorText, sizeText, true).flexible()
	v.hash = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.hash.style.Monospace = true
	v.raw = newCodeView(func(int) { v.layRaw() })
	v.raw.list.other = v.leadBack
	raw := under(headline(v.place, v.hash, newCaption("", colorMuted, sizeSmall, false)), v.raw.view)
	v.details = newSplit(v.right, raw, true, 0.68)
	v.view = container.NewStack(newSurface(colorGround, noEdge), newSplit(left, container.NewStack(v.details, v.middle), false, firstSplit))
	a.Whole.OnChange, a.Whole.OnPlaces, a.Whole.OnOpen = v.refresh, v.refreshPlaces, v.open
	return v
}

func (v *caseFindingsView) makeLists() {
	w := v.app.Whole
	v.groups = newRowList(groupHeight)
	v.groups.count = func() int { return len(w.Groups()) }
	v.groups.look = v.groupLook
	v.groups.selected = w.Chosen
	v.groups.onSelect = w.Choose
	v.groups.onEnter = func(int) { v.focus(v.places) }
	v.groups.other = func(e *fyne.KeyEvent) { v.other(e) }
	v.places = newRowList(placeHeight)
	v.places.count = w.Places
	v.places.look = v.placeLook
	v.places.selected = w.Selected
	v.places.onSelect = w.Select
	v.places.onEnter = func(int) { w.ShowInTransaction() }
	v.places.other = func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyEscape, fyne.KeyLeft:
			v.focus(v.groups)
		default:
			v.other(e)
		}
	}
}

// leadBack is for keys that the lines of the log have no use for: Escape leads back to the places.
func (v *caseFindingsView) leadBack(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		v.focus(v.places)
		return
	}
	v.other(e)
}

func (v *caseFindingsView) focus(f fyne.Focusable) { focusOn(v.view, f) }

// groupLook is a group's row: its severity, its name, the rule's id and how many places it has.
func (v *caseFindingsView) groupLook(i int, width float32) rowLook {
	g := &v.app.Whole.Groups()[i]
	const icon, count, id, gap = 22, 62, 62, 8
	x := float32(gutter)
	if g.Inner {
		x += 14
	}
	room := width - x - icon - count - gutter - gap
	look := rowLook{icon: present.ToneOf(g.Severity), iconAt: x}
	if g.Note != "" && room > 200 {
		look.cells = append(look.cells, rowCell{text: g.Note, x: width - gutter - count - gap - id, w: id, ink: colorMuted, size: sizeSmall})
		room -= id + gap
	}
	name := rowCell{text: g.Title, x: x + icon, w: room, ink: colorText, size: sizeText}
	name.style.Bold = g.Head
	look.cells = append(look.cells, name, rowCell{
		text: present.Count(v.app.Texts(), g.Places), x: width - gutter - count, w: count, ink: colorText, size: sizeText, right: true,
	})
	return look
}

// placeLook is a place's row: what was found, and below where, and in which transaction.
func (v *caseFindingsView) placeLook(i int, width float32) rowLook {
	p := v.app.Whole.Place(i)
	const icon, upper, lower, gap = 22, 14, 31, 10
	x, tx := float32(gutter+4), min(width/3, 220)
	room := width - x - icon - gutter
	return rowLook{icon: present.ToneOf(p.Severity), iconAt: x, cells: []rowCell{
		{text: p.Message, x: x + icon, w: room, y: upper, ink: colorText, size: sizeText},
		{text: p.Where, x: x + icon, w: room - tx - gap, y: lower, ink: colorMuted, size: sizeSmall, middle: true},
		{text: p.Transaction, x: width - gutter - tx, w: tx, y: lower, ink: colorMuted, size: sizeSmall, right: true},
	}}
}

// hidden says that another page is shown: then there is nothing to do yet.
func (v *caseFindingsView) hidden() bool {
	v.stale = v.app.Page() != present.PageFindings
	return v.stale
}

// shown is called when the page comes to the front.
func (v *caseFindingsView) shown() {
	if v.stale {
		v.refresh()
		v.refreshPlaces()
		v.open()
	}
}

func (v *caseFindingsView) refresh() {
	if v.hidden() {
		return
	}
	w, t := v.app.Whole, v.app.Texts()
	v.title.set(w.Title(), colorText)
	for i, c := range v.by {
		c.active = present.Grouping(i) == w.Grouping()
		c.Refresh()
	}
	switch {
	case !w.Counted():
		v.none.set(t.Text(present.TextLoading), colorMuted)
	case len(w.Groups()) == 0:
		v.none.set(t.Text(present.TextNoFinding), colorMuted)
	default:
		v.none.set("", colorMuted)
	}
	v.middle.Refresh()
	visible(v.details, len(w.Groups()) > 0)
	v.groups.Refresh()
	v.explain()
}

// explain says what the rule of the chosen group is about.
func (v *caseFindingsView) explain() {
	t := v.app.Texts()
	doc, ok := v.app.Whole.Doc()
	if doc.Title == v.docOf {
		return
	}
	v.docOf, v.doc.Objects = doc.Title, nil
	if ok {
		v.doc.Add(newCaption(doc.Title, colorText, sizeText, true).flexible())
		for _, part := range [][2]string{
			{t.Text(present.TextWhat), doc.What}, {t.Text(present.TextWhy), doc.Why}, {t.Text(present.TextRemedy), doc.Remedy}, {t.Text(present.TextSpec), doc.Spec},
		} {
			if part[1] != "" {
				v.doc.Add(cardText(part[0], part[1]))
			}
		}
	}
	v.right.Refresh()
}

func (v *caseFindingsView) refreshPlaces() {
	if v.hidden() {
		return
	}
	w := v.app.Whole
	v.state.set(w.State(), colorMuted)
	visible(v.inTx, w.InTransaction())
	visible(v.foot.Objects[1], w.Selected() >= 0)
	v.right.Refresh() // the links are higher than the count beside them
	if at := w.Chosen(); at != v.wasAt || w.Places() == 0 {
		v.wasAt = at
		v.places.ScrollToTop()
	}
	v.places.Refresh()
}

func (v *caseFindingsView) open() {
	if v.hidden() {
		return
	}
	o := v.app.Whole.Opened()
	v.openedAt = o
	if o == nil {
		v.place.set("", colorText)
		v.hash.set("", colorMuted)
		v.raw.clear()
		return
	}
	v.place.set(o.Place, colorText)
	hash := ""
	if o.Hash != "" {
		hash = "SHA-256 " + o.Hash
	}
	v.hash.set(hash, colorMuted)
	v.layRaw()
}

func (v *caseFindingsView) layRaw() {
	if v.openedAt != nil {
		showRaw(v.raw, v.openedAt)
	}
}

// explained gives an explanation the height that it needs, but no more than a third; then comes a strip, and the rest
// is for a list.
type explained struct{}

// MinSize leaves the list a few rows.
func (explained) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, o[1].MinSize().Height+2*placeHeight)
}

// Layout asks the explanation how high it is once it knows its width.
func (explained) Layout(o []fyne.CanvasObject, s fyne.Size) {
	height := float32(0)
	if scroll, ok := o[0].(*container.Scroll); ok {
		scroll.Resize(fyne.NewSize(s.Width, max(scroll.Size().Height, 1)))
		if doc, ok := scroll.Content.(*fyne.Container); ok && len(doc.Objects) > 0 && doc.MinSize().Height > 2*gutter {
			height = min(doc.MinSize().Height, s.Height*0.4)
		}
		scroll.Resize(fyne.NewSize(s.Width, height))
	}
	strip := o[1].MinSize().Height
	o[1].Move(fyne.NewPos(0, height))
	o[1].Resize(fyne.NewSize(s.Width, strip))
	o[2].Move(fyne.NewPos(0, height+strip))
	o[2].Resize(fyne.NewSize(s.Width, max(s.Height-height-strip, 0)))
}

// showFindings shows the page with the findings of the whole case, or leads back from it.
func (w *window) showFindings() {
	if w.app.Page() == present.PageFindings {
		w.showTransactions()
		return
	}
	if w.app.Empty() {
		return // it would be what is shown once there is something
	}
	w.app.ShowPage(present.PageFindings)
	w.focusList()
}

// wholeKey is for keys that the lists of the case's findings have no use for.
func (w *window) wholeKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		w.showTransactions()
		return
	}
	w.otherKey(e)
}
