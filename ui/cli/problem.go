package cli

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// usageError is a mistake in how the program was called: a text and what stands in it.
type usageError struct {
	format string
	args   []any
}

func usagef(format string, a ...any) error { return usageError{format, a} }

func (e usageError) Error() string { return e.in(nil) }

func (e usageError) in(t *lang.Texts) string {
	args := slices.Clone(e.args)
	for i, a := range args {
		if err, ok := a.(error); ok {
			args[i] = t.Said(err.Error())
		}
	}
	return t.Text(e.format, args...)
}

// fileError is an error with a file, and what was tried with it.
type fileError struct {
	doing present.Doing
	name  string
	err   error
}

func (e *fileError) Error() string {
	if text := e.err.Error(); strings.Contains(text, e.name) {
		return text
	}
	return e.name + ": " + e.err.Error()
}

func (e *fileError) Unwrap() error { return e.err }

// unreadable is an error of a file that is to be read.
func unreadable(name string, err error) error { return &fileError{present.ReadFile, name, err} }

// unwritten is an error of a file that is to be written; nil for none.
func unwritten(path string, err error) error {
	if err == nil {
		return nil
	}
	return &fileError{present.WriteFile, path, err}
}

// sentence puts an error into one line: what happened, and what to do.
func sentence(t *lang.Texts, err error) string {
	var told interface{ in(t *lang.Texts) string }
	if errors.As(err, &told) {
		return told.in(t)
	}
	of := about(t, err)
	if p := present.Explain(t, of.doing, of.name, err); p.What != "" {
		return inLine(p.Line(), of.name)
	}
	return t.Said(err.Error())
}

// inLine begins a sentence as it does behind the program's name: not with a capital, unless that is the file's.
func inLine(s, name string) string {
	word, _, _ := strings.Cut(s, " ")
	if name != "" && strings.HasPrefix(s, name) || strings.ContainsAny(word, "./\\") {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// about gives the file that an error is about, and what was tried with it. What has no name is temporary.
func about(t *lang.Texts, err error) *fileError {
	var of *fileError
	var path *fs.PathError
	switch {
	case errors.As(err, &of):
	case errors.As(err, &path) && path.Path == os.Stdout.Name():
		of = &fileError{present.WriteFile, t.Said("standard output"), err}
	case errors.As(err, &path):
		of = &fileError{present.UseCase, path.Path, err}
	default:
		of = &fileError{present.UseCase, os.TempDir(), err}
	}
	return of
}
