package lang

import (
	"strings"
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

// mannerOfSystem is how the user has set numbers and dates in Windows; ok is false where that can't be told.
func mannerOfSystem() (m Manner, ok bool) {
	const decimal, thousand, shortDate, timeOfDay = 0x0E, 0x0F, 0x1F, 0x1003 // LCTYPE of winnls.h
	get := syscall.NewLazyDLL("kernel32.dll").NewProc("GetLocaleInfoEx")
	if get.Find() != nil {
		return m, false
	}
	of := func(kind uintptr) string {
		var text [80]uint16 // of no kind it is longer
		if n, _, _ := get.Call(0, kind, uintptr(unsafe.Pointer(&text[0])), uintptr(len(text))); n == 0 {
			return ""
		}
		return syscall.UTF16ToString(text[:])
	}
	if m.Marks = unspaced(Marks{Decimal: of(decimal), Group: of(thousand)}); m.Marks.Decimal == "" {
		m.Marks = Marks{}
	}
	m.Dates = datesLike(of(shortDate))
	m.Halves = strings.Contains(of(timeOfDay), "h")
	return m, true
}
