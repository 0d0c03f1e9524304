//go:build !headless

package ui

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"meterscope/assets"
	"meterscope/ui/cli"
	"meterscope/ui/desktop"
	"meterscope/ui/present"
)

const (
	exitDone   = 0
	exitFailed = 2
)

// Run does what the arguments say and gives the exit status: a command of the command line, else the window,
// with the files that are named.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx := context.Background()
	if code, handled := cli.Run(ctx, args, stdin, stdout, stderr); handled {
		return code
	}
	if !hasDisplay(runtime.GOOS, os.Getenv) {
		tell(stderr, "there is no display for the window. Set DISPLAY or WAYLAND_DISPLAY, or use a command: meterscope --help")
		return exitFailed
	}
	path, err := present.DefaultCase()
	if err != nil {
		tell(stderr, fmt.Sprintf("there is no folder for the default case: %v", err))
		return exitFailed
	}
	if err := openWindow(ctx, path, filesOf(args)); err != nil {
		tell(stderr, err.Error())
		return exitFailed
	}
	return exitDone
}

// openWindow shows the window until it is closed.
func openWindow(ctx context.Context, path string, files []string) error {
	return desktop.Run(ctx, present.NewEngine(time.Now, time.Local), desktop.Options{
		Icon: assets.SmallIcon(), Version: cli.Version, Case: path, Files: files,
	})
}

// hasDisplay says whether a window can be shown: elsewhere than on X11 and Wayland there always is a display.
func hasDisplay(system string, env func(string) string) bool {
	switch system {
	case "windows", "darwin":
		return true
	}
	return env("DISPLAY") != "" || env("WAYLAND_DISPLAY") != ""
}

// filesOf are the arguments that name files; what a system adds of its own (-psn_…) is left out.
func filesOf(args []string) []string {
	var files []string
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			files = append(files, a)
		}
	}
	return files
}

func tell(w io.Writer, text string) {
	_, _ = fmt.Fprintln(w, "meterscope: "+text) // there is nowhere else to tell it
}
