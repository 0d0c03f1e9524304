//go:build !headless

package ui

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"meterscope/assets"
	"meterscope/ui/cli"
	"meterscope/ui/desktop"
	"meterscope/ui/lang"
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
	system := lang.System(languageOf(runtime.GOOS, os.Getenv, desktop.SystemLanguage))
	t, once, args, err := cli.Language(args, system)
	if err != nil {
		tell(stderr, err.Error())
		return exitFailed
	}
	if reason := noDisplay(t, runtime.GOOS, os.Getenv, answers); reason != "" {
		tell(stderr, t.Text("%s: the window can't be shown. The commands need none: meterscope --help", reason))
		return exitFailed
	}
	path, err := present.DefaultCase()
	if err != nil {
		tell(stderr, t.Text("there is no folder for the default case: %s; set %s to a folder that can be written",
			t.Said(err.Error()), t.Text(configVariables(runtime.GOOS))))
		return exitFailed
	}
	files, socket := filesOf(args), socketPath(os.Getenv, os.UserCacheDir, path)
	if handOver(socket, files) {
		return exitDone
	}
	ctx, closed := context.WithCancel(ctx)
	defer closed()
	const most = 16 // that wait, while the window has no time
	handed := make(chan []string, most)
	_ = listenForFiles(ctx, socket, func(files []string) { handed <- files }) // else each start has a window of its own
	present.SpareMemory(ctx)
	opt := desktop.Options{
		Icon: assets.SmallIcon(), Version: cli.Version, Case: path, Files: files, Language: once, System: system,
		Handed: handed, Closed: closed,
	}
	if err := desktop.Run(ctx, present.NewEngine(time.Now, time.Local), opt); err != nil {
		tell(stderr, t.Said(err.Error()))
		return exitFailed
	}
	return exitDone
}

// languageOf is the environment as far as it names languages. Windows and macOS give programs that are started from
// the desktop none: there the system is asked for its locale.
func languageOf(system string, env func(key string) string, locale func() string) func(key string) string {
	return func(key string) string {
		v := env(key)
		if v == "" && key == "LANG" && (system == "windows" || system == "darwin") {
			return locale()
		}
		return v
	}
}

// configVariables names what says where the user's configuration lies, as os.UserConfigDir has it.
func configVariables(system string) string {
	switch system {
	case "windows":
		return "AppData"
	case "darwin", "ios":
		return "HOME"
	}
	return lang.Key("HOME or XDG_CONFIG_HOME")
}

// noDisplay says why no window can be shown; "" if one can. Elsewhere than on X11 there always is a display.
// A display on another machine is not tried.
func noDisplay(t *lang.Texts, system string, env func(string) string, answers func(number string) bool) string {
	switch system {
	case "windows", "darwin":
		return ""
	}
	display := env("DISPLAY")
	if display == "" && env("WAYLAND_DISPLAY") != "" {
		return t.Text("there is no X11 display (DISPLAY is not set; on Wayland, XWayland gives one)")
	}
	if display == "" {
		return t.Text("there is no display (DISPLAY is not set)")
	}
	host, number, ok := strings.Cut(display, ":")
	number, _, _ = strings.Cut(number, ".")
	if ok && (host == "" || host == "unix") && !answers(number) {
		return t.Text("display %s doesn't answer", display)
	}
	return ""
}

// answers says that an X server of this machine listens for a display: at its local socket.
func answers(number string) bool {
	const socket = "/tmp/.X11-unix/X"
	for _, name := range []string{"@" + socket + number, socket + number} {
		if c, err := net.Dial("unix", name); err == nil {
			_ = c.Close() // it was only tried
			return true
		}
	}
	return false
}

// filesOf are the arguments that name files, as full paths: a case is opened again from elsewhere. What a system
// adds of its own (-psn_…) is left out.
func filesOf(args []string) []string {
	var files []string
	for _, a := range args {
		if strings.HasPrefix(a, "-") {
			continue
		}
		if full, err := filepath.Abs(a); err == nil {
			a = full
		}
		files = append(files, a)
	}
	return files
}

func tell(w io.Writer, text string) {
	_, _ = fmt.Fprintln(w, "meterscope: "+text) // there is nowhere else to tell it
}
