//go:build !headless

package ui

import (
	"bytes"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestWithoutADisplayThereIsOneLineAndStatus2(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("there always is a display")
	}
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var out, errs bytes.Buffer
	if code := Run(nil, strings.NewReader(""), &out, &errs); code != 2 {
		t.Errorf("status %d", code)
	}
	if got := errs.String(); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "meterscope: there is no display") || out.Len() > 0 {
		t.Errorf("said %q and %q", got, out.String())
	}
}

func TestCommandsNeedNoDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var out, errs bytes.Buffer
	if code := Run([]string{"version"}, strings.NewReader(""), &out, &errs); code != 0 || !strings.Contains(out.String(), "meterscope") {
		t.Errorf("status %d: %s%s", code, out.String(), errs.String())
	}
}

func TestDisplayIsLookedForWhereItCanBeMissing(t *testing.T) {
	env := func(set ...string) func(string) string {
		return func(name string) string {
			if slices.Contains(set, name) {
				return ":0"
			}
			return ""
		}
	}
	for _, c := range []struct {
		system string
		env    func(string) string
		want   bool
	}{
		{"linux", env(), false}, {"linux", env("DISPLAY"), true}, {"freebsd", env("WAYLAND_DISPLAY"), true},
		{"windows", env(), true}, {"darwin", env(), true},
	} {
		if got := hasDisplay(c.system, c.env); got != c.want {
			t.Errorf("%s: %v", c.system, got)
		}
	}
	if got := filesOf([]string{"a.log", "-psn_0_1", "b.meterscope"}); !slices.Equal(got, []string{"a.log", "b.meterscope"}) {
		t.Errorf("files %v", got)
	}
}
