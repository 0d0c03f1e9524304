//go:build !linux && !windows

package desktop

import "fyne.io/fyne/v2"

// install does nothing: on macOS Fyne needs its own settings whenever the system's theme changes.
func (m *motion) install(fyne.App) {}

// stillSystem is not known.
func stillSystem() bool { return false }
