//go:build !headless

package ui

import (
	"bytes"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestWithoutADisplayThereIsOneLineAndStatus2(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("there always is a display")
	}
	t.Setenv("LANGUAGE", "en")
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var out, errs bytes.Buffer
	if code := Run(nil, strings.NewReader(""), &out, &errs); code != 2 {
		t.Errorf("status %d", code)
	}
	if got := errs.String(); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "meterscope: there is no display (DISPLAY is not set)") || out.Len() > 0 {
		t.Errorf("said %q and %q", got, out.String())
	}
}

func TestCommandsNeedNoDisplay(t *testing.T) {
	t.Setenv("LANGUAGE", "en")
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var out, errs bytes.Buffer
	if code := Run([]string{"version"}, strings.NewReader(""), &out, &errs); code != 0 || !strings.Contains(out.String(), "meterscope") {
		t.Errorf("status %d: %s%s", code, out.String(), errs.String())
	}
}

func TestDisplayIsLookedForWhereItCanBeMissing(t *testing.T) {
	zero := func(number string) bool { return number == "0" }
	for _, c := range []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"windows", nil, ""}, {"darwin", nil, ""},
		{"linux", nil, "there is no display (DISPLAY is not set)"},
		{"linux", map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, "there is no X11 display (DISPLAY is not set; on Wayland, XWayland gives one)"},
		{"linux", map[string]string{"DISPLAY": ":0.1"}, ""},
		{"linux", map[string]string{"DISPLAY": "unix:7"}, "display unix:7 doesn't answer"},
		{"freebsd", map[string]string{"DISPLAY": "localhost:10.0"}, ""},
	} {
		if got := noDisplay(nil, c.system, func(k string) string { return c.env[k] }, zero); got != c.want {
			t.Errorf("%s %v: %q", c.system, c.env, got)
		}
	}
	if answers("4711") {
		t.Error("display 4711 answers")
	}
}

func TestFilesAreNamedInFull(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	here, err := filepath.Abs("a.log")
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "b.meterscope")
	if got := filesOf([]string{"a.log", "-psn_0_1", other}); !slices.Equal(got, []string{here, other}) {
		t.Errorf("files %v", got)
	}
}
