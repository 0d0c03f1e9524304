package desktop

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

const (
	settingsWidth  = 780
	settingsHeight = 470
)

// showSettings is the sheet in which all is set: how the window looks, and what the rules of the case say.
func (w *window) showSettings() { w.showSettingsTab(0) }

func (w *window) showSettingsTab(tab int) {
	t := w.app.Texts()
	rules := newRulesPage(w.app)
	pages := []fyne.CanvasObject{w.windowPage(), w.mannerPage(), rules.view}
	var tabs []*press
	show := func(tab int) {
		for i := range pages {
			tabs[i].set(tabs[i].text, i == tab)
			visible(pages[i], i == tab)
		}
	}
	var strip []fyne.CanvasObject
	for i, title := range []string{t.Text(present.TextSettingsWindow), t.Text(present.TextSettingsManner), t.Text(present.TextSettingsRules)} {
		p := newPress(title, lookTab, func() { show(i) })
		tabs, strip = append(tabs, p), append(strip, p)
	}
	room := newSurface(colorSheet, noEdge)
	const tabsHeight = 52
	room.min = w.within(settingsWidth, settingsHeight+tabsHeight).SubtractWidthHeight(0, tabsHeight)
	body := container.New(column{gap: 10, grow: 1},
		container.NewStack(newSurface(colorSheet, bottomEdge), container.New(row{gap: 18, grow: -1}, strip...)),
		container.NewStack(append([]fyne.CanvasObject{room}, pages...)...))
	show(tab)
	w.app.Rules.OnChange = rules.refresh
	w.app.Rules.Load()
	rules.refresh()
	w.showSheet(titleOf(t.Text(present.TextSettings)), body, room.min.Width, action{label: t.Text(present.TextClose)})
}

// windowPage is what is set for all cases.
func (w *window) windowPage() fyne.CanvasObject {
	t, p := w.app.Texts(), w.fyne.Preferences()
	codes := append([]string{""}, lang.Languages()...)
	var names []string
	at := 0
	for i, code := range codes {
		name := lang.Name(code)
		if code == "" {
			name = t.Text(present.TextThemeSystem)
		}
		names = append(names, name)
		if p.String(keyLanguage) == code {
			at = i
		}
	}
	language := newChoice(names, at, func(i int) { w.setLanguage(codes[i]) })
	themes := []choice{likeSystem, light, dark}
	at = 0
	for i, c := range themes {
		if c == w.choice() {
			at = i
		}
	}
	theme := newChoice([]string{t.Text(present.TextThemeSystem), t.Text(present.TextThemeLight), t.Text(present.TextThemeDark)}, at,
		func(i int) { w.setTheme(themes[i]) })
	var sizes []string
	at = 0
	for i, z := range zooms() {
		sizes = append(sizes, strconv.Itoa(z)+" %")
		if z == zoom(p) {
			at = i
		}
	}
	size := newChoice(sizes, at, func(i int) { w.setZoom(zooms()[i]) })
	rows := container.New(column{gap: 8, grow: -1},
		settingLine(t.Text(present.TextLanguage), language, t.Text(present.TextLanguageHint)),
		settingLine(t.Text(present.TextTheme), theme, t.Text(present.TextThemeHint)),
		settingLine(t.Text(present.TextTextSize), size, t.Text(present.TextTextSizeHint)),
		settingLine(t.Text(present.TextMotion), framed(w.choose(present.MotionChoices(t), keyMotion, w.setMotion)), t.Text(present.TextMotionHint)))
	return settingsScroll(rows)
}

// settingsScroll scrolls settings: by hand, and so that the field that has the keyboard is seen.
func settingsScroll(rows *fyne.Container) fyne.CanvasObject {
	content := pad(rows, 4, 14, 4, 0)
	scroll := container.NewVScroll(content)
	var follow func(o fyne.CanvasObject)
	follow = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *selectField:
			o.onFocus = func() { show(scroll, o) }
		case *fyne.Container:
			for _, inner := range o.Objects {
				follow(inner)
			}
		}
	}
	follow(rows)
	return scroll
}

// show scrolls as little as it takes for an object to be seen, with what stands just above and below.
func show(scroll *container.Scroll, o fyne.CanvasObject) {
	const around = 64
	at, ok := within(scroll.Content, o)
	if !ok {
		return
	}
	top, bottom := at.Y-around, at.Y+o.Size().Height+around
	y := min(max(scroll.Offset.Y, bottom-scroll.Size().Height), top)
	scroll.ScrollToOffset(fyne.NewPos(0, max(y, 0)))
}

// settingLine is a setting: its name, its field, and below that what there is to say of it.
func settingLine(name string, field fyne.CanvasObject, word string) fyne.CanvasObject {
	const nameWidth, fieldWidth = 190, 260
	line := container.New(row{grow: -1}, container.New(fixedWidth(nameWidth), newCaption(name, colorText, sizeText, false)), container.New(fixedWidth(fieldWidth), field))
	if word == "" {
		return line
	}
	hint, label := paragraph(word)
	label.Importance = widget.LowImportance
	return container.New(column{gap: 3, grow: -1}, line, container.New(factRow(nameWidth), newCaption("", colorText, sizeText, false), hint))
}

// zoneField chooses the zone in which times are shown. Any zone can be typed.
func (w *window) zoneField() fyne.CanvasObject {
	choices := present.ZoneChoices(w.app.Texts(), time.Local)
	var labels []string
	for _, c := range choices {
		labels = append(labels, c.Label)
	}
	field := widget.NewSelectEntry(labels)
	field.SetText(choices[0].Label)
	if z := w.fyne.Preferences().String(keyZone); z != "" {
		field.SetText(z)
	}
	field.OnChanged = func(text string) {
		name := text
		if text == choices[0].Label {
			name = ""
		}
		if zone, err := zoneNamed(name); err == nil && name != w.fyne.Preferences().String(keyZone) {
			w.fyne.Preferences().SetString(keyZone, name)
			w.app.ShowIn(zone)
			w.rebuild()
		}
	}
	return field
}

// zoneNamed is a zone by its name; "" is the computer's.
func zoneNamed(name string) (*time.Location, error) {
	if name == "" {
		return time.Local, nil
	}
	return present.ParseZone(name)
}

// newChoice is a field to choose one of several from.
func newChoice(labels []string, at int, chosen func(int)) fyne.CanvasObject {
	return framed(newSelect(labels, at, chosen))
}

// selectField is a field to choose one of several from. onFocus, if any, is called when it gets the keyboard.
type selectField struct {
	widget.Select
	onFocus func()
}

// FocusGained tells that the keyboard is here.
func (f *selectField) FocusGained() {
	f.Select.FocusGained()
	if f.onFocus != nil {
		f.onFocus()
	}
}

// TypedKey leaves the keys of the whole window to it.
func (f *selectField) TypedKey(k *fyne.KeyEvent) {
	if !passKey(k) {
		f.Select.TypedKey(k)
	}
}

func newSelect(labels []string, at int, chosen func(int)) *selectField {
	box := &selectField{}
	box.ExtendBaseWidget(box)
	box.SetOptions(labels)
	box.SetSelectedIndex(at)
	box.OnChanged = func(string) {
		if i := box.SelectedIndex(); i >= 0 {
			chosen(i)
		}
	}
	return box
}

// framed puts a line around a field that has none.
func framed(box fyne.CanvasObject) fyne.CanvasObject {
	frame := newSurface(colorGround, noEdge)
	frame.stroke, frame.radius = colorLine, 4
	return container.NewStack(frame, pad(box, 1, 1, 1, 1))
}
