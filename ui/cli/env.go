package cli

import (
	"bufio"
	"io"
	"os"

	"golang.org/x/term"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// env is where a command reads and writes.
type env struct {
	stdin    io.Reader
	out      *bufio.Writer // standard output
	stderr   io.Writer
	terminal bool // standard output is one
	style    style
	width    int // of the terminal, in characters
	progress *progress
	t        *lang.Texts
	language string // as --lang has it, else the system's

	locks  []func() // lets go of the cases that are written to
	goesOn bool     // the same command, run again, goes on where it was interrupted
}

// tell writes one line to standard error.
func (e *env) tell(line string) {
	e.progress.clear()
	// A message that can't be written has nobody left to be told.
	_, _ = io.WriteString(e.stderr, "meterscope: "+present.PlainText(line)+"\n")
}

// isTerminal says whether the stream is a terminal.
func isTerminal(s any) bool {
	f, ok := s.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) //nolint:gosec // a file descriptor fits
}

// lock makes this command the one that writes to a case, until it ends. A window that has it open, or another command,
// is [present.ErrInUse].
func (e *env) lock(path string) error {
	release, err := present.LockCase(path)
	if err == nil {
		e.locks = append(e.locks, release)
	}
	return err
}

// letGo ends what lock began.
func (e *env) letGo() {
	for _, release := range e.locks {
		release()
	}
	e.locks = nil
}
