package charts

import (
	"encoding/binary"
	"image"
	"io"
	"math"
	"testing"
	"time"

	"meterscope/model"
)

// reader takes numbers from bytes, zeros when they run out.
type reader struct{ data []byte }

func (r *reader) uint64() uint64 {
	var b [8]byte
	n := copy(b[:], r.data)
	r.data = r.data[n:]
	return binary.LittleEndian.Uint64(b[:])
}

func (r *reader) float() float64 { return math.Float64frombits(r.uint64()) }

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *reader) time() time.Time {
	switch b := r.byte(); b % 4 {
	case 0:
		return time.Time{}
	case 1:
		return time.Unix(int64(r.uint64()), 0) //nolint:gosec // any number will do
	}
	return time.Unix(0, int64(r.uint64())) //nolint:gosec // any number will do
}

func (r *reader) spec() Spec {
	roles := []Role{RoleTotal, RoleL1, RoleL2, RoleL3, RoleSoC, RoleOffered, RoleOther, "?"}
	s := Spec{Width: int(r.byte()) * 3, Height: int(r.byte()) * 3, Scale: float64(r.byte()) / 64, Legend: r.byte()&1 == 1,
		From: r.time(), To: r.time(), Title: "a", Footer: "b"}
	flags := r.byte()
	s.Handles, s.Bare = flags&1 != 0, flags&2 != 0
	for range r.byte() % 5 {
		p := Panel{Title: "p", Unit: "kW", FromZero: r.byte()&1 == 1}
		switch r.byte() % 4 {
		case 1:
			lo, hi := r.float(), r.float()
			p.Min, p.Max = &lo, &hi
		case 2:
			p.Band = &Band{r.float(), r.float()}
		case 3:
			p.Folded = true
		}
		for range r.byte() % 8 {
			flags, more := r.byte(), r.byte()
			l := Line{Name: "l", Role: roles[flags%8], Step: flags&8 != 0, Derived: flags&16 != 0, Hidden: flags&32 != 0}
			at := int64(r.uint64()) //nolint:gosec // any number will do
			n := int(r.byte())
			if flags&128 != 0 {
				n *= 50
			}
			step := int64(r.uint64()) >> (r.byte() % 64) //nolint:gosec // any number will do
			for i := range n {
				v := float64(i)
				if flags&64 != 0 {
					v = r.float()
				}
				l.Times, l.Values = append(l.Times, at), append(l.Values, v)
				if more&1 != 0 {
					l.Starts = append(l.Starts, at-int64(i)*step/2)
				}
				l.Overlay, l.Register = more&4 != 0, more&8 != 0
				if more&2 != 0 && i < 9 {
					l.Hollow = append(l.Hollow, Dot{at, v * 3})
				}
				at += step
			}
			for range r.byte() % 8 {
				l.Breaks = append(l.Breaks, int(int8(r.byte()))) //nolint:gosec // any number will do
			}
			p.Lines = append(p.Lines, l)
		}
		s.Panels = append(s.Panels, p)
	}
	for range r.byte() % 4 {
		s.States = append(s.States, State{r.time(), r.time(), "Charging"})
		s.Gaps = append(s.Gaps, Stretch{r.time(), r.time()})
		s.Marks = append(s.Marks, Mark{At: r.time(), Severity: model.Severity(r.byte())})
	}
	return s
}

// FuzzSpec: no plot hangs or panics, and what is drawn stands within the image.
func FuzzSpec(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{100, 100, 64, 1, 0, 0, 2, 1, 0, 1, 0xD0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17})
	f.Add([]byte{255, 200, 128, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 9, 9, 9, 9, 9, 9, 9, 9, 4, 1, 1, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F, 7, 0x88, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := reader{data}
		s := r.spec()
		if s.check() != nil {
			return
		}
		img, l, err := Draw(s)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range l.Panels {
			if !p.In(img.Rect.Inset(-1)) {
				t.Errorf("panel at %v of %v", p, img.Rect)
			}
			if a := l.Axes[i]; !(a.Max > a.Min) || math.IsInf(a.Max-a.Min, 0) {
				t.Errorf("axis %v", a)
			}
		}
		if l.To.Before(l.From) {
			t.Errorf("from %v to %v", l.From, l.To)
		}
		if img.Rect == (image.Rectangle{}) {
			t.Error("an image of nothing")
		}
		if err := WriteSVG(io.Discard, s); err != nil {
			t.Fatal(err)
		}
	})
}
