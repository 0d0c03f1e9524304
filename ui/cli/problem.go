package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"meterscope/importer"
	"meterscope/model/store"
)

// inputError is a file that can't be used, with what to do about it.
type inputError struct{ name, what, remedy string }

func (e inputError) Error() string { return e.name + ": " + e.what + "; " + e.remedy }

// sentence puts an error into one line: what happened, and what to do.
func sentence(err error) string {
	remedy := ""
	switch {
	case errors.As(err, new(usageError)), errors.As(err, new(inputError)):
		return err.Error()
	case errors.Is(err, importer.ErrNoFrames):
		remedy = "check that it is the charger's communication log"
	case errors.Is(err, store.ErrNewer):
		remedy = "install the current Meterscope, or ask for the log itself"
	case errors.Is(err, store.ErrNotCase):
		remedy = "a case file is made with: meterscope import --case FILE LOG"
	case errors.Is(err, store.ErrLocked):
		remedy = "close it there and try again"
	case errors.Is(err, store.ErrFull), errors.Is(err, syscall.ENOSPC):
		remedy = "free some space and run the same command again"
		if !errors.Is(err, store.ErrFull) {
			return "the disk is full: " + remedy + " (" + err.Error() + ")"
		}
	case errors.Is(err, store.ErrBroken):
		remedy = "use a copy of it, or import the log again"
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, syscall.EROFS):
		remedy = "copy it to a disk that can be written"
	case errors.Is(err, fs.ErrNotExist):
		remedy = "check the path"
	case errors.Is(err, fs.ErrPermission):
		remedy = "copy it to a folder of your own, or ask its owner"
	}
	if remedy == "" {
		return err.Error()
	}
	return fmt.Sprintf("%v: %s", err, remedy)
}
