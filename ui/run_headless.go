//go:build headless

package ui

import (
	"context"
	"fmt"
	"io"
	"os"

	"meterscope/ui/cli"
	"meterscope/ui/lang"
)

// Run does what the arguments say and gives the exit status. This build has no window.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	code, handled := cli.Run(context.Background(), args, stdin, stdout, stderr)
	if handled {
		return code
	}
	t, err := lang.Load(lang.System(os.Getenv))
	if err != nil {
		t = nil // English will do
	}
	text := t.Text("this build has no window: use a command. meterscope --help lists them")
	_, _ = fmt.Fprintln(stderr, "meterscope: "+text) // nowhere else to tell it
	return 2
}
