package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/model"
	"meterscope/ui/present"
)

// sourceActs is what the page of sources asks of the window.
type sourceActs struct {
	copy    func(text string)
	place   func(model.Finding) // shows the raw line
	message func(model.Frame)   // likewise
	columns func()              // names the columns of a table
	save    func()
	remove  func()
	tell    func(present.Problem)
}

// sourceDetail is what is known of the chosen source, and how it can be read otherwise.
type sourceDetail struct {
	app      *present.App
	acts     sourceActs
	view     fyne.CanvasObject
	body     fyne.CanvasObject
	nothing  fyne.CanvasObject
	title    *caption
	path     *caption
	hash     *caption
	copyHash *press
	sentence *widget.Label
	banner   *fyne.Container
	stripe   *surface
	form     *sourceForm
	why      *press // why it was not read
	save     *press
	follow   *press
	remove   *press
	tabs     []*press
	preview  *rowList
	header   *rowHeader
	unread   *rowList
	again    *rowList
	pages    []fyne.CanvasObject
	note     *caption // below the lists
	foot     fyne.CanvasObject
	strip    fyne.CanvasObject
	at       [3]int // the rows that are selected in them
	of       present.SourceRow
	head     *fyne.Container
}

func newSourceDetail(a *present.App, acts sourceActs) *sourceDetail {
	v := &sourceDetail{app: a, acts: acts, at: [3]int{-1, -1, -1}}
	v.title = newCaption("", colorText, sizeTitle, true).flexible()
	v.path = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.title.middle, v.path.middle = true, true
	v.hash = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.hash.style.Monospace = true
	v.copyHash = newPress(a.Texts().Text(present.TextCopy), lookLink, func() { acts.copy(a.Sources.Hash()) })
	text, label := paragraph("")
	v.sentence = label
	v.stripe = newSurface(colorMuted, noEdge)
	v.stripe.min = fyne.NewSize(3, 10)
	v.banner = container.NewStack(newSurface(colorSurface, noEdge), container.NewBorder(nil, nil, v.stripe, nil, pad(text, 8, 12, 8, 10)))
	v.form = newSourceForm(a, acts.columns)
	v.why = newPress(a.Texts().Text(present.TextDetails)+"…", lookLink, func() {
		if r, ok := a.Sources.Row(); ok && r.Problem != nil {
			acts.tell(*r.Problem)
		}
	})
	v.save = newPress(a.Texts().Text(present.TextSaveLog), lookPlain, acts.save)
	v.follow = newPress(a.Texts().Text(present.TextFollowThis), lookPlain, a.Sources.ToggleFollow)
	v.remove = newPress(a.Texts().Text(present.TextRemove), lookPlain, acts.remove)

	var tabs []fyne.CanvasObject
	for i := range a.Sources.TabTitles() {
		t := newPress("", lookTab, func() { a.Sources.ShowTab(present.SourceTab(i)) })
		v.tabs = append(v.tabs, t)
		tabs = append(tabs, t)
	}
	push := newCaption("", colorMuted, sizeSmall, false).flexible()
	objects := append(append([]fyne.CanvasObject{}, tabs...), push, v.why, v.follow, v.save, v.remove)
	v.strip = container.NewStack(newSurface(colorGround, bottomEdge), container.New(row{gap: 14, grow: len(tabs)}, objects...))
	v.head = container.New(column{gap: 5, grow: -1}, v.title, v.path,
		container.New(row{gap: 10, grow: 0}, v.hash, v.copyHash), v.banner, v.form.view, v.strip)
	v.makeLists()
	v.note = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.foot = container.NewStack(newSurface(colorSurface, topEdge), pad(v.note, 5, gutter+4, 5, gutter+4))
	v.body = container.New(column{grow: 1}, pad(v.head, 12, gutter+4, 0, gutter+4), container.NewStack(v.pages...), v.foot)
	v.nothing = container.NewCenter(newCaption(a.Texts().Text(present.TextPickSource), colorMuted, sizeText, false))
	v.view = container.NewStack(newSurface(colorGround, noEdge), v.nothing, v.body)
	return v
}

