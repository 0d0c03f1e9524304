package present

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// ErrInUse says that another Meterscope has a case open for writing.
var ErrInUse = errors.New("the case is open in another Meterscope")

// lockEnding is that of the empty file beside a case that says that a program writes to it. The system lets go of it
// when the program ends, however that ends.
const lockEnding = "-lock"

// LockCase makes this program the one that writes to a case; release ends that. [ErrInUse] if another one does. Where
// nothing can be put beside the case, nobody can be told: then it is not locked, and that is no error.
func LockCase(path string) (release func(), err error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if real, err := filepath.EvalSymlinks(full); err == nil { // else it is not there yet
		full = real
	}
	release, err = lockFile(full + lockEnding)
	if errors.Is(err, ErrInUse) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: ErrInUse}
	}
	if err != nil {
		return func() {}, nil //nolint:nilerr // a folder or medium that can't be written: opening tells
	}
	return release, nil
}
