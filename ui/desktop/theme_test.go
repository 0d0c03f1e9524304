package desktop

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestThemesHaveReadableTexts(t *testing.T) {
	inks := []fyne.ThemeColorName{colorText, colorMuted, colorAccent, colorError, colorWarning, colorInfo, colorKey, colorString, colorNumber}
	grounds := []fyne.ThemeColorName{colorGround, colorSurface, colorSelection, colorFrame}
	for _, c := range []choice{light, dark} {
		th := newTheme(c)
		check := func(ink, ground fyne.ThemeColorName) {
			if got := contrast(th, ink, ground); got < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", c, ink, ground, got)
			}
		}
		for _, ground := range grounds {
			for _, ink := range inks {
				if ground == colorSelection && ink == colorWarning {
					ink = colorWarningDeep
				}
				check(ink, ground)
			}
		}
		for tone := present.TonePlain; tone <= present.ToneError; tone++ {
			check(toneColor(tone))
		}
		for _, ink := range []fyne.ThemeColorName{colorText, colorKey, colorString, colorNumber} {
			check(ink, colorErrorBg)
			check(ink, colorWarningBg)
			check(ink, colorInfoBg)
		}
		check(colorOnAccent, colorAccent)
	}
}

// contrast is that of WCAG 2.
func contrast(th fyne.Theme, a, b fyne.ThemeColorName) float64 {
	l := func(n fyne.ThemeColorName) float64 {
		r, g, b, _ := th.Color(n, 0).RGBA()
		f := func(v uint32) float64 {
			c := float64(v) / 0xFFFF
			if c <= 0.03928 {
				return c / 12.92
			}
			return math.Pow((c+0.055)/1.055, 2.4)
		}
		return 0.2126*f(r) + 0.7152*f(g) + 0.0722*f(b)
	}
	x, y := l(a), l(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func TestThemeCanBeChosen(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.setTheme(dark)
	if !isDark() || d.choice() != dark {
		t.Error("it isn't dark")
	}
	d.setTheme(light)
	if isDark() {
		t.Error("it isn't light")
	}
	for _, item := range d.themeItems() {
		item.Action()
	}
	if th := newTheme(likeSystem); th.variant(0) != 0 || th.variant(1) != 1 {
		t.Error("the system's choice is not followed")
	}
	d.settle()
}
