package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"meterscope/ui/lang"

	"meterscope/importer/headroom"
)

// Exit statuses.
const (
	exitDone        = 0
	exitFindings    = 1 // check only: a finding at or above --fail-on
	exitFailed      = 2
	exitInterrupted = 130
	exitBrokenPipe  = 141 // as a shell says of a program that ends by SIGPIPE
)

// errFindings makes check end with its own status; it is no error to speak of.
var errFindings = errors.New("findings at or above --fail-on")

// errPartial makes a command end as failed after it printed what there was: the user was told about the rest.
var errPartial = errors.New("some sources could not be read")

// Run runs the command that args name and gives its exit status. handled is false where args name no command
// but at most files: that is the window's to open.
//
// An interrupt (SIGINT, SIGTERM) ends the command in an orderly way, with status 130.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int, handled bool) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A reader that has seen enough (| head) must not leave a temporary case behind: without the signal the
	// write fails, and the command ends in order.
	signal.Ignore(syscall.SIGPIPE)
	defer signal.Reset(syscall.SIGPIPE)
	const buffer = 64 << 10
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	pipe := &pipeWriter{to: stdout, closed: enough}
	out := bufio.NewWriterSize(pipe, buffer)
	e := &env{stdin: stdin, out: out, stderr: stderr, terminal: isTerminal(stdout), style: newStyle(stdout), width: lineWidth(stdout)}
	defer headroom.Keep(headroom.Import)()
	e.progress = newProgress(stderr)
	defer e.letGo()
	err := e.speak(args, lang.Environment(os.Getenv))
	e.progress.t = e.t
	root := newRoot(e)
	if !isCommand(root, args) {
		return 0, false
	}
	if err != nil {
		return e.finish(ctx, err), true
	}
	e.translate(root)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(out)
	root.SetErr(stderr)
	err = root.ExecuteContext(ctx)
	e.progress.clear()
	if pipe.broken {
		return exitBrokenPipe, true
	}
	if ferr := out.Flush(); ferr != nil && ctx.Err() == nil {
		err = fmt.Errorf("write the output: %w", ferr)
	}
	return e.finish(ctx, err), true
}

// pipeWriter ends the command where nobody reads its output any longer.
type pipeWriter struct {
	to     io.Writer
	closed func()
	broken bool
}

func (w *pipeWriter) Write(b []byte) (int, error) {
	n, err := w.to.Write(b)
	if errors.Is(err, syscall.EPIPE) {
		w.broken = true
		w.closed()
	}
	return n, err
}

// finish turns an error into a sentence and a status.
func (e *env) finish(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errPartial):
		return exitFailed
	case ctx.Err() != nil:
		text := e.t.Text("interrupted")
		if e.goesOn {
			text += e.t.Text(": run the same command again, and it goes on where it stopped")
		}
		e.tell(text)
		return exitInterrupted
	}
	e.tell(sentence(e.t, err))
	return exitFailed
}

// isCommand says whether args are for the command line rather than for the window.
func isCommand(root *cobra.Command, args []string) bool {
	if len(args) == 0 {
		return false
	}
	first := args[0]
	if value, rest := cutLang(args); value != "" && len(rest) > 0 && len(rest) < len(args) && strings.HasPrefix(first, "--lang") {
		first = rest[0]
	}
	if strings.HasPrefix(first, "-") {
		// Systems hand a window arguments of their own (-psn_…); those are not ours to refuse.
		return slices.Contains([]string{"-h", "--help", "-v", "--version"}, first)
	}
	names := []string{"help", "completion", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}
	for _, c := range root.Commands() {
		names = append(names, c.Name())
		names = append(names, c.Aliases...)
	}
	if slices.Contains(names, first) {
		return true
	}
	// A mistyped command is better told here than by a window that can't find the file.
	_, err := os.Stat(first)
	return err != nil && !strings.ContainsAny(first, `./\:`)
}

func newRoot(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "meterscope [command] [file…]",
		Short: "Inspect the meter values in OCPP 1.6 charging logs",
		Long: `Meterscope finds out what really happened in a charging session: it reads logs with OCPP 1.6
MeterValues, checks each message and each transaction, and shows where it says so.

Without a command it opens its window, with the files that are given. With a command it needs no display.
FILE is a log, an archive, a folder, a case file (*.meterscope), or - for standard input.

Exit status: 0 done · 1 "check" found an error · 2 it could not be done · 130 interrupted`,
		Example: `  meterscope check day.log
  meterscope transactions day.log --format csv
  meterscope plot day.log --transaction id:42 --plot all -o plot.png
  meterscope import --case dispute.meterscope day.log`,
		SuggestionsMinimumDistance: 2,
		SilenceErrors:              true,
		SilenceUsage:               true,
		Args:                       cobra.ArbitraryArgs,
		CompletionOptions:          cobra.CompletionOptions{HiddenDefaultCmd: true},
		Version:                    Version,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknown(cmd, args[0])
		},
	}
	root.SetVersionTemplate("meterscope {{.Version}}\n")
	root.SetFlagErrorFunc(unknownFlag)
	root.AddCommand(
		newCheck(e), newImport(e), newTransactions(e), newSamples(e), newAccounts(e), newPlot(e),
		newEvidence(e), newExport(e), newRules(e), newFormats(e), newVersion(e),
	)
	addLang(root, e)
	addHelp(root, e)
	return root
}

func unknown(cmd *cobra.Command, name string) error {
	if s := cmd.SuggestionsFor(name); len(s) > 0 {
		return usagef("unknown command or file %q: did you mean %q?", name, s[0])
	}
	return usagef("unknown command or file %q: meterscope --help lists the commands", name)
}
