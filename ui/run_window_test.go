//go:build !headless

package ui

import (
	"bytes"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"meterscope/ui/lang"
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

func TestWithoutAFolderForTheDefaultCaseItSaysWhatToSet(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems name other variables")
	}
	if noDisplay(nil, runtime.GOOS, func(k string) string { return map[string]string{"DISPLAY": "elsewhere:0"}[k] }, answers) != "" {
		t.Fatal("a display elsewhere is taken as missing")
	}
	t.Setenv("DISPLAY", "elsewhere:0")
	t.Setenv("HOME", "")
	t.Setenv("XDG_CONFIG_HOME", "")
	for code, want := range map[string]string{
		"en": "set HOME or XDG_CONFIG_HOME to a folder that can be written\n",
		"de": "HOME oder XDG_CONFIG_HOME auf einen beschreibbaren Ordner setzen\n",
	} {
		var out, errs bytes.Buffer
		if status := Run([]string{"--lang", code}, strings.NewReader(""), &out, &errs); status != 2 || !strings.HasSuffix(errs.String(), want) || out.Len() > 0 {
			t.Errorf("%s: status %d, said %q", code, status, errs.String())
		}
	}
}

func TestALanguageWithoutTextsIsRefusedBeforeTheWindow(t *testing.T) {
	t.Setenv("LANGUAGE", "en")
	var out, errs bytes.Buffer
	if code := Run([]string{"--lang", "tlh"}, strings.NewReader(""), &out, &errs); code != 2 || !strings.Contains(errs.String(), "it knows en, de") {
		t.Errorf("status %d, said %q", code, errs.String())
	}
}

func TestTheSystemIsAskedForItsLanguageWhereTheEnvironmentHasNone(t *testing.T) {
	german := func() string { return "de-AT" }
	for _, c := range []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"windows", nil, "de"},
		{"darwin", nil, "de"},
		{"windows", map[string]string{"LANG": "en_US.UTF-8"}, "en"},
		{"darwin", map[string]string{"LC_ALL": "en_GB"}, "en"},
		{"linux", nil, "en"},
		{"linux", map[string]string{"LANG": "de_DE.UTF-8"}, "de"},
	} {
		if got := lang.System(languageOf(c.system, func(k string) string { return c.env[k] }, german)); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.system, c.env, got, c.want)
		}
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
