package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the README shows is what the program prints; -update writes it anew.
func TestReadmeShowsRealOutput(t *testing.T) {
	path, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("../../assets/samples")
	examples := 0
	fresh := regexp.MustCompile("(?s)```console\n.*?```").ReplaceAllStringFunc(string(readme), func(block string) string {
		var b strings.Builder
		b.WriteString("```console\n")
		for line := range strings.Lines(block) {
			command, ok := strings.CutPrefix(line, "$ meterscope ")
			if !ok {
				continue
			}
			examples++
			var out, errs bytes.Buffer
			Run(context.Background(), strings.Fields(command), strings.NewReader(""), &out, &errs)
			b.WriteString(line + out.String() + errs.String())
		}
		return b.String() + "```"
	})
	const least, readable = 3, 0o644
	if examples < least {
		t.Errorf("only %d examples were found", examples)
	}
	if *update {
		if err := os.WriteFile(path, []byte(fresh), readable); err != nil {
			t.Fatal(err)
		}
	} else if fresh != string(readme) {
		t.Errorf("the README doesn't show what the program prints: run go test ./ui/cli -update. It prints\n%s", fresh)
	}
}

// The two commands of the README stand in lines of their own, as .ci/run and a newcomer need them.
func TestReadmeHasItsTwoCommands(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{
		"sudo apt-get update && sudo apt-get install -y gcc libgl1-mesa-dev xorg-dev && go run . assets/samples/dispute.log",
		"go test -tags ci ./...",
	} {
		if !strings.Contains(string(readme), "\n```sh\n"+command+"\n```\n") {
			t.Errorf("the README doesn't have %q in a block of its own", command)
		}
	}
}
