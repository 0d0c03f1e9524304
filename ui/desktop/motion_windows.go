package desktop

import (
	"unsafe"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"
)

// install makes Fyne's widgets ask m.
func (m *motion) install(f fyne.App) { fyne.SetCurrentApp(&calmApp{f, m}) }

// stillSystem says that Windows is set to show no animations.
func stillSystem() bool {
	const clientAreaAnimation = 0x1042 // SPI_GETCLIENTAREAANIMATION of winuser.h
	get := windows.NewLazySystemDLL("user32.dll").NewProc("SystemParametersInfoW")
	moves := int32(1)
	if get.Find() != nil {
		return false
	}
	n, _, _ := get.Call(clientAreaAnimation, 0, uintptr(unsafe.Pointer(&moves)), 0)
	return n != 0 && moves == 0
}
