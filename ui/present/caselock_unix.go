//go:build !windows

package present

import (
	"errors"
	"os"
	"syscall"
)

// lockFile locks a file that is made for it, and removed in the end. The case itself is not to be locked so: to close
// any handle of it would let go of SQLite's own locks.
func lockFile(path string) (release func(), err error) {
	const tries = 3 // somebody may be letting go of it
	for range tries {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { //nolint:gosec // a file descriptor fits
			_ = f.Close() // nothing was written
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, ErrInUse
			}
			return nil, err
		}
		if there, err := os.Stat(path); err == nil {
			if own, err := f.Stat(); err == nil && os.SameFile(there, own) {
				return func() {
					_ = os.Remove(path) // before it is let go of: nobody locks a file that is gone
					_ = f.Close()
				}, nil
			}
		}
		_ = f.Close() // it was removed between: another one counts
	}
	return nil, ErrInUse
}
