package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// statusBar is the line at the bottom.
type statusBar struct {
	app      *present.App
	view     fyne.CanvasObject
	content  *fyne.Container
	summary  *caption
	note     *caption
	bar      *progress
	progress *caption
	cancel   *press
	unread   *press
	sources  *press
	tasks    *press
	follow   *caption
	unfollow *press
}

func newStatusBar(a *present.App, showUnread, showSources, showTasks func()) *statusBar {
	s := &statusBar{
		app:      a,
		summary:  newCaption("", colorMuted, sizeSmall, false),
		note:     newCaption("", colorMuted, sizeSmall, false).flexible(),
		bar:      newProgress(),
		progress: newCaption("", colorMuted, sizeSmall, false),
		cancel:   newPress(a.Texts().Text(present.TextCancel), lookLink, a.CancelImport),
		unread:   newPress("", lookLink, showUnread),
		sources:  newPress("", lookLink, showSources),
		tasks:    newPress("", lookLink, showTasks),
		follow:   newCaption("", colorText, sizeSmall, false),
		unfollow: newPress(a.Texts().Text(present.TextStopFollow), lookLink, a.StopFollowingAll),
	}
	s.note.align, s.note.middle = fyne.TextAlignTrailing, true
	s.content = container.New(row{gap: 14, grow: 2}, s.summary, s.sources, s.note, s.bar, s.progress, s.cancel, s.tasks, s.follow, s.unfollow, s.unread)
	s.view = container.New(fixedHeight(statusHeight), newSurface(colorSurface, topEdge), pad(s.content, 1, gutter, 0, gutter))
	s.refresh()
	return s
}

func (s *statusBar) refresh() {
	m := s.app.Status
	s.summary.set(m.Summary(), colorMuted)
	if m.Busy && m.Source != "" { // whose name may be long: it stands where there is room
		s.note.set(m.Source, colorText)
	} else {
		s.note.set(m.Note, colorMuted)
	}
	s.progress.set(m.Progress, colorMuted)
	s.bar.set(m.Fraction)
	for _, o := range []fyne.CanvasObject{s.bar, s.progress, s.cancel} {
		visible(o, m.Busy)
	}
	s.tasks.set(s.app.TasksText(), false)
	visible(s.tasks, s.app.TasksText() != "")
	following := s.app.FollowText()
	s.follow.set("● "+following, colorAccent)
	visible(s.follow, following != "" && !m.Busy)
	visible(s.unfollow, following != "" && !m.Busy)
	s.sources.set(m.SourcesText(), false)
	visible(s.sources, m.SourcesText() != "" && !m.Busy)
	s.unread.set(m.UnreadText(), false)
	visible(s.unread, m.Unread > 0 && !m.Busy)
	s.content.Refresh()
}

func visible(o fyne.CanvasObject, yes bool) {
	if yes {
		o.Show()
	} else {
		o.Hide()
	}
}

// progress is a thin bar.
type progress struct {
	widget.BaseWidget
	fraction float64
}

func newProgress() *progress {
	p := &progress{}
	p.ExtendBaseWidget(p)
	return p
}

func (p *progress) set(fraction float64) {
	if p.fraction != fraction {
		p.fraction = fraction
		p.Refresh()
	}
}

// CreateRenderer makes track and bar.
func (p *progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{p: p, track: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent)}
	r.track.CornerRadius, r.bar.CornerRadius = 3, 3
	r.Refresh()
	return r
}

type progressRenderer struct {
	p          *progress
	track, bar *canvas.Rectangle
}

func (r *progressRenderer) Destroy()           {}
func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 6) }
func (r *progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.bar}
}

func (r *progressRenderer) Layout(s fyne.Size) {
	r.track.Resize(s)
	r.bar.Resize(fyne.NewSize(s.Width*float32(max(r.p.fraction, 0)), s.Height))
}

func (r *progressRenderer) Refresh() {
	r.track.FillColor, r.bar.FillColor = colorOf(colorLine), colorOf(colorAccent)
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
