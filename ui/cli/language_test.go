package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meterscope/assets"
	"meterscope/importer/format"
	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/ui/lang"
)

// TestEveryTextIsTranslated holds the plain texts in the code against those of the translations: neither may have
// one that the other hasn't.
func TestEveryTextIsTranslated(t *testing.T) {
	wanted := textsOfTheCode(t)
	for _, code := range lang.Languages()[1:] {
		translated := translations(t, code)
		for _, text := range slices.Sorted(maps.Keys(wanted)) {
			if got, ok := translated[text]; !ok {
				t.Errorf("%s: no translation of %q (%s): assets/translations/README.md says where it goes", code, text, wanted[text])
			} else if !slices.Equal(verbsOf(text), verbsOf(got)) {
				t.Errorf("%s: %q and %q don't have the same verbs", code, text, got)
			} else if strings.Count(text, "|") != strings.Count(got, "|") && !strings.Contains(text, " ") {
				t.Errorf("%s: %q and %q don't have the same forms", code, text, got)
			}
		}
		for _, text := range slices.Sorted(maps.Keys(translated)) {
			if wanted[text] == "" {
				t.Errorf("%s: nothing needs the translation of %q", code, text)
			}
		}
	}
}

// translations reads the plain texts of a language.
func translations(t *testing.T, code string) map[string]string {
	t.Helper()
	files, err := assets.Translations(code)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for name, data := range files {
		switch name {
		case "findings.json", "phrases.json", "said.json": // package lang tests those
			continue
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for k, v := range texts {
			if _, ok := all[k]; ok {
				t.Errorf("%q is in two files", k)
			}
			all[k] = v
		}
	}
	return all
}

var verbPattern = regexp.MustCompile(`%(?:\[(\d+)\])?([svdqg])`)

// verbsOf gives the verbs of a template in the order of their values.
func verbsOf(template string) []string {
	verbs := map[int]string{}
	next := 1
	for _, m := range verbPattern.FindAllStringSubmatch(template, -1) {
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1]) // digits
		}
		verbs[next] = m[2]
		next++
	}
	var list []string
	for _, n := range slices.Sorted(maps.Keys(verbs)) {
		list = append(list, strconv.Itoa(n)+verbs[n])
	}
	return list
}

// textsOfTheCode finds the texts of the command line, the view models and the window, and where they stand.
func textsOfTheCode(t *testing.T) map[string]string {
	t.Helper()
	texts := textMap{}
	for _, dir := range []string{".", "..", "../present", "../desktop", "../lang"} {
		texts.scan(t, dir)
	}
	var out, errs bytes.Buffer
	e := &env{out: bufio.NewWriter(&out), stderr: &errs, progress: newProgress(&errs), language: lang.English}
	root := newRoot(e)
	root.InitDefaultHelpCmd()
	eachCommand(root, func(c *cobra.Command) {
		where := "command " + c.Name()
		for _, text := range []string{c.Use, c.Short, c.Long} {
			texts.add(text, where)
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { texts.add(f.Usage, where) })
		c.PersistentFlags().VisitAll(func(f *pflag.Flag) { texts.add(f.Usage, where) })
	})
	for _, r := range rule.Catalogue() {
		for _, text := range []string{r.Doc.Title, r.Doc.What, r.Doc.Why, r.Doc.Remedy} {
			texts.add(text, "rule "+string(r.ID))
		}
		for _, p := range r.Params {
			texts.add(p.Text, "rule "+string(r.ID))
		}
	}
	for _, f := range format.All() {
		texts.add(f.Info().Title, "format "+f.Info().ID)
		texts.add(f.Info().Doc, "format "+f.Info().ID)
	}
	for s := model.SeverityInfo; s <= model.SeverityError; s++ {
		texts.add(s.String(), "severity")
	}
	for m := time.January; m <= time.December; m++ {
		texts.add(m.String(), "month")
		texts.add(m.String()[:3]+"##month", "month")
	}
	return texts
}

// textMap maps texts to where they stand.
type textMap map[string]string

// add notes a text, unless it has no letters to translate.
func (m textMap) add(text, where string) {
	if strings.ContainsFunc(verbPattern.ReplaceAllString(text, ""), unicode.IsLetter) {
		m[text] = where
	}
}

