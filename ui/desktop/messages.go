package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/model"
	"meterscope/ui/present"
)

// messagesView shows the messages of a transaction: the list, the JSON of one, and its raw text.
type messagesView struct {
	app    *present.App
	view   fyne.CanvasObject
	list   *messageList
	json   *codeView
	raw    *codeView
	title  *caption
	how    *caption // a word about the JSON
	place  *caption
	hash   *caption
	none   *caption
	fold   *press
	find   *findBar
	proof  *proofBar
	opened *present.OpenMessage
	laid   *present.OpenMessage // the one whose JSON has been seen
	stale  bool                 // something changed while another tab was in front
}

func newMessagesView(a *present.App, clip func(string)) *messagesView {
	v := &messagesView{app: a}
	v.list = newMessageList(a)
	v.list.fold = func(on bool) {
		if v.opened != nil && v.opened.View != nil {
			if _, is := v.opened.View.Folds(); is != on {
				v.foldAll()
			}
		}
	}
	v.list.turn = func(screens float32) { v.json.scroll(screens) }
	v.json = newCodeView(func(int) {
		if v.laid == v.opened { // of another width now
			v.leave()
		}
		v.layJSON()
	})
	v.json.folds = true
	v.json.onTap = func(row int) {
		if v.opened != nil && v.opened.View != nil && v.opened.View.Toggle(row) {
			v.showJSON(-1)
		}
	}
	v.raw = newCodeView(func(int) { v.layRaw() })
	v.json.list.other, v.raw.list.other = v.textKey, v.textKey
	v.fold = newPress("", lookLink, v.foldAll)
	v.title = newCaption("", colorText, sizeText, true)
	v.how = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.place = newCaption("", colorText, sizeText, true).flexible()
	v.hash = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.hash.style.Monospace = true
	v.none = newCaption("", colorMuted, sizeText, false)
	copyJSON := newPress(a.Texts().Text(present.TextCopyJSON), lookLink, func() {
		if v.opened != nil {
			clip(v.opened.JSONText())
		}
	})
	copyRaw := newPress(a.Texts().Text(present.TextCopyRaw), lookLink, func() {
		if v.opened != nil {
			clip(v.opened.RawText())
		}
	})
	json := under(headline(container.New(row{gap: 10, grow: 1}, v.title, v.how), nil, container.New(row{gap: 12, grow: -1}, v.fold, copyJSON)), v.json.view)
	raw := under(headline(v.place, v.hash, copyRaw), v.raw.view)
	texts := newSplit(json, raw, true, 0.58)
	v.find, v.proof = newFindBar(a), newProofBar(a)
	v.find.near = v.list
	v.find.leave = func() { focusOn(v.list, v.list) }
	list := container.New(column{grow: 1}, v.find.view, v.list)
	both := newSplit(list, container.New(column{grow: 1}, v.proof.view, texts), false, 0.3)
	v.view = container.NewStack(both, container.NewCenter(v.none))
	a.Messages.OnChange = v.refresh
	a.Messages.OnOpen = v.open
	a.OnTab(func(present.Tab) {
		if v.stale {
			v.refresh()
			v.open()
		}
	})
	return v
}

// has says whether the keyboard is in the messages.
func (v *messagesView) has(focused fyne.Focusable) bool {
	for _, f := range []fyne.Focusable{v.list, v.json.list, v.raw.list} {
		if f == focused {
			return true
		}
	}
	return false
}

// textKey is for keys that JSON and line have no use for: Escape leads back to the messages.
func (v *messagesView) textKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		focusOn(v.list, v.list)
		return
	}
	v.list.other(e)
}

// headline stands above a text: what it is, and a thing to do with it.
func headline(title, second fyne.CanvasObject, action fyne.CanvasObject) fyne.CanvasObject {
	left := container.New(column{gap: 0, grow: -1}, title)
	if second != nil {
		left.Add(second)
	}
	return container.NewStack(newSurface(colorSurface, bottomEdge),
		pad(container.New(row{gap: 12, grow: 0}, left, action), 4, 14, 4, 10))
}

// hidden says that another tab is in front: then there is nothing to do yet.
func (v *messagesView) hidden() bool {
	v.stale = v.app.Tab() != present.TabMessages
	return v.stale
}

func (v *messagesView) refresh() {
	if v.hidden() {
		return
	}
	m := v.app.Messages
	n, loaded := m.Count()
	if loaded && n == 0 {
		v.none.set(v.app.Texts().Text(present.TextNoMessage), colorMuted)
	} else {
		v.none.set("", colorMuted)
	}
	v.list.Refresh()
	if i := m.Selected(); i >= 0 {
		v.list.ScrollTo(i)
	}
	if v.find.refresh() {
		v.view.Refresh()
	}
	if v.proof.refresh() {
		v.view.Refresh()
	}
}

