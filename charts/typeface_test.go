package charts

import (
	"math"
	"testing"
)

func TestFiguresAndSignsHaveGlyphs(t *testing.T) {
	tf, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	for _, bold := range []bool{false, true} {
		for _, r := range "0123456789−–…·°%→≤ÄöüßéŁжΩ+()." {
			if f, g := tf.glyph(r, bold); f.Index(g) == 0 {
				t.Errorf("%c has no glyph", r)
			}
		}
		w := tf.width("0", textStyle{size: 12, bold: bold})
		for _, d := range "123456789" {
			if got := tf.width(string(d), textStyle{size: 12, bold: bold}); math.Abs(got-w) > 0.01 {
				t.Errorf("%c is %g wide, 0 is %g", d, got, w)
			}
		}
	}
}

func TestTextIsCutAndWrappedToItsWidth(t *testing.T) {
	tf, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	st := textStyle{size: 12}
	for width := 0.0; width < 300; width += 7 {
		if s := tf.fit("Energy since the start of it all", st, width); tf.width(s, st) > width {
			t.Errorf("%q is wider than %g", s, width)
		}
		for _, line := range tf.wrap("one two\nthree averyveryverylongword five six seven eight nine", st, width, 3) {
			if tf.width(line, st) > width {
				t.Errorf("line %q is wider than %g", line, width)
			}
		}
	}
	if got := tf.wrap("a\nb\nc\nd", st, 100, 3); len(got) != 3 {
		t.Errorf("lines %q", got)
	}
	if s := tf.fit("fits", st, 100); s != "fits" {
		t.Error(s)
	}
}
