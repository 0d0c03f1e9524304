package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"meterscope/model"
)

// Errors that a user meets; each is wrapped with the path and what was tried.
var (
	ErrNotCase  = errors.New("not a Meterscope case file")
	ErrNewer    = errors.New("the case file was made by a newer Meterscope")
	ErrReadOnly = errors.New("the case file can't be written")
	ErrLocked   = errors.New("the case file is in use by another program")
	ErrFull     = errors.New("the disk is full")
	ErrBroken   = errors.New("the case file is damaged")
	ErrNoFolder = errors.New("the folder for it is not there")
	ErrNoPlace  = errors.New("nothing can be written there")

	// ErrSelf says that a case was to be written over itself.
	ErrSelf = errors.New("it is the open case itself")

	// ErrAlready says that the source just completed is, byte for byte, one that the case holds already: it
	// was discarded, and the case is as it was before. It comes as a [model.AlreadyError].
	ErrAlready = model.ErrAlready

	// ErrNotFound says that the case has no such source, frame or transaction.
	ErrNotFound = errors.New("not in the case file")
)

// explain joins a driver's or the system's error to the one of ours that it means. It decides by code, never
// by text; an error that means none of ours comes back as it is.
func explain(err error) error {
	if err == nil {
		return nil
	}
	for _, known := range []error{
		ErrNotCase, ErrNewer, ErrReadOnly, ErrLocked, ErrFull, ErrBroken, ErrNoFolder, ErrNoPlace, ErrAlready, ErrNotFound,
		context.Canceled, context.DeadlineExceeded,
	} {
		if errors.Is(err, known) {
			return err
		}
	}
	if known := meaning(err); known != nil {
		return fmt.Errorf("%w: %w", known, err)
	}
	return err
}

// meaning gives the error of ours that a driver's or the system's error stands for; nil if there is none.
func meaning(err error) error {
	var driver *sqlite.Error
	if errors.As(err, &driver) {
		switch code := driver.Code(); code & 0xff { // the low byte is the primary code
		case sqlite3.SQLITE_FULL:
			return ErrFull
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return ErrLocked
		case sqlite3.SQLITE_CORRUPT:
			return ErrBroken
		case sqlite3.SQLITE_NOTADB:
			return ErrNotCase
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
			return ErrReadOnly
		case sqlite3.SQLITE_INTERRUPT:
			return context.Canceled
		case sqlite3.SQLITE_IOERR:
			if code == sqlite3.SQLITE_IOERR_SHMSIZE {
				return ErrFull // the index beside the file could not grow
			}
			if code == sqlite3.SQLITE_IOERR_SHORT_READ {
				return ErrBroken
			}
		}
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return ErrFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case err != nil && strings.Contains(err.Error(), scanError):
		return ErrBroken
	}
	return nil
}

// scanError is how database/sql begins, for want of a type, where a column holds what none of ours can: a damaged row.
const scanError = "sql: Scan error"

// isCantOpen says that SQLite could not open the file or one of those beside it.
func isCantOpen(err error) bool {
	var driver *sqlite.Error
	return errors.As(err, &driver) && driver.Code()&0xff == sqlite3.SQLITE_CANTOPEN
}

// wrap says what was tried with which file.
func (c *Case) wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	if isCantOpen(err) && isGone(filepath.Dir(c.path)) {
		err = fmt.Errorf("%w: %w", ErrNoFolder, err)
	}
	return &fs.PathError{Op: doing, Path: c.path, Err: explain(err)}
}

// noPlace says why SQLite can't make a file.
func noPlace(path string, err error) error {
	if isGone(filepath.Dir(path)) {
		return fmt.Errorf("%w: %w", ErrNoFolder, err)
	}
	return fmt.Errorf("%w: %w", ErrNoPlace, err)
}

func isGone(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func broken(what string) error { return fmt.Errorf("%w: %s", ErrBroken, what) }
