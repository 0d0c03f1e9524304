package desktop

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"meterscope/ui/present"
)

// The shapes of the severities: told apart without colour.
const (
	svgError = `<circle cx="8" cy="8" r="6.5" fill="INK"/>` +
		`<path d="M5.6 5.6L10.4 10.4M10.4 5.6L5.6 10.4" stroke="GROUND" stroke-width="1.6" stroke-linecap="round" fill="none"/>`
	svgWarning = `<path d="M8 1.6L15.2 14.2H0.8Z" fill="INK" stroke="INK" stroke-width="1" stroke-linejoin="round"/>` +
		`<path d="M8 6L8 10" stroke="GROUND" stroke-width="1.6" stroke-linecap="round" fill="none"/>` +
		`<circle cx="8" cy="12.2" r="0.95" fill="GROUND"/>`
	svgInfo = `<circle cx="8" cy="8" r="6" fill="none" stroke="INK" stroke-width="1.3"/>` +
		`<path d="M8 7.4L8 11.2" stroke="INK" stroke-width="1.5" stroke-linecap="round" fill="none"/>` +
		`<circle cx="8" cy="4.9" r="0.95" fill="INK"/>`
	svgClean = `<circle cx="8" cy="8" r="3" fill="none" stroke="INK" stroke-width="1.3"/>`
)

// toneIcon is the severity's shape in the colours on the screen.
func toneIcon(t present.Tone) fyne.Resource {
	shape, name := svgClean, "clean"
	switch t {
	case present.ToneError:
		shape, name = svgError, "error"
	case present.ToneWarning:
		shape, name = svgWarning, "warning"
	case present.ToneInfo:
		shape, name = svgInfo, "info"
	}
	v, suffix := theme.VariantLight, "light"
	if isDark() {
		v, suffix = theme.VariantDark, "dark"
	}
	text, _ := toneColor(t)
	fill, _ := tokens(text)
	ground, _ := tokens(colorGround)
	body := strings.NewReplacer("INK", hex(fill, v), "GROUND", hex(ground, v)).Replace(shape)
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` + body + `</svg>`
	return fyne.NewStaticResource("severity-"+name+"-"+suffix+".svg", []byte(svg))
}

// svgNote is a sheet with a folded corner and two lines.
const svgNote = `<path d="M3.5 1.8H9.6L12.8 5V14.2H3.5Z" fill="none" stroke="INK" stroke-width="1.3" stroke-linejoin="round"/>` +
	`<path d="M5.8 7.6H10.4M5.8 10.4H10.4" stroke="INK" stroke-width="1.2" stroke-linecap="round" fill="none"/>`

// noteIcon stands for a note.
func noteIcon(ink fyne.ThemeColorName) fyne.Resource {
	v, suffix := theme.VariantLight, "light"
	if isDark() {
		v, suffix = theme.VariantDark, "dark"
	}
	colors, _ := tokens(ink)
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` + strings.ReplaceAll(svgNote, "INK", hex(colors, v)) + `</svg>`
	return fyne.NewStaticResource("note-"+string(ink)+"-"+suffix+".svg", []byte(svg))
}

func hex(p pair, v fyne.ThemeVariant) string {
	c := p.in(v)
	return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
}
