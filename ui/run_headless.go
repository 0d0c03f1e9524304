//go:build headless

package ui

import (
	"context"
	"fmt"
	"io"

	"meterscope/ui/cli"
)

// Run does what the arguments say and gives the exit status. This build has no window.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	code, handled := cli.Run(context.Background(), args, stdin, stdout, stderr)
	if handled {
		return code
	}
	_, _ = fmt.Fprintln(stderr, "meterscope: this build has no window: use a command. meterscope --help lists them") // nowhere else to tell it
	return 2
}
