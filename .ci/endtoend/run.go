package main

import (
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// patience is how long a step may take: a machine may be busy with much else.
const patience = time.Minute

// run is one run through a part.
type run struct {
	options
	part string
	d    *display
	p    *program
	last *image.RGBA // the picture after the last step
	n    int
	bad  []string

	waited time.Duration // for the program, all in all
}

// part is what is done on a display of its own, step by step.
type part struct {
	name          string
	width, height int
	play          func(r *run)
}

// stop ends a part: what comes after would have no sense.
type stop struct{ err error }

// must ends the part with an error.
func (r *run) must(err error) {
	if err != nil {
		panic(stop{err})
	}
}

func runAll(o options) error {
	if err := os.RemoveAll(o.out); err != nil {
		return fmt.Errorf("empty the folder of the pictures: %w", err)
	}
	var bad []string
	for _, p := range parts() {
		if o.only != "" && o.only != p.name {
			continue
		}
		began := time.Now()
		r := &run{options: o, part: p.name}
		if err := r.play(p); err != nil {
			r.bad = append(r.bad, err.Error())
		}
		fmt.Printf("endtoend: %s: %d steps in %.0f s\n", p.name, r.n, time.Since(began).Seconds())
		for _, b := range r.bad {
			bad = append(bad, p.name+": "+b)
		}
	}
	if len(bad) > 0 {
		return errors.New("not as it should be:\n  " + strings.Join(bad, "\n  "))
	}
	return nil
}

// play plays a part on a new display.
func (r *run) play(p part) (err error) {
	defer func() {
		if s, ok := recover().(stop); ok {
			err = s.err
			r.snap("stopped")
		}
		if r.p != nil {
			err = errors.Join(err, r.complaint())
			r.p.kill()
		}
		if r.d != nil {
			r.d.close()
		}
	}()
	r.d, err = newDisplay(p.width, p.height)
	if err != nil {
		return err
	}
	p.play(r)
	return nil
}

func (r *run) complaint() error {
	if c := r.p.complaint(); c != "" {
		return fmt.Errorf("the program complained:\n%s", c)
	}
	return nil
}

// open starts the program.
func (r *run) open(args ...string) {
	if err := r.complained(); err != nil {
		r.must(err)
	}
	p, err := r.d.launch(r.binary, args...)
	r.must(err)
	r.p = p
	r.last = image.NewRGBA(image.Rect(0, 0, r.d.width, r.d.height))
	r.wait("the window shows something", func() bool { return r.inked(r.last.Bounds()) })
}

// complained looks at what the last program said, before another one starts.
func (r *run) complained() error {
	if r.p == nil {
		return nil
	}
	return r.complaint()
}

// step does a thing and compares the picture to the accepted one as soon as it is like it, at latest when patience ends.
func (r *run) step(name string, do func() error, masks ...image.Rectangle) {
	r.n++
	name = fmt.Sprintf("%s-%02d-%s", r.part, r.n, name)
	if do != nil {
		r.must(do())
	}
	path := filepath.Join(acceptedFolder, name+".png")
	want, err := load(path)
	r.must(err)
	var got *image.RGBA
	began := time.Now()
	switch {
	case r.accept:
		got = r.rest()
		if want == nil || differing(want, got, masks) > fewPixels {
			r.must(save(path, few(got)))
			fmt.Println("endtoend: accepted", path)
		}
	case want == nil:
		got = r.rest()
		r.bad = append(r.bad, name+": no picture was accepted yet")
	default:
		got = r.like(name, want, masks)
	}
	r.last, r.waited = got, r.waited+time.Since(began)
	r.must(save(filepath.Join(r.out, name+".png"), got))
	if err := r.complaint(); err != nil {
		r.must(fmt.Errorf("%s: %w", name, err))
	}
}

const acceptedFolder = ".ci/endtoend/accepted"

// like waits until the display looks like the picture that is wanted.
func (r *run) like(name string, want *image.RGBA, masks []image.Rectangle) *image.RGBA {
	var got *image.RGBA
	off := 0
	err := until(patience, "it looks as it was accepted", func() bool {
		img, err := r.d.picture()
		r.must(err)
		got = img
		off = differing(want, got, masks)
		return off <= fewPixels || !r.p.running()
	})
	if err == nil && off <= fewPixels {
		return got
	}
	r.must(save(filepath.Join(r.out, name+"-differs.png"), difference(got, want)))
	r.bad = append(r.bad, fmt.Sprintf("%s: %d pixels are not as they were accepted: see %s", name, off, filepath.Join(r.out, name+"-differs.png")))
	return got
}

// rest waits until the picture changed and then stands still while the program has nothing to do, and gives it. Where
// nothing changes, or a cursor blinks, it takes the one there is, after a while.
func (r *run) rest() *image.RGBA {
	var last *image.RGBA
	since, began := time.Now(), time.Now()
	busy, looked, idle := r.p.busy(), time.Now(), false
	for time.Since(began) < patience {
		img, err := r.d.picture()
		r.must(err)
		if d := time.Since(looked); d > time.Second {
			now := r.p.busy()
			idle = now-busy < d/3
			busy, looked = now, time.Now()
		}
		switch {
		case last == nil || differing(last, img, nil) > fewPixels:
			last, since = img, time.Now()
		case time.Since(since) > 1500*time.Millisecond && (r.changed(img) && idle || time.Since(since) > 6*time.Second):
			return img
		}
		time.Sleep(100 * time.Millisecond)
	}
	panic(stop{errors.New("the window doesn't come to rest")})
}

func (r *run) changed(img *image.RGBA) bool { return r.last == nil || differing(r.last, img, nil) > 0 }

// snap keeps the picture as it is now.
func (r *run) snap(name string) {
	if r.d == nil {
		return
	}
	if img, err := r.d.picture(); err == nil {
		_ = save(filepath.Join(r.out, r.part+"-"+name+".png"), img)
	}
}

// wait waits for a condition.
func (r *run) wait(what string, holds func() bool) { r.must(until(patience, what, holds)) }

// quit closes the window as a user does, and waits for the end.
func (r *run) quit() {
	r.must(r.p.keys("ctrl+q"))
	r.must(r.p.ended())
	r.must(r.complaint())
}

// note tells something that is no failure.
func (r *run) note(format string, args ...any) {
	fmt.Printf("endtoend: "+r.part+": "+format+"\n", args...)
}

// inked says that a part of the display isn't of one colour.
func (r *run) inked(at image.Rectangle) bool {
	img, err := r.d.picture()
	r.must(err)
	first := img.RGBAAt(at.Min.X, at.Max.Y-4)
	n := 0
	for y := at.Min.Y + 4; y < at.Max.Y-4; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			if img.RGBAAt(x, y) != first {
				n++
			}
		}
	}
	return n > fewPixels
}
