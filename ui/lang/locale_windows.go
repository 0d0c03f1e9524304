package lang

import (
	"syscall"
	"unsafe"
)

// localeOfSystem is the locale that the user has set in Windows: "de-DE"; "" where it can't be told.
func localeOfSystem() string {
	const most = 85 // LOCALE_NAME_MAX_LENGTH of winnls.h
	get := syscall.NewLazyDLL("kernel32.dll").NewProc("GetUserDefaultLocaleName")
	if get.Find() != nil {
		return ""
	}
	var name [most]uint16
	if n, _, _ := get.Call(uintptr(unsafe.Pointer(&name[0])), most); n == 0 {
		return ""
	}
	return syscall.UTF16ToString(name[:])
}
