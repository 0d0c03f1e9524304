package present

import (
	"path/filepath"
	"strconv"
	"testing"
)

func TestCasesThatWereOpenLastComeFirst(t *testing.T) {
	dir := t.TempDir()
	at := func(folder, name string) string { return filepath.Join(dir, folder, name+CaseEnding) }
	r := ParseRecent("")
	for _, p := range []string{at("a", "one"), at("a", "two"), at("b", "one"), at("a", "one")} {
		r.Opened(p)
	}
	if r.Opened(at("a", "one")) {
		t.Error("the one that is open has changed something")
	}
	r = ParseRecent(r.String())
	var labels []string
	for _, c := range r.Choices(nil, at("a", "two")) {
		labels = append(labels, c.Label)
	}
	if len(labels) != 2 || labels[0] != "one (a)" || labels[1] != "one (b)" {
		t.Errorf("choices %q", labels)
	}
	for i := range 20 {
		r.Opened(at("c", strconv.Itoa(i)))
	}
	if n := len(r.Choices(nil, "")); n != recentMost {
		t.Errorf("%d are remembered", n)
	}
	r.Clear()
	if r.String() != "" {
		t.Errorf("cleared, it is %q", r.String())
	}
	for _, broken := range []string{"{", `["relative"]`, `[1]`} {
		if n := len(ParseRecent(broken).Choices(nil, "")); n != 0 {
			t.Errorf("%s: %d cases", broken, n)
		}
	}
}
