package cli

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
)

// What the README shows is what the program prints.
func TestReadmeShowsRealOutput(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("../../assets/samples")
	examples := 0
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		for _, part := range strings.Split("\n"+block[1], "\n$ meterscope ")[1:] {
			command, want, _ := strings.Cut(part, "\n")
			examples++
			var out, errs bytes.Buffer
			Run(context.Background(), strings.Fields(command), strings.NewReader(""), &out, &errs)
			if got := strings.TrimRight(out.String(), "\n"); got != strings.TrimRight(want, "\n") || errs.Len() > 0 {
				t.Errorf("meterscope %s prints\n%s\n%s\nthe README shows\n%s", command, got, errs.String(), want)
			}
		}
	}
	if examples < 3 {
		t.Errorf("only %d examples were found", examples)
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
