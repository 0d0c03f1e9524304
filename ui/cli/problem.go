package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"

	"meterscope/importer"
	"meterscope/importer/cdr"
	"meterscope/model/store"
	"meterscope/ui/lang"
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

// inputError is a file that can't be used, with what to do about it.
type inputError struct{ name, what, remedy string }

func (e inputError) Error() string { return e.in(nil) }

func (e inputError) in(t *lang.Texts) string {
	return e.name + ": " + t.Text(e.what) + "; " + t.Text(e.remedy)
}

// sentence puts an error into one line: what happened, and what to do.
func sentence(t *lang.Texts, err error) string {
	var told interface{ in(t *lang.Texts) string }
	if errors.As(err, &told) {
		return told.in(t)
	}
	text, remedy := t.Said(err.Error()), remedyFor(t, err)
	switch {
	case remedy == "":
		return text
	case errors.Is(err, syscall.ENOSPC) && !errors.Is(err, store.ErrFull):
		return t.Text("the disk is full: %s (%s)", remedy, text)
	}
	return fmt.Sprintf("%s: %s", text, remedy)
}

// remedyFor says what to do about an error; "" where nothing is known.
func remedyFor(t *lang.Texts, err error) string {
	switch {
	case errors.Is(err, cdr.ErrNoEnergy), errors.Is(err, cdr.ErrNoTime):
		return t.Text("name the columns in a first row, such as: start, stop, station, tag, kWh")
	case errors.Is(err, importer.ErrNoFrames):
		return t.Text("check that it is the charger's communication log")
	case errors.Is(err, store.ErrNewer):
		return t.Text("install the current Meterscope, or ask for the log itself")
	case errors.Is(err, store.ErrNotCase):
		return t.Text("a case file is made with: meterscope import --case FILE LOG")
	case errors.Is(err, store.ErrLocked):
		return t.Text("close it there and try again")
	case errors.Is(err, store.ErrFull), errors.Is(err, syscall.ENOSPC):
		return t.Text("free some space and run the same command again")
	case errors.Is(err, store.ErrBroken):
		return t.Text("use a copy of it, or import the log again")
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, syscall.EROFS):
		return t.Text("copy it to a disk that can be written")
	case errors.Is(err, fs.ErrNotExist):
		return t.Text("check the path")
	case errors.Is(err, fs.ErrPermission):
		return t.Text("copy it to a folder of your own, or ask its owner")
	}
	return ""
}
