package present

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write assets/docs/search.md anew")

func TestPageOfTheSearchIsFresh(t *testing.T) {
	const page = "../../assets/docs/search.md"
	want := "# The search\n\n" + SearchHelp(nil)
	if *update {
		const readable = 0o644
		if err := os.WriteFile(page, []byte(want), readable); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the search understands: run go test ./ui/present -update", page)
	}
}

func TestHelpTellsOfEveryFieldOfTheSearch(t *testing.T) {
	h := NewHelp(nil, "Ctrl")
	h.Open("Search language")
	c, ok := h.Chapter()
	if !ok || !strings.Contains(c.Text, "kwh>30") {
		t.Fatalf("the help has no chapter about the search: %q", c.Title)
	}
	for _, f := range searchFields() {
		if !strings.Contains(c.Text, "`"+f.example+"`") {
			t.Errorf("nothing is said of %s", f.names[0])
		}
	}
}
