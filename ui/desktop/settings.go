package desktop

import (
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"

	"meterscope/ui/present"
)

// Settings kept between runs.
const (
	keyTheme   = "theme"
	keyZoom    = "window.zoom" // per cent
	keyWidth   = "window.width"
	keyHeight  = "window.height"
	keySplit   = "window.split"
	keyColumns = "list.columns"

	keyLanguage = "language" // its code; none: the system's
	keyRecent   = "recent.cases"
	keyLeft     = "left"  // the case that was open last, and the place in it
	keyHints    = "hints" // how many tips were seen
	keyZone     = "zone"  // in which times are shown; none: the computer's
)

const (
	firstWidth  = 1440
	firstHeight = 900
	firstSplit  = 0.36
)

// scaleVariable is where Fyne looks for the user's scale.
const scaleVariable = "FYNE_SCALE"

// zooms are the sizes that texts, and all with them, can have, in per cent.
func zooms() []int { return []int{80, 90, 100, 110, 120, 130, 150, 170, 200} }

// zoom is the size that was chosen, in per cent.
func zoom(p fyne.Preferences) int {
	for _, z := range zooms() {
		if p.Int(keyZoom) == z {
			return z
		}
	}
	return 100
}

// applyZoom tells Fyne of a size. Where the user has set the variable, it stands.
func applyZoom(percent int, own bool) {
	if own {
		return
	}
	if percent == 100 {
		_ = os.Unsetenv(scaleVariable) // a name that is always right
		return
	}
	_ = os.Setenv(scaleVariable, strconv.FormatFloat(float64(percent)/100, 'f', 2, 64)) // likewise
}

// setZoom makes everything larger or smaller, within a window that stays as it is.
func (w *window) setZoom(percent int) {
	w.fyne.Preferences().SetInt(keyZoom, percent)
	c := w.win.Canvas()
	size, before := c.Size(), c.Scale()
	applyZoom(percent, w.ownScale)
	w.fyne.Settings().SetTheme(newTheme(w.choice())) // makes Fyne look at the scale
	if after := c.Scale(); after != before && after > 0 {
		k := before / after
		w.win.Resize(fyne.NewSize(floor(size.Width*k), floor(size.Height*k))) // Fyne rounds up, and would grow it
	}
	w.win.Content().Refresh()
}

func floor(v float32) float32 { return float32(math.Floor(float64(v))) }

// stepZoom goes to the next size.
func (w *window) stepZoom(by int) {
	all, now := zooms(), zoom(w.fyne.Preferences())
	for i, z := range all {
		if z == now {
			w.setZoom(all[min(max(i+by, 0), len(all)-1)])
			return
		}
	}
}

// restoreWindow gives the window the size that it had.
func (w *window) restoreWindow(p fyne.Preferences) {
	w.win.Resize(fyne.NewSize(
		float32(p.FloatWithFallback(keyWidth, firstWidth)),
		float32(p.FloatWithFallback(keyHeight, firstHeight))))
}

// keepSettings writes down how the window is left: only what has changed, since Fyne reads its file again
// whenever it is written, and complains if that happens in the middle of it.
func (w *window) keepSettings(share float64) {
	p, s := w.fyne.Preferences(), w.win.Canvas().Size()
	if at := placedWindow(w.win); at != nil && keepPlace(p, at) {
		s = fyne.NewSize(float32(p.FloatWithFallback(keyWidth, firstWidth)), float32(p.FloatWithFallback(keyHeight, firstHeight)))
	}
	for _, v := range []struct {
		key         string
		first, now  float64
		indifferent float64
	}{
		{keySplit, firstSplit, share, 0.001}, {keyWidth, firstWidth, float64(s.Width), 0.5}, {keyHeight, firstHeight, float64(s.Height), 0.5},
	} {
		if math.Abs(p.FloatWithFallback(v.key, v.first)-v.now) > v.indifferent {
			p.SetFloat(v.key, v.now)
		}
	}
	w.list.keep(p)
	w.keepLeft()
}

// keepLeft writes down where the user is, for the next start.
func (w *window) keepLeft() {
	w.leftIn = w.app.CasePath()
	if p, left := w.fyne.Preferences(), w.app.LeftOff(); p.String(keyLeft) != left {
		p.SetString(keyLeft, left)
	}
}

// setTheme draws everything in another theme.
func (w *window) setTheme(c choice) {
	w.fyne.Preferences().SetString(keyTheme, string(c))
	w.fyne.Settings().SetTheme(newTheme(c))
	w.win.SetMainMenu(w.menus())
	w.win.Content().Refresh()
}

func (w *window) choice() choice { return choice(w.fyne.Preferences().String(keyTheme)) }

func (w *window) themeItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	t := w.app.Texts()
	for _, k := range []struct {
		label string
		c     choice
	}{{t.Text(present.TextThemeSystem), likeSystem}, {t.Text(present.TextThemeLight), light}, {t.Text(present.TextThemeDark), dark}} {
		item := fyne.NewMenuItem(k.label, func() { w.setTheme(k.c) })
		item.Checked = w.choice() == k.c
		items = append(items, item)
	}
	return items
}
