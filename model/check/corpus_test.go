package check_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/store"
)

const corpus = "../../../shared/corpus"

// TestFindingsOfTheField holds what is found in each log of the field: every line of the golden was read by hand with
// the log beside it. It names places, never what stands there; with -v the messages are logged.
func TestFindingsOfTheField(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus here")
	}
	var got strings.Builder
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(corpus, path)
		fmt.Fprintf(&got, "%s\n%s", filepath.ToSlash(name), foundInFile(t, path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/corpus.golden", got.String())
}

// spoken is what one rule says of one transaction.
type spoken struct {
	rule     model.RuleID
	severity model.Severity
	tx       model.TransactionKey
}

func foundInFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := openCase(t)
	in := []importer.Input{{Path: filepath.Base(path), Reader: strings.NewReader(string(text))}}
	report, err := importer.Run(t.Context(), in, check.NewSink(c, check.Options{}), importer.Options{})
	if err != nil {
		return "  " + err.Error() + "\n"
	}
	if err := report.Sources[0].Err; err != nil {
		return "  " + err.Error() + "\n"
	}
	lines, places := map[spoken][]int{}, map[spoken]int{}
	for f, err := range c.Findings(t.Context(), store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		k := spoken{f.Rule, f.Severity, f.Transaction}
		lines[k] = append(lines[k], f.At.Line)
		places[k] += f.Count
		if len(lines[k]) <= 3 {
			t.Logf("%s:%d %s %s: %s", filepath.Base(path), f.At.Line, f.Rule, f.Severity, rule.Message(*f))
		}
	}
	all := make([]spoken, 0, len(lines))
	for k := range lines {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b spoken) int {
		return cmp.Or(cmp.Compare(a.tx, b.tx), cmp.Compare(a.rule, b.rule), cmp.Compare(a.severity, b.severity))
	})
	var b strings.Builder
	for _, k := range all {
		fmt.Fprintf(&b, "  %s %s lines %s, places %d", k.rule, k.severity, shortList(lines[k]), places[k])
		if k.tx > 0 {
			fmt.Fprintf(&b, ", transaction %d", k.tx)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func shortList(lines []int) string {
	const most = 6
	var s []string
	for i, n := range lines {
		if i == most-1 && len(lines) > most {
			s = append(s, "…", fmt.Sprint(lines[len(lines)-1]))
			break
		}
		s = append(s, fmt.Sprint(n))
	}
	return strings.Join(s, " ")
}
