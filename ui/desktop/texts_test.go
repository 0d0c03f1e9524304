package desktop

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// shownBy are the functions and methods that show a text, and which of their arguments it is.
func shownBy() map[string][]int {
	return map[string][]int{
		// Fyne's
		"NewLabel": {0}, "NewLabelWithStyle": {0}, "NewButton": {0}, "NewButtonWithIcon": {0}, "NewCheck": {0},
		"NewHyperlink": {0}, "NewRichTextFromMarkdown": {0}, "NewText": {0}, "NewMenu": {0}, "NewMenuItem": {0},
		"NewMenuItemWithIcon": {0}, "NewCard": {0, 1}, "NewTabItem": {0}, "NewFormItem": {0}, "NewAccordionItem": {0},
		"NewWindow": {0}, "SetTitle": {0}, "SetText": {0}, "SetPlaceHolder": {0}, "setHint": {0}, "SetTitleText": {0},
		"SetConfirmText": {0}, "SetDismissText": {0}, "NewConfirm": {0, 1}, "ShowConfirm": {0, 1}, "NewInformation": {0, 1},
		"ShowInformation": {0, 1},
		// ours
		"newCaption": {0}, "newPress": {0}, "paragraph": {0}, "set": {0}, "showSheet": {0}, "menu": {0},
		"cardText": {0, 1}, "Say": {0}, "add": {0}, "pickFiles": {0}, "pickTarget": {0},
	}
}

// shownFields are the fields whose texts are shown.
func shownFields() []string {
	return []string{"label", "Label", "Text", "text", "title", "Title", "PlaceHolder", "tip", "What", "Means", "Remedy"}
}

// sameEverywhere are texts that are no words of a language.
func sameEverywhere() []string { return []string{"SHA-256", "case", "Ctrl", "s"} }

// TestEveryTextThatIsShownIsTranslated looks through the code of the window: what is given to something that shows
// it has gone through the texts, and so has each key of the view models.
func TestEveryTextThatIsShownIsTranslated(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no code: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		positions := token.NewFileSet()
		parsed, err := parser.ParseFile(positions, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range untranslated(parsed) {
			t.Errorf("%s: %s goes to the screen without the texts", positions.Position(u.at), u.text)
		}
	}
}

func TestATextThatIsNotTranslatedIsFound(t *testing.T) {
	const code = `package p
	func f() {
		widget.NewLabel("Hello")
		newCaption("a: "+present.Count(1), c, s, false)
		newPress(t.Text(present.TextClose)+" ▾", l, f)
		newPress(present.TextClose, l, f)
		x := action{label: "Do it"}
		y.label = "Do that"
		c := command{"Go", k, nil, false}
		v.set("SHA-256 " + hash, c)
		v.set(t.Text("fine"), c)
		f.NewWindow(present.TextApp)
		canvas.NewText("m · m", c)
		z := map[string]string{"a": "b"}
	}`
	parsed, err := parser.ParseFile(token.NewFileSet(), "", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, u := range untranslated(parsed) {
		found = append(found, u.text)
	}
	slices.Sort(found)
	want := []string{`"Do it"`, `"Do that"`, `"Go"`, `"Hello"`, `"a: "`, `"m · m"`, "present.TextClose"}
	if !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
}

// shownText is a text that goes to the screen as it stands in the code.
type shownText struct {
	text string
	at   token.Pos
}

// untranslated finds the texts of a file that are shown without having been translated.
func untranslated(f *ast.File) []shownText {
	s := &screenTexts{by: shownBy(), fields: shownFields()}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := nameOf(n.Fun)
			if name == "Text" || name == "Key" || name == "Plural" {
				return false // it is translated, or collected for that
			}
			for _, i := range s.by[name] {
				if i < len(n.Args) {
					s.words(n.Args[i])
				}
			}
		case *ast.CompositeLit:
			s.composite(n)
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if sel, ok := left.(*ast.SelectorExpr); ok && i < len(n.Rhs) && slices.Contains(s.fields, sel.Sel.Name) {
					s.words(n.Rhs[i])
				}
			}
		case *ast.SelectorExpr:
			if isKey(n) {
				s.add("present."+n.Sel.Name, n.Pos())
			}
		}
		return true
	})
	return s.found
}

// isKey says of an expression that it is a text of the view models; the program's name is the same everywhere.
func isKey(n *ast.SelectorExpr) bool {
	x, ok := n.X.(*ast.Ident)
	return ok && x.Name == "present" && strings.HasPrefix(n.Sel.Name, "Text") && n.Sel.Name != "TextApp"
}

type screenTexts struct {
	by     map[string][]int
	fields []string
	found  []shownText
}

func (s *screenTexts) add(text string, at token.Pos) {
	if !slices.Contains(s.found, shownText{text, at}) {
		s.found = append(s.found, shownText{text, at})
	}
}

// words notes the words in an expression that is shown: itself, or what it is put together of.
func (s *screenTexts) words(e ast.Expr) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err == nil && strings.ContainsFunc(text, unicode.IsLetter) && !slices.Contains(sameEverywhere(), strings.TrimSpace(text)) {
			s.add(e.Value, e.Pos())
		}
	case *ast.BinaryExpr:
		s.words(e.X)
		s.words(e.Y)
	case *ast.ParenExpr:
		s.words(e.X)
	case *ast.CallExpr:
		if name := nameOf(e.Fun); name == "Sprintf" || name == "ToUpper" || name == "TrimSuffix" {
			s.words(e.Args[0])
		}
	}
}

// composite notes the words in values of the types that menus, sheets and file dialogs are made of.
func (s *screenTexts) composite(l *ast.CompositeLit) {
	for i, e := range l.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && slices.Contains(s.fields, key.Name) {
				s.words(kv.Value)
			}
			continue
		}
		if name := nameOf(l.Type); i == 0 && slices.Contains([]string{"action", "command", "filter"}, name) {
			s.words(e)
		}
	}
}

// nameOf is the last name of what is called or made.
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
