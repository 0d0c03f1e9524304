package present

import (
	"errors"
	"syscall"
)

// Codes of winerror.h.
const (
	errSharing       syscall.Errno = 32
	fileDeleteOnShut               = 0x04000000 // FILE_FLAG_DELETE_ON_CLOSE
)

// lockFile makes a file that nobody else can open, and that is gone when it is closed.
func lockFile(path string) (release func(), err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS,
		syscall.FILE_ATTRIBUTE_NORMAL|fileDeleteOnShut, 0)
	if errors.Is(err, errSharing) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, err
	}
	return func() { _ = syscall.CloseHandle(h) }, nil
}
