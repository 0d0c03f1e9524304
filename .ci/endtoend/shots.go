package main

import (
	"fmt"
	"image"
	"image/draw"
	"path/filepath"
)

// shot is a picture of the guide.
type shot struct {
	name string
	do   func() // from where the one before ended

	without image.Rectangle // what concerns nobody
}

// makeShots makes the pictures of the guide and of the README, in a folder for documents.
func makeShots(o options, folder string) error {
	o.accept = true
	guide := part{"shots", 1280, 800, func(r *run) { playGuide(r, filepath.Join(folder, "shots")) }}
	readme := part{"screenshot", 1440, 900, func(r *run) { playReadme(r, folder) }}
	for _, p := range []part{guide, readme} {
		if o.only != "" && o.only != p.name {
			continue
		}
		if err := (&run{options: o, part: p.name}).play(p); err != nil {
			return err
		}
	}
	return nil
}

// playGuide goes through a week's log, as the guide does.
func playGuide(r *run, folder string) {
	r.must(r.d.configure(settings{"theme": "light"}))
	r.must(write(r.home(".keep"), ""))
	r.must(writeLogFile(r.home("week.log"), 20))
	r.open("--lang", "en", r.home("week.log"))
	r.rest()
	away := func() { r.must(r.p.point(640, 795)) } // nothing is below it
	shots := []shot{
		{name: "overview", do: func() { away(); r.do(r.text("04D15B0E", "ctrl+f")); r.do(r.keys("Return", "End")) }},
		{name: "bill", do: func() {
			r.do(r.click(660, 446))
			r.do(r.text("45.14"))
			r.do(r.text("38.1", "Tab"))
			away()
		}},
		{name: "plot", do: func() { r.do(r.keys("ctrl+2")); r.must(r.p.point(800, 330)) }},
		{name: "findings", do: func() { away(); r.do(r.keys("ctrl+3")) }},
		{name: "proof", do: func() { r.do(r.keys("Return")) }},
		{name: "search", do: func() { r.do(r.keys("ctrl+1")); r.do(r.text("kwh>30 rule:", "ctrl+f")) }},
		{name: "sources", do: func() { r.do(r.keys("Escape", "Escape")); r.do(r.keys("ctrl+l")) }, without: image.Rect(522, 118, 1001, 141)}, // the folder
	}
	for _, s := range shots {
		s.do()
		r.keep(filepath.Join(folder, s.name+".png"), s.without)
	}
	r.quit()
}

// playReadme shows the plot of the sample's dispute.
func playReadme(r *run, folder string) {
	r.must(r.d.configure(settings{"theme": "light"}))
	r.open("--lang", "en", r.sample("dispute.log"))
	r.rest()
	r.do(r.keys("Home", "Down"))
	r.do(r.keys("ctrl+2"))
	r.must(r.p.point(790, 400))
	r.keep(filepath.Join(folder, "screenshot.png"), image.Rectangle{})
	r.quit()
}

// do does a thing and waits until it is shown.
func (r *run) do(act func() error) {
	r.must(act())
	r.last = r.rest()
}

// keep writes what is shown into a file, without what stands in a rectangle.
func (r *run) keep(path string, without image.Rectangle) {
	img := r.rest()
	draw.Draw(img, without, image.White, image.Point{}, draw.Src)
	r.must(save(path, few(img)))
	fmt.Println("endtoend: made", path)
}
