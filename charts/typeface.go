package charts

import (
	_ "embed" // the fonts
	"fmt"
	"strings"

	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2/roboto"
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

// typeface measures text and gives the faces to draw it with. What Noto Sans lacks, the minus sign above all,
// comes from go-chart's Roboto. It serves one goroutine at a time.
type typeface struct {
	regular, bold, spare *truetype.Font
	faces                map[faceKey]font.Face
}

type faceKey struct {
	font *truetype.Font
	size float64 // image pixels
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
	spare, err := truetype.Parse(roboto.Roboto)
	if err != nil {
		return nil, fmt.Errorf("parse spare font: %w", err)
	}
	return &typeface{regular: regular, bold: bold, spare: spare, faces: make(map[faceKey]font.Face)}, nil
}

// glyph gives the font that has a rune, and the rune to take from it.
func (t *typeface) glyph(r rune, bold bool) (*truetype.Font, rune) {
	f := t.regular
	if bold {
		f = t.bold
	}
	switch {
	case f.Index(r) != 0:
	case t.spare.Index(r) != 0:
		return t.spare, r
	case r == '→':
		return f, '›'
	}
	return f, r
}

// runs cuts a text into stretches of one font.
func (t *typeface) runs(s string, bold bool, run func(f *truetype.Font, s string)) {
	var b strings.Builder
	var font *truetype.Font
	for _, r := range s {
		f, g := t.glyph(r, bold)
		if f != font && b.Len() > 0 {
			run(font, b.String())
			b.Reset()
		}
		font = f
		b.WriteRune(g)
	}
	if b.Len() > 0 {
		run(font, b.String())
	}
}

// glyphsKept is how many drawn glyphs a face keeps, a power of two. Of the usual 512, with eight places within a pixel
// for each, most of several megabytes would never be filled.
const glyphsKept = 128

// face is the face of a font at a size in image pixels.
func (t *typeface) face(f *truetype.Font, size float64) font.Face {
	key := faceKey{f, size}
	face, ok := t.faces[key]
	if !ok {
		face = truetype.NewFace(f, &truetype.Options{Size: size, DPI: 72, SubPixelsX: 8, GlyphCacheEntries: glyphsKept})
		t.faces[key] = face
	}
	return face
}

// width is the width of a text in design pixels.
func (t *typeface) width(s string, st textStyle) float64 {
	const fine = 16 // times the size, so that rounding doesn't add up
	scale := fixed.Int26_6(st.size * 64 * fine)
	var w fixed.Int26_6
	for _, r := range s {
		f, r := t.glyph(r, st.bold)
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
