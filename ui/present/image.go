package present

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"meterscope/charts"
	"meterscope/model"
)

const (
	imageWidth  = 1200
	imageHead   = 170 // title, summary, notes and footer
	imagePanel  = 220
	imageScale  = 2 // as long as nothing else is chosen
	imageMost   = 3
	imageEnding = ".png"
)

// ImageName is the name to suggest for an image of the plot.
func (p *Plot) ImageName() string {
	name := "plot"
	if tx := p.app.Detail.Transaction(); tx != nil && tx.ID.OK {
		name = "transaction-" + strconv.FormatInt(tx.ID.V, 10)
	}
	return name + imageEnding
}

// ImageScale is how sharp an image is that is saved as PNG: 1, 2 or 3 pixels for one of the plot.
func (p *Plot) ImageScale() int {
	if p.sharpness == 0 {
		return imageScale
	}
	return p.sharpness
}

// SetImageScale chooses that.
func (p *Plot) SetImageScale(n int) { p.sharpness = min(max(n, 1), imageMost) }

// SaveImage writes what is seen of the plot into a file: as SVG if its name ends so, else as PNG. It is drawn
// anew, light, with title, summary and legend.
func (p *Plot) SaveImage(path string) {
	c := p.app.c
	if c == nil || !p.loaded || !p.Drawable() {
		return
	}
	write := charts.WritePNG
	switch strings.ToLower(filepath.Ext(path)) {
	case ".svg":
		write = charts.WriteSVG
	case imageEnding:
	default:
		path += imageEnding
	}
	s := p.printed()
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		err := writeImage(c.ctx, path, s, write)
		p.app.post.Post(func() {
			t := p.app.Texts()
			switch {
			case isCancel(err):
			case err != nil:
				p.app.problem(explainWriting(t, t.Text("The image could not be written."), path, err))
			default:
				p.app.Status.Say(t.Text("%s written", filepath.Base(path)))
			}
		})
	}()
}

// printed is what is seen of the plot, dressed for paper.
func (p *Plot) printed() charts.Spec {
	s := p.visible()
	s.Title = strings.ReplaceAll(p.app.Detail.Title(), "  ", " ")
	s.Subtitle = p.app.Detail.Sentence()
	s.Handles = false
	for i := range s.Marks {
		s.Marks[i].Label = string(p.marks[i].finding.Rule)
	}
	s.Panels = slices.DeleteFunc(s.Panels, func(panel charts.Panel) bool { return !p.shows(panel.ID) })
	for i := range s.Panels {
		s.Panels[i].Folded = false // there is room for all
	}
	s.Footer = PlotFooter(p.app.Texts(), p.app.Detail.Transaction(), p.sources, p.app.Status.SourceOf, s.Zone)
	scale := p.ImageScale()
	s.Legend, s.Theme, s.Scale = true, charts.Light(), float64(scale)
	s.Width, s.Height = imageWidth*scale, (imageHead+imagePanel*len(s.Panels))*scale
	return s
}

func writeImage(ctx context.Context, path string, s charts.Spec, write func(io.Writer, charts.Spec) error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	return errors.Join(write(b, s), b.Flush(), f.Close())
}

// CursorValues are the values under the crosshair as text: a line for each, with its panel and unit.
func (p *Plot) CursorValues() string {
	if p.cursor.IsZero() {
		return ""
	}
	var b strings.Builder
	t := p.app.Texts().Own()
	b.WriteString(t.Time(p.cursor.In(p.app.Engine.Zone), "2006-01-02 15:04:05.000 MST") + "\n")
	for _, g := range p.legend(t) {
		for i := range p.spec.Panels {
			if panel := &p.spec.Panels[i]; panel.ID == g.ID {
				for _, e := range g.Entries {
					b.WriteString(panel.Title + "\t" + e.Name + "\t" + e.Value + "\t" + panel.Unit + "\n")
				}
			}
		}
	}
	return b.String()
}

// ShowMessage opens the message that the sample nearest to the crosshair comes from, with the sample marked.
func (p *Plot) ShowMessage() {
	if p.cursor.IsZero() || p.seeking == nil {
		return
	}
	file, key, now := p.app.file(), p.key, p.cursor
	p.seeking.do(doRead(p.app, func(ctx context.Context) (best model.Finding, err error) {
		away := time.Duration(math.MaxInt64)
		see := func(pt *model.Point) {
			if d := pt.Time.Time().Sub(now).Abs(); d < away && !pt.Time.IsZero() {
				best, away = model.Finding{At: pt.At, Frame: pt.Frame}, d
			}
		}
		err = file.EachPoint(ctx, key, func(k model.SeriesKey, _ model.Unit, _ int) func(*model.Point) {
			if !charts.Draws(k.Measurand, charts.All) {
				return nil
			}
			return see
		})
		return best, err
	}, func(best model.Finding) {
		if best.At.Source != 0 && p.key == key {
			p.app.Messages.ShowFinding(best)
			p.app.ShowTab(TabMessages)
		}
	}))
}
