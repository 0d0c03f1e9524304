package version

import (
	"os"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
)

func TestNumberIsThatOfThePackage(t *testing.T) {
	app, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(app), "\nVersion = \""+Number+"\"\n") {
		t.Errorf("FyneApp.toml has another version than %s", Number)
	}
	if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(Number) {
		t.Errorf("%q is no version that every system's packages take", Number)
	}
}

func TestCommitIsThatOfTheBuild(t *testing.T) {
	info := &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}}}
	if got := commitOf(info, true); got != "abc (with changes)" {
		t.Errorf("got %q", got)
	}
	if got := commitOf(nil, false); got != "" {
		t.Errorf("got %q", got)
	}
	if got := line("abc"); got != "Meterscope "+Number+", commit abc" {
		t.Errorf("got %q", got)
	}
	if got := line(""); got != "Meterscope "+Number {
		t.Errorf("got %q", got)
	}
}