func (v *messagesView) open() {
	if v.hidden() {
		return
	}
	o := v.app.Messages.Opened()
	if o != v.opened {
		v.leave()
	}
	v.opened = o
	if o == nil {
		v.title.set("", colorText)
		v.how.set("", colorMuted)
		v.place.set("", colorText)
		v.hash.set("", colorMuted)
		v.json.clear()
		v.raw.clear()
		visible(v.fold, false)
		return
	}
	v.title.set(o.Title, colorText)
	v.how.set("", colorMuted)
	if o.Decoded {
		v.how.set(v.app.Texts().Text(present.TextDecoded), colorMuted)
	}
	v.place.set(o.Place, colorText)
	hash := ""
	if o.Hash != "" {
		hash = "SHA-256 " + o.Hash
	}
	v.hash.set(hash, colorMuted)
	v.layJSON()
	v.layRaw()
}

func (v *messagesView) layJSON() {
	if v.opened == nil {
		return
	}
	if v.opened.View == nil {
		v.json.show([]codeRow{{spans: []codeSpan{{text: v.app.Texts().Text(present.TextPlainOnly), ink: colorMuted}}}}, 0)
		visible(v.fold, false)
		return
	}
	v.opened.View.Lay(v.json.columns)
	if at, _, ok := v.app.Messages.Left(v.opened); ok {
		v.showJSON(-1)
		v.json.list.scrollDown(at)
	} else {
		v.showJSON(v.opened.View.Focus())
	}
	if v.json.columns > 0 {
		v.laid = v.opened
	}
}

// leave remembers how the open message is left.
func (v *messagesView) leave() {
	if v.laid != nil && v.laid == v.opened {
		v.app.Messages.Leave(v.laid, v.json.list.scrolled(), v.raw.list.scrolled())
	}
}

// showJSON shows the rows that are not folded away; focus is the one to be in view, −1: they stay where they are.
func (v *messagesView) showJSON(focus int) {
	j := v.opened.View
	v.json.showMany(j.Len(), func(i int) codeRow {
		l := j.Row(i)
		r := codeRow{indent: l.Indent, fold: [...]string{present.NoFold: "", present.Unfolded: unfoldedMark, present.Folded: foldedMark}[l.Fold]}
		for _, s := range l.Spans {
			r.spans = append(r.spans, jsonSpan(s))
		}
		return r
	}, 0, focus)
	can, is := j.Folds()
	word := v.app.Texts().Text("Fold")
	if is {
		word = v.app.Texts().Text("Unfold")
	}
	v.fold.set(word, false)
	visible(v.fold, can)
}

// foldAll folds what stands deep, or unfolds everything.
func (v *messagesView) foldAll() {
	if v.opened == nil || v.opened.View == nil {
		return
	}
	const deep = 3 // a meter value, and what is in it
	if _, is := v.opened.View.Folds(); is {
		v.opened.View.FoldAll(-1)
	} else {
		v.opened.View.FoldAll(deep)
	}
	v.showJSON(0)
}

func jsonSpan(s present.JSONSpan) codeSpan {
	c := codeSpan{text: s.Text, ink: colorMuted}
	switch s.Kind {
	case present.JSONKey:
		c.ink = colorKey
	case present.JSONString:
		c.ink = colorString
	case present.JSONNumber, present.JSONWord:
		c.ink = colorNumber
	case present.JSONOther:
		c.ink = colorError
	}
	switch {
	case s.Hit == present.ThisHit:
		c.ink, c.ground, c.strong = colorOnAccent, colorAccent, true
	case s.Hit == present.OtherHit:
		c.ground = colorSelection
	case s.Mark != model.SeverityNone:
		ink, ground := toneColor(present.ToneOf(s.Mark))
		c.ground = ground
		if s.Main {
			c.ink, c.strong = ink, true
		}
	case s.Main:
		c.ground, c.strong = colorSelection, true
	}
	return c
}

func (v *messagesView) layRaw() {
	if v.opened == nil {
		return
	}
	showRaw(v.raw, v.opened)
	if _, at, ok := v.app.Messages.Left(v.opened); ok {
		v.raw.list.scrollDown(at)
	}
}

// showRaw shows a message as it stands in its source.
func showRaw(view *codeView, o *present.OpenMessage) {
	rows := o.Raw.Lay(view.columns)
	view.showMany(rows.Len(), func(i int) codeRow {
		l := rows.Row(i)
		r := codeRow{number: l.Line}
		for _, s := range l.Spans {
			c := codeSpan{text: s.Text, ink: colorMuted}
			if s.Frame {
				c.ink, c.ground = colorText, colorFrame
			}
			switch {
			case s.Hit:
				c.ink, c.ground, c.strong = colorOnAccent, colorAccent, true
			case s.Mark && o.Asked:
				c.ink, c.ground, c.strong = colorAccent, colorSelection, true
			case s.Mark:
				c.ink, c.ground, c.strong = colorError, colorErrorBg, true
			}
			r.spans = append(r.spans, c)
		}
		return r
	}, rows.LastLine(), rows.Focus())
}
