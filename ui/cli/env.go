package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"meterscope/model/store"
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
	_, _ = io.WriteString(e.stderr, "meterscope: "+plainText(line)+"\n")
}

// isTerminal says whether the stream is a terminal.
func isTerminal(s any) bool {
	f, ok := s.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) //nolint:gosec // a file descriptor fits
}

// plainText makes a text from a log safe to print: one line, without control characters that a terminal would
// obey.
func plainText(s string) string {
	clean := func(r rune) bool {
		return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' ||
			r >= '\u2066' && r <= '\u2069'
	}
	if strings.IndexFunc(s, clean) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case clean(r):
			return '\ufffd'
		}
		return r
	}, s)
}

// lock makes this command the one that writes to a case, until it ends. A window that has it open, or another command,
// is [store.ErrLocked].
func (e *env) lock(path string) error {
	release, err := present.LockCase(path)
	if errors.Is(err, present.ErrInUse) {
		return fmt.Errorf("open %s: %w", path, store.ErrLocked)
	}
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
