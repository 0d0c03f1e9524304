package assets_test

import (
	"flag"
	"os"
	"testing"

	"meterscope/importer/format"
)

var update = flag.Bool("update", false, "write docs/formats.md anew")

func TestPageOfFormatsIsFresh(t *testing.T) {
	const page = "docs/formats.md"
	want := format.Markdown()
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
		t.Errorf("%s is not what the formats say: run go test ./assets -update", page)
	}
}
