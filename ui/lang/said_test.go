package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestWhatTheLayersBelowSayIsTranslated looks for the source of each text that said.json knows: in the code of the
// program, or among what the libraries say. And it says the errors that the program knows by name.
func TestWhatTheLayersBelowSayIsTranslated(t *testing.T) {
	literals, errors := textsBelow(t)
	for _, code := range Languages()[1:] {
		texts, err := Load(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, english := range texts.said.keys() {
			for part := range strings.SplitSeq(english, ": ") { // errors are put together of those
				if !standsIn(part, literals) {
					t.Errorf("%s: nobody says %q", code, english)
					break
				}
			}
		}
		for _, english := range errors {
			if texts.Said(english) == english {
				t.Errorf("%s: no translation of the error %q", code, english)
			}
		}
	}
}

// standsIn says that the words of a template stand in the texts, one after the other.
func standsIn(english string, texts []string) bool {
	from, err := parseTemplate(english)
	if err != nil {
		return false
	}
	for _, text := range texts {
		rest, ok := text, true
		for _, l := range from.literals {
			i := strings.Index(rest, strings.TrimSpace(l))
			if ok = i >= 0; !ok {
				break
			}
			rest = rest[i:]
		}
		if ok {
			return true
		}
	}
	return false
}

// textsBelow gives the texts in the code below ui and in it, and those of errors that have a name: what libraries
// and systems say is among the former.
func textsBelow(t *testing.T) (literals, errors []string) {
	t.Helper()
	literals = []string{
		"no such file or directory", "permission denied", "is a directory", "not a directory", "file exists",
		"no space left on device", "read-only file system", "input/output error", "unexpected EOF",
		"unknown flag: --x", "unknown shorthand flag: 'x' in -x", "flag needs an argument: --x", "bad flag syntax: --=",
		`invalid argument "x" for "--width" flag: strconv.ParseInt: parsing "x": invalid syntax`, "value out of range",
		"open x: no such file", "read x: is a directory",
		// Put together in the code of several.
		"the case file was made by a newer Meterscope (its version is 9, ours 1)",
		"the case file can't be written, and it is of an older version (1)",
		"if you trust it, unpack it yourself and open the log", "more than 64 MB of zip from a pipe",
	}
	for _, what := range []string{"energy", "power", "current", "voltage", "state of charge", "temperature"} {
		literals = append(literals, "No "+what+" values in this transaction")
	}
	for _, dir := range []string{"../../model", "../../importer", "../../charts", "../cli", "../present"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BasicLit:
					if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
						literals = append(literals, s)
					}
				case *ast.ValueSpec:
					errors = append(errors, namedErrors(n)...)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return literals, errors
}

// namedErrors gives the texts of exported errors: var ErrFull = errors.New("the disk is full").
func namedErrors(v *ast.ValueSpec) []string {
	var texts []string
	for i, name := range v.Names {
		if !strings.HasPrefix(name.Name, "Err") || i >= len(v.Values) {
			continue
		}
		if call, ok := v.Values[i].(*ast.CallExpr); ok && len(call.Args) == 1 {
			if lit, ok := call.Args[0].(*ast.BasicLit); ok {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					texts = append(texts, s)
				}
			}
		}
	}
	return texts
}
