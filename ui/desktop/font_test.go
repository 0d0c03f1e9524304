package desktop

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"meterscope/assets"
)

// writtenTexts are what our own texts are made of: the literals of the view models and of the views, and the translations.
func writtenTexts(t *testing.T) (all []string) {
	t.Helper()
	for _, dir := range []string{".", "../present", "../lang"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
					if s, err := strconv.Unquote(l.Value); err == nil {
						all = append(all, s)
					}
				}
				return true
			})
		}
	}
	german, err := assets.Translations("de")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range german {
		all = append(all, string(file))
	}
	return all
}

func TestOurTextsNeedNoFontOfTheSystem(t *testing.T) {
	house := newTheme(light)
	for name, style := range map[string]fyne.TextStyle{"plain": {}, "bold": {Bold: true}, "italic": {Italic: true}, "code": {Monospace: true}} {
		var fonts []*sfnt.Font
		for _, r := range []fyne.Resource{house.Font(style), theme.DefaultTheme().Font(style)} {
			f, err := sfnt.Parse(r.Content())
			if err != nil {
				t.Fatal(r.Name(), err)
			}
			fonts = append(fonts, f)
		}
		missing := map[rune]string{}
		for _, text := range writtenTexts(t) {
			for _, r := range text {
				if r < ' ' || r == '\u00a0' || r == '\u202f' || r == '\ufeff' { // spaces, and the mark of an encoding
					continue
				}
				found := false
				for _, f := range fonts {
					if glyph, err := f.GlyphIndex(nil, r); err == nil && glyph != 0 {
						found = true
					}
				}
				if !found {
					missing[r] = text
				}
			}
		}
		for r, text := range missing {
			t.Errorf("%s: no glyph for %q (%U) of %.60q", name, r, r, text)
		}
	}
}

func TestSymbolsAreAsHighAsTheTextAroundThem(t *testing.T) {
	house := newTheme(light)
	var b sfnt.Buffer
	measured := func(r fyne.Resource) (m font.Metrics, space fixed.Int26_6) {
		f, err := sfnt.Parse(r.Content())
		if err != nil {
			t.Fatal(err)
		}
		if m, err = f.Metrics(&b, fixed.I(1000), font.HintingNone); err != nil {
			t.Fatal(err)
		}
		glyph, err := f.GlyphIndex(&b, ' ')
		if err != nil || glyph == 0 {
			t.Fatalf("there is no space: %v", err)
		}
		if space, err = f.GlyphAdvance(&b, glyph, fixed.I(1000), font.HintingNone); err != nil {
			t.Fatal(err)
		}
		return m, space
	}
	got, space := measured(house.Font(fyne.TextStyle{}))
	want, wide := measured(theme.DefaultTextFont())
	if got.Ascent != want.Ascent || got.Descent != want.Descent || space != wide {
		t.Errorf("%v and %v high, a space %v; the text %v and %v, %v", got.Ascent, got.Descent, space, want.Ascent, want.Descent, wide)
	}
}
