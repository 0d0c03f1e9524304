package desktop

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/model"
	"meterscope/ui/present"
)

// sheetWidth is how wide texts in sheets run.
const sheetWidth = 480

// action is a button of a sheet. The sheet closes before it runs.
type action struct {
	label string
	run   func() // nil: only closes
	keep  bool   // the sheet stays
}

// showSheet shows something above the window, with buttons; the last one is what Enter does. Escape closes it.
func (w *window) showSheet(title string, body fyne.CanvasObject, width float32, actions ...action) *sheet {
	spacer := newSurface(colorSheet, noEdge)
	spacer.min = fyne.NewSize(width, 1)
	parts := []fyne.CanvasObject{spacer}
	if title != "" {
		t, label := paragraph(title)
		label.TextStyle.Bold = true
		parts = append(parts, t)
	}
	var s *sheet
	hide := func() { w.lower(s) }
	var buttons []fyne.CanvasObject
	var last *press
	for i, a := range actions {
		l := lookPlain
		if i == len(actions)-1 {
			l = lookPrimary
		}
		b := newPress(a.label, l, func() {
			if !a.keep {
				hide()
			}
			if a.run != nil {
				a.run()
			}
		})
		b.onEscape = hide
		if scroll, ok := body.(*container.Scroll); ok {
			b.onKey = func(e *fyne.KeyEvent) { scrollBy(scroll, e.Name) }
		}
		buttons, last = append(buttons, b), b
	}
	push := newSurface(colorSheet, noEdge)
	foot := container.New(row{gap: 10, grow: 0}, append([]fyne.CanvasObject{push}, buttons...)...)
	parts = append(parts, body, foot)
	ground := newSurface(colorSheet, noEdge)
	content := container.NewStack(ground, pad(container.New(column{gap: 14, grow: -1}, parts...), 18, 20, 16, 20))
	s = w.raise(content, last)
	return s
}

// askQuit asks before an import is interrupted. Where the import ends before that is answered, nothing is left to ask:
// see importEnded.
func (w *window) askQuit() {
	if w.asked != nil && slices.Contains(w.sheets, w.asked) {
		return
	}
	question, _ := paragraph(w.app.Texts().Text(present.TextQuitQuestion))
	w.asked = w.showSheet(w.app.Texts().Text(present.TextQuitTitle), question, sheetWidth,
		action{label: w.app.Texts().Text(present.TextQuitYes), run: func() {
			w.app.CancelImport()
			w.quit()
		}},
		action{label: w.app.Texts().Text(present.TextQuitNo)})
}

// importEnded closes the window that was to be closed while the import ran. Where something is to be told of the import,
// that comes first, and only the question goes.
func (w *window) importEnded() {
	asked := w.asked
	w.asked = nil
	switch i := slices.Index(w.sheets, asked); {
	case i < 0:
		w.focusBelow()
	case i < len(w.sheets)-1:
		asked.answered = true
	default:
		w.lower(asked)
		w.quit()
	}
}

// showKeys is the sheet of keys.
func (w *window) showKeys() {
	var rows []fyne.CanvasObject
	var keys []*caption
	widest := float32(0)
	all := present.Keys(w.app.Texts())
	for _, k := range all {
		c := newCaption(strings.ReplaceAll(k[0], "Mod", modifierName()), colorText, sizeText, true)
		keys, widest = append(keys, c), max(widest, c.MinSize().Width)
	}
	for i, k := range all {
		rows = append(rows, container.New(factRow(widest+gutter), keys[i], newCaption(k[1], colorMuted, sizeText, false)))
	}
	body := container.New(column{gap: 6, grow: -1}, rows...)
	size := body.MinSize().AddWidthHeight(14, 4) // beside it the scroll bar
	scroll := container.NewVScroll(pad(body, 0, 14, 0, 0))
	scroll.SetMinSize(w.within(size.Width, size.Height))
	w.showSheet(w.app.Texts().Text(present.TextKeys), scroll, scroll.MinSize().Width, action{label: w.app.Texts().Text(present.TextClose)})
}

const (
	cardsWidth  = 720
	cardsHeight = 460
)

// within is a size for what stands in a sheet, as far as the window has room for it.
func (w *window) within(width, height float32) fyne.Size {
	const frame, headAndFoot = 80, 160
	s := w.win.Canvas().Size()
	return fyne.NewSize(max(min(width, s.Width-frame), 300), max(min(height, s.Height-headAndFoot), 120))
}

// showPlace shows where a finding stands in its source.
func (w *window) showPlace(f model.Finding) {
	w.app.ReadPlace(f, w.showOpened)
}

// showMessage shows where a message stands in its source.
func (w *window) showMessage(f model.Frame) { w.app.ReadMessage(f, w.showOpened) }

func (w *window) showOpened(o *present.OpenMessage) {
	var raw *codeView
	raw = newCodeView(func(int) { showRaw(raw, o) })
	hash := newCaption("", colorMuted, sizeSmall, false).flexible()
	hash.style.Monospace = true
	if o.Hash != "" {
		hash.set("SHA-256 "+o.Hash, colorMuted)
	}
	room := newSurface(colorSheet, noEdge)
	room.min = w.within(cardsWidth, cardsHeight)
	body := container.New(column{gap: 8, grow: 1}, hash, container.NewStack(room, raw.view))
	w.showSheet(o.Place, body, room.min.Width,
		action{label: w.app.Texts().Text(present.TextCopyRaw), keep: true, run: func() { w.copy(o.RawText()) }},
		action{label: w.app.Texts().Text(present.TextClose)})
}
