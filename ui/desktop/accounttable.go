package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"meterscope/ui/present"
)

// accountTable lays the accounts out: one a line, and below it why it differs.
func (v *overviewView) accountTable(rows []present.AccountRow) []fyne.CanvasObject {
	t := v.app.Texts()
	if len(rows) == 0 {
		return nil
	}
	widths := &accountColumns{}
	head := accountLine(widths, container.NewWithoutLayout(), []string{
		t.Text("Account"), t.EnergyUnit(), t.Text("Difference"), t.Text("Tolerance"), "",
	}, colorMuted, sizeSmall, false)
	lines := []fyne.CanvasObject{container.NewStack(newSurface(colorGround, bottomEdge), head)}
	for i := range rows {
		r := &rows[i]
		ink, icon := colorText, fyne.CanvasObject(container.NewWithoutLayout())
		if r.Tone == present.ToneWarning {
			icon = newToneIcon(r.Tone)
		}
		bold := r.Tone == present.ToneMuted
		line := accountLine(widths, icon, []string{r.Name, r.Energy, r.Difference, r.Tolerance, r.Verdict}, ink, sizeText, bold)
		if of := (present.ProofOf{Account: r.Kind}); v.app.Overview.CanProve(of) {
			l := v.link(r.Energy, ink, bold, of)
			l.align, l.room = fyne.TextAlignTrailing, true
			line.Objects[2] = l
		}
		edge := bottomEdge
		switch {
		case r.Cause == "":
		case i+1 < len(rows) && rows[i+1].Cause == r.Cause: // it stands below the last of them
			edge = noEdge
		default:
			text, label := paragraph(r.Cause)
			label.SizeName = sizeSmall
			lines = append(lines, container.NewStack(newSurface(colorGround, edge), container.New(column{grow: -1}, line, pad(text, 0, 0, 6, accountIcon))))
			continue
		}
		lines = append(lines, container.NewStack(newSurface(colorGround, edge), line))
	}
	return lines
}

// accountLine is a line of the table; widths are those of all its lines.
func accountLine(widths *accountColumns, icon fyne.CanvasObject, cells []string, ink fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *fyne.Container {
	objects := []fyne.CanvasObject{icon}
	for i, text := range cells {
		c := newCaption(text, ink, size, bold).flexible()
		if i > 0 && i < len(cells)-1 {
			c.align = fyne.TextAlignTrailing
		}
		objects = append(objects, c)
		widths.need(i, fyne.MeasureText(text, theme.Size(size), fyne.TextStyle{Bold: bold}).Width)
	}
	return container.New(widths, objects...)
}

// accountColumns lays the lines of the accounts out: an icon, the name, three numbers, and the verdict. Each line is a
// container of its own; they share this, so that their columns stand below each other.
type accountColumns struct{ needs [accountCells]float32 } // what the widest text of each takes

const (
	accountCells = 5
	accountIcon  = 22
	accountGap   = 12
	accountName  = 60 // the least
	accountSlack = 2  // texts are cut where their width is met exactly
)

// accountWidths are what the columns have where there is room.
func accountWidths() [accountCells]float32 { return [accountCells]float32{210, 92, 92, 92, 104} }

// need notes how wide a text of a column is.
func (a *accountColumns) need(i int, width float32) { a.needs[i] = max(a.needs[i], width+accountSlack) }

// MinSize leaves the name little room, and the others what they need; very long ones are cut.
func (a *accountColumns) MinSize([]fyne.CanvasObject) fyne.Size {
	const most = 400
	width := float32(accountIcon + accountName + (accountCells-1)*accountGap)
	for _, needs := range a.needs[1:] {
		width += needs
	}
	return fyne.NewSize(min(width, most), 28)
}

// widths shares so much room out. Where it is little, each column gives what its texts don't need, the name first; where
// even that is not enough, the name is cut.
func (a *accountColumns) widths(room float32) [accountCells]float32 {
	w := accountWidths()
	over := accountIcon + (accountCells-1)*float32(accountGap) - room
	for i := range w {
		w[i] = max(w[i], a.needs[i])
		over += w[i]
	}
	for i := range w {
		if over > 0 {
			give := min(over, w[i]-a.needs[i])
			w[i], over = w[i]-give, over-give
		}
	}
	if over > 0 {
		w[0] = max(w[0]-over, accountName)
	}
	return w
}

// Layout gives each column its width.
func (a *accountColumns) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place := func(o fyne.CanvasObject, x, width float32) {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(x, (s.Height-h)/2))
		o.Resize(fyne.NewSize(width, h))
	}
	place(o[0], 0, min(accountIcon, o[0].MinSize().Width))
	x := float32(accountIcon)
	for i, width := range a.widths(s.Width) {
		place(o[i+1], x, width)
		x += width + accountGap
	}
}
