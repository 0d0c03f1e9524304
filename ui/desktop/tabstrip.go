package desktop

import "fyne.io/fyne/v2"

// strip puts the tabs at the left and the tools of the plot at the right. Where there is no room for all its
// chips, one button stands for them; where there is none for that either, it goes above the tabs.
type strip struct {
	plot  *plotView
	width float32 // that it was given
}

const (
	stripGap   = 20
	stripAbove = 4 // below the tools, where they are above the tabs
)

// above says that the tools have no room beside the tabs.
func (l *strip) above(o []fyne.CanvasObject) bool {
	return o[1].Visible() && len(l.plot.chips.chips) > 1 && l.width > 0 && o[0].MinSize().Width+stripGap+l.plot.more.MinSize().Width > l.width
}

// MinSize leaves room for the tabs, and for the one button where it stands above them.
func (l *strip) MinSize(o []fyne.CanvasObject) fyne.Size {
	tabs, more := o[0].MinSize(), l.plot.more.MinSize()
	s := fyne.NewSize(max(tabs.Width, more.Width), max(tabs.Height, more.Height))
	if l.above(o) {
		s.Height = tabs.Height + stripAbove + more.Height
	}
	return s
}

// Layout chooses between chips and button, and where they stand.
func (l *strip) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	tabs, top, line := o[0].MinSize(), float32(0), s.Height
	if l.above(o) {
		l.plot.fit(s.Width)
		top, line = s.Height-tabs.Height, max(s.Height-tabs.Height-stripAbove, 0)
		tabs.Width = s.Width
	} else {
		l.plot.fit(s.Width - tabs.Width - stripGap)
		room := s.Width
		if o[1].Visible() {
			room -= stripGap + o[1].MinSize().Width
		}
		tabs.Width = max(room, tabs.Width)
	}
	o[0].Move(fyne.NewPos(0, top))
	o[0].Resize(fyne.NewSize(tabs.Width, s.Height-top))
	tools := o[1].MinSize()
	o[1].Move(fyne.NewPos(s.Width-tools.Width, 0))
	o[1].Resize(fyne.NewSize(tools.Width, line))
}

// tabRow puts the tabs on one line, closer to each other where there is little room.
type tabRow struct{}

const (
	tabGap   = 20
	leastGap = 2
)

// MinSize has the least gaps.
func (tabRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return row{gap: leastGap, grow: -1}.MinSize(o)
}

// Layout has the gaps that there is room for.
func (l tabRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap := float32(leastGap)
	if n := len(o) - 1; n > 0 {
		gap = min(max(leastGap+(s.Width-l.MinSize(o).Width)/float32(n), leastGap), tabGap)
	}
	row{gap: gap, grow: -1}.Layout(o, s)
}
