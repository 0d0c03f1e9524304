package desktop

import (
	"context"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// systemClipboard reads the clipboard of Windows on a thread of its own: the program that has it may take its time.
func systemClipboard(func(string) string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		type answer struct {
			text string
			err  error
		}
		done := make(chan answer, 1)
		go func() {
			text, err := windowsClipboard(ctx)
			done <- answer{text, err}
		}()
		select {
		case a := <-done:
			return a.text, a.err
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// unicodeText is CF_UNICODETEXT of winuser.h.
const unicodeText = 13

// windowsClipboard gives the text of the clipboard; "" where there is none.
func windowsClipboard(ctx context.Context) (string, error) {
	runtime.LockOSThread() // the clipboard is open for a thread
	defer runtime.UnlockOSThread()
	user, kernel := windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("kernel32.dll")
	open, closing, get := user.NewProc("OpenClipboard"), user.NewProc("CloseClipboard"), user.NewProc("GetClipboardData")
	lock, unlock, size := kernel.NewProc("GlobalLock"), kernel.NewProc("GlobalUnlock"), kernel.NewProc("GlobalSize")
	for _, p := range []*windows.LazyProc{open, closing, get, lock, unlock, size} {
		if p.Find() != nil {
			return "", errNoClipboard
		}
	}
	const tries, between = 20, 50 * time.Millisecond
	for try := 0; ; try++ {
		if ok, _, _ := open.Call(0); ok != 0 {
			break
		}
		if try == tries || ctx.Err() != nil { // another program has it open
			return "", errNoClipboard
		}
		time.Sleep(between)
	}
	defer closing.Call() //nolint:errcheck // nothing is left to do about it
	handle, _, _ := get.Call(unicodeText)
	if handle == 0 {
		return "", nil // no text
	}
	bytes, _, _ := size.Call(handle)
	at, _, _ := lock.Call(handle)
	if at == 0 || bytes == 0 {
		return "", errNoClipboard
	}
	defer unlock.Call(handle) //nolint:errcheck // likewise
	return fromUTF16(unsafe.Slice(*(**uint16)(unsafe.Pointer(&at)), bytes/2)), nil
}
