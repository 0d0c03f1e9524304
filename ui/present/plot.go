package present

import (
	"context"
	"image"
	"slices"
	"sync"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/store"
)

// Plot is the plot of a transaction: what is drawn, the stretch of time that is seen, and the crosshair. The
// image is drawn beside the window; Image gives the last one that is finished.
type Plot struct {
	OnChange func() // a new image, or other series
	OnCursor func() // only the crosshair moved, or what is selected
	// OnArranged is called when the user has arranged the panels otherwise: Arrangement is to be kept.
	OnArranged func()

	app     *App
	reading *lane
	drawing *lane
	banding *lane
	seeking *lane // the message of a sample
	bands   *stateBands
	key     model.TransactionKey
	sources []model.SourceID // of its samples
	start   time.Time        // of the transaction
	marks   []plotMark
	own     []charts.Panel // of the transaction alone
	spec    charts.Spec    // everything there is data for, and what is laid over; From and To are the whole
	err     error
	loaded  bool

	from, to  time.Time    // the visible stretch
	home      [2]time.Time // what is shown first of the transaction alone; zero: all of it
	whole     [2]time.Time // what can be seen at all: samples of a clock that was not set are outside of the spec's stretch
	arranged  arranged
	active    string          // the panel that keys move
	hidden    map[string]bool // panel/line
	theme     charts.Theme
	width     int
	height    int
	scale     float64
	sharpness int    // of images that are saved; 0: as usual
	asked     string // in the status bar: for another transaction to lay this one over

	image  *image.RGBA
	layout charts.Layout
	drawn  []string // panels of the image
	spare  *spareImages

	overviewing *lane
	overviews   wholeStrip
	keeping     *lane
	longs       *lane // plots of long transactions that nobody has looked at
	begun       bool  // they are made, or were
	coarse      bool  // what is shown was kept: the samples are not there yet
	pinned      *pinned
	byClock     bool

	measuring     *lane
	anchor, reach time.Time // the ends of what is selected
	selected      bool
	measures      []Measure

	cursor  time.Time
	pending *model.Finding // to be shown once the series are there
}

const (
	marksKept     = 400 // more can't be told apart
	smallestView  = 2 * time.Second
	zoomStep      = 1.25
	zoomMost      = 40  // steps at a time
	panStep       = 0.1 // of the visible stretch
	aroundFinding = 0.15
)

func newPlot(a *App) *Plot {
	return &Plot{app: a, theme: charts.Light(), scale: 1, arranged: firstArranged(), hidden: map[string]bool{}, spare: &spareImages{}}
}

func (p *Plot) attach(c *openCase) {
	p.reading, p.drawing, p.banding, p.seeking = c.lane(), c.lane(), c.lane(), c.lane()
	p.measuring, p.overviewing, p.keeping, p.longs = c.lane(), c.lane(), c.lane(), c.lane()
	p.begun = false
	p.bands = &stateBands{}
	p.pinned = nil
	p.key = 0
	p.clear()
}

func (p *Plot) clear() {
	p.sources, p.marks, p.spec, p.err, p.loaded = nil, nil, charts.Spec{}, nil, false
	p.own, p.start = nil, time.Time{}
	p.image, p.layout, p.drawn, p.overviews.image = nil, charts.Layout{}, nil, nil
	p.selected, p.measures, p.coarse = false, nil, false
	p.from, p.to, p.cursor, p.pending = time.Time{}, time.Time{}, time.Time{}, nil
}

// plotData is what one reading brings.
type plotData struct {
	tx    model.Transaction
	made  PlotMade
	marks []plotMark
	stamp string
	had   bool  // a kept plot was shown
	err   error // of the plot itself: nothing to draw
}

func (p *Plot) show(key model.TransactionKey, keepView bool) {
	if key == 0 {
		p.reading.stop()
		p.drawing.stop()
		p.banding.stop()
		p.measuring.stop()
		p.overviewing.stop()
		p.key = 0
		p.clear()
		p.changed()
		return
	}
	again := key == p.key && keepView
	if key != p.key {
		p.key = key
		p.answered()
		p.drawing.stop()
		p.banding.stop()
		pending := p.pending
		p.loaded, p.coarse, p.err, p.cursor, p.pending = false, false, nil, time.Time{}, pending
		p.selected, p.measures = false, nil
		p.changed()
	}
	if keepView { // the case has changed
		p.bands = &stateBands{}
	}
	e, file := p.app.Engine, p.app.file()
	read := p.reading.do
	if again {
		read = p.reading.again
	}
	read(doRead(p.app, func(ctx context.Context) (plotData, error) {
		d := plotData{}
		rows, err := file.Transactions(ctx, []model.TransactionKey{key})
		if err != nil {
			return d, err
		}
		if len(rows) == 1 {
			d.tx = rows[0]
		}
		in := PlotInput{Plot: charts.All, Tx: &d.tx, Zone: e.Zone, Texts: e.Texts}
		if in.Limits, err = e.Limits(ctx, file); err != nil {
			return d, err
		}
		d.stamp = stampOf(&d.tx, in.Limits, e.Texts)
		var kept charts.Spec
		if kept, d.had = readKept(ctx, file, key, d.stamp); d.had && !keepView {
			p.app.post.Post(func() { p.takeKept(key, kept, e.Texts) })
		}
		if in.Findings, err = Spikes(ctx, file, key); err != nil {
			return d, err
		}
		for f, err := range file.Findings(ctx, store.FindingQuery{Transaction: key, Limit: marksKept}) {
			if err != nil {
				return d, err
			}
			d.marks = append(d.marks, plotMark{finding: *f})
		}
		in.frames = d.framesAsked()
		if d.made, err = PlotOf(ctx, file, in); err != nil {
			return d, err
		}
		d.placeMarks(e, in.frames)
		return d, nil
	}, func(d plotData) { p.take(d, keepView) }))
}