// scan finds the texts in the code of a folder: what is given to a method that translates, and the constants of
// texts.
func (m textMap) scan(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				m.call(n, file)
			case *ast.CompositeLit:
				m.literal(n, file)
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if strings.HasPrefix(name.Name, "Text") && i < len(n.Values) {
						m.expression(n.Values[i], file)
					}
				}
			}
			return true
		})
	}
}

// call notes the texts in the arguments of a call.
func (m textMap) call(c *ast.CallExpr, file string) {
	name := ""
	switch f := c.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	at := map[string]int{"Text": 0, "heading": 0, "line": 0, "usagef": 0, "choose": 1}
	switch i, ok := at[name]; {
	case name == "Key" && len(c.Args) == 1:
		if text, ok := literalText(c.Args[0]); ok {
			m[text] = file
		}
	case ok && i < len(c.Args):
		m.expression(c.Args[i], file)
	case name == "Plural" && len(c.Args) >= 3:
		one, ok := literalText(c.Args[len(c.Args)-2])
		many, also := literalText(c.Args[len(c.Args)-1])
		if ok && also {
			m.add(one+"|"+many, file)
		}
	}
}

// literal notes the texts in values that are translated where they are shown.
func (m textMap) literal(l *ast.CompositeLit, file string) {
	name, ok := l.Type.(*ast.Ident)
	if !ok {
		return
	}
	switch name.Name {
	case "column":
		m.expression(l.Elts[0], file)
	}
}

func (m textMap) expression(e ast.Expr, file string) {
	if text, ok := literalText(e); ok {
		m.add(text, file)
	}
}

// literalText is the value of a string in the code, which may be put together of several.
func literalText(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literalText(e.X)
		b, also := literalText(e.Y)
		return a + b, ok && also
	}
	return "", false
}

func TestTheLanguageIsThatOfTheFlagElseTheSystems(t *testing.T) {
	for _, c := range []struct {
		name   string
		args   []string
		system string
		want   string
	}{
		{"neither says one", []string{"check", "a.log"}, "", "en"},
		{"the system's", []string{"check", "a.log"}, "de_DE.UTF-8", "de"},
		{"the flag's", []string{"check", "a.log", "--lang", "de"}, "en_US.UTF-8", "de"},
		{"the flag's with a sign", []string{"check", "--lang=en", "a.log"}, "de_DE.UTF-8", "en"},
		{"the last of two flags", []string{"--lang", "en", "check", "--lang=de"}, "", "de"},
		{"what follows -- is no flag", []string{"check", "--", "--lang", "de"}, "", "en"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := &env{}
			if err := e.speak(c.args, func(string) string { return c.system }); err != nil || e.t.Code() != c.want {
				t.Errorf("%q, %v", e.t.Code(), err)
			}
		})
	}
}

func TestGermanJSONHasTheSameKeysAndNumbers(t *testing.T) {
	file := sampleFile(t)
	read := func(code string) map[string]any {
		var out, errs bytes.Buffer
		Run(context.Background(), []string{"check", file, "--format", "json", "--lang", code}, strings.NewReader(""), &out, &errs)
		var v map[string]any
		if err := json.Unmarshal(out.Bytes(), &v); err != nil {
			t.Fatalf("%v: %s", err, errs.String())
		}
		return v
	}
	en, de := read("en"), read("de")
	for _, list := range []string{"transactions", "findings"} {
		a, _ := en[list].([]any)
		b, _ := de[list].([]any)
		if len(a) == 0 || len(a) != len(b) {
			t.Fatalf("%d and %d %s", len(a), len(b), list)
		}
		for i := range a {
			x, _ := a[i].(map[string]any)
			y, _ := b[i].(map[string]any)
			for key := range x {
				text := key == "summary" || key == "title" || key == "message"
				p, err := json.Marshal(x[key])
				q, also := json.Marshal(y[key])
				if err != nil || also != nil || bytes.Equal(p, q) == text {
					t.Errorf("%s %d: %s is %s and %s", list, i, key, p, q)
				}
			}
		}
	}
}
