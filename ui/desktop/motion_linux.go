package desktop

import (
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"github.com/rymdport/portal/settings"
)

// install makes Fyne's widgets ask m.
func (m *motion) install(f fyne.App) { fyne.SetCurrentApp(&calmApp{f, m}) }

// stillSystem says that the desktop is set to let nothing move.
func stillSystem() bool {
	if dir, err := os.UserConfigDir(); err == nil && stillFiles(dir) {
		return true
	}
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return false // there is nobody to ask
	}
	moves, err := settings.ReadOne("org.gnome.desktop.interface", "enable-animations")
	return err == nil && fmt.Sprint(moves) == "false"
}
