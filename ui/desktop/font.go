package desktop

import (
	_ "embed" // the font

	"fyne.io/fyne/v2"
)

// symbols are the arrows and other signs of our texts that Fyne's fonts lack: a part of DejaVu Sans, as high and as deep
// as Fyne's Noto Sans. Without them it would take what fonts the system has, and there may be none. font/symbols.py makes it.
//
//go:embed font/symbols.ttf
var symbols []byte

// Font comes first where Fyne looks for a glyph; its own font for the style is always the second.
func (t *houseTheme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Monospace || style.Symbol { // they have them
		return t.Theme.Font(style)
	}
	return t.symbols
}
