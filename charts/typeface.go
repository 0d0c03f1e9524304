package charts

import (
	_ "embed" // the fonts
	"fmt"
	"strings"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// Noto Sans (SIL Open Font License, font/OFL.txt), cut to Latin, Greek, Cyrillic and signs: the face of the
// window. Its figures are tabular.
var (
	//go:embed font/NotoSans-Regular.ttf
	notoRegular []byte
	//go:embed font/NotoSans-Bold.ttf
	notoBold []byte
)

// typeface measures text and gives the faces to draw it with. It serves one goroutine at a time.
type typeface struct {
	regular, bold *truetype.Font
	faces         map[faceKey]font.Face
}

type faceKey struct {
	size float64 // image pixels
	bold bool
}

func newTypeface() (*typeface, error) {
	regular, err := truetype.Parse(notoRegular)
	if err != nil {
		return nil, fmt.Errorf("parse regular font: %w", err)
	}
	bold, err := truetype.Parse(notoBold)
	if err != nil {
		return nil, fmt.Errorf("parse bold font: %w", err)
	}
	return &typeface{regular: regular, bold: bold, faces: make(map[faceKey]font.Face)}, nil
}

func (t *typeface) font(bold bool) *truetype.Font {
	if bold {
		return t.bold
	}
	return t.regular
}

// face is the face of a size in image pixels.
func (t *typeface) face(size float64, bold bool) font.Face {
	key := faceKey{size, bold}
	f, ok := t.faces[key]
	if !ok {
		f = truetype.NewFace(t.font(bold), &truetype.Options{Size: size, DPI: 72, SubPixelsX: 8})
		t.faces[key] = f
	}
	return f
}

// width is the width of a text in design pixels.
func (t *typeface) width(s string, st textStyle) float64 {
	const fine = 16 // times the size, so that rounding doesn't add up
	f := t.font(st.bold)
	scale := fixed.Int26_6(st.size * 64 * fine)
	var w fixed.Int26_6
	for _, r := range s {
		w += f.HMetric(scale, f.Index(r)).AdvanceWidth
	}
	return float64(w) / 64 / fine
}

// fit cuts a text to a width, with an ellipsis; "" where not even a letter fits.
func (t *typeface) fit(s string, st textStyle, width float64) string {
	if t.width(s, st) <= width {
		return s
	}
	runes := []rune(s)
	lo, hi := 0, min(len(runes), int(width)+1) // no letter is narrower than a pixel
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if t.width(string(runes[:mid])+"…", st) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 {
		return ""
	}
	return strings.TrimRight(string(runes[:lo]), " ") + "…"
}

// wrap breaks a text into lines of a width, at most so many; the last is cut. Words wider than a line are
// broken.
func (t *typeface) wrap(s string, st textStyle, width float64, lines int) []string {
	var out []string
	for _, paragraph := range strings.Split(s, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			next := word
			if line != "" {
				next = line + " " + word
			}
			if line != "" && t.width(next, st) > width {
				out = append(out, line)
				next = word
			}
			line = next
			if len(out) >= lines {
				break
			}
		}
		out = append(out, line)
	}
	if len(out) > lines {
		out = out[:lines]
	}
	for i := range out {
		out[i] = t.fit(out[i], st, width)
	}
	return out
}
