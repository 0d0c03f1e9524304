package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFilesOfTheDesktopSayWhetherThingsMove(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		still bool
	}{
		"none":             {nil, false},
		"GTK lets nothing": {map[string]string{"gtk-4.0/settings.ini": "[Settings]\ngtk-theme-name=Adwaita\ngtk-enable-animations = false\n"}, true},
		"GTK 3, a number":  {map[string]string{"gtk-3.0/settings.ini": "gtk-enable-animations=0"}, true},
		"GTK lets move":    {map[string]string{"gtk-4.0/settings.ini": "gtk-enable-animations=1", "kdeglobals": "AnimationDurationFactor=0"}, false},
		"KDE lets nothing": {map[string]string{"kdeglobals": "[KDE]\nAnimationDurationFactor=0.0\n"}, true},
		"KDE lets move":    {map[string]string{"kdeglobals": "[KDE]\nAnimationDurationFactor=0.5\n"}, false},
		"of no use":        {map[string]string{"kdeglobals": "AnimationDurationFactor\nAnimationDurationFactor=fast"}, false},
	} {
		dir := t.TempDir()
		for path, text := range c.files {
			full := filepath.Join(dir, filepath.FromSlash(path))
			if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := stillFiles(dir); got != c.still {
			t.Errorf("%s: %v", name, got)
		}
	}
}
