package main

import (
	"time"
)

// playTasks does five tasks of a technician, as assets/docs/usability.md tells of them, with a log of 50 MB. It says how
// many clicks and strokes each takes, and how long the program makes the user wait.
func playTasks(r *run) {
	r.must(r.d.configure(settings{"theme": "light"}))
	r.must(write(r.home(".keep"), ""))
	r.must(writeLogFile(r.home("week.log"), 50))
	r.open("--lang", "en")
	r.step("empty", nil)
	const width, height = 1280, 800

	end := r.task("find the dispute in 50 MB")
	r.step("dialog", r.click(60, 52), pathField(width, height))
	r.step("list", r.firstFile(width, height))
	r.step("search", r.text("CP17 kwh>44", "ctrl+f"))
	end()

	end = r.task("why 45 kWh were billed and 38 arrived")
	r.step("bill", func() error {
		if err := r.p.click(660, 446, 1); err != nil {
			return err
		}
		return r.p.text("45.14")
	})
	r.step("car", r.text("38", "Tab"))
	end()

	end = r.task("the raw line")
	r.step("findings", r.click(650, 218))
	r.step("raw-line", r.click(535, 529))
	end()

	end = r.task("last week's session")
	r.step("plot", r.keys("ctrl+2"))
	r.step("menu", func() error { return r.p.click(800, 400, 3) })
	r.step("laid-over", r.click(904, 641))
	r.step("same-tag", r.command("this tag"))
	r.step("compared", r.click(185, 190))
	end()

	end = r.task("a picture")
	r.step("save", r.keys("ctrl+e"), pathField(width, height))
	r.must(r.p.keys("Return"))
	end()
	r.wait("the picture is there", func() bool { return exists(r.home("transaction-4210.png")) })
	r.quit()
}

// task begins to count, and gives what ends it.
func (r *run) task(name string) (end func()) {
	clicks, strokes, waited := r.p.clicks, r.p.strokes, r.waited
	return func() {
		r.note("%s: %d clicks, %d strokes, %v of waiting", name, r.p.clicks-clicks, r.p.strokes-strokes, (r.waited - waited).Round(100*time.Millisecond))
	}
}
