package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// sourceForm shows what was assumed in reading a source, and lets it be changed.
type sourceForm struct {
	app     *present.App
	view    *fyne.Container
	format  choiceField
	chars   choiceField
	zone    *choiceEntry
	station *hintEntry
	columns *hintEntry
	whence  [5]*caption
	rows    [5]*fyne.Container
	problem *caption
	choose  *press // names columns
	again   *press
	leave   *press
	buttons *fyne.Container
	quiet   bool // what changes in the fields is not the user's doing
}

func newSourceForm(a *present.App, columns func()) *sourceForm {
	f := &sourceForm{app: a}
	f.format.init(func(id string) { f.edit(func(r *present.Reading) { r.Format = id }) })
	f.chars.init(func(id string) { f.edit(func(r *present.Reading) { r.Charset = id }) })
	f.zone = newChoiceEntry(nil)
	f.zone.OnChanged = func(v string) {
		f.edit(func(r *present.Reading) { r.Zone = a.Sources.ZoneOf(v) })
	}
	f.station = newHintEntry()
	f.station.OnChanged = func(v string) { f.edit(func(r *present.Reading) { r.Station = v }) }
	f.columns = newHintEntry()
	for _, e := range []*hintEntry{f.station, f.columns} {
		e.Wrapping, e.Scroll = fyne.TextWrap(fyne.TextTruncateClip), container.ScrollNone
	}
	f.columns.OnChanged = func(v string) { f.edit(func(r *present.Reading) { r.Columns = v }) }
	names := []string{a.Texts().Text(present.TextFormat), a.Texts().Text(present.TextZone), a.Texts().Text(present.TextStation), a.Texts().Text(present.TextCharset), a.Texts().Text(present.TextTableColumns)}
	var rows []fyne.CanvasObject
	for i, field := range []fyne.CanvasObject{f.format.framed(), f.zone, f.station, f.chars.framed(), f.columns} {
		f.whence[i] = newCaption("", colorMuted, sizeSmall, false).flexible()
		var word fyne.CanvasObject = f.whence[i]
		if i == len(names)-1 {
			f.choose = newPress(a.Texts().Text(present.TextChooseColumns), lookLink, columns)
			word = container.New(row{gap: 12, grow: 1}, f.choose, f.whence[i])
		}
		f.rows[i] = container.New(formRow{wide: i == len(names)-1}, newCaption(names[i], colorMuted, sizeText, false), field, word)
		rows = append(rows, f.rows[i])
	}
	f.problem = newCaption("", colorError, sizeSmall, false).flexible()
	f.again = newPress(a.Texts().Text(present.TextReadAgain), lookPrimary, a.Sources.ReadAgain)
	f.leave = newPress(a.Texts().Text(present.TextLeaveAsIs), lookLink, a.Sources.LeaveDraft)
	f.buttons = container.New(row{gap: 12, grow: 2}, f.again, f.leave, f.problem)
	f.view = container.New(column{gap: 4, grow: -1}, append(rows, f.buttons)...)
	return f
}

// edit changes the draft as the user did.
func (f *sourceForm) edit(change func(*present.Reading)) {
	if f.quiet {
		return
	}
	r := f.app.Sources.Draft()
	change(&r)
	f.app.Sources.SetDraft(r)
}

func (f *sourceForm) refresh() {
	s := f.app.Sources
	f.quiet = true
	defer func() { f.quiet = false }()
	draft := s.Draft()
	shape, zone, station, chars, columns := s.Assumptions()

	f.format.show(s.FormatChoices(), draft.Format)
	f.chars.show(s.CharsetChoices(), draft.Charset)
	f.zone.SetOptions(s.ZoneChoices())
	f.zone.SetPlaceHolder(zone.Value)
	setText(&f.zone.Entry, draft.Zone, s.ZoneOf(f.zone.Text))
	f.station.setHint(station.Value)
	setText(&f.station.Entry, draft.Station, f.station.Text)
	f.columns.setHint(columns.Value)
	setText(&f.columns.Entry, draft.Columns, f.columns.Text)
	for i, a := range []present.Assumption{shape, zone, station, chars, columns} {
		ink, _ := toneColor(a.Tone)
		if a.Tone == present.TonePlain {
			ink = colorMuted
		}
		f.whence[i].set(a.Whence, ink)
	}
	visible(f.choose, s.Editable() && len(s.TableColumns()) > 0)
	visible(f.rows[len(f.rows)-1], columns.Value != "" || draft.Columns != "")
	for _, w := range []fyne.Disableable{f.format, f.zone, f.station, f.chars, f.columns} {
		enable(w, s.Editable())
	}
	f.problem.set(s.Problem(), colorError)
	visible(f.again, s.CanReread())
	visible(f.leave, s.Changed())
	visible(f.buttons, s.Changed())
	f.view.Refresh()
}

// choiceField is a field in which one of several is chosen.
type choiceField struct {
	*widget.Select
	all []present.Choice
}

// init makes the field; chosen is called with what was chosen.
func (c *choiceField) init(chosen func(id string)) {
	c.Select = widget.NewSelect(nil, nil)
	c.OnChanged = func(string) {
		if i := c.SelectedIndex(); i >= 0 && i < len(c.all) {
			chosen(c.all[i].ID)
		}
	}
}

// framed is the field with a line around it.
func (c *choiceField) framed() fyne.CanvasObject {
	frame := newSurface(colorGround, noEdge)
	frame.stroke, frame.radius = colorLine, 4
	return container.NewStack(frame, pad(c.Select, 1, 1, 1, 1))
}

// show says what can be chosen, and what is.
func (c *choiceField) show(all []present.Choice, id string) {
	c.all = all
	labels := make([]string, len(all))
	at := 0
	for i, o := range all {
		labels[i] = o.Label
		if o.ID == id {
			at = i
		}
	}
	c.Options = labels
	if c.SelectedIndex() != at || c.Selected != labels[at] {
		c.SetSelected(labels[at])
	}
}

// setText fills a field, unless it says the same already: then the cursor stays where it is.
func setText(e *widget.Entry, text, now string) {
	if now != text {
		e.SetText(text)
	}
}

func enable(w fyne.Disableable, on bool) {
	switch {
	case on && w.Disabled():
		w.Enable()
	case !on && !w.Disabled():
		w.Disable()
	}
}

// formRow puts a name, its field and a word about it beside each other.
type formRow struct{ wide bool }

const (
	formName  = 78
	formField = 250
	formWide  = 400
	formGap   = 12
)

// MinSize leaves little room for the word.
func (formRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(formName+formField/2+2*formGap, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// Layout centres the three on one line.
func (l formRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	most, share := float32(formField), float32(0.6)
	if l.wide { // two things stand behind it
		most, share = formWide, 0.5
	}
	field := min(most, max(s.Width-formName-formGap, 0)*share)
	x := float32(0)
	for i, w := range []float32{formName, field, max(s.Width-formName-field-2*formGap, 0)} {
		h := o[i].MinSize().Height
		o[i].Resize(fyne.NewSize(w, h))
		o[i].Move(fyne.NewPos(x, (s.Height-h)/2))
		x += w + formGap
	}
}
