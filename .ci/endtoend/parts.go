package main

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func parts() []part {
	return []part{
		{"session", 1200, 760, playSession},
		{"dialog", 900, 600, playDialog},
		{"growing", 900, 600, playGrowing},
		{"tasks", 1280, 800, playTasks},
		{"broken-off", 1200, 760, playBrokenOff},
	}
}

// home is a file in the user's home.
func (r *run) home(name string) string { return filepath.Join(r.d.home, "user", name) }

// sample puts the log that comes with the program into the user's home.
func (r *run) sample(name string) string {
	data, err := os.ReadFile("assets/samples/dispute.log")
	r.must(err)
	r.must(write(r.home(name), string(data)))
	return r.home(name)
}

// keys, click and so on are things to do in a step.
func (r *run) keys(keys ...string) func() error { return func() error { return r.p.keys(keys...) } }

func (r *run) click(x, y int) func() error { return func() error { return r.p.click(x, y, 1) } }

// text types, after keys.
func (r *run) text(text string, keys ...string) func() error {
	return func() error {
		if err := r.p.keys(keys...); err != nil {
			return err
		}
		return r.p.text(text)
	}
}

// command does what is found in the palette by these words.
func (r *run) command(words string) func() error {
	return func() error {
		before, err := r.d.picture()
		if err != nil {
			return err
		}
		if err := r.p.keys("ctrl+k"); err != nil {
			return err
		}
		r.wait("the palette opens", func() bool { return r.differs(before, 20*fewPixels) })
		if err := r.p.text(words); err != nil {
			return err
		}
		r.last = r.rest()
		return r.p.keys("Return")
	}
}

// differs says that at least so many pixels of the display are not as in a picture.
func (r *run) differs(from *image.RGBA, pixels int) bool {
	img, err := r.d.picture()
	r.must(err)
	return differing(from, img, nil) >= pixels
}

// keptAt is where the notes say when they were kept.
var keptAt = image.Rect(400, 702, 1200, 729)

// folder is where the page of the sources says where the log came from.
var folder = image.Rect(430, 118, 1200, 150)

// playSession goes through the sample log, from the list to a copy of the case.
func playSession(r *run) {
	r.must(r.d.configure(settings{"theme": "light"}))
	r.open("--lang", "en", r.sample("dispute.log"))
	r.step("opened", nil)
	r.step("selected", r.keys("Home", "Down"))
	r.step("sorted", r.click(345, 162))
	r.step("sorted-back", r.click(80, 162))
	r.step("filtered", r.click(936, 56))
	r.step("searched", func() error {
		if err := r.p.click(878, 56, 1); err != nil {
			return err
		}
		return r.text("rule:REG kwh>5", "ctrl+f")()
	})
	r.step("found", r.keys("Return"))
	r.step("whole-list", r.keys("ctrl+f", "Escape", "Escape", "Home", "Down"))
	r.step("billed", func() error {
		if err := r.p.click(630, 500, 1); err != nil {
			return err
		}
		return r.p.text("6.57")
	})
	r.step("plot", r.keys("ctrl+2"))
	r.step("zoomed", func() error {
		for range 4 {
			if err := r.p.click(800, 420, 4); err != nil {
				return err
			}
		}
		return nil
	})
	r.step("whole-plot", r.keys("0"))
	r.step("walked", r.keys("Right", "Right", "Right"))
	r.step("findings", r.keys("ctrl+3"))
	r.step("raw-line", r.keys("Return"))
	r.step("note", r.text("The meter was read again: 12852301 Wh.", "ctrl+5"), keptAt)
	r.step("undone", r.keys("ctrl+z"), keptAt)
	r.step("redone", r.keys("ctrl+shift+z"), keptAt)
	r.step("dark", r.command("dark"), keptAt)
	r.step("german", r.command("deutsch"), keptAt)
	r.step("whole-case", r.keys("ctrl+shift+f"))
	r.step("sources", r.keys("ctrl+l"), folder)
	r.step("help", r.keys("F1"), folder)
	r.step("closed-help", r.keys("Escape"), folder)
	r.step("save-copy", r.keys("ctrl+s"), folder, pathField(1200, 760))
	r.must(r.text("copy", "ctrl+a")())
	r.must(r.p.keys("Return"))
	r.wait("the copy is there", func() bool { return exists(r.home("copy.meterscope")) })
	r.step("saved", nil, folder)
	r.quit()
	r.open(r.home("copy.meterscope"))
	r.wait("the copy is open", func() bool { return strings.HasPrefix(r.p.title(), "copy") })
	r.step("reopened", nil)
	r.step("note-is-there", r.keys("Down", "ctrl+5"), keptAt)
	r.quit()
}

