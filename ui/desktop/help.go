package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

const (
	helpWidth  = 900
	helpHeight = 560
)

// showHelp is the sheet with the guide, the keys, the rules and the shapes of logs, open at a chapter; "" is the first.
func (w *window) showHelp(chapter string) {
	t := w.app.Texts()
	h := present.NewHelp(t, modifierName())
	h.Open(chapter)
	text := widget.NewRichText()
	text.Wrapping = fyne.TextWrapWord
	title := newCaption("", colorText, sizeTitle, true).flexible()
	group := newCaption("", colorMuted, sizeSmall, false).flexible()
	scroll := container.NewVScroll(pad(text, 0, 14, 0, 0))
	show := func() {
		c, ok := h.Chapter()
		if !ok {
			c = present.Chapter{Title: t.Text(present.TextNothingFound), Text: t.Text(present.TextNothingFoundHint)}
		}
		title.set(c.Title, colorText)
		group.set(c.Group, colorMuted)
		text.Segments = chapterText(c.Text)
		text.Refresh()
		scroll.ScrollToTop()
	}
	list := newRowList(paletteRow)
	list.count = func() int { return len(h.Chapters()) }
	list.selected = h.Selected
	list.onSelect = func(i int) {
		h.Select(i)
		show()
	}
	list.look = func(i int, width float32) rowLook {
		c := h.Chapters()[i]
		return rowLook{cells: []rowCell{{text: c.Title, x: 10, w: width - 20, ink: colorText, size: sizeText}}}
	}
	find := newPaletteEntry()
	find.setHint(t.Text(present.TextFindHelp))
	find.OnChanged = func(words string) {
		h.Find(words)
		list.ScrollToTop()
		list.Refresh()
		show()
	}
	list.other = func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			w.closeSheet()
		}
	}
	find.keys = func(k *fyne.KeyEvent) bool {
		switch k.Name {
		case fyne.KeyDown, fyne.KeyUp:
			list.TypedKey(k)
		case fyne.KeyPageDown, fyne.KeyPageUp:
			scrollBy(scroll, k.Name)
		case fyne.KeyEscape:
			w.closeSheet()
		default:
			return false
		}
		return true
	}
	frame := newSurface(colorGround, noEdge)
	frame.stroke = colorLine
	left := container.New(column{gap: 6, grow: 1}, find, container.NewStack(frame, list))
	right := pad(container.New(column{gap: 4, grow: 2}, title, group, scroll), 0, 0, 0, 14)
	room := newSurface(colorSheet, noEdge)
	room.min = w.within(helpWidth, helpHeight)
	show()
	s := w.showSheet("", container.NewStack(room, newSplit(left, right, false, 0.34)), room.min.Width, action{label: t.Text(present.TextClose)})
	s.keys = find
	w.focus(find)
	if i := h.Selected(); i >= 0 {
		list.ScrollTo(i)
	}
}

// chapterText lays Markdown out. Fyne leaves no room between a list and the paragraph below it.
func chapterText(markdown string) []widget.RichTextSegment {
	all := widget.NewRichTextFromMarkdown(markdown).Segments
	laid := make([]widget.RichTextSegment, 0, len(all))
	for i, s := range all {
		laid = append(laid, s)
		if _, list := s.(*widget.ListSegment); list && i+1 < len(all) {
			laid = append(laid, &widget.TextSegment{Style: widget.RichTextStyle{SizeName: sizeSmall}})
		}
	}
	return laid
}
