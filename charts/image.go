package charts

import (
	"hash/maphash"
	"image"
	"time"
)

// Renderer draws plots one after the other and keeps what the next one can use: the frame while axes and
// texts stand, and what it computed from each line. Zooming and panning through a million points with one
// Renderer takes a few milliseconds an image. It serves one goroutine at a time.
type Renderer struct {
	typeface *typeface
	traces   map[traceKey]*kept
	round    int
	raster   raster
	stroker  stroker
	scratch  scratch
	frame    *image.RGBA
	seed     maphash.Seed
	frameSum uint64
}

// traceKey names the points of a line by where they are kept.
type traceKey struct {
	times  *int64
	values *float64
	n      int
	breaks int
	step   bool
	bars   bool
}

type kept struct {
	*trace
	round int // in which it was last drawn
}

// NewRenderer makes a Renderer.
func NewRenderer() (*Renderer, error) {
	tf, err := newTypeface()
	if err != nil {
		return nil, err
	}
	return &Renderer{typeface: tf, traces: make(map[traceKey]*kept), seed: maphash.MakeSeed()}, nil
}

// Draw draws the plot into a new image.
func Draw(s Spec) (*image.RGBA, Layout, error) {
	r, err := NewRenderer()
	if err != nil {
		return nil, Layout{}, err
	}
	return r.Draw(nil, s)
}

// Draw draws the plot into dst, or where dst is nil or of another size into a new image, and gives that. It
// keeps no hold of the image. It fails only on a size that no image can have.
func (r *Renderer) Draw(dst *image.RGBA, s Spec) (*image.RGBA, Layout, error) {
	if err := s.check(); err != nil {
		return nil, Layout{}, err
	}
	size := s.size()
	if dst == nil || dst.Rect != (image.Rectangle{Max: size}) {
		dst = image.NewRGBA(image.Rectangle{Max: size})
	}
	a := arrange(&s, r.prepare(&s), r.typeface)
	if err := r.drawFrame(a, size); err != nil {
		return nil, Layout{}, err
	}
	copy(dst.Pix, r.frame.Pix)
	c := r.canvas(dst, s.scale())
	a.drawLines(c, &r.scratch)
	marks := a.drawMarks(c)
	return dst, a.layout(c, marks), nil
}

func (r *Renderer) canvas(img *image.RGBA, scale float64) *raster {
	r.raster = raster{img: img, scale: scale, typeface: r.typeface, stroker: &r.stroker, shifted: r.raster.shifted}
	return &r.raster
}

// prepare gives the trace of each line that is shown, and forgets those that the plot no longer has.
func (r *Renderer) prepare(s *Spec) [][]*trace {
	r.round++
	out := make([][]*trace, len(s.Panels))
	for i := range s.Panels {
		lines := s.Panels[i].Lines
		out[i] = make([]*trace, len(lines))
		for k := range lines {
			t := r.trace(&lines[k])
			if t != nil && !lines[k].Hidden {
				out[i][k] = t
			}
		}
	}
	for key, k := range r.traces {
		if k.round != r.round {
			delete(r.traces, key)
		}
	}
	return out
}

// trace gives what is kept of a line, or makes it; nil for a line without points.
func (r *Renderer) trace(l *Line) *trace {
	if len(l.Times) == 0 || len(l.Values) == 0 {
		return nil
	}
	key := traceKey{&l.Times[0], &l.Values[0], min(len(l.Times), len(l.Values)), len(l.Breaks), l.Step, len(l.Starts) > 0}
	k, ok := r.traces[key]
	if !ok {
		k = &kept{trace: newTrace(l)}
		r.traces[key] = k
	}
	k.round = r.round
	return k.trace
}

// drawFrame sees to it that the kept frame is this plot's.
func (r *Renderer) drawFrame(a *arrangement, size image.Point) error {
	var d digest
	d.h.SetSeed(r.seed)
	d.number(a.spec.scale(), float64(size.X), float64(size.Y))
	if err := a.drawFrame(&d, r.typeface); err != nil {
		return err
	}
	sum := d.h.Sum64()
	if r.frame != nil && r.frame.Rect.Max == size && sum == r.frameSum {
		return nil
	}
	if r.frame == nil || r.frame.Rect.Max != size {
		r.frame = image.NewRGBA(image.Rectangle{Max: size})
	}
	r.frameSum = sum
	c := r.canvas(r.frame, a.spec.scale())
	return a.drawFrame(c, r.typeface)
}

// layout gives what stands where, in the pixels of an image.
func (a *arrangement) layout(r *raster, marks []image.Rectangle) Layout {
	l := Layout{Plot: r.area(a.plot), From: a.from, To: a.to}
	if !a.timed {
		l.From, l.To = time.Time{}, time.Time{}
	}
	for _, p := range a.panels[:len(a.spec.Panels)] {
		l.Panels = append(l.Panels, r.area(p.box))
		l.Axes = append(l.Axes, p.axis)
		l.Heads = append(l.Heads, r.area(p.head))
	}
	if !a.states.Empty() {
		l.States = r.area(a.states)
	}
	for _, m := range marks {
		l.Marks = append(l.Marks, r.area(m))
	}
	return l
}