func (p *Plot) take(d plotData, keepView bool) {
	p.sources, p.marks, p.spec, p.err, p.loaded = d.made.Sources, d.marks, d.made.Spec, d.err, true
	p.coarse = false
	p.own, p.home = p.spec.Panels, [2]time.Time{p.spec.From, p.spec.To}
	p.start, _ = extent(&p.spec)
	if !d.tx.Start.IsZero() {
		p.start = d.tx.Start.Time()
	}
	p.spec.Panels = p.lay(p.own)
	p.stretch()
	p.readStates(&d.tx)
	if !keepView || p.from.IsZero() {
		p.from, p.to = p.spec.From, p.spec.To
		if w := p.app.Detail.memory.at(p.key); !w.from.IsZero() && !keepView { // where one was
			p.from, p.to = w.from, w.to
		}
	}
	p.drawOverview()
	p.keep(d.stamp, d.had)
	if (keepView || !p.begun) && !p.app.Importing() {
		p.begun = true
		p.keepLong()
	}
	if p.pending != nil {
		f := *p.pending
		p.pending = nil
		p.ShowFinding(f)
		return
	}
	p.redraw()
	p.changed()
}

// Loaded says that the series have been read.
func (p *Plot) Loaded() bool { return p.loaded }

// Drawable says that there is something to draw.
func (p *Plot) Drawable() bool { return p.err == nil && len(p.spec.Panels) > 0 }

// Image is the last image that was finished, with its layout; nil if there is none yet.
func (p *Plot) Image() (*image.RGBA, charts.Layout) { return p.image, p.layout }

// Resize says how many pixels there are, and how many pixels make a design pixel.
func (p *Plot) Resize(width, height int, scale float64) {
	if width == p.width && height == p.height && scale == p.scale {
		return
	}
	p.width, p.height, p.scale = width, height, scale
	p.redraw()
}

// SetTheme changes the colours.
func (p *Plot) SetTheme(t charts.Theme) {
	if t != p.theme {
		p.theme = t
		p.redraw()
		p.drawOverview()
	}
}

// ToggleLine shows or hides a line.
func (p *Plot) ToggleLine(panel, line string) {
	k := panel + "/" + line
	p.hidden[k] = !p.hidden[k]
	p.redraw()
	p.changed()
}

// visible is the plot as it is to be drawn.
func (p *Plot) visible() charts.Spec {
	s := p.spec
	s.From, s.To = p.from, p.to
	s.Width, s.Height, s.Scale, s.Theme = p.width, p.height, p.scale, p.theme
	s.Title, s.Subtitle, s.Legend = "", "", false
	s.Zone = p.app.Engine.Zone
	s.Handles = true
	s.Panels = p.panels()
	crowded := p.crowded()
	for k := range s.Panels {
		panel := &s.Panels[k]
		panel.Folded = !p.shows(panel.ID) || crowded[panel.ID]
		if unit, digits := shownUnit(p.app.Texts(), panel.Unit); digits != 0 {
			panel.Said = charts.Unit{Name: unit, Digits: digits}
		}
		panel.Lines = slices.Clone(panel.Lines)
		for i := range panel.Lines {
			panel.Lines[i].Hidden = p.hidden[panel.ID+"/"+panel.Lines[i].Name]
		}
	}
	s.Marks = make([]charts.Mark, len(p.marks))
	for i := range p.marks {
		s.Marks[i] = p.marks[i].Mark
	}
	return s
}

func (p *Plot) redraw() {
	if p.drawing == nil || !p.loaded && !p.coarse || !p.Drawable() || p.width < 40 || p.height < 40 {
		return
	}
	s, draw, spare, key := p.visible(), p.app.Engine.Draw, p.spare, p.key
	ids := make([]string, len(s.Panels))
	for i := range s.Panels {
		ids[i] = s.Panels[i].ID
	}
	post := p.app.post
	p.drawing.do(func(context.Context) func() {
		img, layout, err := draw(spare.take(), s)
		post.Post(func() { // also where a newer one is asked for already: a picture that moves must not wait for rest
			if p.key != key || p.spare != spare || !p.loaded && !p.coarse {
				return
			}
			if err != nil {
				p.err = err
			} else {
				spare.give(p.image)
				p.image, p.layout, p.drawn = img, layout, ids
			}
			p.changed()
		})
		return nil
	})
}

// spareImages keeps the image that was on the screen before, to draw the next one into.
type spareImages struct {
	mu    sync.Mutex
	image *image.RGBA
}

func (s *spareImages) take() *image.RGBA {
	s.mu.Lock()
	defer s.mu.Unlock()
	img := s.image
	s.image = nil
	return img
}

func (s *spareImages) give(img *image.RGBA) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.image = img
}

func (p *Plot) moved() {
	if p.OnCursor != nil {
		p.OnCursor()
	}
}

func (p *Plot) changed() {
	if p.OnChange != nil {
		p.OnChange()
	}
}