// The sheet that asks for a file, in pixels.
const (
	filesWidth  = 667
	filesHeight = 577
)

// pathField is where the sheet that asks for a file names its folder, which is another one each time.
func pathField(width, height int) image.Rectangle {
	x, y := (width-filesWidth)/2, (height-filesHeight)/2
	return image.Rect(x+20, y+64, x+filesWidth-20, y+102)
}

// firstFile double-clicks on the first file of a folder that holds no folders: above it stands the one above.
func (r *run) firstFile(width, height int) func() error {
	return func() error { return r.p.doubleClick(width/2, (height-filesHeight)/2+152) }
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// playDialog opens a log with the dialog for files.
func playDialog(r *run) {
	r.must(r.d.configure(settings{"theme": "dark", "hints": 0}))
	r.sample("dispute.log")
	r.open("--lang", "en")
	r.step("empty", nil)
	r.step("dialog", r.keys("ctrl+o"), pathField(900, 600))
	r.step("opened", r.firstFile(900, 600))
	r.quit()
}

// playGrowing follows a log that grows, and sees a transaction end.
func playGrowing(r *run) {
	r.must(r.d.configure(settings{"theme": "light"}))
	lines := strings.SplitAfter(read(r, "assets/samples/dispute.log"), "\n")
	r.must(write(r.home("live.log"), strings.Join(lines[:120], "")))
	r.open("--lang", "en")
	r.step("dialog", r.keys("ctrl+shift+o"), pathField(900, 600))
	r.step("followed", r.firstFile(900, 600))
	before := r.last
	began := time.Now()
	r.step("grown", func() error {
		f, err := os.OpenFile(r.home("live.log"), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteString(strings.Join(lines[120:330], ""))
		r.must(f.Close())
		r.wait("the new lines are shown", func() bool { return r.differs(before, fewPixels) })
		r.note("new lines are shown after %v", time.Since(began).Round(10*time.Millisecond))
		return err
	})
	r.quit()
}

func read(r *run, path string) string {
	data, err := os.ReadFile(path)
	r.must(err)
	return string(data)
}

// playBrokenOff closes the window during an import, and goes on in the next one.
func playBrokenOff(r *run) {
	r.must(r.d.configure(settings{"theme": "light"}))
	r.must(os.MkdirAll(r.home(""), 0o700))
	log := r.home("large.log")
	r.must(writeLogFile(log, 250))
	r.open("--lang", "en", log)
	status := image.Rect(600, 730, 1200, 760)
	list := image.Rect(0, 108, 1200, 730)
	r.wait("the import shows how far it is", func() bool { return r.inked(status) })
	r.must(r.p.keys("ctrl+q"))
	r.wait("it asks whether to quit", func() bool { // beside its button it is white
		img, err := r.d.picture()
		r.must(err)
		return img.RGBAAt(600, 430) == color.RGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF} && img.RGBAAt(100, 20).R < 0xF0
	})
	r.snap("asked")
	r.wait("the program ends", func() bool { // a busy machine may lose a click
		r.must(r.p.click(677, 430, 1)) // Quit
		return until(5*time.Second, "it ends", func() bool { return !r.p.running() }) == nil
	})
	r.must(r.p.ended())
	r.must(r.complaint())
	r.open("--lang", "en")
	// How far it came is another matter each time.
	r.step("offered", nil, image.Rect(780, 35, 1200, 70), image.Rect(0, 80, 1000, 108), list, image.Rect(0, 730, 1200, 760))
	r.step("done", r.click(1093, 94))
	r.quit()
}
