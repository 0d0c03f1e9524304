package desktop

import (
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// comdlgPicker is the dialog of Windows.
type comdlgPicker struct{}

func newPicker() picker { return comdlgPicker{} }

// openFileName is OPENFILENAMEW of commdlg.h.
type openFileName struct {
	size            uint32
	owner           windows.HWND
	instance        windows.Handle
	filter          *uint16
	customFilter    *uint16
	customFilterMax uint32
	filterIndex     uint32
	file            *uint16
	fileMax         uint32
	fileTitle       *uint16
	fileTitleMax    uint32
	initialDir      *uint16
	title           *uint16
	flags           uint32
	fileOffset      uint16
	fileExtension   uint16
	defaultEnding   *uint16
	customData      uintptr
	hook            uintptr
	template        *uint16
	reserved        unsafe.Pointer
	reserved2       uint32
	flagsEx         uint32
}

// Flags of commdlg.h.
const (
	ofnOverwritePrompt = 0x2
	ofnHideReadOnly    = 0x4
	ofnNoChangeDir     = 0x8
	ofnAllowMany       = 0x200
	ofnPathMustExist   = 0x800
	ofnFileMustExist   = 0x1000
	ofnExplorer        = 0x80000

	pathsMost = 1 << 16 // characters of all that can be chosen at a time
)

func (comdlgPicker) open(title string, many bool, filters []filter) ([]string, error) {
	flags := uint32(ofnFileMustExist)
	if many {
		flags |= ofnAllowMany
	}
	return choose("GetOpenFileNameW", title, "", flags, filters)
}

func (comdlgPicker) save(title, name string, filters []filter) (string, error) {
	found, err := choose("GetSaveFileNameW", title, name, ofnOverwritePrompt, filters)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// choose shows a dialog and waits for it. It may have been closed without a choice: then there is no path.
func choose(call, title, name string, flags uint32, filters []filter) ([]string, error) {
	runtime.LockOSThread() // the dialog's messages are this thread's
	defer runtime.UnlockOSThread()
	comdlg := windows.NewLazySystemDLL("comdlg32.dll")
	show, reason := comdlg.NewProc(call), comdlg.NewProc("CommDlgExtendedError")
	if show.Find() != nil || reason.Find() != nil {
		return nil, errNoPicker
	}
	titleText, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return nil, errNoPicker
	}
	buffer := make([]uint16, pathsMost)
	suggested, err := windows.UTF16FromString(name)
	if err != nil || len(suggested) > len(buffer) {
		return nil, errNoPicker
	}
	copy(buffer, suggested)
	kinds := comdlgFilter(filters)
	d := openFileName{
		owner: windows.GetForegroundWindow(), filter: &kinds[0], filterIndex: 1, file: &buffer[0], fileMax: pathsMost,
		title: titleText, flags: flags | ofnExplorer | ofnNoChangeDir | ofnHideReadOnly | ofnPathMustExist,
	}
	if len(filters) > 0 && len(filters[0].endings) > 0 {
		if d.defaultEnding, err = windows.UTF16PtrFromString(strings.TrimPrefix(filters[0].endings[0], ".")); err != nil {
			return nil, errNoPicker
		}
	}
	d.size = uint32(unsafe.Sizeof(d))
	if chosen, _, _ := show.Call(uintptr(unsafe.Pointer(&d))); chosen != 0 {
		return comdlgPaths(buffer), nil
	}
	if code, _, _ := reason.Call(); code != 0 { // 0: the user gave up
		return nil, errNoPicker
	}
	return nil, nil
}
