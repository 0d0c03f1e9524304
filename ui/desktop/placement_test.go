package desktop

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// shownWindow is a window on a desktop of these screens.
type shownWindow struct {
	at   rectangle
	full bool
	on   []rectangle
}

func (f *shownWindow) rectangle() rectangle { return f.at }
func (f *shownWindow) maximised() bool      { return f.full }
func (f *shownWindow) screens() []rectangle { return f.on }
func (f *shownWindow) maximise()            { f.full = true }
func (f *shownWindow) move(x, y int)        { f.at.x, f.at.y = x, y }
func (f *shownWindow) resize(w, h int)      { f.at.width, f.at.height = w, h }

// frame is that of Windows.
func (f *shownWindow) frame() (left, top, right, bottom int) { return 8, 31, 8, 8 }

func TestWindowComesBackWhereItWas(t *testing.T) {
	p := test.NewTempApp(t).Preferences()
	one, two := rectangle{0, 30, 1920, 1050}, rectangle{1920, 0, 2560, 1440}
	before := &shownWindow{at: rectangle{2100, 200, 1440, 900}, on: []rectangle{one, two}}
	if keepPlace(p, before) {
		t.Error("it fills the screen")
	}
	for name, c := range map[string]struct {
		screens []rectangle
		x, y    int
	}{
		"on the same screens":        {[]rectangle{one, two}, 2100, 200},
		"where its screen is gone":   {[]rectangle{one}, 50, 60},
		"where no screen is told":    {nil, 50, 60},
		"where it can still be held": {[]rectangle{{0, 0, 2220, 1000}}, 2100, 200},
		"where it can hardly":        {[]rectangle{{0, 0, 2200, 1000}}, 50, 60},
		"above all screens":          {[]rectangle{{0, 300, 4000, 1000}}, 50, 60},
	} {
		t.Run(name, func(t *testing.T) {
			w := &shownWindow{at: rectangle{50, 60, 1440, 900}, on: c.screens}
			restorePlace(p, w)
			if w.at.x != c.x || w.at.y != c.y || w.full {
				t.Errorf("it is at %+v, full %v", w.at, w.full)
			}
		})
	}
}

func TestWindowThatFilledTheScreenDoesSoAgain(t *testing.T) {
	p := test.NewTempApp(t).Preferences()
	screens := []rectangle{{0, 0, 1920, 1080}}
	keepPlace(p, &shownWindow{at: rectangle{100, 80, 1440, 900}, on: screens})
	if !keepPlace(p, &shownWindow{at: rectangle{0, 0, 1920, 1080}, full: true, on: screens}) {
		t.Error("its size is taken for its own")
	}
	w := &shownWindow{at: rectangle{50, 60, 1440, 900}, on: screens}
	restorePlace(p, w)
	if !w.full || w.at.x != 100 || w.at.y != 80 {
		t.Errorf("it is at %+v, full %v", w.at, w.full)
	}
	w.full = false
	keepPlace(p, w)
	again := &shownWindow{on: screens, at: rectangle{width: 500, height: 400}}
	restorePlace(p, again)
	if again.full {
		t.Error("it fills the screen again")
	}
}

func TestPlaceThatIsNoneIsPassedOver(t *testing.T) {
	p := test.NewTempApp(t).Preferences()
	p.SetString(keyPlace, "12")
	w := &shownWindow{at: rectangle{50, 60, 100, 100}, on: []rectangle{{0, 0, 1000, 1000}}}
	restorePlace(p, w)
	if w.at.x != 50 || w.at.y != 60 {
		t.Errorf("it is at %+v", w.at)
	}
}

func TestWindowIsNeverLargerThanItsScreen(t *testing.T) {
	laptop, wide := rectangle{0, 0, 1366, 728}, rectangle{1366, 0, 3440, 1400}
	for name, c := range map[string]struct {
		at, want rectangle
		screens  []rectangle
	}{
		"too wide and too high": {rectangle{26, 26, 1440, 900}, rectangle{8, 31, 1350, 689}, []rectangle{laptop}},
		"too high":              {rectangle{100, 40, 1000, 900}, rectangle{100, 31, 1000, 689}, []rectangle{laptop}},
		"fits":                  {rectangle{700, 300, 1000, 600}, rectangle{700, 300, 1000, 600}, []rectangle{laptop}},
		"fits the larger one":   {rectangle{1400, 40, 1440, 900}, rectangle{1400, 40, 1440, 900}, []rectangle{laptop, wide}},
		"mostly on the smaller": {rectangle{0, 40, 1440, 900}, rectangle{8, 31, 1350, 689}, []rectangle{laptop, wide}},
		"no screen is told":     {rectangle{0, 0, 1440, 900}, rectangle{0, 0, 1440, 900}, nil},
		"a screen without room": {rectangle{0, 0, 1440, 900}, rectangle{0, 0, 1440, 900}, []rectangle{{0, 0, 10, 30}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := &shownWindow{at: c.at, on: c.screens}
			if fitScreen(w); w.at != c.want {
				t.Errorf("it is at %+v", w.at)
			}
		})
	}
}
