package desktop

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"meterscope/ui/present"
)

// motion says whether anything on the screen may move by itself: carets that blink, what flashes when it is pressed.
// Fyne's widgets ask its settings, and have no other switch.
type motion struct {
	choice string // of present.MotionChoices
	system bool   // it wants nothing to move
	still  bool
}

// choose takes what the user wants.
func (m *motion) choose(choice string) {
	m.choice = choice
	m.apply()
}

// ask finds out what the system's user wants, which may take its time.
func (m *motion) ask(post present.Poster) {
	go func() {
		still := stillSystem()
		post.Post(func() {
			m.system = still
			m.apply()
		})
	}()
}

func (m *motion) apply() { m.still = present.Still(m.choice, m.system) }

// calmApp is Fyne's app with settings that let nothing move where that is wanted.
type calmApp struct {
	fyne.App
	motion *motion
}

// Settings are those of the app.
func (a *calmApp) Settings() fyne.Settings { return calmSettings{a.App.Settings(), a.motion} }

type calmSettings struct {
	fyne.Settings
	motion *motion
}

// ShowAnimations says whether things may move.
func (s calmSettings) ShowAnimations() bool {
	return !s.motion.still && s.Settings.ShowAnimations()
}

// stillFiles says what the files say in which GTK and KDE keep whether things move, below the user's configuration
// folder.
func stillFiles(dir string) bool {
	for _, of := range []struct{ path, key string }{
		{"gtk-4.0/settings.ini", "gtk-enable-animations"},
		{"gtk-3.0/settings.ini", "gtk-enable-animations"},
		{"kdeglobals", "AnimationDurationFactor"},
	} {
		if v, ok := iniValue(filepath.Join(dir, filepath.FromSlash(of.path)), of.key); ok {
			f, err := strconv.ParseFloat(v, 64)
			return v == "false" || err == nil && f == 0
		}
	}
	return false
}

// iniValue is what a file of lines KEY=VALUE has for a key.
func iniValue(path, key string) (value string, ok bool) {
	f, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer f.Close() //nolint:errcheck // only read from
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		k, v, found := strings.Cut(lines.Text(), "=")
		if found && strings.TrimSpace(k) == key {
			return strings.ToLower(strings.TrimSpace(v)), true
		}
	}
	return "", false
}