// focus gives the keyboard to what is in front.
func (v *sourceDetail) focus() {
	focusOn(v.view, []*rowList{v.preview, v.unread, v.again}[v.app.Sources.Tab()])
}

func (v *sourceDetail) refresh() {
	s := v.app.Sources
	r, ok := s.Row()
	visible(v.body, ok)
	visible(v.nothing, !ok && len(s.Rows()) > 0)
	if !ok {
		return
	}
	if r.ID != v.of.ID || r.Path != v.of.Path {
		v.at = [3]int{-1, -1, -1}
		v.again.ScrollToTop()
		v.preview.ScrollToTop()
		v.unread.ScrollToTop()
	}
	v.of = r
	v.title.set(r.Name, colorText)
	v.path.set(present.JoinFacts(r.Size, present.PlainText(r.Path)), colorMuted)
	hash := s.Hash()
	visible(v.copyHash, hash != "")
	if hash != "" {
		hash = "SHA-256 " + hash
	}
	v.hash.set(hash, colorMuted)
	v.say(r)
	src, known := s.Chosen()
	v.form.refresh()
	visible(v.form.view, known && src.Complete)
	visible(v.why, r.Problem != nil)
	visible(v.save, known && src.Complete)
	visible(v.follow, known && src.Complete && s.FollowLabel() != "")
	v.follow.set(s.FollowLabel(), false)
	visible(v.strip, known || r.Problem != nil)
	visible(v.remove, s.CanChange() && v.app.Engine.Remove != nil)
	for i, title := range s.TabTitles() {
		active := present.SourceTab(i) == s.Tab()
		v.tabs[i].set(title, active)
		visible(v.tabs[i], known && (present.SourceTab(i) != present.SourceTabAgain || src.Counts.Duplicates > 0))
		visible(v.pages[i], active && known)
	}
	v.preview.Refresh()
	v.unread.Refresh()
	v.again.Refresh()
	v.note.set(v.noteText(known), colorMuted)
	visible(v.foot, v.note.text != "")
	v.head.Refresh()
	v.body.Refresh()
}

// say puts what was found, or why nothing was, into the banner.
func (v *sourceDetail) say(r present.SourceRow) {
	text := v.app.Sources.Sentence()
	tone := r.Tone
	switch {
	case r.Problem != nil:
		text = r.Problem.What + " " + r.Problem.Means + " " + r.Problem.Remedy
	case r.Unread != "":
		tone = present.ToneWarning
	case tone == present.TonePlain:
		tone = present.ToneMuted
	}
	ink, _ := toneColor(tone)
	v.stripe.setColor(ink)
	if v.sentence.Text != text {
		v.sentence.SetText(text)
	}
	visible(v.banner, text != "")
}

func (v *sourceDetail) noteText(known bool) string {
	s := v.app.Sources
	switch {
	case !known:
		return ""
	case s.Tab() == present.SourceTabFirst && s.Problem() != "" && !s.Changed():
		return s.Problem()
	case s.Tab() == present.SourceTabUnread && len(s.Unread()) == 0:
		return v.app.Texts().Text(present.TextAllRead)
	case s.Tab() == present.SourceTabUnread && s.UnreadMore() > 0:
		return "… " + present.Plural(v.app.Texts(), s.UnreadMore(), "more place", "more places")
	case s.Tab() == present.SourceTabAgain && s.AgainMore() > 0 && len(s.Again()) > 0:
		return "… " + present.Plural(v.app.Texts(), s.AgainMore(), "more place", "more places")
	case s.Tab() == present.SourceTabFirst && s.Changed() && s.Problem() == "":
		return v.app.Texts().Text(present.TextPreviewNote)
	}
	return ""
}
